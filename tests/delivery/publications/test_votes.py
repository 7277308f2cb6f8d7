"""From single words to a committee's: who counts, how often, until when, and what stops."""

from pathlib import Path

import pytest

from delivery.publications.votes import ballot, completed
from storage.approvals import Approval, Decision
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY, loaded
from tests.delivery.desk import bogota

TOWN = MUNICIPALITY.replace(
    "ana@villaclara.gov.co}\n",
    "ana@villaclara.gov.co}\n  luis: {nombre: Luis}\n  eva: {nombre: Eva}\n  ines: {nombre: Inés}\n",
).replace(
    "miembros: [ana]}",
    "miembros: [ana, luis, eva], quorum: 2MORE}\n  legal: {nombre: Legal, miembros: [ines, ana]}",
)
WITHOUT_LUIS = TOWN.replace("[ana, luis, eva]", "[ana, eva, ines]")
APART = TOWN.replace("2MORE", "2, distinto-de-quien-redacta: sí")
FILE = "campanas/matriculas.yaml"
CASES = [
    ("", None),
    ("ana+", None),
    ("ana+ ana+", None),
    ("ana+ luis+", "approved luis"),
    ("ana+ luis+ eva+", "approved luis"),
    ("ana-", "rejected ana"),
    ("ana+ luis+ eva-", "rejected eva"),
    ("ana+ luis- eva+", "rejected luis"),
    ("ana+ luis- luis+", "approved luis"),
    ("ana- ana+ luis+", "approved luis"),
    ("ana+ ana- luis+", "rejected ana"),
    ("ines+ ana+", None),
    ("ines- ana+ luis+", "approved luis"),
]
"""Words in their order, a yes with a plus and a no with a minus, and what the committee has said with them."""
LEFT = [
    ("ana+ luis+", "approved luis"),
    ("luis+ ana+", "approved ana"),
    ("luis+", None),
    ("luis+ eva+ luis-", None),
    ("ana+ luis+ eva-", "rejected eva"),
    ("luis-", None),
    ("luis- ana+ eva+", "approved eva"),
]
"""The same, told after Luis has left: what was approved with him stays approved, what he said alone is gone."""


def said(folder: Path, words: str, municipality: str = TOWN, later: str = "", drafter: str = "") -> str | None:
    """What the committee has said with these words, each spoken in `municipality` and counted in `later`."""
    text = CAMPAIGN.replace("mensajes:", f"aprueba: comite-gel\n{drafter}mensajes:")
    then = loaded(folder, {"municipio.yaml": municipality.replace("MORE", ""), FILE: text}).tenants[0]
    now = loaded(folder, {"municipio.yaml": (later or municipality).replace("MORE", ""), FILE: text}).tenants[0]
    message = then.campaigns["matriculas"].messages[0]
    spoken: list[Approval] = []
    for minute, word in enumerate(words.split()):
        decision = Decision.APPROVED if word.endswith("+") else Decision.REJECTED
        one = Approval(decision, word[:-1], "", bogota(f"2026-12-01T08:{minute:02d}"), "comite-gel")
        spoken.append(completed(then, message, spoken, one))
    found = ballot(now, "comite-gel", message.drafter, spoken).decided
    return f"{found.decision.value} {found.person}" if found is not None else None


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_a_committee_speaks_by_its_members(tmp_path: Path, words: str, expected: str | None) -> None:
    """Each member has one vote, the last; one no stops until it is taken back; strangers have none."""
    assert said(tmp_path, words) == expected


@pytest.mark.parametrize(("words", "expected"), LEFT)
def test_what_a_member_did_who_has_left(tmp_path: Path, words: str, expected: str | None) -> None:
    """A complete approval stays, unless somebody has rejected since; the single word of who left counts no more."""
    assert said(tmp_path, words, later=WITHOUT_LUIS) == expected


@pytest.mark.parametrize(("words", "expected"), [("ana+ luis+", None), ("ana- luis+ eva+", "approved eva")])
def test_who_drafted_has_no_vote(tmp_path: Path, words: str, expected: str | None) -> None:
    """Where drafter and approver are to be two, neither a yes nor a no of the drafter counts."""
    assert said(tmp_path, words, APART, drafter="redacta: ana\n") == expected


def test_a_higher_quorum_asks_for_more_only_of_what_is_not_approved(tmp_path: Path) -> None:
    """What was complete with two stays so where three are asked for since; one of two does not suffice."""
    three = TOWN.replace("quorum: 2", "quorum: 3")
    assert said(tmp_path, "ana+ luis+", later=three) == "approved luis"
    assert said(tmp_path, "ana+", later=TOWN.replace("quorum: 2", "quorum: 1")) == "approved ana"


def test_who_sits_in_two_committees_says_one_word_for_both(tmp_path: Path) -> None:
    """It was said on the content; but what it made complete for one is not complete for the other."""
    tenant = loaded(tmp_path, {"municipio.yaml": TOWN.replace("MORE", "")}).tenants[0]
    word = Approval(Decision.APPROVED, "ana", "", bogota("2026-12-01T08:00"), "legal", complete=True)
    assert ballot(tenant, "legal", None, [word]).decided == word
    committee = ballot(tenant, "comite-gel", None, [word])
    assert (committee.last, committee.decided) == ((word,), None)


def test_words_of_older_versions_count_for_whoever_is_asked(tmp_path: Path) -> None:
    """They were kept without the committee that they were said for."""
    tenant = loaded(tmp_path, {"municipio.yaml": TOWN.replace("MORE", "")}).tenants[0]
    words = [Approval(Decision.APPROVED, each, "", bogota("2026-12-01T08:00")) for each in ("ana", "eva")]
    assert ballot(tenant, "comite-gel", None, words).decided == words[1]
