"""Messages that follow the close of a survey: when that is, and what is told while it is not known."""

from collections.abc import Iterable, Iterator, Mapping

from campaigns.content.ballot import closes_at
from campaigns.tenant import Tenant
from campaigns.when import Published, Rule
from storage.surveys import SurveyEnd

CALLED_OFF = "que se canceló"


def at_close(
    tenant: Tenant, reference: str, published: Iterable[Published], ends: Mapping[str, SurveyEnd]
) -> Iterator[Published]:
    """The publications of `campaign/message`, each with when its survey closes, or went out where that is later.

    `ends`: by occurrence, of the surveys that were opened; one on paper has none, and is closed once somebody says that
    it is done. One that was called off is not out: nothing follows it by itself.
    """
    campaign_id, _, message_id = reference.partition("/")
    campaign = tenant.campaigns.get(campaign_id)
    message = campaign.message(message_id) if campaign is not None else None
    asked = message.entry.survey if message is not None else None
    for each in published:
        end = ends.get(each.occurrence)
        if end is not None:
            yield each._replace(instant=max(each.instant, end.at), out=each.out and not end.cancelled)
        elif asked is not None and not each.out:
            local = each.instant.astimezone(tenant.municipality.zone)
            yield each._replace(instant=max(local, closes_at(asked, local, tenant.workdays)))
        else:
            yield each


def awaits(rule: Rule) -> str:
    """What a rule waits for, in Spanish: «salga «anuncio»», «cierre la encuesta de «anuncio»»."""
    return f"{'cierre la encuesta de' if rule.after_close else 'salga'} «{rule.after}»"
