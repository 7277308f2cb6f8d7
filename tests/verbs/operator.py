"""Types verbs, in this process or in one of their own, and holds each JSON document to its published schema."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from storage.database import Database
from tests.campaigns.town import INDICATORS, build
from verbs.catalogue import VERBS, schema_file
from verbs.commands import application

ROOT = Path(__file__).parents[2]
VARIABLES = {"PREGONERO_CLAVE": "secreta", "PREGONERO_BOT": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
"""What the little municipality's accounts name."""
COMMITTEE = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
aprueba: comite-gel
mensajes:
  - id: anuncio
    cuando: 2030-01-12 08:00
    canales: [correo, web]
    asunto: Matrículas
    texto: Empiezan las matrículas.
  - id: radio
    cuando: cada lunes a las 07:00
    canales: emisora
    aprueba: comite-gel
    texto: Empiezan las matrículas, dice la emisora.
"""
"""A campaign that a committee approves, with a work order each Monday."""
VISITS = "visitas: {nombre: Visitas al sitio, unidad: visitas, tipo: declarado}\n"
TOWN: Mapping[str, str] = {"campanas/matriculas.yaml": COMMITTEE, "indicadores.yaml": INDICATORS + VISITS}
RADIO = "matriculas/radio/emisora"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody in a folder."""

    folder: Path

    def town(self, changes: Mapping[str, str | bytes | None] | None = None, name: str = "config") -> Path:
        """The little municipality of the configuration's tests, written down."""
        return build(self.folder / name, changes)

    def database(self) -> Database:
        """The municipality's default database, looked at from outside; the caller closes it."""
        return Database.open(f"sqlite:///{self.folder / 'var' / 'villa-clara.db'}")

    def people(self, *mails: str, at: tuple[str, ...] = ()) -> None:
        """Somebody to write to; `at`: the words that name another database."""
        lines = "".join(f"Persona,{mail}\n" for mail in mails)
        (self.folder / "personas.csv").write_text(f"nombre,correo\n{lines}", encoding="utf-8")
        self.does("contacts", "import", "personas.csv", *at)

    def a_task(self) -> str:
        """A work order to be done; its number."""
        self.does("approve", f"{RADIO}@2030-01-07", "--as", "ana")
        self.does("send", "matriculas", "--message", "radio", "--as", "ana")
        return str(self.reads("tasks")[0]["id"])

    def types(self, *words: str) -> Result:
        """Carry out a verb in this process."""
        return CliRunner().invoke(application(), list(words), prog_name="pregonero", env=VARIABLES)

    def does(self, *words: str) -> str:
        """Carry out a verb that succeeds; what it prints."""
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def reads(self, *words: str, code: int = 0) -> Any:
        """The JSON document of a verb, valid by the schema that `docs/` publishes for it."""
        result = self.types(*words, "--json")
        assert result.exit_code == code, result.output
        document = json.loads(result.stdout)
        schema(words).validate(document)
        return document

    def process(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Carry out a verb as an operator does: in a process of its own."""
        return subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *words],
            cwd=self.folder,
            env=surroundings(environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a process that finds the project."""
    return {**os.environ, **VARIABLES, "PYTHONPATH": str(ROOT), **(more or {})}


def schema(words: tuple[str, ...]) -> Draft202012Validator:
    """The published schema of the verb that these words begin with."""
    verb = next(verb for verb in VERBS if verb.name in (words[0], " ".join(words[:2])))
    text = (ROOT / "docs" / schema_file(verb)).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))
