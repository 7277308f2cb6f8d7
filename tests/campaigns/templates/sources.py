"""The campaign whose names the tests' templates use, and its values."""

from campaigns.content.values import frozen_values, thaw
from campaigns.templates import check_template, variables
from campaigns.templates.work import Work
from tests.campaigns.examples import MUNICIPALITY, SPAN, campaign

CAMPAIGN = campaign()
TO_PERSONS = variables(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], to_persons=True)
TO_ALL = variables(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], to_persons=False)
VALUES = thaw(
    frozen_values(MUNICIPALITY, CAMPAIGN, CAMPAIGN.messages[0], SPAN, SPAN.start, "https://villaclara.gov.co/m")
)


def messages(source: str, names: object = TO_PERSONS) -> list[str]:
    """What the checker says of a source."""
    assert isinstance(names, type(TO_PERSONS))
    return [problem.message for problem in check_template(source, names, Work())]
