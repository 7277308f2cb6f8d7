"""Topics of messages and publics: told when the file is read, not when nobody gets the message."""

from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY, hints, problems

FILE = "campanas/matriculas.yaml"
TOPICS = "temas: {salud: Salud, vias: {nombre: Vías, descripcion: Cierres y obras}}\n"


def _sent_to(topics: str, account: str = "correo", named: str = "") -> dict[str, str]:
    text = CAMPAIGN.replace("[correo, web]", f"[{account}]")
    return {FILE: f"{text}    suscripcion: {{temas: {topics}}}\n", "municipio.yaml": f"{MUNICIPALITY}{named}"}


@pytest.mark.parametrize(
    ("topics", "account", "named", "said"),
    [
        ("[noticias, boletines, eventos, tramites, contratos]", "correo", "", []),
        ("noticias", "correo", "", []),
        ("[vias]", "correo", TOPICS, []),
        ("[noticias]", "correo", TOPICS, ["no existe el tema «noticias»"]),
        ("[salud, via]", "correo", TOPICS, ["no existe el tema «via»"]),
        ("[noticias]", "emisora", "", []),
        ("[noticias]", "web", "", ["«web» publica para todos, y un mensaje con «suscripcion» va a los suscritos"]),
    ],
)
def test_what_cannot_be_subscribed_to_is_said(
    tmp_path: Path, topics: str, account: str, named: str, said: list[str]
) -> None:
    """Where the municipality names no topics there are the usual five; where it does, these alone."""
    found = problems(tmp_path, _sent_to(topics, account, named))
    assert [each.partition(": ")[2] for each in found] == said


def test_the_topic_that_was_meant_is_offered(tmp_path: Path) -> None:
    """What is nearly right is told as a question; without topics there is no subscription."""
    assert hints(tmp_path, _sent_to("[via]", named=TOPICS)) == ["¿quiso decir «vias»?"]
    assert len(problems(tmp_path, _sent_to("[]"))) == 1


def test_a_public_may_be_those_who_are_subscribed(tmp_path: Path) -> None:
    """Also among alternatives; a topic that is not there is told at its place."""
    public = "condicion: {alguna: [{con: {barrio: centro}}, {suscritos: [notisias, eventos]}]}"
    found = problems(tmp_path, {"publicos.yaml": AUDIENCES.replace("condicion: {}", public)})
    assert [each.partition(": ")[2] for each in found] == ["no existe el tema «notisias»"]


def test_subscribers_need_no_condition_of_their_public(tmp_path: Path) -> None:
    """The topics say who they are, also in a public that is reached by posts alone."""
    text = CAMPAIGN.replace("publico: ciudadania", "publico: transeuntes").replace("[correo, web]", "[correo]")
    files = {FILE: text, "canales.yaml": ACCOUNTS}
    assert len(problems(tmp_path, files)) == 1
    assert problems(tmp_path, files | {FILE: f"{text}    suscripcion: {{temas: [noticias]}}\n"}) == []


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("correo", []),
        ("canal", ["«canal» no es de correo, y la suscripción se confirma por correo"]),
        ("correos", ["no existe el canal «correos»"]),
    ],
)
def test_a_subscription_is_confirmed_by_mail(tmp_path: Path, account: str, said: list[str]) -> None:
    """The account that asks for the confirmation has to be one that writes to any mail address."""
    town = f"{MUNICIPALITY}suscripciones: {{cuenta: {account}}}\n"
    found = problems(tmp_path, {"municipio.yaml": town})
    assert [each.partition(": ")[2] for each in found] == said
