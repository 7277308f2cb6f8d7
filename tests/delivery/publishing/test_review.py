"""Approval: bound to the content's digest, asked at the due time, and what follows from each answer."""

from pathlib import Path

import pytest
from sqlalchemy import select

from delivery.faults import Part
from delivery.office.by_hand import send_missed, send_now
from delivery.office.decisions import approve, reject
from delivery.office.office import Refused, cancel
from storage.approvals import Approval, Decision, decide
from storage.database import Database
from storage.tables import publication
from tests.campaigns.town import CAMPAIGN, edited
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
KEY = "matriculas/anuncio@1"
FILE = "campanas/matriculas.yaml"
APPROVED = {FILE: CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:")}
MOVED = {FILE: APPROVED[FILE].replace("2027-01-12", "2027-01-14")}
AGAIN = (
    "Ya no sale. Para enviarla corregida, cambie el mensaje y ponga en él «repetir: 2» y una hora que venga: "
    "se pide la aprobación otra vez."
)
EDITED = {FILE: APPROVED[FILE].replace("Empiezan las", "Mañana empiezan las")}


async def test_without_approval_it_is_held(database: Database, tmp_path: Path) -> None:
    """What a committee has not approved waits for it, visibly, with its recipients unwritten."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert set(desk.publications().values()) == {"awaiting_approval"}
        assert desk.publication("anuncio/correo@1").reason == "Espera la aprobación del Comité GEL."
        assert desk.states() == {}


async def test_a_sick_campaign_holds_up_no_other(sqlite_database: Database, tmp_path: Path) -> None:
    """What of one campaign cannot be reviewed rests, and is let go once it can; the other goes out meanwhile."""
    other = APPROVED[FILE].replace("campaña: matriculas", "campaña: luz").replace("mail", "luz")
    async with at_work(sqlite_database, tmp_path, DUE, {**APPROVED, "campanas/luz.yaml": other}) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        word = Approval(Decision.APPROVED, "ana", "", desk.clock.now())
        with desk.database.write() as connection:
            for campaign in desk.tenant.campaigns.values():
                decide(connection, desk.place.tenant_id, campaign.id, "anuncio", campaign.messages[0].digest, word)
            connection.exec_driver_sql("UPDATE approval SET at = 'roto' WHERE campaign = 'luz'")
        await desk.settle()
        assert states(desk) == {"matriculas": {"done"}, "luz": {"awaiting_approval"}}
        [fault] = desk.dispatcher.faults.all
        assert (fault.subject.part, fault.subject.name) == (Part.REVIEW, "luz")
        with desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE approval SET at = (SELECT min(at) FROM approval)")
        await desk.settle()
        assert states(desk)["luz"] == {"awaiting_approval"}
        desk.clock.pass_(seconds=6)
        await desk.settle()
        assert states(desk)["luz"] == {"done"}
        assert not desk.dispatcher.faults.all


def states(desk: Desk) -> dict[str, set[str]]:
    """The states of each campaign's publications."""
    found: dict[str, set[str]] = {}
    with desk.database.read() as connection:
        for row in connection.execute(select(publication)):
            found.setdefault(row.campaign, set()).add(row.state)
    return found


async def test_approved_it_goes_out_on_every_account(database: Database, tmp_path: Path) -> None:
    """One approval lets all accounts go, at the next sweep."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.pass_(minutes=10)
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}
        assert desk.states() == {"sent": 2}


async def test_an_approval_before_the_hour_waits_for_the_hour(database: Database, tmp_path: Path) -> None:
    """Approved days ahead, a message goes out at its hour without a word more."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        desk.people("ana@example.com")
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.turn()
        assert desk.publications() == {}
        desk.clock.moment = DUE
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}


async def test_an_edited_text_is_asked_again(database: Database, tmp_path: Path) -> None:
    """An approval is of the text that was seen: after an edit it no longer counts."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        desk.people("ana@example.com")
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.reload(EDITED)
        desk.clock.moment = DUE
        await desk.turn()
        assert set(desk.publications().values()) == {"awaiting_approval"}
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}


async def test_an_edit_while_it_waits_is_what_goes_out(database: Database, tmp_path: Path) -> None:
    """Until it begins, the row follows the file: the approved text is the one that leaves."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        before = desk.publication("anuncio/web@1").digest
        await desk.reload(EDITED)
        await desk.settle()
        assert desk.publication("anuncio/web@1").digest != before
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert "Mañana empiezan" in desk.publication("anuncio/web@1").content["text"]


async def test_what_was_rejected_goes_out_once_it_is_written_anew(database: Database, tmp_path: Path) -> None:
    """As its row says: corrected, with `repetir` and an hour to come, it is asked again and sent."""
    again = EDITED[FILE].replace("- id: anuncio", "- id: anuncio\n    repetir: 2").replace("15 días", "14 días")
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [_, said] = desk.write(reject, KEY, "ana", "Falta el lugar.", desk.clock.now())
        assert said.words == f"rechazada por Ana Pérez. {AGAIN}"
        await desk.reload({FILE: again})
        desk.write(approve, "matriculas/anuncio@2", "ana", "", desk.clock.now())
        desk.clock.pass_(days=1)
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "cancelled"
        assert desk.publications()["anuncio/web@2"] == "done"


async def test_a_recurrence_that_was_rejected_is_asked_for_the_next_time(database: Database, tmp_path: Path) -> None:
    """No `repetir` brings back one of its times: the row says what does."""
    daily = {FILE: APPROVED[FILE].replace("15 días antes a las 08:00", "cada día a las 08:00")}
    async with at_work(database, tmp_path, DUE, daily) as desk:
        await desk.turn()
        desk.write(reject, "matriculas/anuncio@2026-12-28", "ana", "Falta el lugar", desk.clock.now())
        told = "Esta vez ya no sale. Corrija el mensaje: para la próxima se pide la aprobación otra vez."
        reason = desk.publication("anuncio/web@2026-12-28").reason
        assert reason == f"No fue aprobada por Ana Pérez: Falta el lugar. {told}"


async def test_each_word_is_answered_with_where_the_approval_stands(database: Database, tmp_path: Path) -> None:
    """One of two votes is no approval; a no at its hour cancels; what has gone out has gone out."""
    two = edited("municipio.yaml", "miembros: [ana]", "miembros: [ana, luis], quorum: 2")
    two["municipio.yaml"] = two["municipio.yaml"].replace("comites:", "  luis: {nombre: Luis}\ncomites:")
    alone = {FILE: APPROVED[FILE].replace("[correo, web]", "[web]"), **two}
    key = "matriculas/anuncio/web@1"
    async with at_work(database, tmp_path, DUE, alone) as desk:
        await desk.turn()

        def hears(word: object, person: str) -> str:
            [outcome] = desk.write(word, key, person, "Nota", desk.clock.now())
            return str(outcome.words)

        wanted = "Falta la aprobación del Comité GEL (1 de 2 votos)."
        assert hears(approve, "ana") == f"anotado el visto bueno. {wanted}"
        assert hears(approve, "luis") == "aprobada. Está en curso."
        assert hears(reject, "luis") == "rechazada por Luis, pero ya había salido: está en curso."


async def test_rejected_it_is_cancelled_with_the_note(database: Database, tmp_path: Path) -> None:
    """A rejection cancels, and the row tells who and why."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        desk.write(reject, KEY, "ana", "Falta el lugar.", desk.clock.now())
        await desk.settle()
        row = desk.publication("anuncio/web@1")
        assert (row.state, row.reason) == ("cancelled", f"No fue aprobada por Ana Pérez: Falta el lugar. {AGAIN}")


async def test_a_rejection_says_why(database: Database, tmp_path: Path) -> None:
    """Without a note nothing is rejected; without a right nothing is approved."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        with pytest.raises(Refused, match="por qué no se aprueba"):
            desk.write(reject, KEY, "ana", " ", desk.clock.now())
        with pytest.raises(Refused, match=r"Usted habla como «luis», .*Puede: Ana Pérez"):
            desk.write(approve, KEY, "luis", "", desk.clock.now())


async def test_past_its_tolerance_it_is_missed(database: Database, tmp_path: Path) -> None:
    """A word that comes too late sends nothing; a person may still send it."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.pass_(minutes=31)
        await desk.settle()
        assert set(desk.publications().values()) == {"missed"}
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"missed"}
        desk.write(send_missed, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}


async def test_by_hand_too_it_needs_its_approval(database: Database, tmp_path: Path) -> None:
    """Nobody sends by hand what the committee has not approved."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        with pytest.raises(Refused, match="Espera la aprobación"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        assert desk.publications() == {}


async def test_approved_after_its_event_was_moved_on_it_waits_for_the_new_hour(
    database: Database, tmp_path: Path
) -> None:
    """While it waited for approval its event was moved: approved, it goes out at the new hour, not at once."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        await desk.reload(MOVED)
        await desk.settle()
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.turn()
        assert set(desk.publications().values()) == {"awaiting_approval"}
        desk.clock.pass_(days=2)
        await desk.turn()
        assert set(desk.publications().values()) == {"done"}


async def test_missed_and_moved_on_it_asks_for_approval_at_its_new_hour(database: Database, tmp_path: Path) -> None:
    """Nobody approved it in time, then its event was moved on: at the new hour the committee is asked again."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}
        await desk.reload(MOVED)
        desk.clock.moment = bogota("2026-12-30T08:00")
        await desk.turn()
        assert set(desk.publications().values()) == {"awaiting_approval"}
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.settle()
        assert set(desk.publications().values()) == {"done"}


async def test_a_message_that_left_the_files_is_missed(database: Database, tmp_path: Path) -> None:
    """What waits for approval and is not configured any more is missed, not cancelled: the file may come back."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        await desk.turn()
        await desk.reload({FILE: APPROVED[FILE].replace("id: anuncio", "id: aviso")})
        await desk.settle()
        assert desk.publication("anuncio/web@1").state == "missed"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-99-99"])
async def test_a_date_that_no_calendar_holds_is_told(database: Database, tmp_path: Path, day: str) -> None:
    """Whatever day is typed, what does not exist is told in a sentence."""
    weekly = CAMPAIGN.replace("15 días antes a las 08:00", "cada lunes a las 08:00")
    async with at_work(database, tmp_path, BEFORE, {FILE: weekly}) as desk:
        with pytest.raises(Refused, match="no está en el calendario"):
            desk.write(cancel, f"matriculas/anuncio@{day}", "ana", desk.clock.now())


async def test_what_is_to_come_can_be_cancelled_before_its_hour(database: Database, tmp_path: Path) -> None:
    """A cancel before the hour leaves a row, and nothing goes out at the hour."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com")
        desk.write(cancel, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "cancelled", "anuncio/web@1": "done"}
