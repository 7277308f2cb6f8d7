"""Links of approval mails that are none, or are one no longer, and words that are none."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from delivery.approving.by_link import LONGEST_NOTE
from delivery.office.decisions import reject
from delivery.office.office import cancel
from storage.database import Database
from storage.keyring import rotate_signing_key
from storage.tokens import Use, sign
from tests.delivery.approving.council import (
    APPROVED,
    FILE,
    TOWN,
    link_to,
)
from tests.delivery.desk import Desk, bogota
from tests.panel.test_approvals import KEY, NEW, WAITS, council, spoken, words


async def gone(desk: Desk) -> None:
    await desk.reload({"municipio.yaml": TOWN.replace("[ana, luis, eva]", "[luis, eva]")})


async def unasked(desk: Desk) -> None:
    await desk.reload({FILE: APPROVED.replace("aprueba: comite-gel\n", "")})


async def out(desk: Desk) -> None:
    desk.clock.moment = bogota("2026-12-28T09:00")
    await desk.turn()


async def called_off(desk: Desk) -> None:
    desk.write(cancel, KEY, "luis", desk.clock.now())


async def decided(desk: Desk) -> None:
    desk.write(reject, KEY, "luis", "No", desk.clock.now())


async def late(desk: Desk) -> None:
    desk.clock.moment = NEW + timedelta(days=14, minutes=16)


@pytest.mark.parametrize(
    ("becomes", "code", "told"),
    [
        (gone, 403, "ya no está entre quienes aprueban"),
        (unasked, 410, "ya no hay nada que decidir"),
        (out, 410, "no salió a su hora"),
        (called_off, 410, "Está «cancelada»"),
        (decided, 200, "ya se decidió"),
        (spoken, 200, "usted ya dio su palabra"),
        (late, 404, "Este enlace no sirve"),
    ],
)
async def test_a_link_that_is_one_no_longer(
    database: Database, tmp_path: Path, becomes: Callable[[Desk], object], code: int, told: str
) -> None:
    """It says why, and writes nothing down, opened or sent."""
    async with council(database, tmp_path) as (desk, client):
        token = link_to(desk, "ana")
        await becomes(desk)  # type: ignore[misc]  # each is a coroutine
        before = words(desk)
        for answer in (await client.get(token), await client.post(token, data={"decision": "si"})):
            assert (answer.status_code, told in answer.text) == (code, True), answer.text
        assert words(desk) == before


def forged(desk: Desk, token: str, now: datetime) -> list[str]:
    """Tokens that are not ours, not for this, or not of this row."""
    keyring, until = desk.place.keyring, now + timedelta(days=1)
    other = sign(keyring, Use.UNSUBSCRIBE, b"12345678" + b"0123456789", until)
    nobody = sign(keyring, Use.APPROVE, (9_999).to_bytes(8, "big") + b"0123456789", until)
    unbound = sign(keyring, Use.APPROVE, (1).to_bytes(8, "big") + b"0123456789", until)
    short = sign(keyring, Use.APPROVE, b"", until)
    changed = f"{token[:20]}{'b' if token[20] == 'a' else 'a'}{token[21:]}"
    return [token[:-1], f"{token}a", changed, "x", "%00", other, nobody, unbound, short, f"{token}/1"]


async def test_what_is_no_link_of_ours(database: Database, tmp_path: Path) -> None:
    """Cut, changed, for another use, of no row or of another's: not found, and nothing more is told."""
    async with council(database, tmp_path) as (desk, client):
        token = link_to(desk, "ana")
        for wrong in forged(desk, token, desk.clock.now()):
            answer = await client.post(wrong, data={"decision": "si"})
            assert (answer.status_code, "Este enlace no sirve" in answer.text) == (404, True), wrong
        assert words(desk) == []
        rotate_signing_key(desk.folder / "claves", desk.clock.now())
        assert WAITS in (await client.get(token.upper())).text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"nota": "x"}, 405),
        ({"decision": "tal-vez"}, 405),
        ({"decision": "si", "nota": "x" * 40_000}, 413),
        ({"decision": "no", "nota": "ñ" * LONGEST_NOTE}, 200),
        ({"decision": "no", "nota": "y" * (LONGEST_NOTE + 500)}, 200),
    ],
)
async def test_what_is_no_word(database: Database, tmp_path: Path, body: dict[str, str], code: int) -> None:
    """No button, a word that there is not, a note beyond all measure; a long one is kept as far as it fits."""
    async with council(database, tmp_path) as (desk, client):
        answer = await client.post(link_to(desk, "ana"), data=body)
        assert answer.status_code == code
        assert [len(note) for _, _, note in words(desk)] == ([LONGEST_NOTE] if code == 200 else [])
