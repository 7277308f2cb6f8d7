"""Names that may be missing: of one person, of an event, of what a message lacks."""

import pytest

from campaigns.templates import check_template, compile_template, variables
from campaigns.templates.work import Work
from tests.campaigns.examples import MUNICIPALITY, campaign
from tests.campaigns.templates.sources import TO_ALL, VALUES, messages


@pytest.mark.parametrize("name", ["nombre", "persona.barrio", "nombres | lista"])
def test_a_text_for_all_cannot_name_one_person(name: str) -> None:
    """What goes out once for everybody has no name to greet; to persons only a name that may be missing is one."""
    source = f"Hola {{{{ {name} }}}}"
    assert all("hay personas sin nombre" in each for each in messages(source))
    [message] = messages(source, TO_ALL)
    assert "puede faltar: este mensaje también va a cuentas que no escriben a personas" in message


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre | default('Vecino') }}",
        "{{ nombre | default('Vecino') | mayusculas }}",
        "{{ persona.barrio | default('su barrio') }}",
        "{% if nombre is defined %}{{ nombre }}{% endif %}",
        "{% if nombre is not defined %}a{% else %}{{ nombre }}{% endif %}",
        "{% if persona.barrio is defined and persona.barrio == 'Centro' %}{{ persona.barrio }}{% endif %}",
        "{% if foro.tema is defined %}{{ foro.tema }}{% endif %}",
    ],
)
def test_what_may_be_missing_is_used_with_a_default_or_a_guard(source: str) -> None:
    """`default` and `is defined` make a text right for everybody, and it renders without the value."""
    assert messages(source, TO_ALL) == []
    compile_template(source).render(VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre | mayusculas | default('x') }}",
        "{% if nombre %}x{% endif %}",
        "{% if nombre is defined or hora %}{{ nombre }}{% endif %}",
    ],
)
def test_a_guard_that_does_not_guard_is_a_problem(source: str) -> None:
    """A default after another filter, a bare `if`, or one half of an `or` leaves the value missing."""
    assert messages(source, TO_ALL) != []


def test_an_empty_field_of_the_event_is_told_apart_from_an_unknown_one() -> None:
    """A place that the event does not say is explained, not called unknown."""
    entry = campaign(event={"inicia": "2027-01-12"})
    names = variables(MUNICIPALITY, entry, entry.messages[0], to_persons=True)
    [place, hour] = check_template("{{ evento.lugar }} {{ evento.inicia | hora }}", names, Work())
    assert place.message == "«evento.lugar» puede faltar: el evento no dice dónde es"
    assert hour.message.endswith("el evento no dice su hora")
