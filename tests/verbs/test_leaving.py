"""What `send` says of when a message leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.when.words import WEEKDAYS
from tests.campaigns.town import MUNICIPALITY
from tests.verbs.operator import COMMITTEE, TOWN, Operator

KEY = "matriculas/anuncio"


@pytest.fixture
def closed(town: Operator) -> str:
    """A town that writes to persons on one day of the week alone, three days from now; that day's name."""
    day = WEEKDAYS[(datetime.now(UTC) + timedelta(days=3)).weekday()]
    hours = f"ventanas: {{dias: {{{day}: '7:00 a 19:00'}}}}\n"
    town.town({**TOWN, "municipio.yaml": MUNICIPALITY + hours})
    town.people("eva@example.com")
    return day


def send(town: Operator, *words: str) -> str:
    """What is typed for it, and read."""
    told = town.types("send", "matriculas", "--message", "anuncio", "--as", "ana", *words)
    assert told.exit_code == 0, told.output
    return " ".join(told.output.split())


def test_a_mail_outside_its_hours_is_told_its_day_and_hour(town: Operator, closed: str) -> None:
    """The page of the same message leaves now."""
    town.does("approve", f"{KEY}@1", "--as", "ana")
    said = send(town)
    assert f"{KEY}/correo@1 1 el {closed} " in said
    assert "a las 7:00 a. m." in said
    assert f"{KEY}/web@1 1 ya" in said


def test_nothing_is_said_to_go_out_that_waits(town: Operator, closed: str) -> None:
    """Urgent or not: where all of it waits for its hours, the title says that it will."""
    mail = COMMITTEE.replace("[correo, web]", "[correo]")
    town.town({**TOWN, "campanas/matriculas.yaml": mail, "municipio.yaml": town_file(town)})
    town.does("approve", f"{KEY}@1", "--as", "ana")
    said = send(town, "--urgent")
    assert "Saldrá" in said
    assert "Se envía" not in said
    assert "Ya se está enviando" not in said


def town_file(town: Operator) -> str:
    """The municipality as it stands."""
    return (town.folder / "config" / "municipio.yaml").read_text("utf-8")


def test_programs_read_the_same_moment(town: Operator, closed: str) -> None:
    """In UTC; null for what leaves now."""
    town.does("approve", f"{KEY}@1", "--as", "ana")
    mail, page = town.reads("send", "matriculas", "--message", "anuncio")
    opens = datetime.fromisoformat(mail["waits_until"])
    assert (opens > datetime.now(UTC), opens.hour, page["waits_until"]) == (True, 12, None)


def test_an_emergency_leaves_at_any_hour(town: Operator, closed: str) -> None:
    """It waits for none."""
    said = send(town, "--emergency", "Creció el río")
    assert f"{KEY}/correo@1 1 ya" in said
    assert "Ya se está enviando" in said
