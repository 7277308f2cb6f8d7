"""Subscribers who wait for what people do by hand: told while the files are read."""

from pathlib import Path

import pytest

from campaigns.loader import load
from delivery.planning.people_awaited import awaited_people
from tests.campaigns.town import CAMPAIGN, FOLLOWER, build

FILE = "campanas/matriculas.yaml"
ENVIRONMENT = {"PREGONERO_CLAVE": "secreta", "PREGONERO_BOT": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}


@pytest.mark.parametrize(
    ("accounts", "more", "told"),
    [
        ("[web, emisora]", FOLLOWER, True),
        ("[web]", FOLLOWER, False),
        ("[emisora]", FOLLOWER, False),
        ("[web, emisora]", FOLLOWER.replace("    suscripcion: {temas: [noticias]}\n", ""), False),
    ],
    ids=["one of two by hand", "none by hand", "all by hand", "no subscribers"],
)
def test_what_keeps_subscribers_waiting_is_told(tmp_path: Path, accounts: str, more: str, told: bool) -> None:
    """At the line of its `cuando`, with the account that is waited for."""
    loaded = load(build(tmp_path, {FILE: CAMPAIGN.replace("[correo, web]", accounts) + more}), ENVIRONMENT)
    assert loaded.problems == ()
    found = [str(each) for each in awaited_people(loaded.tenants[0])]
    assert bool(found) is told
    if told:
        assert "a los suscritos les llega cuando alguien confirme lo de emisora de «anuncio»" in found[0]
        line = (tmp_path / FILE).read_text(encoding="utf-8").partition("al publicar")[0].count("\n") + 1
        assert f"{FILE}:{line}:" in found[0]
