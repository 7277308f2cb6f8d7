"""What pictures say of their size, against pictures that Pillow writes."""

from io import BytesIO

import pytest
from PIL import Image

from campaigns.reading.pixels import pixels_in

WIDTH, HEIGHT = 37, 23
HEIC = b"\0\0\0\x18ftypheic" + b"".join(
    b"\0\0\0\x14ispe" + bytes(4) + side.to_bytes(4, "big") * 2 for side in (512, 4000, 512)
)


@pytest.mark.parametrize(
    ("form", "mime", "more"),
    [
        ("PNG", "image/png", {}),
        ("GIF", "image/gif", {}),
        ("JPEG", "image/jpeg", {}),
        ("WEBP", "image/webp", {}),
        ("WEBP", "image/webp", {"lossless": True}),
        ("WEBP", "image/webp", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}),
    ],
)
def test_a_picture_says_how_many_pixels_it_has(form: str, mime: str, more: dict[str, object]) -> None:
    """Each kind in its own words."""
    written = BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), "green").save(written, form, **more)
    assert pixels_in(BytesIO(written.getvalue()), mime) == WIDTH * HEIGHT


def test_of_tiles_and_the_whole_the_whole_counts() -> None:
    """A telephone's HEIC names both."""
    assert pixels_in(BytesIO(HEIC), "image/heic") == 4000 * 4000


@pytest.mark.parametrize("mime", ["image/png", "image/gif", "image/jpeg", "image/webp", "image/heic", "audio/ogg"])
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0foto", b"RIFF\0\0\0\0WEBPVP8L"])
def test_what_is_broken_says_nothing(mime: str, data: bytes) -> None:
    """However it ends."""
    assert pixels_in(BytesIO(data), mime) is None
