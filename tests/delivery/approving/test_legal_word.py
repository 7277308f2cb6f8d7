"""The word that a veda asks besides a message's own approval: who is asked for it, when, and by which mail."""

from pathlib import Path

import pytest

from delivery.approving.questions import questions
from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.office.decisions import approve, reject
from storage.database import Database
from tests.delivery.approving.council import APPROVED, BANNED, COUNCIL, FILE, HOUR, asked, mails
from tests.delivery.desk import Desk, at_work, bogota

NEW = bogota("2026-12-15T09:00")
SOON = bogota("2026-12-15T09:15")
KEY = "matriculas/anuncio@1"
OWN = APPROVED.replace("aprueba: comite-gel\n", "")
"""The same campaign, which asks nobody itself."""
FIRST = "Falta su visto bueno: «Matrículas»"


def town(campaign: str, municipality: str = BANNED) -> dict[str, str | bytes | None]:
    """The council's town, with a veda from the day on which its message goes out."""
    return {**COUNCIL, "municipio.yaml": municipality, FILE: campaign}


def text_to(desk: Desk, person: str) -> str:
    """The last mail to a person."""
    rows = [row for row in desk.rows("publication") if row.message == f"aprobar~{person}"]
    return "\n".join(rows[-1].content["values"]["parrafos"])


def waits(desk: Desk) -> list[tuple[str, str, str]]:
    """Whose word is missing, for which veda, on which occurrence."""
    with desk.database.read() as connection:
        found = questions(connection, desk.place, desk.clock.now())
    return [(each.ballot.approver, each.blackout.name if each.blackout else "", each.key) for each in found]


async def test_the_lawyer_is_asked_as_the_committee_is(database: Database, tmp_path: Path) -> None:
    """Beside its members, once each; that mail alone tells the veda, its law, and that it replaces no other word."""
    async with at_work(database, tmp_path, NEW, town(APPROVED)) as desk:
        asked(desk, NEW)
        assert asked(desk, SOON) == 3
        assert sorted(mails(desk)) == [("ana", FIRST), ("legal", FIRST), ("luis", FIRST)]
        why = text_to(desk, "legal")
        assert "Sale en veda: Veda electoral hasta el 31 de enero de 2027 (Ley 996 de 2005)." in why
        assert "Por eso necesita la aprobación de Luz Díaz, además de la del Comité GEL." in why
        assert "veda" not in text_to(desk, "ana")
        assert asked(desk, bogota("2026-12-16T09:00")) == 0
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        desk.write(approve, KEY, "luis", "", desk.clock.now())
        assert waits(desk) == [("legal", "Veda electoral", KEY)]
        assert asked(desk, bogota("2026-12-24T16:00")) == 1
        desk.write(approve, KEY, "legal", "", desk.clock.now())
        assert waits(desk) == []
        desk.people("vecina@example.com")
        desk.clock.moment = HOUR
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "done"


async def test_a_message_that_asks_nobody_is_asked_about_in_a_veda(database: Database, tmp_path: Path) -> None:
    """And not outside one, nor where the veda only warns or stops."""
    async with at_work(database, tmp_path, NEW, town(OWN)) as desk:
        assert waits(desk) == [("legal", "Veda electoral", KEY)]
        for other in (
            BANNED.replace("desde: 2026-12-28", "desde: 2026-12-29"),
            BANNED.replace("clases: [servicio]", "clases: [gestion]"),
            BANNED.replace("politica: aprobacion-legal, aprueba: legal", "politica: detener"),
        ):
            await desk.reload({"municipio.yaml": other})
            assert waits(desk) == []


@pytest.mark.parametrize(
    ("when", "begins", "expected"),
    [
        ("cada día a las 08:00 desde 2026-12-16 hasta 2027-01-10", "2026-12-22", "2026-12-22"),
        ("2026-12-18 a las 21:00", "2026-12-19", "1"),
        ("2026-12-18 a las 08:00", "2026-12-19", None),
    ],
    ids=["the first time within it", "a mail that waits for its hours", "before it"],
)
async def test_it_is_asked_for_the_time_that_falls_into_the_veda(
    database: Database, tmp_path: Path, when: str, begins: str, expected: str | None
) -> None:
    """Whatever the plan's hour: a mail of the evening before goes out in the veda's first morning."""
    campaign = OWN.replace("15 días antes a las 08:00", when)
    start = BANNED.replace("desde: 2026-12-28", f"desde: {begins}")
    async with at_work(database, tmp_path, NEW, town(campaign, start)) as desk:
        key = f"matriculas/anuncio@{expected}"
        assert waits(desk) == ([("legal", "Veda electoral", key)] if expected else [])


@pytest.mark.parametrize("person", ["legal", "ana"])
async def test_a_no_of_either_ends_the_asking_of_both(database: Database, tmp_path: Path, person: str) -> None:
    """It does not go out, whatever the other would say."""
    async with at_work(database, tmp_path, NEW, town(APPROVED)) as desk:
        desk.write(reject, KEY, person, "Así no.", NEW)
        assert waits(desk) == []


async def test_who_is_asked_by_both_gets_one_link(database: Database, tmp_path: Path) -> None:
    """One word serves the committee and the veda, so it is asked for once."""
    async with at_work(
        database, tmp_path, NEW, town(APPROVED, BANNED.replace("aprueba: legal", "aprueba: ana"))
    ) as desk:
        asked(desk, NEW)
        assert asked(desk, SOON) == 2
        assert [person for person, _ in mails(desk)] == ["ana", "luis"]
        assert text_to(desk, "ana").count("/aprobar/") == 1
        desk.write(approve, KEY, "luis", "", desk.clock.now())
        desk.write(approve, KEY, "ana", "", desk.clock.now())
        assert waits(desk) == []


async def test_a_correction_wants_its_word_too(database: Database, tmp_path: Path) -> None:
    """Written in the veda of something that had gone out before it."""
    early = bogota("2026-12-28T08:00")
    started = BANNED.replace("desde: 2026-12-28", "desde: 2026-12-29")
    async with at_work(database, tmp_path, early, town(OWN, started)) as desk:
        desk.people("vecina@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-29T10:00")
        desk.write(correct, KEY, "La sede es otra.", "ana", desk.clock.now(), Hurry())
        assert waits(desk) == [("legal", "Veda electoral", "matriculas/anuncio~correccion-1@1")]
