"""How much of the check's time texts may take."""

import pytest

from campaigns.templates import TemplateError
from campaigns.templates.work import MOST_IN_A_FILE, MOST_STEPS, Work


def test_a_text_has_its_share_and_no_more() -> None:
    """The last step is taken, the next one is refused with what to write instead; the file has enough for others."""
    file = Work()
    text = file.text()
    text.spend(MOST_STEPS)
    with pytest.raises(TemplateError, match="demasiadas condiciones dentro de listas") as refused:
        text.spend()
    assert "acorte la lista" in refused.value.hint
    assert not file.spent
    file.text().spend(MOST_STEPS)


def test_all_texts_of_a_file_share_its_steps() -> None:
    """Texts that are right each by itself end at the file's limit, and after it none is looked at."""
    file = Work()
    for _ in range(MOST_IN_A_FILE // MOST_STEPS):
        file.text().spend(MOST_STEPS)
    with pytest.raises(TemplateError, match="los textos de este archivo tienen entre todos demasiados") as refused:
        file.text().spend(MOST_STEPS)
    assert "varias campañas" in refused.value.hint
    assert file.spent
