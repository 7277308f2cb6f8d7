"""Who drafted and who approves: two, where the approver asks for it, and known."""

from pathlib import Path

import pytest

from tests.campaigns.town import CAMPAIGN, MUNICIPALITY, edited, hints, problems

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


@pytest.mark.parametrize(
    ("when", "lines"),
    [("tras aprobar", "aprueba: luis\n"), ("tras aprobar\n    aprueba: luis", ""), ("por orden", "")],
)
def test_a_word_that_is_waited_for_has_somebody_to_give_it(tmp_path: Path, when: str, lines: str) -> None:
    """Whoever approves is named by the message or its campaign; an order needs no approver."""
    town = drafted(TOWN.replace("MORE", ""), lines)
    town[FILE] = str(town[FILE]).replace("15 días antes a las 08:00", when)
    assert problems(tmp_path, town) == []


def test_what_nobody_approves_does_not_wait_for_approval(tmp_path: Path) -> None:
    """It would go out at once to everybody: it is refused at its `cuando`, with both things that may be meant."""
    town = edited(FILE, "15 días antes a las 08:00", "tras aprobar")
    said = "el mensaje «anuncio» sale tras aprobar, y nadie lo aprueba: saldría de una vez, solo"
    assert problems(tmp_path, town) == [f"{FILE}:12:13: {said}"]
    [hint] = hints(tmp_path, town)
    assert hint.startswith("escriba «aprueba:»")
    assert hint.endswith("«cuando: por orden»")


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
        (COMMITTEE.replace("[ana, luis]", "[ana, luis], quorum: 2"), "comite-gel", "queda 1", 2),
        (PERSON, "luis", "quedan 0", 1),
    ],
)
def test_enough_are_left_to_approve(tmp_path: Path, municipality: str, approver: str, left: str, needed: int) -> None:
    """A message that nobody could ever approve is refused when its file is read."""
    wrong = drafted(municipality, f"aprueba: {approver}\nredacta: luis\n")
    said = f"«luis» lo redactó y no lo aprueba: de «{approver}» {left} con voto y hacen falta {needed}"
    assert problems(tmp_path, wrong) == [f"{FILE}:11:10: {said}"]


SAME = ", correo: Ana@villaclara.gov.co"


def test_one_mailbox_is_one_vote(tmp_path: Path) -> None:
    """Two members who read the same mail would be a quorum of one person."""
    two = TOWN.replace("MORE", SAME).replace("miembros: [ana]}", "miembros: [ana, luis], quorum: 2}")
    said = "«luis» y «ana» tienen el mismo correo (Ana@villaclara.gov.co): serían un solo voto"
    wrong = drafted(two, "aprueba: comite-gel\n")
    assert [each.partition(" ")[2] for each in problems(tmp_path, wrong)] == [said]
    assert problems(tmp_path, drafted(two.replace("Ana@", "luis@"), "aprueba: comite-gel\n")) == []


def test_nobody_approves_by_the_mail_of_who_drafted(tmp_path: Path) -> None:
    """The link that decides comes by mail."""
    wrong = drafted(PERSON.replace("nombre: Luis", f"nombre: Luis{SAME}"), "aprueba: luis\nredacta: ana\n")
    said = f"{FILE}:11:10: «ana» lo redactó y tiene el mismo correo que «luis», que lo aprueba"
    assert problems(tmp_path, wrong) == [said]
