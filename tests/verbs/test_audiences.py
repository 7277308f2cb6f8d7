"""The verb that counts the publics."""

from tests.verbs.operator import Operator


def test_each_public_is_counted_and_said_in_words(town: Operator) -> None:
    """One without condition has no figures."""
    town.people("ana@correo.gov.co", "luis@correo.gov.co")

    citizens, passing = town.reads("audiences")
    assert (citizens["audience"], citizens["condition"], citizens["persons"]) == ("ciudadania", "todas las personas", 2)
    assert (citizens["mail"], citizens["telephone"], citizens["without_consent"]) == (2, 0, 2)
    assert passing["condition"].startswith("sin condición")
    assert passing["persons"] is None
    assert "Ciudadanía (ciudadania)" in town.does("audiences")
