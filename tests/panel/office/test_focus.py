"""What the keyboard is found by again, where a part of a page is shown anew."""

import re
from pathlib import Path

from panel.entrance.roles import Role
from panel.office.focus import LIVE, kept_in_place
from storage.database import Database
from tests.panel.staffed import office


def test_every_stop_has_an_id_that_follows_from_where_it_leads() -> None:
    """Twice the same are told apart; what has an id, and what nobody stops at, stays as it is."""
    link, button = '<a href="/x">x</a>', '<button name="a" value="b">b</button>'
    rest = '<abbr>x</abbr><input type="hidden" name="ficha" value="1"><summary id="own">s</summary>'
    page = f"<div {LIVE}>{link}{button}{link}{rest}</div>"
    named = kept_in_place(page)
    assert re.sub(r'<(a|button) id="[^"]+"', r"<\1", named) == page
    assert (
        kept_in_place(page.replace(link, f'<a href="/new">n</a>{link}', 1)).split(link[3:])[1:]
        == named.split(link[3:])[1:]
    )
    ids = re.findall(r'\sid="([^"]+)"', named)
    assert (len(ids), len(set(ids))) == (4, 4)
    assert kept_in_place(page.replace(LIVE, "")) == page.replace(LIVE, "")


async def test_the_day_has_no_stop_without_an_id(sqlite_database: Database, tmp_path: Path) -> None:
    """It is shown anew every half minute; nor has it two of one id."""
    async with office(sqlite_database, tmp_path) as town:
        town.user("ana", Role.READER)
        await town.sign_in("ana")
        await town.desk.turn()
        page = (await town.get("hoy")).text
        stops = [
            each for each in re.findall(r"<(?:a|button|input|select|summary)\s[^>]*>", page) if "hidden" not in each
        ]
        assert stops
        assert [each for each in stops if ' id="' not in each] == []
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
