"""The wall behind the checker."""

import pytest
from jinja2.exceptions import SecurityError

from campaigns.templates import TemplateError, compile_template
from campaigns.templates.sandbox import ENVIRONMENT
from tests.campaigns.templates.sources import VALUES


@pytest.mark.parametrize(
    "source",
    [
        "{{ nombre.__class__ }}",
        "{{ evento.fields }}",
        "{{ evento['fields'] }}",
        "{{ nombre.upper() }}",
        "{{ 'x' * 3 }}",
        "{{ -3 }}",
        "{% for a in evento.requisitos %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    ],
)
def test_the_sandbox_stops_what_the_checker_might_miss(source: str) -> None:
    """A text that nobody checked is still refused when it runs."""
    personal = {"nombre": "Ana"}
    with pytest.raises(TemplateError):
        compile_template(source).render({**VALUES, **personal})


def test_the_sandbox_has_no_globals_and_only_our_filters() -> None:
    """Not even `range` or `lipsum` exist where texts run."""
    assert ENVIRONMENT.globals == {}
    assert set(ENVIRONMENT.tests) == {"defined"}
    with pytest.raises(SecurityError):
        ENVIRONMENT.getattr("text", "upper")
