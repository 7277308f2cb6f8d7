"""A campaign waits, its member is asked by a real mail, and the link in it lets it go; a change makes it ask anew."""

import re
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.campaigns.town import MUNICIPALITY
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import MailServer
from tests.story.daemon import wait_until
from tests.story.place import Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(10)

DESK = "https://participe.villaclara.gov.co"
LINK = re.compile(rf"{DESK}(/aprobar/[a-z2-7]+)")
APPROVED = "aprueba: comite-gel\n"
LATE = "tolerancia: 3 horas"


def to(mail: MailServer, address: str) -> list[str]:
    """The texts of the mails that an address got."""
    found = [each for record, each in zip(mail.taken(), mail.mails(), strict=True) if record["to"] == address]
    parts = [each.get_body(("plain",)) for each in found]
    return [part.get_content() for part in parts if part is not None]


def told(address: str, body: dict[str, str] | None = None) -> tuple[int, str]:
    """The code and the text of a page, opened or sent."""
    try:
        with urlopen(address, urlencode(body).encode() if body is not None else None) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def waiting(text: str) -> str:
    """A campaign whose hour has come, and that nobody has approved yet."""
    name = "agua" if "agua" in text else "luz"
    return campaign(name, message(name, this_minute() - minutes(1), "correo", text, LATE), more=APPROVED)


def now_and_then(address: str) -> int:
    """The code of a page, twice a second: a network that asks thirty times in ten seconds is told to wait."""
    time.sleep(0.5)
    return told(address)[0]


def test_a_link_lets_it_go_out_and_an_old_one_asks_anew(place: Place, start_mail_server: StartMailServer) -> None:
    """One mail asks for both words; sent twice a yes is one; what changed meanwhile takes no word by the old link."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port), agua=waiting("Cortan el agua."), luz=waiting("Cortan la luz."))
    place.write("municipio.yaml", f"{MUNICIPALITY}ventanas: no\nventanilla: {DESK}\n")
    [person] = place.people(1)
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        found = re.search(r"http://127\.0\.0\.1:\d+", daemon.said())
        assert found is not None
        wait_until(lambda: len(to(mail, "ana@villaclara.gov.co")) >= 1, "the mail that asks")
        [asked] = to(mail, "ana@villaclara.gov.co")
        water, light = (found.group() + path for path in LINK.findall(asked))
        if "Cortan el agua." not in told(water)[1]:
            water, light = light, water
        assert to(mail, person) == []

        place.write("campanas/luz.yaml", waiting("Cortan la luz el martes."))
        wait_until(lambda: now_and_then(light) == 409, "the daemon reads the change")
        for _ in range(2):
            code, page = told(light, {"decision": "si"})
            assert (code, "Con este enlace ya no se decide" in page) == (409, True)

        assert [told(water, {"decision": "si"})[0] for _ in range(2)] == [200, 200]
        wait_until(lambda: len(to(mail, person)) == 1, "the message goes out")
        assert "Cortan el agua." in to(mail, person)[0]

        assert "le llega un correo" in told(light, {"decision": "enlace"})[1]
        wait_until(lambda: len(to(mail, "ana@villaclara.gov.co")) == 2, "the mail with the new link")
        [path] = LINK.findall(to(mail, "ana@villaclara.gov.co")[1])
        told(found.group() + path, {"decision": "no", "nota": "No es el martes"})
        wait_until(lambda: place.publications()["luz/correo@1"] == "cancelled", "the no is heard")
        assert daemon.stop() == 0
    assert len(to(mail, person)) == 1
