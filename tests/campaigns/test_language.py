"""Languages by code and by name, as lists and files write them."""

import pytest

from campaigns.language import LANGUAGES, language_code, language_name, main_language


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("nasa yuwe", "pbb"),
        ("Nasa Yuwe", "pbb"),
        ("nasa-yuwe", "pbb"),
        ("páez", "pbb"),
        ("Wayuunaiki", "guc"),
        ("embera chami", "cmi"),
        ("español", "es"),
        ("ESPAN\u0303OL", "es"),
        ("pbb", "pbb"),
        ("PBB", "pbb"),
        ("English", "en"),
        ("es-CO", "es-CO"),
        ("marciano", "marciano"),
    ],
)
def test_a_name_is_as_good_as_its_code(written: str, code: str) -> None:
    """With or without accents, in any case; what is no name of ours is left for whoever reads it."""
    assert language_code(written) == code


def test_each_name_leads_back_to_its_code() -> None:
    """No two languages share one."""
    assert {language_code(name) for name in LANGUAGES.values()} == LANGUAGES.keys()


@pytest.mark.parametrize(("code", "name"), [("pbb", "nasa yuwe"), ("es-CO", "español"), ("xyz", "xyz")])
def test_a_code_has_a_name_in_spanish(code: str, name: str) -> None:
    """Of a region's the main language; one that we do not know is shown as it is."""
    assert language_name(code) == name
    assert main_language(code) == code.partition("-")[0]
