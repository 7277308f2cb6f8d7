"""What is written to a person says where the data policy is (Ley 1581 de 2012, art. 12)."""

from pathlib import Path

import pytest

from audience.addresses import KIND_OF_CHANNEL
from campaigns.content.presentation import FooterStyle, presentation
from campaigns.loader import load
from tests.campaigns.town import ACCOUNTS, build


@pytest.mark.parametrize("kind", sorted(KIND_OF_CHANNEL))
def test_each_message_to_a_person_bears_the_data_policy(kind: str) -> None:
    """But for text messages, of which a second segment would double the cost."""
    bears = presentation(kind).footer in (FooterStyle.FULL, FooterStyle.SHORT)
    assert bears is (kind != "sms")


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "responder-a"), ("    responder-a: noreply@villaclara.gov.co\n", "noreply@villaclara.gov.co")],
)
def test_a_mail_account_says_who_answers(tmp_path: Path, written: str, said: str) -> None:
    """An answer may be a petition with a term (Ley 1755 de 2015): without a mailbox that is read nothing loads."""
    before = next(line for line in ACCOUNTS.splitlines(keepends=True) if "responder-a" in line)
    loaded = load(build(tmp_path, {"canales.yaml": ACCOUNTS.replace(before, written)}), {"PREGONERO_CLAVE": "secreta"})
    assert any(said in str(problem) for problem in loaded.problems), loaded.problems
