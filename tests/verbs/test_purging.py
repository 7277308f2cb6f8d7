"""What has been kept long enough, at the desk."""

from tests.verbs.operator import Operator

KINDS = ("contactos", "entregas", "respuestas", "eventos", "publicaciones", "pruebas")


def test_a_dry_run_tells_what_would_go(town: Operator) -> None:
    """Kind by kind, with the day before which it is; nothing is old in a new town."""
    assert town.reads("purge", "--dry-run") == dict.fromkeys([*KINDS, "cambios"], 0)
    assert "Se olvidaría" in town.does("purge", "--dry-run")


def test_a_purge_tells_what_went(town: Operator) -> None:
    """By a person's word, at once."""
    assert town.reads("purge", "--as", "ana") == dict.fromkeys([*KINDS, "cambios"], 0)
    assert "Se olvidó" in town.does("purge", "--as", "ana")
