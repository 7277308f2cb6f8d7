"""What comes back: it counts once, sets aside whom it has to, and does nothing where nothing proves it."""

from datetime import timedelta
from pathlib import Path

import pytest

from audience.leaving_token import Leaver, leaving_token
from audience.subscriptions import Proof, subscribe
from delivery.news.dead_lists import too_many_complaints
from delivery.watching.listing import deliveries as listed
from delivery.watching.status import status
from delivery.way_back import way_back
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from tests.channels.incoming.mails import complaint, letter, report
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, FILE, URGENT, Start
from tests.delivery.returning import BOX, address, bounced, comes_in, set_aside, town
from tests.servers.mail import Fault

FULL = {"status": "5.2.2", "diagnostic": "smtp; 552 5.2.2 mailbox full"}
POLICY = {"status": "5.7.1", "diagnostic": "smtp; 550 5.7.1 blocked by our policy"}
ANNOUNCED = "anuncio/correo@1"


async def test_a_dead_address_gets_nothing_more(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """The mail stays sent and has bounced, with the server's words; said twice, it counts once; the next is skipped."""
    server, files = town(start_mail_server, more="")
    async with at_work(database, tmp_path, DUE, files | {"campanas/alerta.yaml": URGENT}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        ana, _ = desk.deliveries(ANNOUNCED)
        mail = report(to=address(desk, ana.id))
        assert [comes_in(desk, mail), comes_in(desk, mail), comes_in(desk, mail + b"\r\nmore")] == [1, 0, 0]
        row, other = desk.deliveries(ANNOUNCED)
        assert (row.state, row.error_code, row.bounced_at) == ("sent", "5.1.1", desk.clock.now())
        assert "la dirección no existe" in (row.error_text or "")
        assert other.bounced_at is None
        with database.read() as connection:
            shown = listed(connection, desk.place.tenant_id)
        assert [each.bounced_at is not None for each in shown if each.key == "matriculas/anuncio/correo@1"] == [
            True,
            False,
        ]
        assert bounced(desk) == 1
        assert set_aside(desk) == [("rebote", "", "")]
        desk.clock.pass_(minutes=1)
        await desk.turn()
        assert {row.address: row.state for row in desk.deliveries("creciente/correo@1")} == {
            "ana@example.com": "skipped",
            "luis@example.com": "sent",
        }
        assert len(server.taken()) == 3


@pytest.mark.parametrize(("fields", "says"), [(FULL, "no se pudo entregar"), (POLICY, "no aceptó el mensaje")])
async def test_what_passes_or_is_ours_sets_nobody_aside(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, fields: dict[str, str], says: str
) -> None:
    """The mail did not arrive, and is counted so."""
    _, files = town(start_mail_server)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        assert comes_in(desk, report(to=address(desk, ana.id), **fields)) == 1
        [row] = desk.deliveries()
        assert says in (row.error_text or "")
        assert (bounced(desk), set_aside(desk)) == (1, [])


@pytest.mark.parametrize(
    ("days", "arrived", "aside"),
    [((0, 7, 14, 21), (), True), ((0, 1, 2, 3), (), False), ((0, 7, 14, 21), (14,), False), ((0, 7, 14), (), False)],
    ids=["four weeks", "four days", "one arrived", "three"],
)
async def test_a_mailbox_that_stays_full_is_set_aside(
    sqlite_database: Database,
    tmp_path: Path,
    start_mail_server: Start,
    days: tuple[int, ...],
    arrived: tuple[int, ...],
    aside: bool,
) -> None:
    """Four in a row over a week or more, none having arrived between them: not for one full weekend."""
    _, files = town(start_mail_server)
    for day in days:
        on = (DUE + timedelta(days=day)).date()
        files[f"campanas/dia{day}.yaml"] = URGENT.replace(": alerta", f": dia{day}").replace("2026-12-28", str(on))
    async with at_work(sqlite_database, tmp_path, DUE, files | {FILE: None}) as desk:
        desk.people("ana@example.com")
        for day in range(max(days) + 1):
            desk.clock.pass_(minutes=2)
            await desk.turn()
            if day in days and day not in arrived:
                last = desk.deliveries()[-1]
                comes_in(desk, report(to=address(desk, last.id), **FULL))
            desk.clock.pass_(minutes=-2, days=1)
        assert set_aside(desk) == ([("rebote", "", "")] if aside else [])


async def test_the_answer_at_once_and_the_report_count_once(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """A relay that refuses an address and sends a report of it too: one failure, one address set aside."""
    server, files = town(start_mail_server)
    gone: Fault = {"at": "RCPT", "contains": "<ana", "answer": "550 5.1.1 no such user"}
    server.fail(gone)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        assert ana.state == "failed"
        comes_in(desk, report(to=address(desk, ana.id)))
        [row] = desk.deliveries()
        assert (row.state, row.bounced_at, bounced(desk)) == ("failed", None, 0)
        assert set_aside(desk) == [("gone", "", "")]


async def test_a_complaint_ends_publicity_everywhere_and_the_same_class_by_mail(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """At once, and counted once; it arrived, so that it has not bounced."""
    _, files = town(start_mail_server)
    async with at_work(database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        mail = complaint(to=address(desk, ana.id))
        assert [comes_in(desk, mail), comes_in(desk, mail)] == [1, 0]
        assert set_aside(desk) == [("queja", "", "gestion"), ("queja", "email", "servicio")]
        assert bounced(desk) == 0


async def test_a_complaint_about_a_topic_ends_the_topic_and_not_its_class(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Whoever is tired of the news still gets the other mails of service, and the other topics; no publicity."""
    _, files = town(start_mail_server)
    text = files[FILE]
    assert isinstance(text, str)
    topical = text.replace("    asunto:", "    suscripcion: {temas: [noticias]}\n    asunto:", 1)
    async with at_work(database, tmp_path, DUE, files | {FILE: topical}) as desk:
        desk.people("ana@example.com")
        [row] = desk.rows("address")
        with database.write() as connection:
            who = (desk.place.tenant_id, row.contact, row.key)
            subscribe(connection, *who, ["noticias", "eventos"], Proof("página"), desk.clock.now())
        await desk.turn()
        [ana] = desk.deliveries(ANNOUNCED)
        assert comes_in(desk, complaint(to=address(desk, ana.id))) == 1
        assert set_aside(desk) == [("queja", "", "gestion")]
        assert {each.topic: each.ended_at is None for each in desk.rows("subscription")} == {
            "noticias": False,
            "eventos": True,
        }


def test_one_complaint_stops_nothing() -> None:
    """One in a thousand does, of two thousand at least."""
    assert [too_many_complaints(*each) for each in [(1, 1), (1, 999), (2, 10), (2, 2000), (2, 2001), (3, 3000)]] == [
        *(False, False, True, True, False, True)
    ]


FORGED = ["of others", "of another recipient", "of another use", "none", "of a rehearsal"]


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_report_does_nothing(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, how: str
) -> None:
    """Whoever writes one sets nobody aside: no row changes."""
    _, files = town(start_mail_server)
    if how == "of a rehearsal":
        text = files["canales.yaml"]
        assert isinstance(text, str)
        files["canales.yaml"] = text.replace("modo: real", "modo: pruebas", 1)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        others = Keyring(b"a" * 32, (SigningKey("1", b"c" * 32),))
        token = {
            "of others": way_back(others, ana.id, ana.recipient_key),
            "of another recipient": way_back(desk.place.keyring, ana.id, "eva"),
            "of another use": "a" * 39,
            "none": "",
        }.get(how, way_back(desk.place.keyring, ana.id, ana.recipient_key))
        to = BOX.replace("@", f"+{token}@") if token else BOX
        assert [comes_in(desk, mail) for mail in (report(to=to), complaint(to=to), letter(subject="Baja", To=to))] in (
            [0, 0, 0],
            [0, 0, 1],  # without a name the third is a person's word
        )
        [row] = desk.deliveries()
        assert (row.state, row.bounced_at, bounced(desk), set_aside(desk)) == ("sent", None, 0, [])


async def test_a_mailing_of_which_too_much_comes_back_is_paused(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The twenty-sixth, while it still runs; resumed by a person, it goes on and asks no second time."""
    _, files = town(start_mail_server)
    text = files["canales.yaml"]
    assert isinstance(text, str)
    files["canales.yaml"] = text.replace("por-segundo: 1000, rafaga: 500", "por-segundo: 1000, rafaga: 500, cuota: 40")
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people(*(f"persona{number}@example.com" for number in range(60)))
        await desk.turn()
        sent = [row for row in desk.deliveries() if row.state == "sent"]
        for number, row in enumerate(sent[:27], start=1):
            comes_in(desk, report(to=address(desk, row.id)))
            assert desk.publication(ANNOUNCED).state == ("paused" if number >= 26 else "running")
        reason = desk.publication(ANNOUNCED).reason
        assert "volvieron 26" in reason
        assert "«pregonero resume matriculas/anuncio/correo@1»" in reason


async def test_a_mailing_that_two_call_unwanted_is_paused(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """At the second complaint, while it still runs: what had not left stays, and `status` says which and what to do."""
    _, files = town(start_mail_server)
    text = files["canales.yaml"]
    assert isinstance(text, str)
    files["canales.yaml"] = text.replace("por-segundo: 1000, rafaga: 500", "por-segundo: 1000, rafaga: 500, cuota: 4")
    async with at_work(database, tmp_path, DUE, files) as desk:
        desk.people(*(f"persona{number}@example.com" for number in range(8)))
        await desk.turn()
        first, second, *_ = [row for row in desk.deliveries() if row.state == "sent"]
        comes_in(desk, complaint(to=address(desk, first.id)))
        assert desk.publication(ANNOUNCED).state == "running"
        comes_in(desk, complaint(to=address(desk, second.id)))
        with database.read() as connection:
            [paused] = status(connection, desk.place.tenant_id, desk.clock.now()).paused
        assert paused.key == "matriculas/anuncio/correo@1"
        assert "«pregonero resume matriculas/anuncio/correo@1»" in paused.reason
        desk.clock.pass_(days=1)
        await desk.settle()
        assert desk.states() == {"sent": 4, "pending": 4}


@pytest.mark.parametrize("forged", [False, True])
async def test_a_mail_that_asks_for_no_more_is_obeyed_by_its_token(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, forged: bool
) -> None:
    """By whatever address it comes; without a right token it waits for a person, and nobody leaves."""
    _, files = town(start_mail_server)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        token = leaving_token(desk.place.keyring, Leaver(desk.place.tenant_id, ana.recipient_key, "servicio"))
        subject = f"Baja {token[::-1] if forged else token}"
        assert comes_in(desk, letter(subject=subject, To="contactenos@villaclara.gov.co")) == 1
        assert set_aside(desk) == ([] if forged else [("baja", "", "servicio")])
        assert [row.kind for row in desk.rows("event")] == (["unread"] if forged else [])


async def test_a_persons_word_is_told_once_and_kept(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be a petition: it waits for somebody, whose word it was is not written down."""
    _, files = town(start_mail_server)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        mail = letter()
        assert [comes_in(desk, mail), comes_in(desk, mail)] == [1, 0]
        assert [row.kind for row in desk.rows("event")] == ["unread"]
        assert "vecina" not in str(desk.rows("event"))


async def test_no_mail_sets_anybody_aside_without_its_name(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Of a hundred mails that look right, each with its name a little changed, none does anything."""
    _, files = town(start_mail_server)
    async with at_work(sqlite_database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        box, _, domain = address(desk, ana.id).partition("@")
        _, _, token = box.partition("+")
        for at in range(len(token)):
            wrong = f"{token[:at]}{'a' if token[at] != 'a' else 'b'}{token[at + 1 :]}"
            for mail in (report, complaint):
                assert comes_in(desk, mail(to=f"rebotes+{wrong}@{domain}")) == 0
        assert (desk.rows("event"), set_aside(desk), bounced(desk)) == ([], [], 0)
