"""Whatever staff write, loading answers with problems."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.loader import load
from tests.campaigns.town import TEXTS, build

WORDS = ["sí", "", "~", "[]", "{}", "[a, [b]]", "{a: {b: c}}", "0", "-1", "1.000", "2027-02-30", "2027-01-12 07:00"]
WORDS += [
    "cada lunes a las 08:00",
    "al empezar",
    "después de publicar x",
    "preferidos",
    "{{ a }}",
    "'{{ a'",
    "'{% for %}'",
]
WORDS += ["correo", "web", "ciudadania", "ana", "SE-7", "${A}", "'${archivo:a}'", "../a", "3 días hábiles", "ñ" * 90]
LINES = [(name, number) for name, text in TEXTS.items() for number in range(len(text.splitlines()))]


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(WORDS) | st.text(max_size=20)), min_size=1, max_size=4)
)
def test_any_value_in_any_place_is_answered(changes: list[tuple[tuple[str, int], str]]) -> None:
    """Values put where others belong: a tenant or problems in Spanish, each inside its file."""
    texts = {name: text.splitlines() for name, text in TEXTS.items()}
    for (name, number), word in changes:
        key, colon, _ = texts[name][number].partition(":")
        texts[name][number] = f"{key}{colon} {word}"
    with tempfile.TemporaryDirectory() as folder:
        town = build(Path(folder), {name: "\n".join(lines).encode() for name, lines in texts.items()})
        found = load(town, {})
        assert found.tenants or found.problems
        for problem in found.problems:
            assert problem.message
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.file.is_relative_to(town)
