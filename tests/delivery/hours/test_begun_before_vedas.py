"""What is going out when a veda begins, or is written down: what went out stays, the rest waits for the word."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from delivery.approving.questions import questions
from delivery.daemon.assistant import assist
from delivery.office.by_hand import Hurry, send_now
from delivery.office.correction import correct
from delivery.office.decisions import approve, reject
from delivery.publishing.publish import look
from delivery.sending.chunk import Taken, next_chunk
from delivery.watching.progress import progress
from storage.database import Database
from storage.ledger import open_lane
from tests.delivery.approving.council import asked, mails
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.hours.test_blackouts import FILE, LEGAL, TOLD, town

MORNING, NOON = bogota("2027-06-30T08:00"), bogota("2027-06-30T13:00")
AFTERNOON = bogota("2027-06-30T15:00")
OVER = bogota("2027-11-01T00:00")
KEY = "matriculas/anuncio@1"
WAITS = f"{TOLD}: lo que falta espera la aprobación de Luz Díaz."
HAWAII = {"zona": "Pacific/Honolulu"}
"""Who lives there is written to from noon on, by the clock of Bogotá."""


def veda(policy: str, when: str = "2027-06-30 a las 08:00") -> dict[str, str]:
    """The town with it; its message goes out on the day on which the veda begins."""
    return town(policy, when=when, more="vence: 9 días\n")


def without(changes: dict[str, str]) -> dict[str, str]:
    """The town in which nobody has written it down yet."""
    return changes | {"municipio.yaml": changes["municipio.yaml"].partition("vedas:")[0]}


def begun(database: Database, folder: Path, policy: str = LEGAL) -> AbstractAsyncContextManager[Desk]:
    """At eight in the morning, when nobody knows of the veda."""
    return at_work(database, folder, MORNING, without(veda(policy)))


async def written_down(desk: Desk, policy: str = LEGAL) -> None:
    """At one in the afternoon of the same day."""
    desk.clock.moment = NOON
    await desk.reload({"municipio.yaml": veda(policy)["municipio.yaml"]})
    await desk.turn()


async def half_sent(desk: Desk) -> None:
    """Two have theirs by eight, two others get it from noon on."""
    desk.people("ana@example.com", "eva@example.com")
    desk.people("ola@example.com", "kai@example.com", attributes=HAWAII)
    await desk.turn()
    assert desk.states("anuncio/correo@1") == {"sent": 2, "pending": 2}


@pytest.mark.parametrize("policy", ["detener", LEGAL])
async def test_what_began_before_stops_when_it_begins(database: Database, tmp_path: Path, policy: str) -> None:
    """A mailing of the evening before, of which some are left for the next morning, leaves no more."""
    evening = bogota("2027-06-29T18:50")
    async with at_work(database, tmp_path, evening, veda(policy, "2027-06-29 a las 18:50")) as desk:
        desk.people("ana@example.com")
        desk.people("mar@example.com", attributes={"zona": "Europe/Madrid"})
        await desk.turn()
        desk.clock.moment = bogota("2027-06-30T09:00")
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 1, "pending": 1}
        assert desk.publication("anuncio/correo@1").resumes_at == OVER


@pytest.mark.parametrize(
    ("policy", "told"), [("detener", f"{TOLD}: lo que falta no sale."), (LEGAL, WAITS)], ids=["detener", "legal"]
)
async def test_one_that_is_written_down_at_noon_stops_what_began_that_morning(
    database: Database, tmp_path: Path, policy: str, told: str
) -> None:
    """It stands since midnight: who is left for the afternoon gets nothing, and the row says why and until when."""
    async with begun(database, tmp_path, policy) as desk:
        await half_sent(desk)
        await written_down(desk, policy)
        desk.clock.moment = AFTERNOON
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 2, "pending": 2}
        row = desk.publication("anuncio/correo@1")
        assert (row.state, row.resumes_at, row.reason) == ("running", OVER, told)
        with desk.database.read() as connection:
            [going] = progress(connection, desk.place.tenant_id)
        assert (going.left, going.held) == (2, told)


async def test_it_goes_on_with_the_lawyers_yes(database: Database, tmp_path: Path) -> None:
    """With those who were left, once each; nothing tells of the veda any more."""
    async with begun(database, tmp_path) as desk:
        await half_sent(desk)
        await written_down(desk)
        told = desk.write(approve, KEY, "legal", "", NOON)
        assert {each.words for each in told} == {"aprobada. Está en curso.", "aprobada. Está terminada."}
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 4}
        row = desk.publication("anuncio/correo@1")
        assert (row.state, row.resumes_at, row.reason, row.depends_on) == ("done", None, "", None)


async def test_a_mailing_stops_between_two_pieces(database: Database, tmp_path: Path) -> None:
    """Of five the first two are in hand when it is written down; the next two wait for the word, and so the last."""
    async with at_work(database, tmp_path, MORNING, veda(LEGAL)) as desk:
        in_veda = desk.place
        await desk.reload(without(veda(LEGAL)))
        desk.people(*(f"vecino{number}@example.com" for number in range(5)))
        desk.write(look, desk.tenant.campaigns["matriculas"], MORNING, MORNING, timedelta(hours=1))
        lane = desk.place.lane(desk.tenant.accounts["correo"].sender)
        with desk.database.write() as connection:
            epoch = open_lane(connection, lane.tenant, lane.sender, 0, "otro", MORNING).epoch

        def piece() -> int:
            taken: Taken = desk.write(next_chunk, lane, epoch, 2, desk.clock.now())
            return len(taken.chunk.rows) if taken.chunk is not None else 0

        assert piece() == 2
        desk.clock.moment = NOON
        # Without a word to the daemon, whose lane would go on with the pieces by itself.
        desk.places.put(in_veda)
        assert piece() == 0
        desk.write(approve, KEY, "legal", "", NOON)
        assert (piece(), piece(), piece()) == (2, 1, 0)


async def test_a_simulation_assumes_the_word(database: Database, tmp_path: Path) -> None:
    """Of a message that asks for none before the veda, and is in the midst of going out when it begins."""
    async with begun(database, tmp_path) as desk:
        await half_sent(desk)
        await written_down(desk)
        desk.write(assist, NOON)
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 4}


async def test_the_committees_yes_does_not_let_it_go_on(database: Database, tmp_path: Path) -> None:
    """It is the lawyer's that is asked; the committee has said its own before it began."""
    changes = without(veda(LEGAL))
    asks = {FILE: changes[FILE].replace("evento:", "aprueba: comite-gel\nevento:")}
    async with at_work(database, tmp_path, MORNING, changes | asks) as desk:
        desk.write(approve, KEY, "ana", "", MORNING)
        await half_sent(desk)
        await written_down(desk)
        assert desk.states("anuncio/correo@1") == {"sent": 2, "pending": 2}


async def test_the_lawyers_no_ends_it(database: Database, tmp_path: Path) -> None:
    """What went out stays, those who were left have a row that says so, and the audit tells of it."""
    async with begun(database, tmp_path) as desk:
        await half_sent(desk)
        await written_down(desk)
        told = desk.write(reject, KEY, "legal", "Es propaganda.", NOON)
        cut = "rechazada por Luz Díaz. Lo que ya salió queda; lo demás no sale."
        assert cut in {each.words for each in told}
        await desk.turn()
        row = desk.publication("anuncio/correo@1")
        no = "No fue aprobada por Luz Díaz: Es propaganda. Lo que ya salió queda; lo demás no sale."
        assert (row.state, row.reason, row.depends_on) == ("cancelled", no, None)
        assert desk.states("anuncio/correo@1") == {"sent": 2, "skipped": 2}
        assert [each.subject for each in desk.rows("audit") if each.verb == "cancel"] == ["matriculas/anuncio/correo@1"]


async def test_a_no_of_an_earlier_day_ends_it_when_the_veda_is_written_down(database: Database, tmp_path: Path) -> None:
    """Whoever said it need not say it again: no sweep lets the rest go."""
    async with begun(database, tmp_path) as desk:
        changes = veda(LEGAL)["municipio.yaml"].replace("desde: 2027-06-30", "desde: 2027-07-30")
        await desk.reload({"municipio.yaml": changes})
        await half_sent(desk)
        desk.write(reject, KEY, "legal", "Es propaganda.", desk.clock.now())
        await desk.turn()
        assert desk.publication("anuncio/correo@1").state == "running"
        await written_down(desk)
        assert desk.publication("anuncio/correo@1").state == "cancelled"


async def test_whoever_approves_is_asked_for_what_rests(database: Database, tmp_path: Path) -> None:
    """By mail, though its hour is over: on which accounts it has begun, and what a yes does."""
    async with begun(database, tmp_path) as desk:
        await half_sent(desk)
        await written_down(desk)
        with desk.database.read() as connection:
            [question] = questions(connection, desk.place, NOON)
        assert (question.key, question.ballot.approver, question.going_out) == (KEY, "legal", ("correo",))
        asked(desk, NOON)
        asked(desk, bogota("2027-06-30T13:20"))
        assert [person for person, _ in mails(desk)] == ["legal"]
        text = "\n".join(desk.publication("aprobar~legal/correo@1.primera").content["values"]["parrafos"])
        assert "Ya empezó a salir por correo. Aprobado, sigue con quienes faltan." in text
        assert "Mientras nadie decida, lo que falta no sale." in text


async def test_what_changed_since_it_began_is_not_approved_as_it_was(database: Database, tmp_path: Path) -> None:
    """The lawyer reads the new text: a yes to it lets nothing of the old one out."""
    async with begun(database, tmp_path) as desk:
        await half_sent(desk)
        await desk.reload({FILE: veda(LEGAL)[FILE].replace("Empiezan las matrículas.", "Ya empezaron.")})
        await written_down(desk)
        with desk.database.read() as connection:
            assert questions(connection, desk.place, NOON) == []
        desk.write(approve, KEY, "legal", "", NOON)
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 2, "pending": 2}
        told = f"{TOLD}: lo que falta no sale, porque el mensaje cambió después de empezar."
        assert desk.publication("anuncio/correo@1").reason == told


@pytest.mark.parametrize("policy", ["detener", LEGAL])
async def test_a_post_that_could_not_go_out_yet_stops_too(database: Database, tmp_path: Path, policy: str) -> None:
    """A veda concerns every account: what its service did not take in the morning does not leave in the afternoon."""
    async with begun(database, tmp_path, policy) as desk:
        desk.people("ana@example.com")
        await desk.look()
        number = desk.publication("anuncio/canal@1").id
        assert desk.states("anuncio/canal@1") == {"pending": 1}
        await written_down(desk, policy)
        assert desk.states("anuncio/canal@1") == {"pending": 1}
        assert desk.publication("anuncio/canal@1").id == number
        assert desk.publication("anuncio/canal@1").resumes_at == OVER


@pytest.mark.parametrize("policy", ["detener", LEGAL])
async def test_an_emergency_goes_on(database: Database, tmp_path: Path, policy: str) -> None:
    """To persons and as a post: it would have passed the veda at its beginning."""
    changes = veda(policy, "2027-12-01 a las 08:00")
    async with at_work(database, tmp_path, MORNING, without(changes)) as desk:
        desk.people("ana@example.com")
        desk.write(send_now, "matriculas", "anuncio", "ana", MORNING, Hurry(emergency="Creciente"))
        assert desk.states("anuncio/canal@1") == {"pending": 1}
        desk.clock.moment = NOON
        await desk.reload({"municipio.yaml": changes["municipio.yaml"]})
        await desk.turn()
        assert (desk.states("anuncio/canal@1"), desk.states("anuncio/correo@1")) == ({"sent": 1}, {"sent": 1})


async def test_a_correction_waits_for_its_own_word(database: Database, tmp_path: Path) -> None:
    """The yes to the message is none to what corrects it."""
    async with begun(database, tmp_path) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(correct, "matriculas/anuncio/correo@1", "Son mañana.", "ana", MORNING, Hurry())
        await written_down(desk)
        name = "anuncio~correccion-1/correo@1"
        assert desk.publication(name).reason == WAITS
        desk.write(approve, KEY, "legal", "", NOON)
        await desk.turn()
        assert desk.states(name) != {"sent": 1}
        with desk.database.read() as connection:
            [question] = questions(connection, desk.place, NOON)
        assert (question.name, question.occurrence) == ("anuncio~correccion-1", None)
        desk.write(approve, "matriculas/anuncio~correccion-1@1", "legal", "", NOON)
        await desk.turn()
        assert desk.states(name) == {"sent": 1}
