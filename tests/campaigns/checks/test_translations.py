"""Translations of a message: told where they are in no language, say too much, or would reach nobody."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from tests.campaigns.town import AUDIENCES, CAMPAIGN, hints, loaded, problems

FILE = "campanas/matriculas.yaml"


def _translated(lines: str, account: str = "correo, web") -> dict[str, str]:
    return {FILE: CAMPAIGN.replace("[correo, web]", f"[{account}]") + lines}


@pytest.mark.parametrize(
    ("lines", "account", "said"),
    [
        ("    traducciones: {pbb: Ewcha}\n", "correo, web", ""),
        ("    traducciones: {pbb: {asunto: Ewcha, texto: Ewcha, variantes: {correo: Pay}}}\n", "correo", ""),
        ("    traduccion: obligatoria\n", "correo", ""),
        ("    traducciones: {nasa-yuwe: Ewcha}\n", "correo", "«nasa-yuwe» no es el código de un idioma"),
        ("    traducciones: {zzz: Ewcha}\n", "correo", "no se conoce el idioma «zzz»"),
        ("    traducciones: {es: Hola}\n", "correo", "el mensaje ya está en español"),
        (
            "    traducciones: {pbb: Ewcha}\n",
            "web",
            "el mensaje no le llega a nadie en persona, y cada traducción es para quienes hablan ese idioma",
        ),
        ('    traducciones: {pbb: "{{ nonbre }}"}\n', "correo", "no existe el dato «nonbre»"),
        ('    traducciones: {pbb: "{{ nombre }}"}\n', "correo", "«nombre» puede faltar"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(tmp_path: Path, lines: str, account: str, said: str) -> None:
    """Its texts are read as the message's own are, and it may name the person: it goes to persons alone."""
    found = [each.partition(": ")[2] for each in problems(tmp_path, _translated(lines, account))]
    assert len(found) == bool(said)
    assert all(each.startswith(said) for each in found)


def test_the_code_is_told_of_what_was_written_by_its_name(tmp_path: Path) -> None:
    """So that nobody looks for it."""
    assert hints(tmp_path, _translated("    traducciones: {nasa-yuwe: Ewcha}\n")) == ["escriba pbb, que es nasa yuwe"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", ["lo reciben en español"]),
        ("    traducciones: {guc: Anaa}\n", ["lo reciben en español"]),
        ("    traduccion: obligatoria\n", ["no lo reciben"]),
        ("    traducciones: {pbb: Ewcha}\n", []),
    ],
)
def test_a_public_that_reads_another_language_is_told_of(tmp_path: Path, lines: str, told: list[str]) -> None:
    """`idiomas` of the public says what its people read; what is lacking is advice, and refuses nothing."""
    changes = {
        **_translated(lines),
        "publicos.yaml": AUDIENCES.replace("Ciudadanía\n", "Ciudadanía\n  idiomas: [pbb]\n"),
    }
    [tenant] = loaded(tmp_path, changes).tenants
    found = [each for each in advice(tenant) if each.startswith("matriculas/anuncio: no está en nasa yuwe")]
    assert [words in each for words, each in zip(told, found, strict=True)] == [True] * len(told)


def test_a_public_reads_languages_that_exist(tmp_path: Path) -> None:
    """By their codes."""
    changes = {"publicos.yaml": AUDIENCES.replace("Ciudadanía\n", "Ciudadanía\n  idiomas: [pbb, nasa]\n")}
    assert [each.partition(": ")[2] for each in problems(tmp_path, changes)] == ["«nasa» no es el código de un idioma"]
