"""The fields of a form in parts: as mail programs send them, and as strangers do."""

import pytest

from panel.multipart import LONGEST_HEADER, fields, is_multipart

CLICK = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
TOLD = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("multipart/form-data; boundary=x", CLICK, TOLD),
        ('Multipart/Form-Data; charset=utf-8; boundary="x"', CLICK, TOLD),
        ("multipart/form-data;boundary=x; charset=utf-8", CLICK, TOLD),
        ("multipart/form-data; boundary=x", CLICK.replace(b"\r\n", b"\n"), TOLD),
        ("multipart/form-data; boundary=x", CLICK.replace(b'"', b""), TOLD),
        ("multipart/form-data; boundary=x", CLICK.replace(b"C", b"Content-Type: text/plain\r\nC", 1), TOLD),
        ("multipart/form-data; boundary=x", b"who reads this\r\n" + CLICK, TOLD),
        ("multipart/form-data; boundary=x", CLICK.replace(b"One", b"Two")[:-7] + CLICK, TOLD),
        ("multipart/form-data; boundary=x", CLICK + CLICK.replace(b"One", b"Two"), TOLD),
        ("multipart/form-data; boundary=y", CLICK, {}),
        ("multipart/form-data", CLICK, {}),
        ("multipart/form-data; boundary=", CLICK, {}),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--", {}),
        ("multipart/form-data; boundary=x", b"\xff" + CLICK[:30], {}),
        ("multipart/form-data; boundary=x" + " " * LONGEST_HEADER, CLICK, {}),
    ],
)
def test_what_parts_say(kind: str, body: bytes, told: dict[str, str]) -> None:
    """Each field by its name; what follows the end, has no name or comes under another boundary is none."""
    assert is_multipart(kind)
    assert fields(kind, body) == told
