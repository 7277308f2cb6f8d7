"""The daemon hears people while it runs, also after it was killed, and ends at once though a service waits for news."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from sqlalchemy import select

from storage.database import Database
from storage.schema import prepare
from storage.tables import event, suppression
from tests.channels.chats import said, tell
from tests.channels.service import Service
from tests.delivery.ears import told
from tests.servers.process import Server
from tests.story.daemon import wait_until
from tests.story.place import ENVIRONMENT, Place

STAMP = "canario_secreto_de_telegram"


def bot(service: Service, more: str = "") -> str:
    """A real account that writes to persons."""
    options = f'token: "${{PREGONERO_BOT}}", servidor: "{service.address}"{more}'
    return f"vecinos:\n  tipo: telegram\n  destino: personas\n  modo: real\n  opciones: {{{options}}}\n"


def kinds(place: Place) -> list[str]:
    """What news is kept."""
    with place.database() as database, database.read() as connection:
        return list(connection.scalars(select(event.c.kind).order_by(event.c.id)))


def ready(tmp_path: Path) -> Place:
    """A place with an empty database."""
    place = Place(
        tmp_path, f"sqlite:///{tmp_path / 'var' / 'villa-clara.db'}", {**ENVIRONMENT, "PREGONERO_SELLO": STAMP}
    )
    database = Database.open(place.url)
    prepare(database)
    database.close()
    return place


def test_it_hears_and_ends_at_once(start_server: Callable[..., Server], tmp_path: Path) -> None:
    """What is said while it is dead is heard when it is back, once; and the question under way keeps nobody waiting."""
    service, place = Service.start(start_server, "tests.servers.bot_api", tmp_path), ready(tmp_path)
    place.configure(bot(service))
    with place.daemon() as daemon:
        tell(tmp_path, said(7, "/ayuda", 1001))
        wait_until(lambda: len(told(service)) == 1, "the answer")
        daemon.kill()
    tell(tmp_path, said(8, "/stop", 1002))
    with place.daemon() as daemon:
        wait_until(lambda: len(told(service)) == 2, "the second answer")
        assert daemon.stop(within=20) == 0
    assert kinds(place) == ["help", "stop"]
    assert [chat for chat, _ in told(service)] == ["1001", "1002"]


def test_its_panel_is_called(start_server: Callable[..., Server], tmp_path: Path) -> None:
    """The panel beside the daemon knows its accounts: a call that is proven counts, and is answered by the lane."""
    service, place = Service.start(start_server, "tests.servers.bot_api", tmp_path), ready(tmp_path)
    place.configure(bot(service, ', entrada: aviso, secreto-aviso: "${PREGONERO_SELLO}"'))
    with (place.config / "municipio.yaml").open("a", encoding="utf-8") as file:
        file.write("ventanilla: https://participe.villaclara.gov.co\n")
    with place.daemon(words=("--listen", "127.0.0.1:0")) as daemon:
        address = re.search(r"http://127\.0\.0\.1:\d+", daemon.said())
        assert address is not None
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": STAMP}
        body = json.dumps(said(7, "/stop")).encode()
        with urlopen(Request(f"{address.group()}/avisos/villa-clara/vecinos", body, headers)) as answer:
            assert answer.status == 200
        wait_until(lambda: len(told(service)) == 1, "the answer")
        with place.database() as database, database.read() as connection:
            assert connection.scalars(select(suppression.c.reason)).all() == ["baja"]
