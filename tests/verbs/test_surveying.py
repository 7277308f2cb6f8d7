"""`survey`: what came of one, for programs and for people, and a person's word."""

import pytest

from storage.states import Voter
from storage.surveys import ask_person, polls_of, surveys
from storage.votes import cast
from tests.campaigns.town import MUNICIPALITY
from tests.verbs.operator import COMMITTEE, Operator

ASKS = COMMITTEE.replace("aprueba: comite-gel\nmensajes", "mensajes").replace(
    "    canales: [correo, web]\n    asunto: Matrículas\n",
    "    canales: [web, canal]\n    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí, No]}\n",
)
KEY = "matriculas/anuncio/canal@1"
DESK = f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n"


@pytest.fixture
def asked(operator: Operator) -> Operator:
    """The survey is out; one neighbour has voted, and the service will not tell its poll."""
    operator.town({"campanas/matriculas.yaml": ASKS, "municipio.yaml": DESK})
    operator.does("send", "matriculas", "--message", "anuncio", "--as", "ana")
    database = operator.database()
    with database.write() as connection:
        [survey] = surveys(connection, 1)
        assert cast(connection, survey.id, "v", Voter.DEVICE, "", 1, survey.opened_at)
        ask_person(connection, polls_of(connection, survey.id)[0].publication, "Ya estaba cerrada.")
    database.close()
    return operator


def test_a_poll_waits_for_a_person(asked: Operator) -> None:
    """`status` and `survey` say so; the votes are entered once for each option, and `status` lists it no more."""
    assert [each["key"] for each in asked.reads("status")["polls"]] == [KEY]
    assert "Encuestas que esperan sus votos" in asked.does("status")
    assert "espera a una persona. Ya estaba cerrada" in asked.does("survey", "matriculas/anuncio@1")
    assert asked.types("survey", KEY, "--votes", "1,2,3", "--as", "ana").exit_code == 1
    told = asked.reads("survey", KEY, "--votes", "12,5", "--note", "captura", "--as", "ana")
    assert (told["total"], told["polls"][0]["told_by"]) == ([12, 6], "ana")
    assert told["page"] == [{"by": "device", "medium": "", "votes": [0, 1]}]
    assert "la dijo ana" in asked.does("survey", KEY)
    assert asked.reads("status")["polls"] == []


@pytest.mark.parametrize(
    "words", [(KEY, "--votes", "doce"), (KEY, "--votes", "12"), (KEY, "--note", "x"), ("matriculas/radio@1",)]
)
def test_a_wrong_call_is_refused(asked: Operator, words: tuple[str, ...]) -> None:
    """No counts, one alone, a note without counts, a message that asks nothing."""
    assert asked.types("survey", *words).exit_code == 2


def test_an_edit_after_all_is_told(asked: Operator) -> None:
    """`status` says that people are still asked what they were."""
    assert asked.reads("status")["edited_surveys"] == []
    edited = ASKS.replace("[Sí, No]", "[Sí, No, Tal vez]")
    asked.town({"campanas/matriculas.yaml": edited, "municipio.yaml": DESK})
    [told] = asked.reads("status")["edited_surveys"]
    assert told["key"].startswith("matriculas/anuncio@")
    assert "Encuestas que cambiaron después de salir" in asked.does("status")
