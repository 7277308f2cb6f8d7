"""Words that were right are looked at again as soon as anything under them changes."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from campaigns.cleared import Cleared
from campaigns.last_good import load_beside_memory, load_with_memory
from campaigns.loader import read_tenant
from campaigns.reading.files import Files
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY, build, edited

FILE = "campanas/matriculas.yaml"
TEXT = "texto: Empiezan las matrículas."
MAIL = "{nombre: Ana Pérez, correo: ana@villaclara.gov.co}"
ANSWERED = edited(FILE, TEXT, 'texto: "Escríbale a {{ responsable.correo }}."')[FILE].replace(
    "responsable: educacion", "responsable: ana"
)


def cleared(folder: Path, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """What a reading finds right."""
    return read_tenant(Files(folder), {}, hub=frozenset(), known=known).cleared


def test_only_the_same_message_on_the_same_ground_is_covered() -> None:
    """Another digest, or other files under it, is to be looked at."""
    first = Cleared(ground="a")
    first.add("1")
    assert Cleared(first.used, "a").covers("1")
    assert not Cleared(first.used, "a").covers("2")
    assert not Cleared(first.used, "b").covers("1")


def test_what_is_gone_is_forgotten() -> None:
    """Only what was asked for or added in a reading is known to the next."""
    first = Cleared(ground="a")
    for digest in "12":
        first.add(digest)
    second = Cleared(first.used, "a")
    second.covers("1")
    assert not Cleared(second.used, "a").covers("2")


@pytest.mark.parametrize(
    "change",
    [
        edited(FILE, "Empiezan", "Ya empiezan"),
        edited(FILE, "campaña: matriculas", "campaña: otras"),
        {"municipio.yaml": MUNICIPALITY.replace("villaclara.gov.co/datos", "villaclara.gov.co/politica")},
        {"canales.yaml": ACCOUNTS.replace("{tipo: web,", "{tipo: web, medio: Página web,")},
        {"festivos.yaml": "dias: [{dia: 2027-08-05, nombre: Fundación}]\n"},
    ],
    ids=["text", "campaign", "municipality", "accounts", "holidays"],
)
def test_each_change_is_looked_at(tmp_path: Path, change: Mapping[str, str]) -> None:
    """Nothing that was known holds after it."""
    town = build(tmp_path / "town")
    before = cleared(town)
    assert before == cleared(town, before)
    build(town, dict(change))
    assert before
    assert not before & cleared(town, before)


def test_words_that_a_change_elsewhere_makes_wrong_are_found(tmp_path: Path) -> None:
    """The campaign's file is as it was; the address that its text prints is gone from `municipio.yaml`."""
    town, var = build(tmp_path / "town", {FILE: ANSWERED}), tmp_path / "var"
    assert load_with_memory(town, var, {}).problems == ()
    assert load_with_memory(town, var, {}).problems == ()
    build(town, {FILE: ANSWERED, "municipio.yaml": MUNICIPALITY.replace(MAIL, "{nombre: Ana Pérez}")})
    for load in (load_beside_memory, load_with_memory):
        assert "no tiene correo" in " ".join(str(problem) for problem in load(town, var, {}).problems)


def test_wrong_words_are_told_every_time(tmp_path: Path) -> None:
    """A text with a mistake is never known as right."""
    town = build(tmp_path / "town", edited(FILE, TEXT, 'texto: "{{ nada }}"'))
    for _ in range(2):
        assert load_with_memory(town, tmp_path / "var", {}).problems


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"ZZZ\n" * 9])
def test_a_damaged_memory_says_nothing(tmp_path: Path, damage: bytes) -> None:
    """All words are looked at again, and the memory is written anew."""
    town, var = build(tmp_path / "town"), tmp_path / "var"
    load_with_memory(town, var, {})
    (kept,) = var.rglob("revisado.txt")
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert load_with_memory(town, var, {}).problems == ()
    assert kept.read_bytes() == whole


def test_a_verb_that_only_reads_writes_no_memory(tmp_path: Path) -> None:
    """What a daemon found right serves it; it leaves nothing of its own."""
    town, var = build(tmp_path / "town"), tmp_path / "var"
    assert load_beside_memory(town, var, {}).problems == ()
    assert not var.exists()
