"""Reading never fails with anything but located problems, and never costs more than a file is worth."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.reading.tree import Mapping, Scalar, Sequence, plain
from campaigns.reading.yaml_errors import SENTENCES
from campaigns.reading.yaml_reader import MAXIMUM_DEPTH, read

FILE = Path("a.yaml")
MEASURE = """
import re, sys, time
from pathlib import Path
from campaigns.reading.files import Files, Unreadable
from campaigns.reading.yaml_reader import read
name = sys.argv[1]
started = time.process_time()
try:
    document, problems = read(Path(name), Files(Path(name).parent).read(Path(name).name))
    said = problems[0].message
except Unreadable as error:
    document, said = None, error.message
seconds = time.process_time() - started
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(document is None, seconds, peak, said, sep="|")
"""


def _bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines).encode()


HOSTILE = {
    "big": (b"a: " + b"x" * 50_000_000, "el archivo pesa 50,0 MB y el máximo es 1 MB"),
    "deep lists": (b"[" * 3000, "hay más de 20 niveles de anidación"),
    "deep groups": (b"{a: " * 3000, "hay más de 20 niveles de anidación"),
    "deep blocks": ("".join("  " * n + "a:\n" for n in range(600)).encode(), "hay más de 20 niveles de anidación"),
    "many values": (b"[" + b"a," * 400_000 + b"]", "el archivo tiene demasiados valores"),
    "alias bomb": (_bomb(), "las anclas de YAML («&nombre») no se admiten"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_cost_little(tmp_path: Path, kind: str) -> None:
    """50 MB, 3,000 levels, half a million values and alias bombs: refused in under 1 s and 100 MB."""
    data, said = HOSTILE[kind]
    file = tmp_path / "a.yaml"
    file.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True, timeout=120
    )
    _, seconds, megabytes, message = done.stdout.strip().split("|")
    assert message == said
    assert float(seconds) < 1
    assert int(megabytes) < 100


def test_depth_up_to_the_limit_is_read() -> None:
    """Twenty levels are read, one more is refused."""
    assert read(FILE, b"[" * MAXIMUM_DEPTH + b"]" * MAXIMUM_DEPTH)[1] == ()
    document, problems = read(FILE, b"[" * (MAXIMUM_DEPTH + 2) + b"]" * (MAXIMUM_DEPTH + 2))
    assert document is None
    assert [problem.message for problem in problems] == ["hay más de 20 niveles de anidación"]


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree_or_problems(data: bytes) -> None:
    """Whatever lies in a file, reading it answers; it never raises."""
    document, problems = read(FILE, data)
    assert document is not None or problems


YAML_TEXT = st.text(st.sampled_from("ab:-[]{}\"'|>#&*!%@`,?~ \n  áñ12"), max_size=120)


@settings(max_examples=600)
@given(YAML_TEXT)
def test_any_text_gives_a_tree_or_problems_in_spanish(text: str) -> None:
    """Texts made of YAML's own signs are read or refused, and no English of libyaml comes through."""
    document, problems = read(FILE, text.encode())
    assert document is not None or problems
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert not {"found", "expected", "while", "mapping"} & set(problem.message.split())


VALUES = st.recursive(
    st.text(st.sampled_from("abc ñ:'\"#-0129"), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcñ", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=300)
@given(VALUES)
def test_what_is_written_is_read_back_as_text(value: object) -> None:
    """Every value of a file comes back as the text that was written, whatever it looks like."""
    written = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    document, problems = read(FILE, written.encode())
    assert problems == ()
    assert document is not None
    assert plain(document.root) == value


@pytest.mark.parametrize("text", ["10:30", "no", "05001", "0x1F", "1e3", "2027-01-12", "nULL", "1_000", ".inf"])
def test_scalars_are_texts(text: str) -> None:
    """No YAML 1.1 type is guessed."""
    document, _ = read(FILE, f"a: {text}".encode())
    assert document is not None
    assert plain(document.root) == {"a": text}


def test_the_word_null_is_read_in_quotes() -> None:
    """Bare it means no value and is refused; the hint says how to write the word."""
    _, (problem,) = read(FILE, b"a: null")
    assert problem.hint.endswith('; para la palabra, "null"')
    document, problems = read(FILE, b'a: "null"')
    assert problems == ()
    assert document is not None
    assert plain(document.root) == {"a": "null"}


def test_each_value_knows_its_place() -> None:
    """Keys, values and items stand where an editor shows them, counted in characters."""
    document, _ = read(FILE, "ñandú: [ééé, b]\nc: {d: e}\n".encode())
    assert document is not None
    root = document.root
    assert isinstance(root, Mapping)
    listed = root.entries["ñandú"]
    assert isinstance(listed, Sequence)
    assert [item.place for item in listed.items] == [(1, 9), (1, 14)]
    assert document.place(("c", "d")) == (2, 8)
    assert document.key_place(("c", "d")) == (2, 5)


PLACES = [
    ("a: hola", 1, 3, (1, 6)),
    ("a: 'hola'", 1, 3, (1, 7)),
    ("a: |\n  uno\n  dos\n", 2, 2, (3, 4)),
    ("a: |\n\n    uno\n", 2, 1, (3, 5)),
    ("a: >\n  uno\n  dos\n", 1, 6, (1, 4)),
    ("a: uno\n  dos\n", 1, 6, (1, 4)),
]


@pytest.mark.parametrize(("text", "line", "column", "place"), PLACES)
def test_a_place_inside_a_text_is_a_place_of_the_file(
    text: str, line: int, column: int, place: tuple[int, int]
) -> None:
    """Exact in bare, quoted and `|` texts; the beginning of the text where lines were folded."""
    document, _ = read(FILE, text.encode())
    assert document is not None
    assert document.inside(("a",), line, column) == place


def test_values_are_normalised() -> None:
    """Letters typed with combining accents are the letters that people see."""
    document, _ = read(FILE, "n\u0303: e\u0301\n".encode())
    assert document is not None
    root = document.root
    assert isinstance(root, Mapping)
    value = root.entries["ñ"]
    assert isinstance(value, Scalar)
    assert value.text == "é"


BROKEN = ["a: [1,2\nb: 3", "a: b: c", "a: 'x\n", "- a\nb: 1", "a:\n  b: 1\n c: 2", "x: %a", "a: !x!y z", "a: |x\n b"]
BROKEN += ['a: "\\q"', "a: - b", "{a: b", "a: ]", "a: 1\n...\nfoo", "a\nb: 1", "a: &", "a: *", "%FOO bar\n---\nx: 1"]


@pytest.mark.parametrize("text", BROKEN)
def test_what_libyaml_says_of_common_mistakes_is_in_the_table(text: str) -> None:
    """The mistakes that people make have a sentence of their own, not the general one."""
    with pytest.raises(yaml.MarkedYAMLError) as raised:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    assert raised.value.problem in SENTENCES
