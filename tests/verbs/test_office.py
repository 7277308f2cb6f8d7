"""The office's and the committee's word, and what people do by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select

from campaigns.loader import load
from delivery.clock import SystemClock
from delivery.publishing.publish import look
from delivery.workplace import open_workplace
from storage.audit import verify
from storage.ledger import Result, claim, finish, intend, open_lane, record
from storage.states import DeliveryState, Outcome
from storage.tables import audit, delivery, publication
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY, edited
from tests.photographs import JPEG
from tests.verbs.operator import COMMITTEE, RADIO, TOWN, VARIABLES, Operator

LUIS = edited(
    "municipio.yaml", "correo: ana@villaclara.gov.co}\n", "correo: ana@villaclara.gov.co}\n  luis: {nombre: Luis}\n"
)
"""A person more, who is not of the committee."""


def test_pause_resume_cancel(town: Operator) -> None:
    """The office's word on what runs, for all accounts of a message or for one."""
    town.people("luis@example.com", "eva@example.com")
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    sent = town.reads("send", "matriculas", "--message", "anuncio", "--urgent")
    assert [(each["key"], each["recipients"], each["exceeded"]) for each in sent] == [
        ("matriculas/anuncio/correo@1", 2, []),
        ("matriculas/anuncio/web@1", 1, []),
    ]
    assert town.reads("pause", "matriculas/anuncio@1")["state"] == "paused"
    assert town.reads("resume", "matriculas/anuncio/web@1")["publications"] == [
        {"key": "matriculas/anuncio/web@1", "state": "running"}
    ]
    assert town.reads("cancel", "matriculas/anuncio/correo@1")["state"] == "cancelled"
    assert "cancelada" in town.types("pause", "matriculas/anuncio/correo@1").stderr
    again = town.types("send", "matriculas", "--message", "anuncio")
    assert (again.exit_code, "repetir" in again.stderr) == (1, True)


def test_what_is_still_to_come_is_paused_resumed_and_cancelled(town: Operator) -> None:
    """Before its hour a key has no publication yet: a person's word makes one, and the plan shows it."""
    day = ("--from", "2030-01-12", "--to", "2030-01-12")
    assert town.reads("pause", "matriculas/anuncio@1", "--as", "ana")["state"] == "paused"
    assert [row["decision"] for row in town.reads("plan", *day)] == ["paused", "paused"]
    assert "2 en pausa" in town.does("status")
    assert town.reads("resume", "matriculas/anuncio@1")["state"] == "planned"
    assert town.reads("cancel", "matriculas/anuncio/web@1")["state"] == "cancelled"
    assert [row["decision"] for row in town.reads("plan", *day)] == ["planned", "cancelled"]


def test_a_correction_says_to_how_many_and_what_it_waits_for(town: Operator) -> None:
    """What has not gone out cannot be corrected; what the committee approves, it approves again."""
    town.does("approve", f"{RADIO}@2030-01-07", "--as", "ana")
    number = town.a_task()
    [key] = [row["key"] for row in town.reads("deliveries")]
    words = ("send", "--corrects", key, "--text", "Es el martes.")
    assert "tarea que sigue abierta" in town.types(*words).stderr
    town.does("confirm", number, "--note", "Leída")
    told = town.types(*words)
    corrected = key.replace("radio/", "radio~correccion-1/")
    assert (told.exit_code, f"«{corrected}» espera su aprobación" in told.stderr) == (0, True)
    assert town.reads("approve", corrected, "--as", "ana")["state"] == "running"
    assert town.reads("tasks")[0]["sheet"].startswith("Es el martes.")
    assert town.types("retry", key).exit_code == 1


def test_what_went_out_is_taken_back_where_it_can_be(town: Operator) -> None:
    """What has not gone out is cancelled instead; a key that there is not is a wrong call."""
    told = town.types("withdraw", "matriculas/anuncio@1")
    assert (told.exit_code, "«pregonero cancel matriculas/anuncio@1»" in told.stderr) == (1, True)
    assert town.types("withdraw", "matriculas/anuncio@9").exit_code == 2
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    town.does("send", "matriculas", "--message", "anuncio")
    gone_out(town)
    assert town.reads("withdraw", "matriculas/anuncio/web@1") == [{"key": "matriculas/anuncio/web@1", "recipients": 1}]
    assert "Pidió retirarla" in town.does("deliveries")


@contextmanager
def on_the_wire(operator: Operator) -> Iterator[tuple[Connection, Row[Any], int, int, datetime]]:
    """The page is being sent: its publication, its delivery, under which epoch, and when."""
    now = datetime.now(UTC)
    base = operator.database()
    with base.write() as connection:
        row = connection.execute(select(publication).where(publication.c.account == "web")).one()
        lane = open_lane(connection, row.tenant, row.sender, 0, "uno", now)
        [claimed] = claim(connection, row.id, 0, lane.epoch, 10, now)
        intend(connection, [claimed.id], lane.epoch)
        yield connection, row, claimed.id, lane.epoch, now
    base.close()


def gone_out(operator: Operator) -> None:
    """The page is out."""
    with on_the_wire(operator) as (connection, row, number, epoch, now):
        sent = Result(number, epoch, now, now, Outcome.SENT, DeliveryState.SENT, remote_id="/pagina/")
        record(connection, [sent], now)
        finish(connection, row.id, now)


def test_an_emergency_says_why(town: Operator) -> None:
    """It waits for no approval, and its deliveries show the reason; accounts that reach nobody are named."""
    words = ("send", "matriculas", "--message", "anuncio")
    assert "Espera la aprobación del Comité GEL." in town.types(*words).stderr
    said = town.types(*words, "--emergency", "Se creció el río", "--as", "ana")
    assert said.exit_code == 0
    assert "«matriculas/anuncio/correo@1» no se envía. No hay a quién enviarla" in said.stderr
    [post] = town.reads("deliveries")
    assert post["reason"] == "Emergencia: Se creció el río. No esperó la aprobación del Comité GEL."


def test_send_says_what_it_needs(town: Operator) -> None:
    """Neither a campaign nor a key, or several, is a wrong call; so is a correction without its words."""
    wrong = "--missed a/b@1 --corrects a/b@1 --text x", "--corrects a/b@1", "matriculas --message anuncio --text x"
    for words in ((), ("matriculas",), ("matriculas", "--missed", "a/b@1"), *(each.split() for each in wrong)):
        assert town.types("send", *words).exit_code == 2


def test_what_was_missed_is_sent_by_a_person(operator: Operator) -> None:
    """What nobody was there for is shown as missed; `send --missed` sends it, once."""
    missed = COMMITTEE.replace("aprueba: comite-gel\nmensajes", "mensajes").replace("2030-01-12", "2020-01-12")
    at_any_hour = {"municipio.yaml": f"{MUNICIPALITY}ventanas: no\n"}
    operator.town({**TOWN, **at_any_hour, "campanas/matriculas.yaml": missed})
    operator.does("db", "upgrade")
    overdue(operator)
    waiting = operator.reads("status")["missed"]
    assert [each["key"] for each in waiting] == [
        f"{RADIO}@2020-01-06",
        "matriculas/anuncio/correo@1",
        "matriculas/anuncio/web@1",
    ]
    sent = operator.reads("send", "--missed", "matriculas/anuncio/web@1", "--as", "ana")
    assert sent == [{"key": "matriculas/anuncio/web@1", "recipients": 1, "exceeded": [], "waits_until": None}]
    assert operator.types("send", "--missed", "matriculas/anuncio/web@1").exit_code == 1


NOTHING = (
    "send nada --message anuncio",
    "send matriculas --message nada",
    "send --missed matriculas/anuncio@9",
    "send --corrects matriculas/anuncio@9 --text x",
    "preview nada",
    "preview matriculas --message nada",
    "preview matriculas --channel nada",
    "approve nada/anuncio@1 --as ana",
    "pause matriculas",
    "pause matriculas/anuncio@9",
    "pause matriculas/anuncio/nada@1",
    "resume matriculas/anuncio@9",
    "cancel matriculas/nada@1",
    "retry matriculas/anuncio@9",
    "deliveries --campaign nada",
    "settle 99 sent",
    "confirm 99 --note Leída",
    "postpone 99 --until 2031-05-01 --note Viaja",
    "record nada 3",
    "report --why nada",
)


@pytest.mark.parametrize("words", NOTHING)
def test_to_name_what_there_is_not_is_a_wrong_call(town: Operator, words: str) -> None:
    """One mistake has one exit code, whatever the verb; and it is told in a sentence."""
    town.does("pause", "matriculas/anuncio@1")
    told = town.types(*words.split())
    assert (told.exit_code, told.stderr.startswith("«") or told.stderr.startswith(("No hay", "La campaña"))) == (
        2,
        True,
    )


def test_what_there_is_and_cannot_be_done_fails(town: Operator) -> None:
    """Its key is in the calendar: it has not been missed, and there is nothing to resume."""
    town.does("pause", "matriculas/anuncio/web@1")
    assert town.types("send", "--missed", "matriculas/anuncio@1").exit_code == 1
    assert town.types("pause", "matriculas/anuncio/web@1").exit_code == 1


def test_deliveries_of_a_campaign_that_is_gone_are_listed(town: Operator) -> None:
    """It has rows, though no file any more."""
    town.a_task()
    (town.folder / "config" / "campanas" / "matriculas.yaml").unlink()
    assert len(town.reads("deliveries", "--campaign", "matriculas")) == 1


def test_what_went_out_in_a_rehearsal_is_marked(town: Operator) -> None:
    """In the tables for people; the report says that it is not counted, and how many there are."""
    number = town.a_task()
    town.does("confirm", number, "--note", "Leída")
    assert "enviada (en pruebas)" in town.does("deliveries")
    assert "Entregas: 1 enviada (en pruebas)." in town.does("status")
    month = ("--period", f"{datetime.now(UTC):%Y-%m}")
    told = "Hubo además 1 publicación que no se cuenta, porque salió en pruebas"
    assert told in town.does("report", *month)
    assert told in town.does("report", *month, "--why", "contenidos")
    assert told in town.types("report", *month, "--format", "csv").stderr
    assert "pruebas" not in town.does("report", "--period", "2020")


def test_deliveries_and_the_uncertain(town: Operator) -> None:
    """Who got what; an uncertain one is shown by `status` and settled by a person, once."""
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    town.does("send", "matriculas", "--message", "anuncio")
    [post] = town.reads("deliveries", "--campaign", "matriculas")
    unknown = town.types("deliveries", "--campaign", "matricula")
    assert (unknown.exit_code, unknown.stderr) == (2, "No hay ninguna campaña «matricula». Hay: matriculas.\n")
    assert (post["key"], post["recipient"], post["state"]) == ("matriculas/anuncio/web@1", "canal:web", "pending")
    cut_off(town)
    assert [each["id"] for each in town.reads("status")["uncertain"]] == [post["id"]]
    assert town.reads("deliveries", "--state", "uncertain")[0]["attempts"] == 1
    number = str(post["id"])
    assert town.reads("settle", number, "failed") == [{"id": post["id"], "state": "failed"}]
    assert town.types("settle", number, "sent").exit_code == 1
    assert town.reads("retry", "matriculas/anuncio/web@1") == [{"key": "matriculas/anuncio/web@1", "retried": 1}]


def test_deliveries_of_a_campaign_that_is_gone_stay_to_be_seen(town: Operator) -> None:
    """Its file was taken away; what it sent is still listed, and in a state that none is in there are none."""
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    town.does("send", "matriculas", "--message", "anuncio")
    (town.folder / "config" / "campanas" / "matriculas.yaml").unlink()
    assert len(town.reads("deliveries", "--campaign", "matriculas")) == 1
    assert town.reads("deliveries", "--campaign", "matriculas", "--state", "failed") == []


def cut_off(operator: Operator) -> None:
    """The process dies while it sends the page."""
    with on_the_wire(operator) as (connection, row, _, _, now):
        open_lane(connection, row.tenant, row.sender, 0, "dos", now)


def test_a_task_is_confirmed_with_its_evidence(town: Operator) -> None:
    """A work order is listed, confirmed with count and photo, and counts in the report where its account is real."""
    town.town({**TOWN, "canales.yaml": ACCOUNTS.replace("manual, modo: pruebas", "manual, modo: real")})
    number = town.a_task()
    (town.folder / "foto.jpg").write_bytes(JPEG)
    [done] = town.reads("confirm", number, "--count", "3", "--evidence", "foto.jpg", "--note", "Leída tres veces")
    assert (done["state"], done["done"]) == ("done", 3)
    assert town.reads("tasks") == []
    assert list((town.folder / "var" / "archivos").rglob("*"))
    assert town.types("confirm", number, "--note", "Leída").exit_code == 1
    month = f"{datetime.now(UTC):%Y-%m}"
    [behind] = town.reads("report", "--why", "contenidos", "--period", month)
    assert behind["rows"][0]["Publicación"].startswith(f"{RADIO}@")


def test_a_task_is_postponed_or_not_done(town: Operator) -> None:
    """Put off to the end of a day to come; refused only with a reason."""
    number = town.a_task()
    why = ("--note", "El locutor viaja", "--as", "ana")
    assert town.types("postpone", number, "--until", "2020-01-01", *why).exit_code == 2
    [order] = town.reads("postpone", number, "--until", "2031-05-01", *why)
    assert (order["state"], order["due"]) == ("postponed", "2031-05-02T04:59:00Z")
    assert town.types("confirm", number, "--not-done").exit_code == 2
    [order] = town.reads("confirm", number, "--not-done", "--note", "Se dañó el equipo")
    assert order["state"] == "not_done"


def test_every_word_is_audited_in_somebodys_name(town: Operator) -> None:
    """--as, else PREGONERO_PERSON, stands in an audit whose chain is whole."""
    town.town({**TOWN, **LUIS})
    town.does("record", "visitas", "1", "--as", "ana")
    number = town.a_task()
    town.does("confirm", number, "--note", "Leída", "--as", "luis")
    base = town.database()
    with base.read() as connection:
        said = {(row.verb, row.actor) for row in connection.execute(select(audit))}
        assert verify(connection) is None
        assert connection.execute(select(delivery.c.state)).scalars().all() == ["sent"]
    base.close()
    assert {("record", "ana"), ("work_order_done", "luis"), ("send", "ana")} <= said


def overdue(operator: Operator) -> None:
    """The calendar was written down in time and looked at too late."""
    [tenant] = load(operator.folder / "config", VARIABLES).tenants
    base = operator.database()
    then, now = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 12, 15, tzinfo=UTC)
    with base.write() as connection:
        place = open_workplace(connection, tenant, base, SystemClock(), operator.folder / "var")
        for moment in (then, now):
            look(connection, place, tenant.campaigns["matriculas"], then, moment, timedelta(days=1))
    base.close()
