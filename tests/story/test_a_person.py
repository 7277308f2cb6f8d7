"""A person's life in a municipality's lists, over a real mail server: from the fair's sheet to being forgotten."""

from datetime import timedelta
from pathlib import Path

from audience.consent_list import Grant
from audience.consents import revoke
from audience.contacts_import import import_contacts
from audience.dossier import dossier
from audience.erasure import erase
from audience.import_result import ImportResult
from audience.whose import Holder, holders, keys_of
from campaigns.purpose import MANAGEMENT
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

ANA = "ana@example.com"
FAIR = "Planillas firmadas, feria de 2026-05"
LIST = f"nombre,correo,consentimiento\nAna Pérez,{ANA},sí\nEva Ruiz,eva@example.com,\nLuis Gil,luis@example.com,sí\n"
MORE = """\
  - {id: segundo, cuando: 14 días antes a las 08:00, canales: [correo], asunto: Segundo, texto: Obras.}
  - {id: tercero, cuando: 13 días antes a las 08:00, canales: [correo], asunto: Tercero, texto: Más obras.}
"""


def _take_in(desk: Desk, folder: Path) -> ImportResult:
    path, place = folder / "feria.csv", desk.place
    path.write_text(LIST, encoding="utf-8")
    grant = Grant(FAIR, place.tenant.municipality.zone)
    now = desk.clock.now()
    return import_contacts(place.database, place.tenant_id, path, place.keyring.address_key, now, grant=grant)


def _ana(desk: Desk) -> Holder:
    with desk.database.read() as connection:
        [person] = holders(connection, desk.place.tenant_id, keys_of(desk.place.keyring.address_key, ANA))
    return person


async def test_from_the_fair_to_being_forgotten(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Each mail goes to whoever has consented by then, with the data policy at its foot; what was proven stays."""
    mail = start_mail_server()
    told = CAMPAIGN.replace("[correo, web]", "[correo]").replace("clase: servicio", "clase: gestion") + MORE
    changes = {**real_mail(mail.port), FILE: told}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        tenant, sent = desk.place.tenant_id, []
        assert _take_in(desk, tmp_path).consents == 2

        await desk.turn()
        sent += [record["to"] for record in mail.taken()]
        assert sorted(sent) == [ANA, "luis@example.com"]
        policy = str(desk.tenant.municipality.data_policy)
        bodies = [letter.get_body(("plain",)) for letter in mail.mails()]
        assert all(body is not None and policy in body.get_content() for body in bodies)

        desk.clock.pass_(hours=20)
        person = _ana(desk)
        with desk.database.write() as connection:
            revoke(connection, tenant, person.keys, "Por teléfono", desk.clock.now(), MANAGEMENT)
        assert _take_in(desk, tmp_path).withdrawn == 1
        desk.clock.pass_(hours=4)
        await desk.turn()
        assert [record["to"] for record in mail.taken()][2:] == ["luis@example.com"]

        with desk.database.write() as connection:
            all_known = dossier(connection, tenant, person)
            erase(connection, tenant, person, "Radicado 2027-0457", desk.clock.now())
        assert [(each["message"], each["state"]) for each in all_known["messages"]] == [
            ("anuncio", "sent"),
            ("segundo", "skipped"),
        ]
        assert [(each["given"], each["source"]) for each in all_known["consents"]] == [
            (True, FAIR),
            (False, "Por teléfono"),
        ]
        assert _take_in(desk, tmp_path).suppressed == 1
        desk.clock.pass_(days=1)
        await desk.turn()
        assert [record["to"] for record in mail.taken()][3:] == ["luis@example.com"]
        kept = [row for row in desk.rows("delivery") if row.recipient_key in person.keys]
        assert [(row.state, row.address) for row in kept] == [("sent", None), ("skipped", None)]
        assert desk.clock.now() == DUE + timedelta(days=2)
