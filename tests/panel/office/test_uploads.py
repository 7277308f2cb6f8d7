"""Files that come with a form are what their bytes say, bear no trap in their names, and leave as they came."""

from io import BytesIO
from pathlib import Path

import pytest
from starlette.datastructures import UploadFile

from panel.office.asked import Turned
from panel.office.uploads import EVIDENCE, PICTURES, NotTaken, Takes, download, laid_ready, named
from storage.files import file_path
from tests.photographs import BOMB, JPEG

SMALL = Takes(("image/", "application/"), "una foto o un PDF", most=1_000_000)


def left(folder: Path) -> list[bytes]:
    """What lies in a folder."""
    return [path.read_bytes() for path in folder.iterdir()]


def upload(name: str, data: bytes) -> UploadFile:
    """As a form brings it."""
    return UploadFile(BytesIO(data), size=len(data), filename=name)


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("foto.jpg", JPEG, "image/jpeg"),
        ("foto.pdf", JPEG, "image/jpeg"),
        ("acta.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("voz.ogg", b"OggS\0\2", "audio/ogg"),
        ("voz.amr", b"#!AMR\n", "audio/amr"),
        ("video.mov", b"\0\0\0\x14ftypqt  ", "video/mp4"),
        ("planilla.xlsx", b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
async def test_what_shows_something_is_taken(tmp_path: Path, name: str, data: bytes, mime: str) -> None:
    """By what it is; it lies ready with its sum, and is gone where nobody keeps it."""
    async with laid_ready([upload(name, data)], EVIDENCE, tmp_path) as [found]:
        assert (found.mime, not isinstance(found.source, Path)) == (mime, True)
        assert left(tmp_path) == [data]
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "data", "takes", "told"),
    [
        ("foto.jpg", b"", EVIDENCE, "«foto.jpg» está vacío."),
        ("foto.jpg", b"\x7fELF\x02\x01", EVIDENCE, "no es de una clase que se reciba"),
        ("foto.jpg", b"<script>alert(1)</script>", EVIDENCE, "no es de una clase que se reciba"),
        ("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", EVIDENCE, "no es de una clase que se reciba"),
        ("pagina.html", b"<!DOCTYPE html>", EVIDENCE, "no es de una clase que se reciba"),
        ("foto.png", BOMB, EVIDENCE, "dice tener 4294 millones de puntos"),
        ("foto.jpg", JPEG[:24], EVIDENCE, "está dañado: no se puede leer como foto"),
        ("acta.pdf", b"%PDF-1.7\n", PICTURES, "Adjunte una foto en JPEG, PNG o WebP."),
        ("grande.pdf", b"%PDF-1.7\n" + bytes(2_000_000), SMALL, "pesa 2 MB, y aquí se reciben archivos de hasta 1"),
    ],
)
async def test_what_shows_nothing_or_harms_is_refused(
    tmp_path: Path, name: str, data: bytes, takes: Takes, told: str
) -> None:
    """Empty, of no known kind whatever its name, larger than it says, broken; nothing of it is left."""
    with pytest.raises(NotTaken, match=told):
        async with laid_ready([upload("bien.jpg", JPEG), upload(name, data)], takes, tmp_path):
            raise AssertionError
    assert left(tmp_path) == []


async def test_no_more_files_are_taken_than_a_form_may_bring(tmp_path: Path) -> None:
    """They are counted before any is read."""
    with pytest.raises(NotTaken, match="Son 11 archivos, y de una vez se reciben 10"):
        async with laid_ready([upload("foto.jpg", JPEG)] * 11, EVIDENCE, tmp_path):
            raise AssertionError


@pytest.mark.parametrize(
    ("told", "mime", "name"),
    [
        ("foto.jpg", "image/jpeg", "foto.jpg"),
        ("FOTO.JPEG", "image/jpeg", "FOTO.JPEG"),
        ("foto.jpg.exe", "image/jpeg", "foto.jpg.exe.jpg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\fotos\\año 1.png", "image/png", "año 1.png"),
        ("fdp\u202egpj.exe", "image/jpeg", "fdpgpj.exe.jpg"),
        ('a"b\r\nc;.pdf', "application/pdf", "abc;.pdf"),
        ("", "audio/ogg", "archivo.ogg"),
        ("...", "image/png", "archivo.png"),
        ("x" * 300 + ".png", "image/png", "x" * 96 + ".png"),
        ("raro", "application/octet-stream", "raro"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(told: str, mime: str, name: str) -> None:
    """No folders, no signs that turn it around, an ending that says what it is."""
    assert named(told, mime) == name


def test_a_file_is_handed_out_to_be_put_on_a_disk(tmp_path: Path) -> None:
    """Never as a page of ours; one that is gone from the disk is told so."""
    path = file_path(tmp_path, "ab" * 32)
    path.parent.mkdir()
    path.write_bytes(JPEG)
    answer = download(tmp_path, "ab" * 32, "Cuña «1».jpg", "image/jpeg")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''Cu%C3%B1a")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with pytest.raises(Turned) as error:
        download(tmp_path, "cd" * 32, "foto.jpg", "image/jpeg")
    assert error.value.code == 410
