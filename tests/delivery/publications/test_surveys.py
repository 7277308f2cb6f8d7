"""A survey is asked by all accounts of its message, opened once, and closed at its hour."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from campaigns.content import Content
from delivery.sending.ballots import delivery_of, token, voter_of_device, voter_of_token
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from storage.states import Voter
from storage.surveys import polls_of, surveys
from storage.votes import cast, has_voted, page_votes
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
CHANGES = {
    "municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n",
    FILE: CAMPAIGN.replace("[correo, web]", "[correo, web, canal]")
    + "    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí, No], cierra: 2 días después}\n",
}
KEYRING = Keyring(b"k" * 32, (SigningKey("1", b"a" * 32), SigningKey("2", b"b" * 32)))
PAGE = "https://participe.villaclara.gov.co/encuesta/abcdefghij"


def _content(desk: Desk, account: str) -> Content:
    return Content.from_json(desk.publication(f"anuncio/{account}@1").content)


def _mail(folder: Path) -> str:
    [path] = folder.rglob("*.eml")
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def test_one_question_for_all_accounts(database: Database, tmp_path: Path) -> None:
    """One row for all; a poll where the service has polls, the voting page elsewhere; all close together."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        with desk.database.read() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
            polls = polls_of(connection, survey.id)
        assert (survey.question, survey.options) == ("¿Abrimos el sábado?", ("Sí", "No"))
        assert survey.closes_at == bogota("2026-12-30T08:00")
        assert [each.account for each in polls] == ["canal"]
        asked = {name: _content(desk, name).survey for name in ("correo", "web", "canal")}
        assert {name: each.poll for name, each in asked.items() if each} == {
            "correo": False,
            "web": False,
            "canal": True,
        }
        page = f"https://participe.villaclara.gov.co/encuesta/{survey.code}"
        assert {each.page for each in asked.values() if each} == {page}
        assert f"Vote aquí: {page}/" in _mail(tmp_path)


async def test_it_closes_at_its_hour(database: Database, tmp_path: Path) -> None:
    """By rows, at the sweep; what told voters apart is gone, and no vote counts any more."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        with desk.database.write() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
            now = desk.clock.now()
            assert cast(connection, survey.id, "v", Voter.DEVICE, "", 1, now)
            assert not cast(connection, survey.id, "v", Voter.DEVICE, "", 0, now)
            assert has_voted(connection, survey.id, "v")
        desk.clock.pass_(days=2)
        await desk.settle()
        with desk.database.write() as connection:
            [closed] = surveys(connection, desk.place.tenant_id)
            assert (closed.closed_at, closed.salt) == (desk.clock.now(), None)
            assert not cast(connection, survey.id, "w", Voter.DEVICE, "", 1, now)
            assert [(each.option, each.votes) for each in page_votes(connection, survey.id)] == [(1, 1)]


def test_a_token_is_of_one_delivery_and_one_survey() -> None:
    """Signed by the newest key; an older key's stay good, and what was changed is nobody's."""
    told = token(KEYRING, PAGE, 41)
    older = token(Keyring(KEYRING.address_key, KEYRING.signing_keys[:1]), PAGE, 41)
    assert [delivery_of(KEYRING, "abcdefghij", each) for each in (told, older)] == [41, 41]
    wrong = (told[:-1] + "!", "42" + told[2:], "041" + told[2:], "", "41", "41-", "41-ñ", "²-a", "9" * 40 + told[2:])
    assert {delivery_of(KEYRING, "abcdefghij", each) for each in wrong} == {None}
    assert delivery_of(KEYRING, "bbcdefghij", told) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("10.0.0.1", "Firefox"), ("10.0.0.1", "Firefox"), True),
        (("10.0.0.1", "Firefox"), ("10.0.0.2", "Firefox"), False),
        (("10.0.0.1", "Firefox"), ("10.0.0.1", "Safari"), False),
        (("::ffff:10.0.0.1", "Firefox"), ("10.0.0.1", "Firefox"), True),
        (("2001:db8::1", "Firefox"), ("2001:db8::ffff", "Firefox"), True),
        (("2001:db8::1", "Firefox"), ("2001:db8:0:1::1", "Firefox"), False),
    ],
)
def test_a_device_is_its_network_and_its_browser(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    """An IPv6 address counts as its house; nobody finds the address again, and another survey has other voters."""
    assert (voter_of_device(KEYRING, "salt", *one) == voter_of_device(KEYRING, "salt", *other)) is same
    assert voter_of_device(KEYRING, "salt", *one) != voter_of_device(KEYRING, "other", *one)
    assert voter_of_token(KEYRING, "salt", one[0]) != voter_of_device(KEYRING, "salt", *one)


async def test_a_written_close_is_the_same_however_late_it_goes_out(database: Database, tmp_path: Path) -> None:
    """It is not counted from the publication."""
    closing = {FILE: CHANGES[FILE].replace("2 días después", "2026-12-31 a las 18:00")}
    async with at_work(database, tmp_path, DUE, CHANGES | closing) as desk:
        desk.clock.pass_(minutes=20)
        await desk.turn()
        with desk.database.read() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
        assert survey.closes_at == bogota("2026-12-31T18:00")
