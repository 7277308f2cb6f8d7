"""What comes to the mailbox of a duty: its code makes it a receipt, once; anything else is left alone."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from delivery.tasks.handed_mail import HandedMail, read_head, read_mail
from delivery.tasks.mailbox import NoDelivery
from storage.database import Database
from storage.tables import publication, work_order
from storage.work_orders import confirm
from tests.delivery.desk import at_work
from tests.delivery.duty_town import CHANGES, DUE, PDF, TOWN, address, answer, comes, mailbox_reads
from tests.delivery.task_town import body, hand, mails
from tests.growth import grows_as_its_length
from tests.photographs import BOMB

ELSEWHERE = "contactenos@villaclara.gov.co"


async def test_a_mail_is_taken_in_once(database: Database, tmp_path: Path) -> None:
    """Read again after a crash it gives the same receipt; another mail of the same person gives the next."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        to = address(desk)
        first = comes(desk, answer(to, files={"informe.pdf": PDF}))
        again = comes(desk, answer(to, files={"informe.pdf": PDF}))
        other = comes(desk, answer(to, files={"informe.pdf": PDF}, name="<dos@correo>"))
        assert first == again
        assert [each.number for each in (first, other) if each] == ["2027-0001", "2027-0002"]


async def test_a_code_in_the_subject_serves_too(database: Database, tmp_path: Path) -> None:
    """Where a server keeps nothing behind the +, also in capital letters."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        code = address(desk).partition("+")[2].partition("@")[0].upper()
        assert comes(desk, answer(ELSEWHERE, subject=f"Informe [{code}]", files={"informe.pdf": PDF})) is not None


@pytest.mark.parametrize("column", ["campaign", "message", "account", "occurrence"])
async def test_a_code_is_of_its_own_order_alone(database: Database, tmp_path: Path, column: str) -> None:
    """After a copy was taken back its number is another one's: what comes is left for a person to read."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        mail = answer(address(desk), files={"informe.pdf": PDF})
        with database.write() as connection:
            number = select(work_order.c.publication).where(work_order.c.id == 1).scalar_subquery()
            its = update(publication).where(publication.c.id == number)
            connection.execute(its.values({column: "otra"}))
        assert mailbox_reads(desk, mail) is None
        assert desk.rows("receipt") == []


@pytest.mark.parametrize("kind", ["none", "forged", "number", "automatic", "bounce", "garbage", "elsewhere"])
async def test_any_other_mail_is_left_alone(database: Database, tmp_path: Path, kind: str) -> None:
    """Without a code of ours, written by a program, or no mail at all: nothing is received."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        right = address(desk)
        name, _, host = right.partition("@")
        letters = [
            answer(ELSEWHERE, subject="Re: Tarea 1"),
            answer(f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}@{host}"),
            answer(f"entregas+1@{host}"),
            answer(right, Auto_Submitted="auto-replied", files={"informe.pdf": PDF}),
            answer(right, Return_Path="<>"),
            b"\xff\xfe\x00" * 9,
            answer(ELSEWHERE),
        ]
        kinds = ["none", "forged", "number", "automatic", "bounce", "garbage", "elsewhere"]
        assert comes(desk, letters[kinds.index(kind)]) is None
        assert desk.rows("receipt") == []


async def test_what_cannot_be_kept_is_named(database: Database, tmp_path: Path) -> None:
    """A program, a picture of too many points: not kept, and the receipt says so; no name leads out of its folder."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        files = {"../../informe.pdf": PDF, "virus.exe": b"MZ\x90\x00\x03", "foto.png": BOMB}
        receipt = comes(desk, answer(address(desk), files=files))
        assert receipt is not None
        assert ([name for name, _ in receipt.files], receipt.note) == (
            ["informe.pdf"],
            "Va el informe.\nNo se guardó: virus.exe, foto.png.",
        )


@pytest.mark.parametrize("files", [{}, {"virus.exe": b"MZ\x90\x00\x03"}])
async def test_a_question_is_passed_on(database: Database, tmp_path: Path, files: dict[str, bytes]) -> None:
    """Without a file that can be kept it is no delivery: who asked reads it, its writer is told so; once."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        to = address(desk)
        for _ in range(2):
            assert mailbox_reads(desk, answer(to, files=files)) is NoDelivery.QUESTION
            await desk.settle()
        assert desk.rows("receipt") == []
        asked, told = sorted(
            (mail for name, mail in mails(desk).items() if "~pregunta-" in name), key=lambda mail: str(mail["To"])
        )
        assert (asked["To"], asked["Reply-To"]) == ("ana@villaclara.gov.co", "luis@villaclara.gov.co")
        assert "luis@villaclara.gov.co escribió sobre la tarea 1, Informe del mes (Hospital San Juan):" in flat(asked)
        assert "Va el informe." in flat(asked)
        assert ("No se guardó: virus.exe." in flat(asked)) is bool(files)
        assert told["To"] == "luis@villaclara.gov.co"
        assert "se le pasó a Ana Pérez" in flat(told)
        assert "no cuenta como entrega" in flat(told)


async def test_what_a_program_answered_goes_no_further(database: Database, tmp_path: Path) -> None:
    """Nobody is written to, and nothing is received."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        away = answer(address(desk), Auto_Submitted="auto-replied")
        assert mailbox_reads(desk, away) is NoDelivery.AUTOMATIC
        await desk.settle()
        assert (desk.rows("receipt"), [name for name in mails(desk) if "pregunta" in name]) == ([], [])


def flat(mail: EmailMessage) -> str:
    """Its words in one line."""
    return " ".join(body(mail).split())


async def test_for_what_is_done_nothing_is_received(database: Database, tmp_path: Path) -> None:
    """An answer after the acceptance makes no receipt."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 1, "ana", DUE, 1, note="Completo")
        assert comes(desk, answer(address(desk))) is None


async def test_without_a_mailbox_it_is_handed_in_by_hand(database: Database, tmp_path: Path) -> None:
    """The mail names whoever takes it, and answers go where the account says."""
    town = TOWN.replace("buzon-de-entregas: entregas@villaclara.gov.co\n", "")
    async with at_work(database, tmp_path, DUE, {**CHANGES, "municipio.yaml": town}) as desk:
        await desk.turn()
        await hand(desk)
        mail = mails(desk)["informe~tarea-1"]
        assert mail["Reply-To"] == "contactenos@villaclara.gov.co"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Va el informe.", b"Va el\0 informe.\xff\xed\xa0\x80"),
        (b'filename="informe.pdf"', b'filename="info\0rme\xff.pdf"'),
        (b'filename="informe.pdf"', b'filename="=?utf-8?q?info=00rme?=.pdf"'),
        (b'filename="informe.pdf"', b"filename*=utf-8''info%00rme%ED%A0%80.pdf"),
        (b"<luis@villaclara.gov.co>", b"<lu\0is@villaclara.gov.co>"),
        (b"<luis@villaclara.gov.co>", b"<lu\xffis@villaclara.gov.co>"),
        (b"<uno@correo>", b"<\xff\0uno@correo>"),
        (b'charset="utf-8"', b'charset="no-such"'),
        (b"Subject: Re: Tarea", b"Subject: =?utf-8?b?a?="),
    ],
)
async def test_signs_that_no_row_takes_are_left_out(
    database: Database, tmp_path: Path, before: bytes, after: bytes
) -> None:
    """Of the words, a file's name, the sender and whatever else: the delivery is received."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        mail = answer(address(desk), files={"informe.pdf": PDF})
        assert before in mail
        assert comes(desk, mail.replace(before, after)) is not None
        [row] = desk.rows("receipt")
        assert "\0" not in f"{row.handed_by}{row.note}{row.files}"


@pytest.mark.parametrize("unit", ['"', "(", ",", "<", "a ", "a:", "+", "=?utf-8?q?a?= "])
@pytest.mark.parametrize("name", ["To", "Subject", "From", "Content-Type"])
def test_a_head_without_end_is_soon_read(name: str, unit: str) -> None:
    """Every mail to that address is looked at: twice as long a head takes twice as long, and no more."""

    def work(length: int) -> object:
        text = unit * (length // len(unit))
        lines = "\r\n ".join(text[at : at + 900] for at in range(0, length, 900))
        head = f"{name}: {lines}\r\n\r\n".encode()
        return read_head(head), read_mail(head)

    assert grows_as_its_length(work, 4_000)


def test_a_mail_of_thousands_of_parts_bears_nothing() -> None:
    """Nobody hands in as many files, and the library would take minutes for them."""
    mail = b"To: entregas+%s@x.co\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" % (b"a" * 32)
    part = b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n"
    assert len(read_mail(mail + part * 100).files) == 100
    assert read_mail(mail + part * 20_000) == HandedMail()
