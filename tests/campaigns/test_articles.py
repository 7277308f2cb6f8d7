"""The article of whoever is named in a sentence: told by the first word, or none."""

import pytest

from campaigns.articles import begin, of, the, to


@pytest.mark.parametrize(
    ("name", "with_article", "after_de"),
    [
        ("Comité de Comunicaciones", "el Comité de Comunicaciones", "del Comité de Comunicaciones"),
        ("Comite GEL", "el Comite GEL", "del Comite GEL"),
        ("COMITÉ GEL-T", "el COMITÉ GEL-T", "del COMITÉ GEL-T"),
        ("Secretaría de Salud", "la Secretaría de Salud", "de la Secretaría de Salud"),
        ("Área de Comunicaciones", "el Área de Comunicaciones", "del Área de Comunicaciones"),
        ("Despacho del Alcalde", "el Despacho del Alcalde", "del Despacho del Alcalde"),
        ("Alcaldesa Municipal", "la Alcaldesa Municipal", "de la Alcaldesa Municipal"),
        ("Militares", "los Militares", "de los Militares"),
        ("Instituciones educativas", "las Instituciones educativas", "de las Instituciones educativas"),
        ("El Concejo", "el Concejo", "del Concejo"),
        ("La Oficina de Prensa", "la Oficina de Prensa", "de la Oficina de Prensa"),
        ("Comité GEL (1 de 2 votos)", "el Comité GEL (1 de 2 votos)", "del Comité GEL (1 de 2 votos)"),
        ("Ana Pérez", "Ana Pérez", "de Ana Pérez"),
        ("María de El Carmen Mesa", "María de El Carmen Mesa", "de María de El Carmen Mesa"),
        ("Concepción Plan", "Concepción Plan", "de Concepción Plan"),
        ("Planeación Municipal", "Planeación Municipal", "de Planeación Municipal"),
        ("Líder de Gobierno en línea", "Líder de Gobierno en línea", "de Líder de Gobierno en línea"),
        ("ana", "ana", "de ana"),
    ],
)
def test_an_office_a_committee_or_a_post_has_an_article(name: str, with_article: str, after_de: str) -> None:
    """A person's own name has none, nor has what nobody can tell by its first word."""
    assert (the(name), of(name)) == (with_article, after_de)


@pytest.mark.parametrize(
    ("name", "after_a"),
    [
        ("Comité GEL", "al Comité GEL"),
        ("Secretaría de Salud", "a la Secretaría de Salud"),
        ("Organismos de socorro", "a los Organismos de socorro"),
        ("Ana Pérez", "a Ana Pérez"),
    ],
)
def test_what_something_is_given_to(name: str, after_a: str) -> None:
    """The other preposition that runs together with «el»."""
    assert to(name) == after_a


@pytest.mark.parametrize(
    ("name", "said"), [("Oficina de Prensa", "La Oficina de Prensa"), ("Ana Pérez", "Ana Pérez"), ("ana", "Ana")]
)
def test_a_sentence_begins_with_a_capital(name: str, said: str) -> None:
    """Also where its first word is the article."""
    assert begin(name) == said
