"""Charts come out of the same library wherever Pregonero is installed."""

from pygal.etree import etree

from reports.pictures.layout import laid_out
from tests.reports.documents import CONTENTS


def test_what_happens_to_be_installed_beside_it_draws_no_other_chart() -> None:
    """pygal takes lxml where it finds it, whose trees answer otherwise; users have none, and the tests do."""
    assert laid_out(CONTENTS).spots
    assert etree.lxml is False
