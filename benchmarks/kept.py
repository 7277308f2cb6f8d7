"""`latest.json`: what was measured last, one entry a case."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

LATEST = Path(__file__).parent / "latest.json"


def keep(entries: Iterable[Mapping[str, Any]]) -> None:
    """Put these in the places of those that bear their names, the others after them."""
    known = {entry["name"]: entry for entry in json.loads(LATEST.read_text(encoding="utf-8"))["cases"]}
    known.update({entry["name"]: entry for entry in entries})
    LATEST.write_text(json.dumps({"cases": list(known.values())}, indent=2) + "\n", encoding="utf-8")
