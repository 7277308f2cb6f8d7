"""Names made from keys."""

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.keys import Key
from channels.paths import segment
from channels.web import page_path

PARTS = st.text(min_size=1, max_size=15).filter(lambda text: not set(text) & {"/", "@"})
KEYS = st.tuples(PARTS, PARTS, PARTS, PARTS)
HOSTILE = st.lists(
    st.sampled_from(["/", "..", ".", "@", "\\", "%2e", "\x00", "a", "web", ":", "~", "=2e", " "]), max_size=9
)


def written(parts: tuple[str, str, str, str]) -> str:
    """A publication key of these parts."""
    return "{}/{}/{}@{}".format(*parts)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("matriculas-2027/anuncio/web@1", "/contenidos/matriculas-2027/anuncio/1/"),
        ("matriculas-2027/semanal/web@2027-01-12T07:30", "/contenidos/matriculas-2027/semanal/2027-01-12T07_30/"),
        ("alerta/aviso/web@o3.2027-05-02T22:15-05:00", "/contenidos/alerta/aviso/o3.2027-05-02T22_15-05_00/"),
        ("alerta/aviso/web@o3.2027-05-02T22:15+02:00", "/contenidos/alerta/aviso/o3.2027-05-02T22_15=2b02_00/"),
        ("contratos/cierre/web@2027-01.2", "/contenidos/contratos/cierre/2027-01.2/"),
        ("matriculas/anuncio~correccion-1/web@1", "/contenidos/matriculas/anuncio~correccion-1/1/"),
        ("matriculas/anuncio/sitio-turismo@1", "/contenidos/matriculas/anuncio/1/sitio-turismo/"),
    ],
)
def test_page_paths_never_change(key: str, path: str) -> None:
    """The grammar of page paths is fixed: links to them stand in messages that were sent."""
    assert page_path(key) == path


@given(KEYS, KEYS)
def test_two_publications_never_share_a_page(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Two keys make two paths, whatever their letters."""
    assert (page_path(written(one)) == page_path(written(other))) == (one == other)  # type: ignore[arg-type] # four each


@given(KEYS)
def test_page_paths_stay_in_the_site(parts: tuple[str, str, str, str]) -> None:
    """A path is plain URL text that leaves neither its folder nor itself unnamed."""
    path = page_path(written(parts))
    assert re.fullmatch(r"(/[A-Za-z0-9._~=-]+)+/", path)
    assert not {".", ".."} & set(PurePosixPath(path).parts)
    assert len(PurePosixPath(path).parts) == (5 if parts[2] == "web" else 6)


@given(HOSTILE)
def test_hostile_keys_are_refused_or_harmless(pieces: list[str]) -> None:
    """A key made to climb out of the folder makes a path inside it, or none."""
    try:
        path = page_path("".join(pieces))
    except ValueError:
        return
    assert re.fullmatch(r"/contenidos(/(?!\.)[A-Za-z0-9._~=-]+){3,4}/", path)


@pytest.mark.parametrize("key", ["", "a/b@1", "a/b/c", "a/b/c@", "a//c@1", "/b/c@1", "a/b/c/d@1", f"{'a' * 201}/b/c@1"])
def test_what_is_no_key(key: str) -> None:
    """A key with a part missing, or too long for a file's name, has no page."""
    with pytest.raises(ValueError, match=r"no es una clave|demasiado largo"):
        page_path(key)


@given(st.text(max_size=15), st.text(max_size=15))
def test_segments_are_one_to_one(one: str, other: str) -> None:
    """Two texts make two segments."""
    if one and other:
        assert (segment(one) == segment(other)) == (one == other)


def test_parts_of_a_key() -> None:
    """A key is read into its four parts."""
    key = Key.parse("matriculas/anuncio~cierre/correo@2027-01-12T07:30")
    assert key == ("matriculas", "anuncio~cierre", "correo", "2027-01-12T07:30")
