"""How long a mailing takes above its account's quota: what its row in the plan says."""

from datetime import datetime
from pathlib import Path

import pytest

from delivery.planning.known import Known, PublicationRow
from delivery.planning.planning import plan
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY
from tests.delivery.planning.test_planning import BOGOTA, MAIL, NOW, tenant

WHATSAPP = """\
whatsapp:
  tipo: whatsapp
  destino: personas
  modo: pruebas
  opciones: {numero: "1", token: "${PREGONERO_META}", plantilla: aviso%s}
"""


OVER = "mensajes: [{id: a, cuando: '2027-01-12 08:00', canales: whatsapp, texto: T%s}]\n"


def over_quota(folder: Path, people: int, options: str = "", message: str = "", state: str = "") -> str:
    """What the plan says of a message to so many telephones."""
    accounts = {"canales.yaml": ACCOUNTS + WHATSAPP % options}
    town = tenant(folder, OVER % message, accounts)
    rows = {("matriculas/a", "whatsapp@1"): PublicationRow(state, "", "1", None)} if state else {}
    known = Known(rows, people={("ciudadania", "whatsapp"): people})
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    [row] = plan(town, known, since, until, NOW)
    return row.reason


@pytest.mark.parametrize(
    ("people", "options", "message", "said"),
    [
        (250, "", "", ""),
        (251, "", "", "Son 251 personas y la cuenta admite 250 en 24 horas: toma 2 días."),
        (
            1200,
            "",
            "",
            "Son 1.200 personas y la cuenta admite 250 en 24 horas: toma 5 días. "
            "Vence antes y solo alcanza para 1.000: alargue «vence».",
        ),
        (
            1200,
            "",
            ", vence: 5 días",
            "Son 1.200 personas y la cuenta admite 250 en 24 horas: toma 5 días.",
        ),
        (1200, ", limite-diario: 2000", "", ""),
        (100_000, ", limite-diario: sin-limite", "", ""),
    ],
)
def test_what_is_above_the_days_quota_says_how_long_it_takes(
    tmp_path: Path, people: int, options: str, message: str, said: str
) -> None:
    """A new WhatsApp account reaches 250 people a day; what does not end before it expires is told beforehand."""
    assert over_quota(tmp_path, people, options, message) == said


@pytest.mark.parametrize(
    ("day", "hours", "said"),
    [
        ("12", "", "toma 5 días."),
        ("15", "ventanas: no", "toma 5 días."),
        ("15", "", "toma 5 días, y con las horas y los días cerrados termina el 20 de enero de 2027, 7:00 a. m."),
    ],
)
def test_closed_days_make_a_long_mailing_longer(tmp_path: Path, day: str, hours: str, said: str) -> None:
    """From a Friday on 250 leave on Friday, on Saturday, none on Sunday, and the last on Wednesday."""
    changes = {"canales.yaml": ACCOUNTS + WHATSAPP % "", "municipio.yaml": f"{MUNICIPALITY}{hours}\n"}
    town = tenant(tmp_path, (OVER % ", vence: 9 días").replace("2027-01-12", f"2027-01-{day}"), changes)
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    [row] = plan(town, Known(people={("ciudadania", "whatsapp"): 1200}), since, until, NOW)
    assert row.reason.endswith(f"Son 1.200 personas y la cuenta admite 250 en 24 horas: {said}")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("planned", True),
        ("awaiting_approval", True),
        ("running", True),
        ("paused", True),
        ("done", False),
        ("cancelled", False),
        ("missed", False),
    ],
)
def test_only_what_is_still_going_says_how_long_it_takes(tmp_path: Path, state: str, told: bool) -> None:
    """What is over takes no more time."""
    assert ("toma 2 días" in over_quota(tmp_path, 300, state=state)) is told


def test_a_quota_of_hours_is_told_in_hours(tmp_path: Path) -> None:
    """A relay that takes a hundred mails an hour needs two more hours for the rest of 300."""
    accounts = {
        "canales.yaml": ACCOUNTS.replace("modo: pruebas", "ritmo: {cuota: 100, cuota-horas: 1}\n  modo: pruebas", 1)
    }
    town = tenant(tmp_path, MAIL.replace("[correo, web]", "correo"), accounts)
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    [row] = plan(town, Known(people={("ciudadania", "email"): 300}), since, until, NOW)
    assert row.reason == "Son 300 personas y la cuenta admite 100 en 60 minutos: toma 2 horas."


THREE = """\
mensajes:
  - {id: a, cuando: '2027-01-12 08:00', canales: whatsapp, texto: T, vence: 9 días}
  - {id: b, cuando: '2027-01-12 10:00', canales: whatsapp, texto: T, vence: 9 días}
  - {id: c, cuando: '2027-01-13 07:00', canales: whatsapp, texto: T, vence: 1 día}
  - {id: d, cuando: '2027-01-20 07:00', canales: whatsapp, texto: T}
"""


@pytest.mark.parametrize("since", [datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 1, 13, tzinfo=BOGOTA)])
def test_messages_of_one_day_share_the_quota(tmp_path: Path, since: datetime) -> None:
    """The first takes all of it, the others wait for the same 24 hours to pass, whatever the calendar's day.

    So it is too where the first ones stand before the days that were asked for.
    """
    town = tenant(tmp_path, THREE, {"canales.yaml": ACCOUNTS + WHATSAPP % ""})
    known = Known(people={("ciudadania", "whatsapp"): 250})
    rows = plan(town, known, since, datetime(2027, 2, 1, tzinfo=BOGOTA), NOW)
    taken = "Son 250 personas y la cuenta admite 250 en 24 horas, que otros envíos ocupan antes: las primeras salen el"
    said = {
        "a": "",
        "b": f"{taken} 13 de enero de 2027, 8:00 a. m.",
        "c": f"{taken} 14 de enero de 2027, 8:00 a. m. Vence antes y solo alcanza para 0: alargue «vence».",
        "d": "",
    }
    assert {row.message: row.reason for row in rows} == {row.message: said[row.message] for row in rows}
    assert {row.message for row in rows} == set("abcd" if since.day == 1 else "cd")


def test_what_is_left_of_a_quota_goes_at_its_hour(tmp_path: Path) -> None:
    """Of 150 people each, the second message's first hundred leave with it."""
    town = tenant(tmp_path, THREE, {"canales.yaml": ACCOUNTS + WHATSAPP % ""})
    known = Known(people={("ciudadania", "whatsapp"): 150})
    rows = plan(town, known, datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 1, 13, tzinfo=BOGOTA), NOW)
    assert [row.reason for row in rows] == [
        "",
        "Son 150 personas y la cuenta admite 250 en 24 horas, que otros envíos ocupan antes: "
        "100 salen a su hora y las últimas el 13 de enero de 2027, 8:00 a. m.",
    ]
