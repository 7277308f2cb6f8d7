"""`python -m benchmarks.picture`: the mail cases of `latest.json` as bars, for the documents."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.kept import LATEST

PICTURE = Path(__file__).parents[1] / "docs" / "velocidad.svg"
WIDTH, NAMES, LINE, BAR = 760, 190, 26, 16
OURS = "Pregonero"
TITLES = {
    "correo-2kb-sqlite": "Correos por segundo, SQLite",
    "correo-2kb-sqlite-40ms": "Correos por segundo, con 40 ms de ida y vuelta",
    "correo-2kb-postgresql": "Correos por segundo, PostgreSQL",
    "correo-2kb-dkim": "Correos por segundo, firmados con DKIM en un solo núcleo; smtp-source no firma",
}
KEEPS_ROWS = {OURS, "django-post_office"}
"""Those who keep a row for each recipient: darker."""


def draw(cases: list[dict[str, Any]]) -> str:
    """One group of bars for each case that has peers, the longest as wide as the picture allows."""
    pieces: list[str] = []
    height = 14
    for case in cases:
        if case["name"] in TITLES:
            rates = {OURS: case["ours"], **case["peers"]}
            pieces.append(_words(8, height + 14, TITLES[case["name"]], bold=True))
            height += LINE
            most = max(rates.values())
            for name, rate in sorted(rates.items(), key=lambda pair: -pair[1]):
                pieces += _bar(height, name, rate, most)
                height += LINE
            height += LINE // 2
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
    label = "Correos por segundo de Pregonero y de otros programas, en la misma máquina y por turnos"
    paper = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([f'{frame} aria-label="{label}">', f"<title>{label}</title>", paper, *pieces, "</svg>", ""])


def _bar(top: int, name: str, rate: float, most: float) -> Iterator[str]:
    length = round((WIDTH - NAMES - 90) * rate / most)
    colour = "#1f4e79" if name in KEEPS_ROWS else "#9db2c4"
    yield _words(8, top + 13, name, bold=name == OURS)
    yield f'<rect x="{NAMES}" y="{top}" width="{max(length, 1)}" height="{BAR}" fill="{colour}"/>'
    yield _words(NAMES + length + 8, top + 13, f"{rate:,.0f}".replace(",", "."))


def _words(left: int, base: int, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    style = f'font-family="sans-serif" font-size="14" fill="#1a1a1a"{weight}'
    return f'<text x="{left}" y="{base}" {style}>{escape(text)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(draw(json.loads(LATEST.read_text(encoding="utf-8"))["cases"]), encoding="utf-8")
