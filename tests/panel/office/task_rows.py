"""Tasks in the states that matter, as rows of a town that is served: open, late, put off, done, not done, owed."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection

from delivery.workplace import Workplace
from storage import extensions, receipts, work_orders
from storage.checklists import add_checklist, tick
from storage.files import put_file
from storage.states import PublicationState
from storage.tables import order_person
from tests.delivery.desk import add_people
from tests.photographs import JPEG
from tests.storage.rows import a_publication, deliveries

SPOT, POSTER, DONE, UNDONE, LATE, OWED, CHECK, CALLS = range(1, 9)
"""Their numbers."""
SCRIPT = (
    "Vecinos de Villa Clara: empiezan las matrículas. Lleven el documento del niño o la niña a la escuela más cercana, "
    "de lunes a viernes, entre las siete de la mañana y las cuatro de la tarde.\n\nLa Alcaldía lo atiende en: Web, "
    "villaclara.gov.co."
)


def tasks_in_every_state(place: Workplace) -> None:
    """Ana's, Luis's, and duties between them."""
    now, days = datetime.now(UTC), timedelta(days=1)
    names = map(str, count())

    with place.database.write() as connection:

        def order(title: str, due: datetime, **more: object) -> int:
            return _order(connection, place, next(names), title, due, **more)

        order("Cuña de matrículas", now + days, sheet=SCRIPT, planned=3)
        order("Afiche de matrículas", now + 2 * days, kind="cartelera", place="Iglesia de Nuestra Señora del Carmen")
        order("Cuña del mercado campesino", now - days, planned=3)
        work_orders.confirm(connection, DONE, "ana", now, 2, None, [_photo(connection, place, now)], "Una no salió")
        order("Perifoneo del mercado campesino", now - days, kind="perifoneo", place="La Palma")
        work_orders.refuse(connection, UNDONE, "ana", now, "Llovió toda la mañana")
        order("Reunión con la Junta de Acción Comunal de la vereda La Palma", now - 3 * days, kind="reunion")
        owed = {"kind": "deber", "asked_by": "ana", "responsible": "luis", "extension": "7 días"}
        order("Informe del mes", now + 4 * days, place="Hospital San Juan", **owed)
        what = receipts.HandedIn(OWED, "Luis Gómez, en mano", "luis", [_photo(connection, place, now)], "Va completo")
        receipts.receive(connection, place.tenant_id, what, now.year, now)
        add_checklist(connection, OWED, [("Cifras del mes", None), ("Fotos de las jornadas", None)])
        extensions.ask(connection, OWED, now + 4 * days, now + 8 * days, "Hay inventario", "luis", now)
        order("Verificación del sitio", now + days, **{**owed, "responsible": "ana", "extension": ""})
        add_checklist(connection, CHECK, [("Noticias", None), ("Participe", None), ("Trámites", None)])
        tick(connection, CHECK, [1], "ana", now)
        order("Llamadas a quienes no tienen correo", now + days, kind="llamada", planned=2)
        add_people(connection, place, [("juana@example.com", "Juana Díaz"), ("jose@example.com", "José Ruiz")], {})
        rows = [{"work_order": CALLS, "contact": number} for number in (1, 2)]
        connection.execute(order_person.insert(), rows)


def _order(connection: Connection, town: Workplace, name: str, title: str, due: datetime, **more: object) -> int:
    kept: dict[str, Any] = {"account": "emisora", "channel": "manual", "kind": "manual", "medium": "radio"}
    publication = a_publication(
        connection, PublicationState.RUNNING, "radio", campaign="matriculas", occurrence=name, sender="", **kept
    )
    [delivery] = deliveries(connection, publication, 1)
    values = {"kind": "emisora", "sheet": "Empiezan las matrículas.", "responsible": "ana", **more}
    found = {"tenant": town.tenant_id, "publication": publication, "delivery": delivery, "title": title, "due_at": due}
    number = work_orders.add_work_order(connection, **{**found, **values})
    assert number is not None
    return number


def _photo(connection: Connection, place: Workplace, now: datetime) -> dict[str, object]:
    digest = put_file(connection, place.folder / "archivos", JPEG, "foto.jpg", "image/jpeg", now)
    return {"sha256": digest, "name": "foto de la emisora.jpg"}
