"""From the calendar to rows: each occurrence once, whoever looks and however often."""

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.office.by_hand import send_now
from delivery.office.decisions import approve
from delivery.office.office import Refused
from storage.database import Database
from storage.states import PublicationState
from storage.tables import publication
from tests.campaigns.town import CAMPAIGN, PNG, edited
from tests.delivery.desk import at_work, bogota

DUE = bogota("2026-12-28T08:00")


async def test_what_is_due_goes_out_on_every_account(database: Database, tmp_path: Path) -> None:
    """At its hour a message has one publication on each of its accounts, and each recipient a delivery."""
    async with at_work(database, tmp_path, bogota("2026-12-20T08:00")) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        assert desk.publications() == {}
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}
        assert desk.states("anuncio/correo@1") == {"sent": 2}
        assert desk.states("anuncio/web@1") == {"sent": 1}


async def test_a_second_look_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Looking at the calendar again, at once or later, publishes nothing twice."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        before = [tuple(row) for row in desk.deliveries()]
        await desk.turn()
        desk.clock.pass_(hours=3)
        await desk.turn()
        assert [tuple(row) for row in desk.deliveries()] == before


async def test_two_that_look_at_once_publish_once(database: Database, tmp_path: Path) -> None:
    """Several daemons that look at the same moment make one publication."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await asyncio.gather(*(desk.look() for _ in range(6)))
        await desk.settle()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}
        assert desk.states() == {"sent": 2}
        assert sum(row._mapping["count"] for row in desk.rows("counter") if row.state == "sent") == 2


async def test_repetir_sends_again_and_cancels_what_is_open(database: Database, tmp_path: Path) -> None:
    """Raising `repetir` makes a new occurrence; what the earlier one had not sent is cancelled."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await desk.look()
        again = edited("campanas/matriculas.yaml", "  - id: anuncio\n", "  - id: anuncio\n    repetir: 2\n")
        await desk.reload(again)
        await desk.turn()
        states = desk.publications()
        assert states["anuncio/correo@2"] == "done"
        assert {states["anuncio/correo@1"], states["anuncio/web@1"]} <= {"done", "cancelled"}
        assert desk.states("anuncio/correo@2") == {"sent": 1}


@pytest.mark.parametrize("state", PublicationState)
async def test_repetir_cancels_when_it_is_seen(sqlite_database: Database, tmp_path: Path, state: str) -> None:
    """Long before the new time is due, whatever the earlier one waits for; what is done stays as it is."""
    async with at_work(sqlite_database, tmp_path, DUE) as desk:
        await desk.turn()
        with desk.database.write() as connection:
            connection.execute(update(publication).values(state=state))
        text = CAMPAIGN.replace("cuando: 15 días antes", "repetir: 2\n    cuando: 5 días antes")
        await desk.reload({"campanas/matriculas.yaml": text})
        await desk.look()
        stays = state in {PublicationState.DONE, PublicationState.DONE_WITH_ERRORS}
        then = state if stays else "cancelled"
        assert desk.publications() == {"anuncio/correo@1": then, "anuncio/web@1": then}


async def test_a_missing_file_stops_its_message_alone(database: Database, tmp_path: Path) -> None:
    """A picture that is gone at the due time leaves a row that says so; the campaign's other messages go out."""
    changes: dict[str, str | bytes | None] = dict(
        edited(
            "campanas/matriculas.yaml",
            "    texto: Empiezan las matrículas.\n",
            "    texto: Empiezan las matrículas.\n    imagen: {archivo: foto.png, alt: Una foto}\n"
            "  - id: otro\n    cuando: 15 días antes a las 08:00\n    canales: [web]\n"
            "    asunto: Otro\n    texto: Otro.\n",
        )
    )
    changes["archivos/foto.png"] = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
    async with at_work(database, tmp_path, DUE, changes) as desk:
        (desk.config / "archivos" / "foto.png").unlink()
        await desk.turn()
        states = desk.publications()
        assert states == {"anuncio/correo@1": "missed", "anuncio/web@1": "missed", "otro/web@1": "done"}
        assert "foto.png" in desk.publication("anuncio/web@1").reason


@pytest.mark.parametrize("name", ["foto", "foto.jpg", "foto.bin"])
async def test_a_file_is_frozen_as_what_its_bytes_are(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    """As when it was checked: neither its name nor what the machine knows of names decides what channels are told."""
    image = f"    texto: Empiezan las matrículas.\n    imagen: {{archivo: {name}, alt: Una foto}}\n"
    changes: dict[str, str | bytes | None] = {f"archivos/{name}": PNG}
    changes |= edited("campanas/matriculas.yaml", "    texto: Empiezan las matrículas.\n", image)
    async with at_work(sqlite_database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "done"
        assert [each["mime"] for each in desk.publication("anuncio/web@1").content["images"]] == ["image/png"]


PICTURE = "archivos/foto.png"
OTHER = PNG + b"otra"
WITH_PICTURE: dict[str, str | bytes | None] = {
    PICTURE: PNG,
    **edited(
        "campanas/matriculas.yaml",
        "    texto: Empiezan las matrículas.\n",
        "    texto: Empiezan las matrículas.\n    imagen: {archivo: foto.png, alt: Una foto}\n",
    ),
}


async def test_a_file_that_has_changed_waits_to_be_read(database: Database, tmp_path: Path) -> None:
    """What goes out is what the digest was made of: nothing until the next reading, then the new picture, once."""
    async with at_work(database, tmp_path, DUE, WITH_PICTURE) as desk:
        desk.people("ana@example.com")
        (desk.config / PICTURE).write_bytes(OTHER)
        await desk.turn()
        assert desk.publications() == {}
        await desk.reload()
        await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}
        assert desk.states() == {"sent": 2}
        [image] = desk.publication("anuncio/web@1").content["images"]
        assert image["sha256"] == hashlib.sha256(OTHER).hexdigest()


async def test_an_approval_is_of_the_picture_that_was_read(database: Database, tmp_path: Path) -> None:
    """Overwritten after the committee's yes, it does not go out under it: the new one awaits its own."""
    text = str(WITH_PICTURE["campanas/matriculas.yaml"]).replace("    asunto:", "    aprueba: ana\n    asunto:", 1)
    async with at_work(database, tmp_path, DUE, {**WITH_PICTURE, "campanas/matriculas.yaml": text}) as desk:
        await desk.turn()
        (desk.config / PICTURE).write_bytes(OTHER)
        desk.write(approve, "matriculas/anuncio/web@1", "ana", "", DUE)
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "awaiting_approval"
        await desk.reload()
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "awaiting_approval"
        desk.write(approve, "matriculas/anuncio/web@1", "ana", "", DUE)
        assert desk.publications()["anuncio/web@1"] == "running"


async def test_a_file_that_is_never_read_again_is_missed(database: Database, tmp_path: Path) -> None:
    """Its look comes again by itself, and past its tolerance it has a row that a person can send."""
    async with at_work(database, tmp_path, DUE, WITH_PICTURE) as desk:
        (desk.config / PICTURE).write_bytes(OTHER)
        campaign = desk.tenant.campaigns["matriculas"]
        assert await desk.dispatcher.publish(desk.place, campaign) == DUE + timedelta(minutes=1)
        with pytest.raises(Refused, match="cambió después de leer"):
            desk.write(send_now, "matriculas", "anuncio", "ana", DUE)
        desk.clock.pass_(minutes=31)
        await desk.turn()
        assert set(desk.publications().values()) == {"missed"}
