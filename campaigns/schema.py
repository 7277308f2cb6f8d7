"""JSON Schema of each file, for editors that complete and check while staff write.

`python -m campaigns.schema docs/esquemas` writes them. Editors are told by a first line such as
`# yaml-language-server: $schema=../docs/esquemas/campana.json`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from campaigns.assembly.base_files import SHAPES
from campaigns.campaign import CampaignEntry
from campaigns.entry import adapter
from campaigns.reading.figures import FALSE, TRUE

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "municipio": "municipio.yaml: el municipio, su gente y cómo se presenta",
    "plan": "plan.yaml: las acciones del plan",
    "canales": "canales.yaml: las cuentas por las que salen los mensajes",
    "publicos": "publicos.yaml: a quién se le escribe",
    "indicadores": "indicadores.yaml: qué se cuenta y con qué meta",
    "festivos": "festivos.yaml: los festivos propios",
    "campana": "campanas/*.yaml: una campaña con sus mensajes",
}


class _Written(GenerateJsonSchema):
    """Schemas of what staff may write: one name where a list is meant, a text where a variant is, a figure alone."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        name = getattr(schema["function"]["function"], "__name__", "")
        if name == "_zone":
            return {"type": "string"}
        figure = name in ("_alone", "_figures")
        return {"anyOf": [{"type": "number"} if figure else {"type": "string", "minLength": 1}, inner]}

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        del schema
        return {"type": "string"}


def schemas() -> dict[str, dict[str, Any]]:
    """File name without its ending, to schema."""
    shapes: dict[str, Any] = {name.removesuffix(".yaml"): shape for name, shape in SHAPES.items()}
    shapes["campana"] = CampaignEntry
    found: dict[str, dict[str, Any]] = {}
    for name, shape in shapes.items():
        schema = adapter(shape).json_schema(by_alias=True, schema_generator=_Written)
        _plain(schema)
        found[name] = {"$schema": DIALECT, **schema, "title": TITLES[name]}
    return found


def _plain(schema: Any) -> None:  # noqa: ANN401 - any part of a JSON document
    """Makes a schema of what staff write out of one of what models hold.

    Goes: what only programmers read (English titles and docstrings), defaults, null (an empty value is refused).
    Comes: numbers where a text is wanted, since editors take `05736` and a telephone for one; Spanish words for yes.
    """
    if isinstance(schema, list):
        for item in schema:
            _plain(item)
        return
    if not isinstance(schema, dict):
        return
    for word in ("title", "description", "default"):
        if isinstance(schema.get(word), str) or word == "default":
            schema.pop(word, None)
    _without_null(schema)
    if schema.get("type") == "boolean":
        del schema["type"]
        schema["enum"] = [True, False, *sorted(TRUE | FALSE)]
    elif schema.get("type") == "string" and not {"enum", "const", "format"} & schema.keys():
        schema["type"] = ["string", "number"]
    for key, item in schema.items():
        if key in ("properties", "$defs"):
            for each in item.values():
                _plain(each)
        elif key not in ("enum", "required"):
            _plain(item)


def _without_null(schema: dict[str, Any]) -> None:
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update(choices[0])
    elif choices:
        schema["anyOf"] = choices


def write(folder: Path) -> list[Path]:
    """Writes every schema into a folder and says which files it wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    for each in write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/esquemas")):
        print(each)
