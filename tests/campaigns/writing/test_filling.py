"""A form that is sent back: what was typed is what the file says then, and the rest of it is as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reading.tree import PlainValue
from campaigns.writing.fields import Field, Form, campaign_fields, is_fit, message_fields
from campaigns.writing.filling import filled, lines_of, name_of, paired, same, value_at
from campaigns.writing.spots import spot_at, spots_of
from tests.campaigns.writing.sheets import SHEETS, TIDY
from tests.campaigns.writing.test_edits import comments

TEXTS = st.text("abñ:#-'\" {}[],", max_size=12).map(str.strip)
SLUGS = st.lists(st.sampled_from(["correo", "web", "canal", "emisora", "x-2"]), unique=True, max_size=4)


def sent(fields: tuple[Field, ...], location: tuple[str | int, ...], holder: PlainValue | None) -> dict[str, list[str]]:
    """The form as a browser sends it back when nobody has typed anything."""
    found: dict[str, list[str]] = {}
    for field in fields:
        here, value = (*location, field.key), holder.get(field.key) if isinstance(holder, dict) else None
        if not is_fit(field, value):
            continue
        if field.form is Form.GROUP:
            found |= sent(field.fields, here, value)
        elif field.form is Form.ITEMS:
            for position, each in enumerate([*value, None] if isinstance(value, list) else [None]):
                found |= sent(field.fields, (*here, position), each)
        elif field.form is Form.KEYED:
            for key, each in value.items() if isinstance(value, dict) else ():
                inner: PlainValue = {"texto": each} if isinstance(each, str) else each
                found |= sent(field.fields, (*here, key), inner)
        elif field.form is Form.PAIRS:
            found[name_of(here)] = [paired(value)]
        elif field.form is Form.LINES:
            found[name_of(here)] = ["\r\n".join(lines_of(value))]
        elif field.form is Form.NAMES:
            found[name_of(here)] = ["", *lines_of(value)]
        else:
            found[name_of(here)] = [str(value or "").replace("\n", "\r\n")]
    return found


def parts(text: str) -> list[tuple[tuple[str | int, ...], tuple[Field, ...]]]:
    """What a form shows at once: the campaign, or one message."""
    messages = value_at(text, ("mensajes",))
    assert isinstance(messages, list)
    return [((), campaign_fields()), *((("mensajes", each), message_fields()) for each in range(len(messages)))]


@pytest.mark.parametrize("name", SHEETS)
def test_a_form_in_which_nothing_was_typed_changes_nothing(name: str) -> None:
    """Whatever hand wrote the file."""
    text = SHEETS[name]
    for location, fields in parts(text):
        assert filled(text, location, fields, sent(fields, location, value_at(text, location))) == text


@pytest.mark.parametrize("name", ["tidy", "loose", "windows", "jornada-de-salud", "participacion", "radio-y-calle"])
@given(data=st.data())
def test_what_is_typed_is_what_the_file_says_then(name: str, data: st.DataObject) -> None:
    """And every other value, and every comment, is the one that was there."""
    text = SHEETS[name]
    location, fields = data.draw(st.sampled_from(parts(text)))
    form = sent(fields, location, value_at(text, location))
    flat = [each for each in fields if name_of((*location, each.key)) in form]
    field = data.draw(st.sampled_from(flat))
    here = (*location, field.key)
    typed = data.draw(_typed(field))
    after = filled(text, location, fields, {**form, name_of(here): typed})
    said = value_at(after, here)
    assert same(field, said, _meant(field, typed))
    for other in fields:
        if other.key != field.key:
            beside = (*location, other.key)
            assert value_at(after, beside) == value_at(text, beside)
    spot = spot_at(spots_of(text), here)
    start, end = (spot.start, spot.end) if spot is not None else (0, 0)
    outside = [*comments(text[:start]), *comments(text[end:])]
    assert [each for each in outside if each not in after] == []


def _typed(field: Field) -> st.SearchStrategy[list[str]]:
    if field.form is Form.NAMES:
        return SLUGS.map(lambda names: ["", *names])
    if field.form is Form.PAIRS:
        pairs = st.dictionaries(st.sampled_from(["cupos", "sede", "hora-fin"]), TEXTS.filter(bool), max_size=3)
        return pairs.map(lambda found: ["\r\n".join(f"{key}: {value}" for key, value in found.items())])
    if field.form in (Form.LINES, Form.TEXT):
        return st.lists(TEXTS.filter(bool), max_size=4).map(lambda lines: ["\r\n".join(lines)])
    if field.form in (Form.CHOICE, Form.TRUTH):
        return st.sampled_from([*field.choices, "sí", ""]).map(lambda word: [word])
    return TEXTS.map(lambda text: [text])


def _meant(field: Field, typed: list[str]) -> PlainValue:
    if field.form is Form.NAMES:
        return [each for each in typed if each]
    if field.form is Form.PAIRS:
        lines = (each.split(": ", 1) for each in typed[0].split("\r\n") if each)
        return {line[0]: line[1] for line in lines}
    if field.form is Form.LINES:
        return [each for each in typed[0].split("\r\n") if each]
    return typed[0].replace("\r\n", "\n")


def test_a_group_is_made_by_its_first_word_and_goes_with_its_last() -> None:
    """And leaves no trace."""
    form = sent(message_fields(), ("mensajes", 0), value_at(TIDY, ("mensajes", 0)))
    fields = {"mensajes.0.imagen.archivo": ["a.png"], "mensajes.0.imagen.alt": ["Un río"]}
    made = filled(TIDY, ("mensajes", 0), message_fields(), {**form, **fields})
    assert value_at(made, ("mensajes", 0, "imagen")) == {"archivo": "a.png", "alt": "Un río"}
    none = {key: [""] for key in fields}
    assert filled(made, ("mensajes", 0), message_fields(), {**form, **none}) == TIDY


def test_a_row_is_added_filled_and_taken_away() -> None:
    """Dates of an event, under their ids."""
    fields = campaign_fields()
    first = {"evento.fechas.0.id": ["norte"], "evento.fechas.0.inicia": ["2027-02-01 08:00"]}
    one = filled(TIDY, (), fields, first)
    two = filled(one, (), fields, {"evento.fechas.1.id": ["sur"], "evento.fechas.1.inicia": ["2027-02-02"]})
    assert [each["id"] for each in value_at(two, ("evento", "fechas"))] == ["norte", "sur"]  # type: ignore[index, union-attr, call-overload]
    assert filled(two, (), fields, {"evento.fechas.1.quitar": ["1"]}).strip() == one.strip()


def test_an_own_text_for_a_medium_is_a_line_until_it_has_a_subject() -> None:
    """As staff write it."""
    fields, here = message_fields(), ("mensajes", 0)
    said = filled(TIDY, here, fields, {"mensajes.0.variantes.correo.texto": ["Hola"]})
    assert value_at(said, (*here, "variantes", "correo")) == "Hola"
    both = {"mensajes.0.variantes.correo.texto": ["Hola"], "mensajes.0.variantes.correo.asunto": ["Ya"]}
    assert value_at(filled(said, here, fields, both), (*here, "variantes", "correo")) == {
        "asunto": "Ya",
        "texto": "Hola",
    }
    gone = {"mensajes.0.variantes.correo.texto": [""], "mensajes.0.variantes.web.texto": [""]}
    assert value_at(filled(said, here, fields, gone), (*here, "variantes")) is None
