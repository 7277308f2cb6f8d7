"""Who drafted and who approves: two, where the approver asks for it, and known."""

from pathlib import Path

import pytest

from tests.campaigns.town import CAMPAIGN, MUNICIPALITY, hints, problems

FILE = "campanas/matriculas.yaml"
PEOPLE = "ana@villaclara.gov.co}\n  luis: {nombre: LuisMORE}\n"
TOWN = MUNICIPALITY.replace("ana@villaclara.gov.co}\n", PEOPLE)
APART = "distinto-de-quien-redacta: sí"
COMMITTEE = TOWN.replace("MORE", "").replace("miembros: [ana]}", f"miembros: [ana, luis], {APART}}}")
PERSON = TOWN.replace("MORE", f", {APART}")


def drafted(municipality: str, lines: str) -> dict[str, str | bytes | None]:
    """The campaign with these lines before its messages."""
    return {"municipio.yaml": municipality, FILE: CAMPAIGN.replace("mensajes:", f"{lines}mensajes:")}


@pytest.mark.parametrize(
    ("municipality", "lines"),
    [
        (COMMITTEE, "aprueba: comite-gel\nredacta: ana\n"),
        (COMMITTEE, "redacta: ana\n"),
        (PERSON, "aprueba: luis\nredacta: ana\n"),
        (TOWN.replace("MORE", ""), "aprueba: luis\nredacta: luis\n"),
        (TOWN.replace("MORE", ""), "aprueba: comite-gel\n"),
    ],
)
def test_what_is_right(tmp_path: Path, municipality: str, lines: str) -> None:
    """Somebody else is left to approve it, or nobody asks for two."""
    assert problems(tmp_path, drafted(municipality, lines)) == []


@pytest.mark.parametrize(("municipality", "approver"), [(COMMITTEE, "comite-gel"), (PERSON, "luis")])
def test_who_drafted_must_be_known_where_the_approver_asks(tmp_path: Path, municipality: str, approver: str) -> None:
    """The problem stands at `aprueba`, once, and says what to write."""
    wrong = drafted(municipality, f"aprueba: {approver}\n")
    said = f"«{approver}» solo aprueba lo que redactó otra persona, y no se sabe quién redactó esto"
    assert problems(tmp_path, wrong) == [f"{FILE}:10:10: {said}"]
    assert hints(tmp_path, wrong) == ["escriba «redacta:» con una de las personas de municipio.yaml"]


def test_who_drafted_is_a_person(tmp_path: Path) -> None:
    """A slip of the pen is found, and the person who was meant."""
    wrong = drafted(COMMITTEE, "aprueba: comite-gel\nredacta: luiz\n")
    assert problems(tmp_path, wrong) == [f"{FILE}:11:10: no existe la persona «luiz»"]
    assert hints(tmp_path, wrong) == ["¿quiso decir «luis»?"]


@pytest.mark.parametrize(
    ("municipality", "approver", "left", "needed"),
    [
        (COMMITTEE.replace("[ana, luis]", "[ana, luis], quorum: 2"), "comite-gel", 1, 2),
        (PERSON, "luis", 0, 1),
    ],
)
def test_enough_are_left_to_approve(tmp_path: Path, municipality: str, approver: str, left: int, needed: int) -> None:
    """A message that nobody could ever approve is refused when its file is read."""
    wrong = drafted(municipality, f"aprueba: {approver}\nredacta: luis\n")
    said = f"«luis» lo redactó y no lo aprueba: de «{approver}» quedan {left} con voto y hacen falta {needed}"
    assert problems(tmp_path, wrong) == [f"{FILE}:11:10: {said}"]
