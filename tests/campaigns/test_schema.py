"""Editors are told what files hold: the published schemas are those of the models, and what we ship fits them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from campaigns import starter
from campaigns.reading.tree import Mapping, Node, Scalar, Sequence
from campaigns.reading.yaml_reader import read
from campaigns.schema import schemas
from tests.campaigns.town import TEXTS

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "esquemas"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def _as_editors_read(node: Node) -> Any:
    """Numbers and truth values where YAML 1.2 sees them."""
    if isinstance(node, Sequence):
        return [_as_editors_read(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: _as_editors_read(value) for key, value in node.entries.items()}
    assert isinstance(node, Scalar)
    if not node.style and NUMBER.fullmatch(node.text):
        return float(node.text)
    return {"true": True, "false": False}.get(node.text, node.text) if not node.style else node.text


def _errors(name: str, data: bytes) -> list[str]:
    document, problems = read(Path(name), data)
    assert document is not None
    assert problems == ()
    kind = "campana" if "campanas" in Path(name).parts else Path(name).stem
    found = Draft202012Validator(schemas()[kind]).iter_errors(_as_editors_read(document.root))
    return [error.message for error in found]


def test_the_published_schemas_are_up_to_date() -> None:
    """`python -m campaigns.schema docs/esquemas` writes them; a change of a model shows here."""
    published = {path.stem: json.loads(path.read_text()) for path in PUBLISHED.glob("*.json")}
    assert published == schemas()


def test_the_schemas_are_valid_and_speak_spanish() -> None:
    """Each is a schema of draft 2020-12 whose only words are Spanish."""
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)
        assert ".yaml: " in schema["title"]
        assert "description" not in json.dumps(schema)


SHIPPED = sorted(
    path
    for folder in (ROOT / "config", Path(starter.__file__).parent)
    for path in folder.rglob("*.yaml")
    if path.parent.name in ("campanas", "starter", "config") or path.parents[1].name == "planes"
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_what_is_shipped_fits_the_schemas(path: Path) -> None:
    """An editor marks nothing in the configuration that comes with the program."""
    assert _errors(str(path), path.read_bytes()) == []


def test_spanish_words_for_yes_fit() -> None:
    """«sí» is a truth value for editors too, and «quizás» is none."""
    text = TEXTS["publicos.yaml"].replace("  canales: [web]", "  interno: {}\n  canales: [web]")
    assert _errors("publicos.yaml", text.replace("{}\n  canales: [web]", "sí\n  canales: [web]").encode()) == []
    assert len(_errors("publicos.yaml", text.replace("interno: {}", "interno: quizás").encode())) == 1


def test_unknown_keys_do_not_fit() -> None:
    """What `check` refuses, the editor marks."""
    assert len(_errors("campanas/a.yaml", TEXTS["campanas/matriculas.yaml"].replace("clase:", "clace:").encode())) == 2
