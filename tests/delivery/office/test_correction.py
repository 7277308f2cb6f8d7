"""A correction: to exactly those who got the first."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from delivery.approving.in_office import waiting
from delivery.office.by_hand import Hurry
from delivery.office.correction import Corrected, correct
from delivery.office.decisions import approve, reject
from delivery.office.office import Refused, Unknown, cancel
from delivery.office.settling import retry, settle
from delivery.office.stopped import suspend
from delivery.publications import derived
from delivery.sending.chunk import next_chunk
from storage.database import Database
from storage.ledger import Result, intend, open_lane, record
from storage.states import DeliveryState, Outcome
from storage.work_orders import confirm, refuse
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, edited
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
FIRST, SECOND = "anuncio~correccion-1", "anuncio~correccion-2"
KEY = "matriculas/anuncio@1"
WORDS = "Las matrículas empiezan el 14 de enero, no el 12."
APPROVED = edited(FILE, "mensajes:", "aprueba: comite-gel\nmensajes:")


def corrects(desk: Desk, key: str = KEY, text: str = WORDS, hurry: Hurry | None = None) -> dict[str, str]:
    """Key to state of what a correction makes; a key that is held has its reason."""
    found: Corrected = desk.write(correct, key, text, "ana", desk.clock.now(), hurry or Hurry())
    return {each.key: each.state for each in found.outcomes} | found.held


def outcomes(desk: Desk, *came: DeliveryState) -> None:
    """The mail's deliveries, in their order, end like this; then the publication has its end."""
    number = desk.publication(MAIL).id
    lane = desk.place.lane(desk.publication(MAIL).sender)
    with desk.database.write() as connection:
        epoch = open_lane(connection, lane.tenant, lane.sender, 0, "uno", DUE).epoch
        chunk, *_ = next_chunk(connection, desk.place, lane, epoch, 10, DUE)
        assert chunk is not None
        assert chunk.publication == number
        intend(connection, [row.id for row in chunk.rows], epoch)
        told = {DeliveryState.SENT: Outcome.SENT, DeliveryState.UNCERTAIN: Outcome.UNCERTAIN}
        results = [
            Result(row.id, epoch, DUE, DUE, told.get(state, Outcome.REJECTED), state)
            for row, state in zip(chunk.rows, came, strict=True)
        ]
        record(connection, results, DUE)


async def test_it_goes_to_those_who_got_the_first_or_may_have(database: Database, tmp_path: Path) -> None:
    """Who failed gets none, nor who came later; it is a row of its own, and is not counted as content."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com", "eva@example.com", "luis@example.com")
        await desk.look()
        outcomes(desk, DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.FAILED)
        await desk.settle()
        desk.people("nueva@example.com")
        key = f"matriculas/{FIRST}"
        assert corrects(desk) == {f"{key}/correo@1": "running", f"{key}/web@1": "running"}
        await desk.settle()
        assert [row.address for row in desk.deliveries(f"{FIRST}/correo@1")] == ["ana@example.com", "eva@example.com"]
        assert desk.states(f"{FIRST}/correo@1") == desk.states(f"{FIRST}/web@1") | {"sent": 2}
        row = desk.publication(f"{FIRST}/correo@1")
        assert (row.state, row.publishes, row.corrects) == ("done", False, desk.publication(MAIL).id)
        assert row.content["drafter"] == "Ana Pérez"
        path = next((desk.place.sandbox / "correo").rglob(f"*{FIRST}*/*.eml"))
        letter = message_from_bytes(path.read_bytes(), policy=default)
        assert letter["Subject"] == "Corrección: Matrículas"
        body = letter.get_body(["plain"])
        assert body is not None
        assert WORDS in body.get_content()


async def test_what_was_corrected_is_not_sent_again(database: Database, tmp_path: Path) -> None:
    """Neither by a retry nor by settling as pending: the words were wrong; that it arrived or not may be said."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com", "eva@example.com")
        await desk.look()
        outcomes(desk, DeliveryState.SENT, DeliveryState.UNCERTAIN)
        await desk.settle()
        corrects(desk)
        doubtful = next(row.id for row in desk.deliveries(MAIL) if row.state == "uncertain")
        with pytest.raises(Refused, match="ya se corrigió: a quien no le llegó no se le envía"):
            desk.write(settle, doubtful, DeliveryState.PENDING, "ana", DUE)
        with pytest.raises(Refused, match="ya se corrigió"):
            desk.write(retry, f"matriculas/{MAIL}", "ana", DUE)
        assert desk.write(settle, doubtful, DeliveryState.FAILED, "ana", DUE) is True
        assert desk.states(MAIL) == {"sent": 1, "failed": 1}


async def test_more_than_one_step_of_people(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are written down piece by piece, each once."""
    monkeypatch.setattr(derived, "STEP", 50)
    async with at_work(database, tmp_path, DUE) as desk:
        mails = [f"p{number}@example.com" for number in range(103)]
        desk.people(*mails)
        await desk.turn()
        corrects(desk, "matriculas/anuncio/correo@1")
        await desk.settle()
        assert sorted(row.address for row in desk.deliveries(f"{FIRST}/correo@1")) == sorted(mails)
        assert desk.publication(f"{FIRST}/correo@1").state == "done"


async def test_a_correction_is_corrected(database: Database, tmp_path: Path) -> None:
    """The next number, the same people; the subject says it once."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        corrects(desk)
        await desk.settle()
        corrects(desk, f"matriculas/{FIRST}/correo@1", "El 15.")
        await desk.settle()
        row = desk.publication(f"{SECOND}/correo@1")
        assert (row.state, row.content["subject"]) == ("done", "Corrección: Matrículas")
        assert row.corrects == desk.publication(f"{FIRST}/correo@1").id


async def test_what_a_person_did_is_corrected_by_that_person(database: Database, tmp_path: Path) -> None:
    """A task for each place where it was done, with the new words; none where it was not."""
    accounts = ACCOUNTS.replace("{clase: emisora}", "{clase: emisora, lugares: [Centro, La Ribera]}")
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]"), "canales.yaml": accounts}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        with pytest.raises(Refused, match="tarea que sigue abierta"):
            corrects(desk)
        first, second = desk.rows("work_order")
        with desk.database.write() as connection:
            confirm(connection, first.id, "ana", DUE, done=2)
            refuse(connection, second.id, "ana", DUE, "Llovió")
        assert corrects(desk) == {f"matriculas/{FIRST}/emisora@1": "running"}
        [task] = desk.rows("work_order")[2:]
        assert (task.title, task.place, task.responsible) == ("Corrección: Matrículas", first.place, first.responsible)
        assert WORDS in task.sheet
        with desk.database.write() as connection:
            confirm(connection, task.id, "ana", DUE, done=1)
        await desk.settle()
        assert desk.publication(f"{FIRST}/emisora@1").state == "done"


async def test_while_it_goes_out_it_is_stopped_first(database: Database, tmp_path: Path) -> None:
    """Nobody gets the wrong words after the right ones; what was cancelled is corrected for whom it reached."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await desk.look()
        with pytest.raises(Refused, match="cancélela con «pregonero cancel matriculas/anuncio/correo@1»"):
            corrects(desk)
        desk.write(cancel, "matriculas/anuncio/correo@1", "ana", DUE)
        await desk.settle()
        held = corrects(desk)
        assert held[f"matriculas/{MAIL}"] == "no le llegó a nadie: no hay a quién corregirle."
        assert held[f"matriculas/{FIRST}/web@1"] == "running"


async def test_it_wants_the_approval_that_the_message_wants(database: Database, tmp_path: Path) -> None:
    """Its own words are approved, once for all accounts; until then it waits, and rejected it never goes out."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(approve, KEY, "ana", "", DUE)
        await desk.settle()
        assert set(corrects(desk).values()) == {"awaiting_approval"}
        with desk.database.read() as connection:
            assert [each.title for each in waiting(connection, desk.place, "ana", DUE)] == [
                "Corrección de «Matrículas»"
            ]
        await desk.settle()
        assert desk.deliveries(f"{FIRST}/web@1") == []
        desk.write(approve, f"matriculas/{FIRST}@1", "ana", "", DUE)
        await desk.settle()
        assert {desk.publication(f"{FIRST}/{name}@1").state for name in ("correo", "web")} == {"done"}
        assert len(desk.deliveries(f"{FIRST}/correo@1")) == 1
        corrects(desk, text="Otra cosa.")
        [told, _] = desk.write(reject, f"matriculas/{SECOND}@1", "ana", "No es así", DUE)
        assert (told.state, "Se puede escribir otra." in told.words) == ("cancelled", True)
        with pytest.raises(Unknown):
            desk.write(approve, f"matriculas/{SECOND}@9", "ana", "", DUE)


async def test_each_correction_is_approved_by_itself(database: Database, tmp_path: Path) -> None:
    """The same words once more are another correction: one yes lets none out twice."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(approve, KEY, "ana", "", DUE)
        await desk.settle()
        corrects(desk)
        desk.write(approve, f"matriculas/{FIRST}@1", "ana", "", DUE)
        await desk.settle()
        assert set(corrects(desk).values()) == {"awaiting_approval"}


async def test_an_emergency_waits_for_no_approval(database: Database, tmp_path: Path) -> None:
    """Nor for its class; its row says why."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.write(approve, KEY, "ana", "", DUE)
        await desk.settle()
        desk.write(suspend, "servicio", None, "Luto", "ana", DUE)
        assert set(corrects(desk, hurry=Hurry(emergency="Dirección equivocada")).values()) == {"running"}
        row = desk.publication(f"{FIRST}/web@1")
        assert row.reason.startswith("Emergencia: Dirección equivocada.")
        assert row.priority == 0


@pytest.mark.parametrize(
    ("key", "error", "why"),
    [
        ("matriculas/anuncio@1", Refused, "todavía no ha salido"),
        ("matriculas/anuncio@9", Unknown, "no está en el calendario"),
    ],
)
async def test_what_has_not_gone_out_is_not_corrected(
    database: Database, tmp_path: Path, key: str, error: type[Exception], why: str
) -> None:
    """Its file is; what there is not is unknown."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        with pytest.raises(error, match=why):
            corrects(desk, key)


async def test_braces_are_words_and_too_many_words_are_refused(database: Database, tmp_path: Path) -> None:
    """What a person types is no template; what the service would not take is told before anything is written."""
    changes = {FILE: CAMPAIGN.replace("[correo, web]", "[canal]")}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        with pytest.raises(Refused, match="no cabe"):
            corrects(desk, text="x" * 5000)
        assert len(desk.publications()) == 1
        corrects(desk, text="Cuesta {{ nada }} pesos.")
        await desk.settle()
        assert desk.publication(f"{FIRST}/canal@1").state == "done"
        [post] = [path for path in (desk.place.sandbox).rglob("*") if FIRST in str(path) and path.is_file()]
        assert "Cuesta {{ nada }} pesos." in post.read_text("utf-8")
