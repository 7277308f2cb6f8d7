"""The publication that is made of a submission: frozen as it is let out, with one post to the section's account."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.content import Content, FrozenFile
from campaigns.content.frozen import Footer
from campaigns.content.presentation import presentation
from campaigns.content.renderer import FOREIGN
from campaigns.tenant import Tenant
from channels.keys import Key
from channels.web import page_path
from delivery.office.office import Refused
from delivery.retry import PATIENCE
from delivery.submissions.edited import Edited
from delivery.submissions.section_gate import campaign_of, section_of
from delivery.submissions.taking import section_actions
from delivery.workplace import Workplace
from storage.ledger import NewDelivery, add_deliveries, add_publication
from storage.states import PublicationState
from storage.submissions import Submission

NORMAL = 5
"""The priority of what nobody hurries."""
_TEXT = f"{{{{ {FOREIGN} }}}}"
_TITLE = "{{ titulo_ajeno }}"


def page_url(workplace: Workplace, slug: str, number: int) -> str:
    """Where the page of a published submission is. Raises `Refused`."""
    section = section_of(workplace.tenant, slug)
    path = page_path(str(_key(section.campaign, slug, section.account, number)))
    return f"{workplace.tenant.municipality.site_url}{path}"


def write_page(
    connection: Connection, workplace: Workplace, submission: Submission, edited: Edited, now: datetime
) -> int:
    """Write the publication with its post; its number. Raises `Refused`."""
    tenant = workplace.tenant
    section, campaign = section_of(tenant, edited.section), campaign_of(tenant, edited.section)
    account = tenant.accounts[section.account]
    audience = campaign.entry.audience or edited.section
    number = add_publication(
        connection,
        tenant=workplace.tenant_id,
        **_key(campaign.id, edited.section, account.name, submission.id)._asdict(),
        kind=account.kind.value,
        channel=account.type,
        medium=account.medium,
        publishes=account.publishes,
        mode=workplace.mode(account).value,
        class_=campaign.entry.class_,
        actions=list(section_actions(tenant, section)),
        unit_cost=account.cost,
        audience=audience,
        sender=account.sender,
        priority=NORMAL,
        planned_local=now.astimezone(tenant.municipality.zone).isoformat(timespec="minutes"),
        planned_at=now,
        expires_at=now + PATIENCE,
        state=PublicationState.RUNNING.value,
        digest=submission.digest,
        condition=None,
        content=_content(workplace, account, submission, edited).to_json(),
        created_at=now,
        started_at=now,
        expanded_at=now,
    )
    if number is None:
        raise Refused("Esta solicitud ya se publicó.")
    add_deliveries(connection, number, [NewDelivery(f"canal:{account.name}", None, 0, audience)])
    return number


def _content(workplace: Workplace, account: Account, submission: Submission, edited: Edited) -> Content:
    """What others wrote is a value, never a template, and its addresses lead nowhere."""
    tenant = workplace.tenant
    municipality, shown = tenant.municipality, presentation(account.type)
    signed = f"{edited.text}\n\nEnvió: {edited.signature}" if edited.signature else edited.text
    files = {each.sha256: each for each in submission.files}
    images = tuple(
        FrozenFile(each.sha256, each.name, each.mime, each.size, alt=edited.alts.get(each.sha256) or each.alt)
        for each in (files[digest] for digest in edited.files)
    )
    return Content(
        subject=_TITLE,
        text=_TEXT,
        values={"titulo_ajeno": edited.title, FOREIGN: signed},
        link=page_url(workplace, edited.section, submission.id),
        footer=Footer(municipality.body, tuple(municipality.contact.items()), ""),
        footer_style=shown.footer,
        html_style=shown.html,
        colour=municipality.brand.colour,
        images=images,
        facts=_facts(tenant, edited, submission),
    )


def _facts(tenant: Tenant, edited: Edited, submission: Submission) -> dict[str, str]:
    campaign = campaign_of(tenant, edited.section)
    signer = tenant.municipality.contributors.get(edited.contributor)
    told = {
        "body": tenant.municipality.body,
        "contributor": edited.contributor if signer is not None else "",
        "contributor_name": signer.name if signer is not None else "",
        "campaign": campaign.id,
        "campaign_title": campaign.entry.title,
        "message": edited.section,
        "submission": str(submission.id),
    }
    return {name: value for name, value in told.items() if value}


def _key(campaign: str, slug: str, account: str, number: int) -> Key:
    return Key(campaign, slug, account, str(number))
