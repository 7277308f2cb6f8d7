"""An officer could send each text as it stands: finished, in usted, about its row, and like no other."""

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from tests.plans.keywords import KEYWORDS
from tests.plans.played import PLANS
from tests.plans.rows import ROWS
from tests.plans.texts import Piece, pieces, plain, unaccented

ALIKE = 0.9
FILLER = re.compile(
    r"lorem|ipsum|\bx{3,}\b|\btbd\b|todo:|pendiente de redactar|texto de (ejemplo|prueba|relleno)|por definir|"
    r"aquí va\b|inserte aquí|\[\.\.\.\]",
    re.IGNORECASE,
)
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|Undefined|\[\]|\(\)")
SLIPS = re.compile(r"(?<=\S)  +(?=\S)|(?<!\.)\.\.(?!\.)| [,.;:](?=\s)|,\.|[¿¡]\s|\bm\.\.")
FAMILIAR = re.compile(
    r"\b(tú|ti|contigo|tus?|tuy[oa]s?|te|tienes|puedes|quieres|sabes|debes|conoces|necesitas|vas|eres|estás|"
    r"encuentras|haz|hazlo|ponte|dinos|cuéntanos|escríbenos|síguenos|visítanos|llámanos|ayúdanos|\w*[áéí]\w*[ae]te)\b",
    re.IGNORECASE,
)
# What the Concejo of Cartagena calls its strategy is a name, not a way of speaking.
NAMES = re.compile(r"digitalízate", re.IGNORECASE)


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where a finished text has what it should not."""
    return [
        f"{piece.name}: «{piece.finished[max(0, hit.start() - 30) : hit.end() + 30]}»"
        for piece in pieces()
        for hit in pattern.finditer(NAMES.sub("Digital", piece.finished))
    ]


def test_every_message_is_finished_for_each_of_its_accounts() -> None:
    """Each shipped message has a text for a sample person, within what its account takes."""
    assert {piece.tenant for piece in pieces()} >= set(PLANS)
    assert [piece.name for piece in pieces() if len(plain(piece.words).split()) < 5] == []
    assert [piece.name for piece in pieces() if piece.length > piece.limit] == []


@pytest.mark.parametrize("pattern", [LEFT_OVER, FILLER, SLIPS, FAMILIAR], ids=["fields", "filler", "slips", "familiar"])
def test_no_text_has(pattern: re.Pattern[str]) -> None:
    """No field is left over, nothing stands in for a text, no mark slipped, nobody is spoken to as «tú»."""
    assert found(pattern) == []


def test_every_row_has_its_words() -> None:
    """The table of keywords speaks of the 102 rows."""
    assert set(KEYWORDS) == {row.key for row in ROWS}


@pytest.mark.parametrize("plan", PLANS)
def test_every_text_speaks_of_its_row(plan: str) -> None:
    """A text, with its title, names something concrete of a row that it serves."""
    silent = [
        f"{piece.name} {piece.rows}"
        for piece in pieces()
        if piece.tenant == plan and not any(re.search(KEYWORDS[row], unaccented(piece.words)) for row in piece.rows)
    ]
    assert silent == []


def test_no_two_messages_share_a_text() -> None:
    """No text of one message, of whatever plan, is that of another, nor nearly."""
    texts: dict[tuple[str, str, str], Piece] = {}
    for piece in pieces():
        body = plain(piece.words.partition("\n")[2])
        texts.setdefault((piece.tenant, piece.message, body), piece)
    twins = [
        f"{one.name} ~ {other.name}"
        for ((_, _, left), one), ((_, _, right), other) in combinations(texts.items(), 2)
        if (one.tenant, one.message) != (other.tenant, other.message) and alike(left, right)
    ]
    assert twins == []


def alike(left: str, right: str) -> bool:
    """The same, or more than nine tenths of it; what cannot be is told by lengths and words first."""
    if 2 * min(len(left), len(right)) <= ALIKE * (len(left) + len(right)):
        return False
    words = set(left.split()), set(right.split())
    if 2 * len(words[0] & words[1]) < max(map(len, words)):
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


@pytest.mark.parametrize("plan", PLANS)
def test_no_two_messages_of_a_plan_share_a_title(plan: str) -> None:
    """A page, a mail or a task is told from all others by its title."""
    owners: dict[str, set[str]] = {}
    for piece in pieces():
        title = piece.words.partition("\n")[0]
        if piece.tenant == plan and title:
            owners.setdefault(title, set()).add(piece.message)
    assert {title: messages for title, messages in owners.items() if len(messages) > 1} == {}
