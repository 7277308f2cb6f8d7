"""A report is made before what it goes out with is published, once for all accounts."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaigns.content import Content
from delivery.office.by_hand import send_missed
from delivery.office.release import release
from delivery.publishing.freeze import media_folder
from delivery.reporter import CannotMake
from reporter import Figures
from storage.audit import verify
from storage.database import Database
from storage.files import read_file
from tests.delivery.desk import Desk
from tests.delivery.reporting.town import CAMPAIGN, KEYS, OWING, edit, give, reporting, turn

REFERENCE = "matriculas/semanal@2027-02-01"


def frozen(desk: Desk, key: str) -> Content:
    """What a publication goes out with."""
    return Content.from_json(desk.publication(key).content)


async def test_it_tells_the_last_week_that_was_over(database: Database, tmp_path: Path) -> None:
    """Its values stand in the text, its files go with mail and page; Telegram tells where it lies."""
    async with reporting(database, tmp_path) as (desk, making):
        await turn(desk, making)
        mail, page, channel = (frozen(desk, key) for key in KEYS)
        assert mail.values["informe"]["periodo"] == "semana 4 de 2027, del 25 al 31 de enero de 2027"
        assert [each.name for each in page.attachments] == [
            "informe-villa-clara-2027-W04.html",
            "informe-villa-clara-2027-W04.pdf",
        ]
        assert [each.mime for each in mail.attachments] == ["application/pdf"]
        assert channel.attachments == ()
        assert {desk.publication(key).state for key in KEYS} == {"done"}


async def test_all_accounts_bear_the_same_bytes(database: Database, tmp_path: Path) -> None:
    """They are kept by their sha256, which the mail says and the chained record holds."""
    async with reporting(database, tmp_path) as (desk, making):
        await turn(desk, making)
        [pdf], [_, again] = frozen(desk, KEYS[0]).attachments, frozen(desk, KEYS[1]).attachments
        assert pdf.sha256 == again.sha256
        assert len(read_file(media_folder(desk.folder), pdf.sha256)) == pdf.size
        [mail] = (desk.folder / "pruebas").rglob("*.eml")
        message = message_from_bytes(mail.read_bytes(), policy=policy.default)
        plain = message.get_body(("plain",))
        assert plain is not None
        assert f"Huella SHA-256 de {pdf.name}: {pdf.sha256}" in plain.get_content()
        assert "Todos los archivos del informe están en https://villaclara.gov.co/contenidos/" in plain.get_content()
        told = [row.detail["files"][pdf.name] for row in desk.rows("audit") if row.verb == "publish_report"]
        assert told == [pdf.sha256] * 3
        with database.read() as connection:
            assert verify(connection) is None


SHEETS = {
    "campanas/matriculas.yaml": CAMPAIGN.replace("periodo: semana, formato: [html, pdf]", "periodo: mes, formato: xlsx")
}


async def test_what_staff_change_before_it_goes_out_is_in_it(database: Database, tmp_path: Path) -> None:
    """A report that is made of older files waits to be made of the newer ones, as its message's words are."""
    async with reporting(database, tmp_path) as (desk, making):
        await desk.turn()
        await making.look()
        before = {row.sha256 for row in desk.rows("report_file")}
        await edit(desk, SHEETS)
        await desk.turn()
        assert {desk.publication(key).state for key in KEYS} == {"waiting"}
        await turn(desk, making)
        [mail, page, _] = (frozen(desk, key) for key in KEYS)
        assert mail.values["informe"]["periodo"] == "enero de 2027"
        assert [each.name for each in page.attachments] == ["informe-villa-clara-2027-01.xlsx"]
        assert before.isdisjoint(row.sha256 for row in desk.rows("report_file"))
        assert {desk.publication(key).state for key in KEYS} == {"done"}


async def test_a_figure_that_staff_ask_for_before_it_goes_out_holds_it(database: Database, tmp_path: Path) -> None:
    """The report that was whole has a gap now, and waits for it again."""
    async with reporting(database, tmp_path) as (desk, making):
        await desk.turn()
        await making.look()
        await edit(desk, OWING)
        await turn(desk, making)
        row = desk.publication(KEYS[0])
        assert row.state == "waiting"
        assert "espera la cifra que falta: «Visitas a la página», de Luis Mora." in row.reason
        assert desk.rows("report_file") == []


async def test_what_has_begun_to_go_out_stays_the_same_on_all_accounts(database: Database, tmp_path: Path) -> None:
    """One account has it already: the others bear the same bytes, whatever staff change meanwhile."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        desk.write(release, f"matriculas/{KEYS[0]}", "ana", desk.clock.now())
        before = desk.rows("report_file")
        assert [desk.publication(key).state for key in KEYS] == ["running", "waiting", "waiting"]
        await edit(desk, SHEETS)
        await desk.settle()
        assert {desk.publication(key).state for key in KEYS} == {"done"}
        assert desk.rows("report_file") == before
        assert frozen(desk, KEYS[2]).values["informe"]["periodo"].startswith("semana 4 de 2027")


async def test_nothing_goes_out_before_it_is_there(database: Database, tmp_path: Path) -> None:
    """Until it is made the publication waits, and says for what."""
    async with reporting(database, tmp_path) as (desk, _):
        await desk.turn()
        assert {desk.publication(key).state for key in KEYS} == {"waiting"}
        assert desk.publication(KEYS[0]).reason.startswith("Espera a que se haga su informe.")


async def test_a_figure_that_is_missing_holds_it(database: Database, tmp_path: Path) -> None:
    """It says which and whose, and goes out as soon as the figure is there."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        row = desk.publication(KEYS[0])
        assert row.state == "waiting"
        assert "espera la cifra que falta: «Visitas a la página», de Luis Mora." in row.reason
        give(desk, 120, date(2027, 1, 31))
        await turn(desk, making)
        assert {desk.publication(key).state for key in KEYS} == {"done"}


async def test_two_weeks_that_wait_both_go_out(database: Database, tmp_path: Path) -> None:
    """No report takes another's place: each tells another week."""
    changes = {
        **OWING,
        "campanas/matriculas.yaml": str(OWING["campanas/matriculas.yaml"]).replace(
            "formato: [html, pdf]}", "formato: pdf}\n    tolerancia: 20 días"
        ),
    }
    async with reporting(database, tmp_path, changes) as (desk, making):
        await turn(desk, making)
        desk.clock.pass_(days=7)
        await turn(desk, making)
        give(desk, 120, date(2027, 1, 31))
        give(desk, 90, date(2027, 2, 7))
        await turn(desk, making)
        assert set(desk.publications().values()) == {"done"}
        assert len(desk.publications()) == 6


async def test_after_its_week_it_is_missed_with_its_reason(database: Database, tmp_path: Path) -> None:
    """A person may still send it: then with the gap marked, and what is missing is kept."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        desk.clock.pass_(days=7, hours=1)
        await turn(desk, making)
        row = desk.publication(KEYS[1])
        assert row.state == "missed"
        assert "Visitas a la página" in row.reason
        desk.write(send_missed, REFERENCE, "ana", desk.clock.now())
        await desk.settle()
        assert {desk.publication(key).state for key in KEYS} == {"done"}
        assert frozen(desk, KEYS[1]).values["informe"]["periodo"].startswith("semana 4 de 2027")
        [kept] = [row for row in desk.rows("report") if row.occurrence == "2027-02-01"]
        assert kept.missing == [["Visitas a la página", "luis"]]


async def test_a_person_lets_it_go_with_its_gap(database: Database, tmp_path: Path) -> None:
    """All accounts go out with one report."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        desk.write(release, REFERENCE, "ana", desk.clock.now())
        await desk.settle()
        assert {desk.publication(key).state for key in KEYS} == {"done"}
        assert len({each.sha256 for key in KEYS for each in frozen(desk, key).attachments}) <= 2


async def test_whoever_is_slower_keeps_nothing(database: Database, tmp_path: Path) -> None:
    """Two daemons make it at once: one set of bytes goes out."""
    async with reporting(database, tmp_path) as (desk, making):
        await desk.turn()
        await making.look()
        before = desk.rows("report_file")
        other = type(making)(database, desk.places, desk.clock)
        await other.look()
        await desk.turn()
        assert desk.rows("report_file") == before
        assert {each.sha256 for each in frozen(desk, KEYS[1]).attachments} == {row.sha256 for row in before}


@pytest.mark.parametrize("trouble", ["No hay letra para «漢»."])
async def test_what_cannot_be_made_says_why(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """It waits, and is tried again when a figure or the configuration changes."""

    def refuse(_: object) -> None:
        raise CannotMake(trouble)

    async with reporting(database, tmp_path) as (desk, making):
        monkeypatch.setattr(Figures, "make", refuse)
        await turn(desk, making)
        assert desk.publication(KEYS[0]).reason.startswith(f"No se pudo hacer su informe: {trouble}")
