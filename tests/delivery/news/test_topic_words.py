"""Topics that people name to a bot or a number: subscribed to, left and listed."""

from pathlib import Path

import pytest

from channels.news import Spoke, Word, said_about
from channels.telegram.updates import news_of
from delivery.news.hearing import take_in
from delivery.news.topic_words import link_of
from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.channels.chats import said, tell
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import BEFORE, key, listening, town
from tests.delivery.news.test_listening import answered
from tests.delivery.towns import BOT

SERVICE = "bot"
TOPICS = {
    "municipio.yaml": f"{MUNICIPALITY}temas: {{noticias: Noticias, tramites: Trámites, obras-viales: Obras y vías}}\n"
}

SAID = [
    ("ALTA NOTICIAS", Word.JOIN, "NOTICIAS"),
    ("alta trámites.", Word.JOIN, "trámites"),
    ("«Baja noticias»", Word.QUIT, "noticias"),
    ("Temas", Word.TOPICS, ""),
    ("alta", Word.START, "todos"),
    ("baja", Word.STOP, ""),
    ("se da de alta noticias", Word.OTHER, ""),
    (f"alta {'a' * 500}", Word.OTHER, ""),
]


@pytest.mark.parametrize(("text", "word", "topics"), SAID)
def test_a_word_and_what_it_is_about(text: str, word: Word, topics: str) -> None:
    """The word stands first, the topics behind it; which there are is not known to a medium."""
    assert said_about(text) == (word, topics)
    spoke = news_of(said(7, text))
    assert isinstance(spoke, Spoke)
    assert (spoke.word, spoke.topics) == (word, topics)


ALL = {"noticias", "tramites", "obras-viales"}
LIVES = [
    (["ALTA NOTICIAS"], {"noticias"}, ["topics"]),
    (["alta Tramites y NOTICIAS"], {"noticias", "tramites"}, ["topics"]),
    (["alta obras y vías"], {"obras-viales"}, ["topics"]),
    (["alta obras viales"], {"obras-viales"}, ["topics"]),
    (["ALTA"], ALL, ["topics"]),
    (["alta todos", "baja noticias"], ALL - {"noticias"}, ["topics", "topics"]),
    (["alta todos", "baja todo"], set(), ["topics", "topics"]),
    (["ALTA", "/stop"], set(), ["topics", "farewell"]),
    (["alta tensión en la calle 5"], set(), ["brief"]),
    (["alta noticias falsas"], set(), ["brief"]),
    (["baja la luz todos los días"], set(), ["brief"]),
    (["/temas"], set(), ["topics"]),
    (["temas"], set(), ["topics"]),
    ([f"/start {link_of()}"], ALL, ["topics"]),
    ([f"/start {link_of(['noticias', 'obras-viales'])}"], {"noticias", "obras-viales"}, ["topics"]),
    (["/start temas_futbol"], set(), ["greeting"]),
    (["/start barrio-norte"], set(), ["greeting"]),
    (["/start"], set(), ["greeting"]),
]


@pytest.mark.parametrize(("words", "topics", "replies"), LIVES)
async def test_what_becomes_of_each_word(
    sqlite_database: Database, tmp_path: Path, service: Service, words: list[str], topics: set[str], replies: list[str]
) -> None:
    """Accents and case are forgiven; what only begins like a command is free speech, and changes nothing."""
    async with at_work(sqlite_database, tmp_path, BEFORE, town(service) | TOPICS, BOT) as desk:
        for number, text in enumerate(words, 7):
            desk.clock.pass_(minutes=2)
            _hear(desk, number, text)
        running = {row.topic for row in desk.rows("subscription") if row.ended_at is None}
        assert running == topics
        assert [row.kind for row in desk.rows("reply")] == replies


async def test_the_answer_says_to_which_and_how_to_leave(database: Database, tmp_path: Path, service: Service) -> None:
    """A chat that nobody knew is a contact from then on; the proof names the account and the words that were told."""
    async with at_work(database, tmp_path, BEFORE, town(service) | TOPICS, BOT) as desk:
        async with listening(desk):
            tell(service.script.parent, said(7, "alta noticias", 1001))
            await answered(desk, 1)
        [text] = [call["text"] for call in service.calls() if call["method"] == "sendMessage"]
        assert text.startswith("Está suscrito a: Noticias.\n\nOtros temas:\n- Trámites\n- Obras y vías")
        assert "BAJA NOTICIAS" in text
        assert "/stop" in text
        [word], [notice], [person] = desk.rows("consent"), desk.rows("privacy_notice"), desk.rows("address")
        assert (word.purpose, word.given, word.source) == ("tema:noticias", True, "Escribió ALTA a la cuenta vecinos.")
        assert (word.notice, word.key, person.key, person.address) == (
            notice.digest,
            person.key,
            key(desk, "1001"),
            "1001",
        )
        assert notice.text in text


def _hear(desk: Desk, number: int, text: str) -> None:
    spoke = news_of(said(number, text))
    assert spoke is not None
    desk.write(take_in, desk.tenant.accounts["vecinos"], [spoke], desk.clock.now())
