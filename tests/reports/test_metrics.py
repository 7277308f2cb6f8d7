"""Words are measured in the fonts that set them."""

from importlib.resources import as_file, files

import pytest

from reports.metrics import KERNED, metrics_of


@pytest.mark.parametrize(("style", "ems"), [("Regular", 0.613), ("Bold", 0.657), ("Black", 0.613)])
def test_a_letter_is_as_wide_as_its_font_says(style: str, ems: float) -> None:
    """An «n» in ems; a style that the family has not is measured as the usual one."""
    with as_file(files("ttf_opensans") / "ttf") as folder:
        assert metrics_of([folder], "Open Sans", style).width("n") == pytest.approx(ems * KERNED, abs=0.005)


def test_a_family_that_is_not_there_is_no_other() -> None:
    """Widths of another family would cut words."""
    with as_file(files("ttf_opensans") / "ttf") as folder, pytest.raises(LookupError):
        metrics_of([folder], "Comic Sans", "Regular")
