"""Business days, holidays of Colombia and of the municipality, movable feasts and eves."""

from datetime import date, timedelta

import pytest

from campaigns.when import LocalHoliday, Workdays
from tests.campaigns.when.calendar import WORKDAYS, keys_of, locals_of, slots, with_holidays

EMILIANI = [
    (date(2026, 1, 12), "Día de los Reyes Magos"),
    (date(2026, 7, 13), "Día de Nuestra Señora del Rosario de Chiquinquirá"),
    (date(2027, 1, 11), "Día de los Reyes Magos"),
    (date(2027, 3, 22), "Día de San José"),
    (date(2027, 7, 5), "San Pedro y San Pablo"),
    (date(2027, 7, 12), "Día de Nuestra Señora del Rosario de Chiquinquirá"),
    (date(2027, 8, 16), "La Asunción"),
    (date(2027, 10, 18), "Día de la Raza"),
    (date(2027, 11, 1), "Día de Todos los Santos"),
    (date(2027, 11, 15), "Independencia de Cartagena"),
]
FEASTS = [
    ("domingo de ramos", "2026-03-29", "2027-03-21", "2028-04-09"),
    ("jueves santo", "2026-04-02", "2027-03-25", "2028-04-13"),
    ("Viernes Santo", "2026-04-03", "2027-03-26", "2028-04-14"),
    ("domingo de pascua", "2026-04-05", "2027-03-28", "2028-04-16"),
    ("semana santa", "2026-03-29", "2027-03-21", "2028-04-09"),
    ("miércoles de ceniza", "2026-02-18", "2027-02-10", "2028-03-01"),
    ("ascension", "2026-05-18", "2027-05-10", "2028-05-29"),
    ("corpus christi", "2026-06-08", "2027-05-31", "2028-06-19"),
    ("sagrado corazón", "2026-06-15", "2027-06-07", "2028-06-26"),
    ("día de la madre", "2026-05-10", "2027-05-09", "2028-05-14"),
    ("día del padre", "2026-06-21", "2027-06-20", "2028-06-18"),
    ("reyes magos", "2026-01-12", "2027-01-11", "2028-01-10"),
    ("san pedro y san pablo", "2026-06-29", "2027-07-05", "2028-07-03"),
    ("navidad", "2026-12-25", "2027-12-25", "2028-12-25"),
]


@pytest.mark.parametrize(("day", "name"), EMILIANI)
def test_holidays_that_the_law_moves_to_monday(day: date, name: str) -> None:
    """Ley 51 de 1983 moves these to a Monday; since Ley 2578 de 2026 also Chiquinquirá's."""
    assert day.weekday() == 0
    assert WORKDAYS.name_of(day) == name
    assert not WORKDAYS.is_workday(day)


@pytest.mark.parametrize(("name", "in_2026", "in_2027", "in_2028"), FEASTS)
def test_feasts_move_with_easter_and_the_law(name: str, in_2026: str, in_2027: str, in_2028: str) -> None:
    """A feast is known by its name, whatever its capitals and accents."""
    found = [WORKDAYS.feast(name, year).isoformat() for year in (2026, 2027, 2028)]
    assert found == [in_2026, in_2027, in_2028]


@pytest.mark.parametrize("year", range(2026, 2040))
def test_feasts_that_are_holidays_agree_with_the_law(year: int) -> None:
    """Our dates of the feasts that are holidays are those of the library of holidays."""
    names = {
        "reyes magos": "Día de los Reyes Magos",
        "san josé": "Día de San José",
        "jueves santo": "Jueves Santo",
        "viernes santo": "Viernes Santo",
        "ascensión": "Ascensión del Señor",
        "corpus christi": "Corpus Christi",
        "sagrado corazón": "Sagrado Corazón",
        "san pedro y san pablo": "San Pedro y San Pablo",
        "virgen de chiquinquirá": "Día de Nuestra Señora del Rosario de Chiquinquirá",
        "asunción": "La Asunción",
        "día de la raza": "Día de la Raza",
        "todos los santos": "Día de Todos los Santos",
        "independencia de cartagena": "Independencia de Cartagena",
        "inmaculada": "La Inmaculada Concepción",
    }
    for feast, holiday in names.items():
        assert holiday in (WORKDAYS.name_of(WORKDAYS.feast(feast, year)) or ""), (feast, year)


def test_a_plain_sunday_is_off_but_no_holiday() -> None:
    """Saturdays and Sundays are outside the work week, without being holidays."""
    sunday = date(2027, 1, 17)
    assert not WORKDAYS.is_workday(sunday)
    assert not WORKDAYS.is_holiday(sunday)
    assert WORKDAYS.name_of(sunday) is None
    assert WORKDAYS.why_off(sunday) == "domingo"


def test_business_days_are_counted_over_holidays() -> None:
    """Counting from a Friday before a holiday Monday passes both days of the week-end and the holiday."""
    friday = date(2027, 1, 8)
    assert WORKDAYS.add(friday, 1) == WORKDAYS.next(friday) == date(2027, 1, 12)
    assert WORKDAYS.add(date(2027, 1, 12), -1) == WORKDAYS.previous(date(2027, 1, 12)) == friday
    assert WORKDAYS.add(date(2027, 1, 10), 1) == date(2027, 1, 12)
    assert WORKDAYS.add(friday, 0) == friday


def test_places_of_business_days_in_a_month() -> None:
    """The first, the second and the last business day of a month; None where a month has not so many."""
    assert WORKDAYS.nth_of_month(2027, 1, 1) == date(2027, 1, 4)
    assert WORKDAYS.nth_of_month(2027, 1, 2) == date(2027, 1, 5)
    assert WORKDAYS.last_of_month(2027, 12) == date(2027, 12, 31)
    assert WORKDAYS.last_of_month(2027, 2) == date(2027, 2, 26)
    assert WORKDAYS.nth_of_month(2027, 1, 30) is None


def test_the_municipality_adds_and_removes_holidays() -> None:
    """A local holiday is off with its name; a removed national one is worked."""
    local = Workdays(
        [
            LocalHoliday(date(2027, 1, 29), "Fundación del municipio"),
            LocalHoliday(date(2027, 1, 11), "Reyes", removed=True),
        ]
    )
    assert local.why_off(date(2027, 1, 29)) == "festivo (Fundación del municipio)"
    assert local.last_of_month(2027, 1) == date(2027, 1, 28)
    assert local.is_workday(date(2027, 1, 11))


def test_a_municipality_may_work_on_saturdays() -> None:
    """The work week is a setting."""
    local = Workdays(workweek=frozenset(range(6)))
    assert local.is_workday(date(2027, 1, 9))
    assert local.next(date(2027, 1, 8)) == date(2027, 1, 9)


def test_another_country_has_its_own_holidays() -> None:
    """The country is a setting; one that nobody knows is refused."""
    germany = Workdays(country="DE")
    assert not germany.is_workday(date(2028, 10, 3))
    assert germany.is_workday(date(2027, 1, 11))
    with pytest.raises(NotImplementedError):
        Workdays(country="XX")


def test_a_calendar_without_business_days_says_so() -> None:
    """A year of holidays in festivos.yaml ends the search with an error that names the file."""
    endless = Workdays([LocalHoliday(date(2027, 1, 1) + timedelta(days=n), "Cierre") for n in range(900)])
    with pytest.raises(ValueError, match=r"festivos\.yaml"):
        endless.next(date(2027, 1, 4))


def test_an_easter_rule_falls_on_another_date_each_year() -> None:
    """A feast repeats every year, its key is its date of that year."""
    found = slots("el jueves santo a las 08:00", "2026-01-01", "2029-01-01")
    assert keys_of(found) == ["2026-04-02", "2027-03-25", "2028-04-13"]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2 días antes de semana santa a las 08:00", "2027-03-19 08:00"),
        ("1 día después de semana santa a las 08:00", "2027-03-29 08:00"),
        ("la víspera del jueves santo a las 08:00", "2027-03-24 08:00"),
        ("3 días hábiles antes de semana santa a las 08:00", "2027-03-17 08:00"),
        ("una semana antes del día de la madre a las 08:00", "2027-05-02 08:00"),
        ("la víspera de año nuevo a las 08:00", "2027-12-31 08:00"),
        ("un mes después de navidad a las 08:00", "2027-01-25 08:00"),
    ],
)
def test_distances_from_feasts(text: str, local: str) -> None:
    """Before a feast counts from its first day, after it from its last."""
    assert locals_of(slots(text)) == [local]


def test_eves_of_holidays_are_the_days_before_them() -> None:
    """Every holiday has its eve, also where the eve is a Sunday or a holiday itself."""
    found = slots("cada víspera de festivo a las 17:00", "2027-01-01", "2027-04-01")
    assert keys_of(found) == ["2027-01-10", "2027-03-21", "2027-03-24", "2027-03-25"]


def test_a_new_holiday_adds_its_eve_and_moves_no_other() -> None:
    """A line added to festivos.yaml gives one new key and leaves the others."""
    before = keys_of(slots("cada víspera de festivo a las 17:00"))
    local = with_holidays(LocalHoliday(date(2027, 2, 3), "Aniversario"))
    after = keys_of(slots("cada víspera de festivo a las 17:00", context=local))
    assert [key for key in after if key not in before] == ["2027-02-02"]
    assert [key for key in before if key not in after] == []


def test_holidays_themselves_can_be_asked() -> None:
    """`cada festivo` gives the holidays."""
    assert keys_of(slots("cada festivo a las 09:00", "2027-01-01", "2027-02-01")) == ["2027-01-01", "2027-01-11"]
