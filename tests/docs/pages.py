"""What the tests on the documents share: fences and tables as they stand on a page."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
STAFF_PAGES = tuple(
    f"docs/{name}.md"
    for name in (
        *("guia", "personas", "suscripciones", "derechos", "horas", "rebotes", "aprobar", "deberes"),
        *("indicadores", "informes"),
    )
)
"""The guide and the pages with its details whose examples are whole files or messages of the demonstration."""
FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<about>[^\n]+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Fence:
    """An example on a page."""

    language: str
    about: str
    """What follows the language: a file's name, or what kind of example it is; empty where nothing does."""
    body: str
    line: int
    """Where its body begins, from 1."""


def page(name: str) -> str:
    """A document of the project, by its name from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def fences(text: str) -> list[Fence]:
    """Every example, in the page's order."""
    return [
        Fence(found["language"], found["about"] or "", found["body"], text.count("\n", 0, found.start("body")) + 1)
        for found in FENCE.finditer(text)
    ]


def table(text: str, heading: str) -> list[list[str]]:
    """The rows under the table whose heading line begins with these words; raises ValueError where there is none."""
    lines = text.splitlines()
    begins = next((number for number, line in enumerate(lines) if line.startswith(f"| {heading}")), None)
    if begins is None:
        raise ValueError(f"no table begins with «{heading}»")
    rows = []
    for line in lines[begins + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def first_cells(text: str, heading: str) -> list[str]:
    """What stands as code in the first cell of each row."""
    return [found for row in table(text, heading) for found in CODE.findall(row[0])]


def anchor(heading: str) -> str:
    """The fragment under which a heading is linked: lower case, signs dropped, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
