"""What a JPEG says of its size, against pictures that Pillow writes."""

from pathlib import Path

import pytest
from PIL import Image

from campaigns.reading.picture_size import PictureSize, picture_size

EXIF_TURNED = (
    b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
)


@pytest.mark.parametrize(("width", "height"), [(1080, 1350), (1, 3000), (65_000, 2)])
@pytest.mark.parametrize("progressive", [False, True])
def test_the_size_is_that_of_the_picture(tmp_path: Path, width: int, height: int, progressive: bool) -> None:
    """Whatever way it was compressed."""
    Image.new("RGB", (width, height)).save(tmp_path / "foto.jpg", progressive=progressive)
    assert picture_size(tmp_path / "foto.jpg") == PictureSize(width, height, may_be_turned=False)


def test_a_picture_that_says_how_to_hold_it_may_be_turned(tmp_path: Path) -> None:
    """A telephone stores what it was held upright for on its side."""
    Image.new("RGB", (40, 30)).save(tmp_path / "foto.jpg", exif=EXIF_TURNED)
    assert picture_size(tmp_path / "foto.jpg") == PictureSize(40, 30, may_be_turned=True)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0" + b"\x00" * 60])
def test_what_is_no_picture_has_no_size(tmp_path: Path, data: bytes) -> None:
    """Broken ones neither; reading ends."""
    (tmp_path / "foto.jpg").write_bytes(data)
    assert picture_size(tmp_path / "foto.jpg") is None
