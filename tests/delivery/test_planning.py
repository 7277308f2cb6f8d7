"""The plan: what each row says, from the calendar alone and from what the database knows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.loader import load
from campaigns.tenant import Tenant
from campaigns.when import Published
from delivery.known import Known, PublicationRow
from delivery.planning import Planned, plan
from tests.campaigns.town import ACCOUNTS, build

BOGOTA = ZoneInfo("America/Bogota")
ENVIRONMENT = {"PREGONERO_CLAVE": "secreta", "PREGONERO_BOT": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
HEAD = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
"""
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
ROUTES = "opciones: {clase: perifoneo, lugares: [Centro, La Ribera, El Alto]}"


def tenant(folder: Path, messages: str, changes: Mapping[str, str] | None = None) -> Tenant:
    """The little municipality with one campaign of these messages."""
    loaded = load(build(folder, {"campanas/matriculas.yaml": HEAD + messages, **(changes or {})}), ENVIRONMENT)
    assert loaded.problems == ()
    return loaded.tenants[0]


def january(folder: Path, messages: str, known: Known | None = None, now: datetime = NOW) -> list[Planned]:
    """The plan of January 2027."""
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    return plan(tenant(folder, messages), known or Known(), since, until, now)


ONE = "mensajes: [{id: anuncio, cuando: '2027-01-11 08:00', canales: web, asunto: A, texto: T%s}]\n"


def test_what_a_day_off_moved_says_so(tmp_path: Path) -> None:
    """Monday 11 January 2027 is a holiday: the row shows both times and a sentence on what moved it."""
    [row] = january(tmp_path, ONE % ", si-no-habil: siguiente")
    assert (row.nominal, row.local) == (
        datetime(2027, 1, 11, 8, tzinfo=BOGOTA),
        datetime(2027, 1, 12, 8, tzinfo=BOGOTA),
    )
    assert row.reason.startswith("2027-01-11 es festivo")
    assert row.reason.endswith("pasa al siguiente día hábil, 2027-01-12.")
    assert row.key == "matriculas/anuncio/web@1"


def test_what_follows_another_message_waits_for_it(tmp_path: Path) -> None:
    """It has a row with the source's occurrence and no hour, and names what it waits for."""
    rows = january(tmp_path, FOLLOWED)
    assert [(row.key, row.decision) for row in rows] == [
        ("matriculas/anuncio/web@1", "send"),
        ("matriculas/recuerdo/web@1", "wait"),
    ]
    assert (rows[1].local, rows[1].reason) == (None, "Espera a que salga «anuncio»: su hora se sabrá entonces.")


def test_what_waited_has_its_hour_once_the_other_went_out(tmp_path: Path) -> None:
    """The hour counts from when the other message really went out."""
    went = datetime(2027, 1, 10, 13, 5, tzinfo=UTC)
    row = PublicationRow("done", "", "1", went)
    known = Known({("matriculas/anuncio", "web@1"): row}, gone={"matriculas/anuncio": (Published("1", went),)})
    first, second = january(tmp_path, FOLLOWED, known)
    assert (first.decision, second.decision) == ("done", "send")
    assert second.local == datetime(2027, 1, 10, 10, 5, tzinfo=BOGOTA)


FOLLOWED = """\
mensajes:
  - {id: anuncio, cuando: '2027-01-10 08:00', canales: web, asunto: A, texto: T}
  - {id: recuerdo, cuando: 2 horas después de publicar anuncio, canales: web, asunto: A, texto: T}
"""


def test_what_is_past_and_has_no_row_is_late(tmp_path: Path) -> None:
    """The plan does not promise what the daemon would no longer send."""
    [row] = january(tmp_path, ONE % "", now=datetime(2027, 1, 20, tzinfo=UTC))
    assert row.decision == "late"
    assert row.reason.startswith("Pasó su hora hace")


def test_a_row_in_the_database_shows_its_state(tmp_path: Path) -> None:
    """What exists is not decided again: its state and its reason are shown."""
    row = PublicationRow("cancelled", "Cancelada por ana.", "1", None)
    [planned] = january(tmp_path, ONE % "", Known({("matriculas/anuncio", "web@1"): row}))
    assert (planned.decision, planned.reason) == ("cancelled", "Cancelada por ana.")


@pytest.mark.parametrize(
    ("account", "kind", "recipients"), [("correo", "direct", 812), ("web", "broadcast", 1), ("carro", "manual", 3)]
)
def test_recipients_are_people_posts_or_orders(tmp_path: Path, account: str, kind: str, recipients: int) -> None:
    """812 addresses of the public; one post; one order for each route."""
    message = f"mensajes: [{{id: a, cuando: '2027-01-11 08:00', canales: {account}, asunto: A, texto: T}}]\n"
    accounts = f"{ACCOUNTS}carro: {{tipo: manual, modo: pruebas, responsable: ana, {ROUTES}}}\n"
    town = tenant(tmp_path, message, {"canales.yaml": accounts})
    known = Known(people={("ciudadania", "email"): 812})
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    [row] = plan(town, known, since, until, NOW)
    assert (row.kind, row.recipients) == (kind, recipients)


MAIL = "mensajes: [{id: a, cuando: '2027-01-11 08:00', canales: [correo, web], asunto: A, texto: T}]\n"


def test_a_message_to_nobody_says_so(tmp_path: Path) -> None:
    """It still goes out if somebody comes until then; where there is no database nothing is known of people."""
    empty = Known(people={("ciudadania", "email"): 0})
    mail, web = january(tmp_path, MAIL, empty)
    told = "Todavía no hay a quién enviarla: el público «Ciudadanía» no tiene a nadie con dirección de correo."
    assert (mail.decision, mail.reason, web.reason) == ("send", told, "")
    assert [row.reason for row in january(tmp_path, MAIL)] == ["", ""]


def test_rows_come_by_their_hour(tmp_path: Path) -> None:
    """By the time at which they go out, whatever order the file has."""
    rows = january(
        tmp_path,
        "mensajes:\n"
        "  - {id: tarde, cuando: '2027-01-20 18:00', canales: web, asunto: A, texto: T}\n"
        "  - {id: temprano, cuando: cada lunes a las 07:00, canales: web, asunto: A, texto: T}\n",
    )
    assert [row.message for row in rows] == ["temprano", "temprano", "temprano", "tarde", "temprano"]
    assert rows == sorted(rows, key=lambda row: row.local or NOW)
