"""Nobody votes as often as he likes: a network has so many votes without a link, and a link's vote is the device's."""

import asyncio
from pathlib import Path

import pytest

from storage.database import Database
from storage.tables import vote as votes
from tests.delivery.publications.test_surveys import CHANGES
from tests.panel.test_surveys import FORM, by, counted, own_link, town, visitor, vote

HOME, SCHOOL = "198.51.100.7", "203.0.113.9"


async def test_invented_browsers_stuff_no_ballot(database: Database, tmp_path: Path) -> None:
    """One address has the votes that the municipality allows, whatever it calls its browsers; others have their own."""
    async with town(database, tmp_path) as (desk, client, path):
        answers = [await vote(client, path, 0, HOME, f"invented {number}") for number in range(12)]
        assert [each.status_code for each in answers] == [200] * 10 + [403] * 2
        assert "cada red tiene 10 votos, y ya se usaron" in answers[-1].text
        assert not FORM.search((await client.get(path, headers=by(HOME, "one more"))).text)
        assert "ya se votó" in (await vote(client, path, 1, HOME, "invented 3")).text
        assert "Su voto quedó anotado" in (await vote(client, path, 1, SCHOOL)).text
        assert "Su voto quedó anotado" in (await vote(client, own_link(tmp_path), 1, HOME, "of the mail")).text
        assert counted(desk) == [("device", 0, 10), ("device", 1, 1), ("token", 1, 1)]


async def test_votes_that_come_at_once_are_counted_one_by_one(database: Database, tmp_path: Path) -> None:
    """The last vote of a network is given once."""
    changed = str(CHANGES["municipio.yaml"]) + "votos-por-red: 2\n"
    async with town(database, tmp_path) as (desk, client, path):
        await desk.reload({"municipio.yaml": changed})
        names = [f"invented {number}" for number in range(6)]
        pages = [await client.get(path, headers=by(HOME, name)) for name in names]
        forms = [FORM.findall(page.text)[0] for page in pages]
        posts = (
            client.post(path, data={"opcion": "0", "formulario": form}, headers=by(HOME, name))
            for form, name in zip(forms, names, strict=True)
        )
        answers = await asyncio.gather(*posts)
        assert sorted(each.status_code for each in answers) == [200, 200, 403, 403, 403, 403]
        assert counted(desk) == [("device", 0, 2)]


async def test_a_school_may_have_more_votes(sqlite_database: Database, tmp_path: Path) -> None:
    """`votos-por-red` counts as soon as it is read, for surveys that are open too."""
    async with town(sqlite_database, tmp_path) as (desk, client, path):
        for number in range(11):
            await vote(client, path, 0, SCHOOL, f"computer {number}")
        await desk.reload({"municipio.yaml": str(CHANGES["municipio.yaml"]) + "votos-por-red: 12\n"})
        more = [(await vote(client, path, 1, SCHOOL, f"tablet {number}")).status_code for number in range(3)]
        assert (more, counted(desk)) == ([200, 200, 403], [("device", 0, 10), ("device", 1, 2)])


@pytest.mark.parametrize(("first", "second"), [("device", "token"), ("token", "device")])
async def test_one_browser_has_one_vote(database: Database, tmp_path: Path, first: str, second: str) -> None:
    """With its link and without it: the link's vote takes the place of the other, which does not come after it."""
    async with town(database, tmp_path) as (desk, client, path):
        paths = {"device": path, "token": own_link(tmp_path)}
        await vote(client, paths[first], 0)
        answer = await vote(client, paths[second], 1)
        assert ("quedó anotado" if second == "token" else "ya se votó") in answer.text
        assert counted(desk) == [("token", 1 if second == "token" else 0, 1)]


async def test_a_network_of_six_is_a_house(sqlite_database: Database, tmp_path: Path) -> None:
    """A home has 256 networks of IPv6 and the votes of one."""
    async with town(sqlite_database, tmp_path) as (_, client, path):
        codes = [(await vote(client, path, 0, f"2001:db8:0:{number:x}::1")).status_code for number in range(12)]
        assert codes == [200] * 10 + [403] * 2
        assert (await vote(client, path, 0, "2001:db8:0:100::1")).status_code == 200


async def test_where_votes_came_from_is_forgotten(database: Database, tmp_path: Path) -> None:
    """At the close nothing tells any more which votes were given in one network or on one device."""
    async with town(database, tmp_path) as (desk, client, path):
        await vote(client, path, 0)
        await vote(client, own_link(tmp_path), 0, SCHOOL)

        def origins() -> set[bool]:
            with desk.database.read() as connection:
                rows = connection.execute(votes.select()).all()
                assert len(rows) == 2
                return {bool(row.device or row.network) for row in rows}

        assert origins() == {True}
        desk.clock.pass_(days=2)
        await desk.settle()
        assert origins() == {False}


async def test_what_is_not_verified_is_told_apart(database: Database, tmp_path: Path) -> None:
    """On the page, also where there is nothing else; the total says how much of it is so."""
    async with town(database, tmp_path) as (desk, client, path):
        await vote(client, path, 0)
        await vote(client, path, 0, SCHOOL)
        await vote(client, own_link(tmp_path), 1, "198.51.100.99")
        desk.clock.pass_(days=2)
        await desk.settle()
        async with visitor(desk) as later:
            shown = (await later.get(path, headers=by(HOME))).text
        assert "En total: 3 votos</h2>\n<p>De estos votos, 2 están sin verificar.</p>" in shown
        assert "Página de votación: 2 votos</h2>\n<p>Votos sin verificar: sin un enlace personal" in shown
        assert "1 voto</h2>\n<ul" in shown.partition("Enlace personal (")[2]
