"""The keys belong to the database, and the database to the keys."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage import meta
from storage.keyring import Keyring, WrongKeys, open_keyring, rotate_signing_key, write_keyring
from tests.storage.rows import NOW, a_publication, deliveries


def test_first_start_makes_keys(writing: Connection, tmp_path: Path) -> None:
    """A new database gets keys that its owner alone reads, and the next start finds the same."""
    path = tmp_path / "var" / "claves"

    keyring = open_keyring(writing, path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert len(keyring.address_key) == 32
    assert open_keyring(writing, path) == keyring
    assert meta.get(writing, meta.ADDRESS_KEY) == keyring.fingerprint
    assert list(path.parent.glob("claves*")) == [path]


def test_other_keys_are_refused(writing: Connection, tmp_path: Path) -> None:
    """Keys of another installation are refused, with what would happen under them."""
    ours = open_keyring(writing, tmp_path / "claves")
    write_keyring(tmp_path / "otras", Keyring(b"x" * 32, ours.signing_keys))

    with pytest.raises(WrongKeys, match="no es el de esta base de datos"):
        open_keyring(writing, tmp_path / "otras")


def test_missing_keys_are_refused(writing: Connection, tmp_path: Path) -> None:
    """A database that had keys does not get new ones: a copy must be brought back."""
    open_keyring(writing, tmp_path / "claves")
    (tmp_path / "claves").unlink()

    with pytest.raises(WrongKeys, match="pregonero restore"):
        open_keyring(writing, tmp_path / "claves")
    assert not (tmp_path / "claves").exists()


def test_rows_without_a_fingerprint_are_refused(writing: Connection, tmp_path: Path) -> None:
    """Rows that hold keys of which nothing is known are nobody's."""
    deliveries(writing, a_publication(writing))

    with pytest.raises(WrongKeys):
        open_keyring(writing, tmp_path / "claves")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"address_key": "x", "signing_keys": [1]}', "\x00"])
def test_damaged_keys_are_refused(writing: Connection, tmp_path: Path, content: str) -> None:
    """A file that cannot be understood is told of, not replaced."""
    path = tmp_path / "claves"
    path.touch(0o600)
    path.write_text(content, "utf-8")

    with pytest.raises(WrongKeys, match="está dañado"):
        open_keyring(writing, path)


def test_open_keys_are_refused(writing: Connection, tmp_path: Path) -> None:
    """Keys that others can read are refused, with the command that mends it."""
    path = tmp_path / "claves"
    open_keyring(writing, path)
    path.chmod(0o644)

    with pytest.raises(WrongKeys, match="chmod 600"):
        open_keyring(writing, path)


def test_signing_keys_rotate(writing: Connection, tmp_path: Path) -> None:
    """A new signing key signs from now on, older ones are still known, and the address key stays."""
    path = tmp_path / "claves"
    before = open_keyring(writing, path)

    rotate_signing_key(path, NOW)

    after = open_keyring(writing, path)
    assert after.address_key == before.address_key
    assert after.signing_keys[:-1] == before.signing_keys
    assert after.signing_key("1") == before.signing_keys[0]
    assert after.signing_key("nunca") is None
