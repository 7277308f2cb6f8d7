"""A daemon that makes its copies by itself: proven, beside its mail, and red while none can be made."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from campaigns.moment import Moment
from storage.proof import prove
from tests.servers.mail import MailServer
from tests.storage.rows import NOW
from tests.story.daemon import wait_until
from tests.story.place import BOGOTA, WEB, Place, campaign, mail_account, message, minutes, this_minute
from tests.story.test_panel import ANYWHERE, address_of, asked

pytestmark = pytest.mark.waits(20)

Start = Callable[..., MailServer]
NIGHTLY = "copias: {cuando: cada día a las 02:00, guardar: 3"


def page(ahead: float = 60) -> str:
    """One page, due some minutes from now."""
    return campaign("agua", message("pagina", this_minute() + minutes(ahead), "web", more="tolerancia: 3 horas"))


def wants_copies(place: Place, more: str = "") -> None:
    """A copy each night."""
    text = (place.config / "municipio.yaml").read_text("utf-8").partition("copias:")[0]
    place.write("municipio.yaml", f"{text}{NIGHTLY}{more}}}\n")


def copies(place: Place) -> dict[str, Any]:
    """What `status` says of them."""
    found: dict[str, Any] = json.loads(place.status("--json"))["copies"] or {}
    return found


def test_the_last_night_is_made_up_for_and_can_be_restored(either_place: Place) -> None:
    """Once, whatever is restarted: the machine slept at two; the copy says what the rows say."""
    place = either_place
    place.configure(WEB, agua=page(0))
    wants_copies(place)
    with place.daemon() as daemon:
        wait_until(lambda: copies(place).get("state") == "done", "a copy is made")
        assert daemon.stop() == 0
    told = copies(place)
    assert prove(Path(told["file"]), NOW).rows["publication"] == 1
    assert (told["error"], told["rows"] > 0, told["bytes"]) == ("", True, Path(told["file"]).stat().st_size)
    day = Moment(datetime.fromisoformat(told["good_at"]).astimezone(BOGOTA)).date
    assert f"Última copia de seguridad, probada: {day}" in place.status()
    with place.daemon() as daemon:
        wait_until(lambda: len(daemon.events("configuration loaded")) == 2, "it began again")
        assert daemon.stop() == 0
    assert len(daemon.events("a copy is made")) == 1


def test_a_copy_that_fails_is_red(place: Place) -> None:
    """A file where its folder should be: told with the reason, 503; green again once staff want none there."""
    place.configure(WEB, agua=page())
    barred = place.root / "disco-externo"
    barred.write_text("no es una carpeta")
    wants_copies(place, f", carpeta: {barred}")
    with place.daemon(words=ANYWHERE) as daemon:
        address = address_of(daemon)
        wait_until(lambda: asked(address)[0] == 503, "it turns red")
        [reason] = asked(address)[1]["reasons"]
        assert reason.startswith("villa-clara: La copia de seguridad no se pudo hacer: ")
        assert str(barred) in reason
        assert "Atención: La copia de seguridad no se pudo hacer: " in place.status()
        place.write("municipio.yaml", (place.config / "municipio.yaml").read_text("utf-8").partition("copias:")[0])
        wait_until(lambda: asked(address)[0] == 200, "staff want none any more")
        assert daemon.stop() == 0


def test_mail_goes_out_beside_a_copy(place: Place, start_mail_server: Start) -> None:
    """A stop puts off one that is under way: nothing half made stays, and the next daemon makes it beside its mail."""
    mail = start_mail_server()
    mailing = campaign("agua", message("aviso", this_minute(), "correo", more="tolerancia: 3 horas"))
    place.configure(mail_account(mail.port), agua=mailing)
    wants_copies(place)
    mails = place.people(3_000)
    with place.daemon() as daemon:
        wait_until(lambda: len(daemon.events("a copy is made")) == 1, "a copy is begun")
        assert daemon.stop() == 0
    assert copies(place)["state"] in ("due", "done")
    with place.daemon() as daemon:
        wait_until(lambda: place.publications()["aviso/correo@1"] == "done", "everyone has it")
        wait_until(lambda: copies(place)["state"] == "done", "the copy is made")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
    assert [path.suffix for path in (place.var / "copias").iterdir()] == [".gz"]
