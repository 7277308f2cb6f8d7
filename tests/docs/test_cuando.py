"""The examples of docs/cuando.md are true: each phrase is read and expanded, each refusal refused."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.when import (
    Context,
    Event,
    Moves,
    OpenOrder,
    Published,
    Slot,
    WhenError,
    Workdays,
    check,
    expand,
    parse,
    parse_lead,
)
from campaigns.when.feasts import FEASTS

PAGE = (Path(__file__).parents[2] / "docs" / "cuando.md").read_text(encoding="utf-8")
BOGOTA = ZoneInfo("America/Bogota")
ANNOUNCED = (Published("1", datetime(2027, 1, 5, 8, tzinfo=BOGOTA)),)
CLOSED = (Published("1", datetime(2027, 1, 15, 18, tzinfo=BOGOTA)),)
CONTEXT = Context(
    BOGOTA,
    Workdays(),
    Event.once(datetime(2027, 1, 12, 7, tzinfo=BOGOTA), datetime(2027, 1, 29, 16, tzinfo=BOGOTA)),
    {"anuncio": ANNOUNCED, "matriculas-2027/anuncio": ANNOUNCED, "encuesta": CLOSED, "opinion": CLOSED},
    (OpenOrder(3, datetime(2027, 5, 2, 22, 15, tzinfo=BOGOTA), datetime(2027, 5, 3, 0, 30, tzinfo=BOGOTA)),),
)


def examples(kind: str) -> list[tuple[str, str, str]]:
    """Lists the lines of the fences of a kind: the fence's settings, the phrase, and what it should give."""
    found = []
    for settings, body in re.findall(rf"^```{kind}(.*?)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        found += [(settings.strip(), *map(str.strip, line.split("→", 1))) for line in body.splitlines() if "→" in line]
    return [(settings, phrase, given) for settings, phrase, given in found]


def moves_of(settings: str) -> Moves:
    """Reads the settings of a fence: `si-no-habil=siguiente nunca-despues`."""
    named = dict(setting.partition("=")[::2] for setting in settings.split())
    lead = named.get("con-antelacion-minima", "").replace("_", " ")
    day_off = named.get("si-no-habil", "igual")
    assert day_off in ("siguiente", "anterior", "igual")
    return Moves(
        "siguiente" if day_off == "siguiente" else "anterior" if day_off == "anterior" else "igual",
        parse_lead(lead) if lead else None,
        "nunca-despues" in named,
    )


def slots_of(phrase: str, settings: str = "") -> tuple[Slot, ...]:
    """Expands a phrase over the page's year; what an event of January asks in December before is in it too."""
    since = datetime(2026 if "antes" in phrase and "santa" not in phrase else 2027, 1, 1, tzinfo=BOGOTA)
    return expand(parse(phrase), CONTEXT, since, datetime(2028, 1, 1, tzinfo=BOGOTA), moves_of(settings))


def compare(given: list[str], expected: str) -> None:
    """Compares what a phrase gives with the page: all of it, or its beginning where the page ends with `…`."""
    listed = [item.strip() for item in expected.split(",")]
    if listed[-1] == "…":
        listed.pop()
        assert len(given) > len(listed)
        given = given[: len(listed)]
    assert given == listed


@pytest.mark.parametrize(("settings", "phrase", "expected"), examples("cuando"))
def test_an_accepted_phrase_gives_the_times_of_the_page(settings: str, phrase: str, expected: str) -> None:
    """Each phrase of the page gives exactly the local times beside it."""
    found = slots_of(phrase, settings)
    compare([f"{slot.local:%Y-%m-%d %H:%M}" if slot.local else "espera" for slot in found], expected)


@pytest.mark.parametrize(("_settings", "phrase", "expected"), examples("claves"))
def test_a_phrase_has_the_keys_of_the_page(_settings: str, phrase: str, expected: str) -> None:
    """Each key of the page is the one that the calendar gives."""
    compare([slot.occurrence for slot in slots_of(phrase)], expected)


@pytest.mark.parametrize(("_settings", "phrase", "readings"), examples("rechazado"))
def test_an_ambiguous_phrase_is_refused_with_the_readings_of_the_page(
    _settings: str, phrase: str, readings: str
) -> None:
    """Each reading of the page is offered by the error, and is a phrase that a campaign without event may use."""
    with pytest.raises(WhenError) as caught:
        parse(phrase)
    for reading in map(str.strip, readings.split("|")):
        assert reading in caught.value.readings
        assert check(parse(reading), has_event=False) == []


@pytest.mark.parametrize(("_settings", "phrase", "message"), examples("errores"))
def test_a_wrong_phrase_is_refused_with_the_words_of_the_page(_settings: str, phrase: str, message: str) -> None:
    """Each error of the page is the one that staff read, with a hint."""
    with pytest.raises(WhenError) as caught:
        parse(phrase)
    assert message in caught.value.message
    assert caught.value.hint


def test_the_page_names_every_feast() -> None:
    """The list of feasts is complete, in the order of the calendar's table."""
    (listed,) = re.findall(r"^```fiestas\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    names = [name.strip() for name in listed.replace("\n", " ").split(",")]
    assert names == list(dict.fromkeys(feast.name for feast in FEASTS.values()))


def test_the_page_has_examples_of_every_kind() -> None:
    """A fence that loses its name would leave its examples unchecked."""
    counted = {kind: len(examples(kind)) for kind in ("cuando", "claves", "rechazado", "errores")}
    assert all(counted.values())
    assert sum(counted.values()) == PAGE.count("→")


def test_what_the_campaign_lacks_is_said_on_the_page() -> None:
    """The last two phrases of the page are read, and lack an event or a first date."""
    assert check(parse("15 días antes a las 08:00"), has_event=False)
    assert check(parse("cada 2 semanas el martes a las 08:00"), has_event=False)
