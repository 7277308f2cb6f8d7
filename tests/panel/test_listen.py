"""Where a panel listens, as an operator writes it."""

import pytest

from panel.listen import HOSTS, Listen, WrongAddress, listen_on, more_names


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("localhost:0", "localhost", 0),
        ("[::1]:8000", "::1", 8000),
    ],
)
def test_an_address_is_read_and_written_alike(text: str, host: str, port: int) -> None:
    """A name or number and a port; an IPv6 number in brackets."""
    assert listen_on(text) == Listen(host, port)
    assert str(listen_on(text)) == text


@pytest.mark.parametrize("text", ["", "8000", ":8000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "::1:8000"])
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    """In Spanish, with what to write."""
    with pytest.raises(WrongAddress, match=r"escriba, por ejemplo, 127\.0\.0\.1:8000"):
        listen_on(text)


def test_more_names_come_from_the_setting() -> None:
    """Separated by commas; none without it."""
    assert more_names({HOSTS: "panel.villaclara.gov.co, pregonero"}) == ("panel.villaclara.gov.co", "pregonero")
    assert more_names({}) == ()
