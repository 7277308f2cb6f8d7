"""What goes out again and again says at what hour: whoever reads it must know whether it is the last one."""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry
from campaigns.content.wording import Location, wording
from campaigns.reading.files import Unreadable
from campaigns.templates.parsing import parse
from campaigns.tenant import CampaignMessage

TOLD_BY = frozenset({"hora", "fecha_hora"})
"""Filters of a moment that write its hour."""


def check_alert(
    findings: Findings, campaign: CampaignEntry, position: int, message: CampaignMessage, base: Base
) -> None:
    """Notes each text of what repeats until it is lifted without the hour at which it goes out."""
    entry = message.entry
    if not message.rule.until_lifted or entry.survey or entry.forum or entry.duty:
        return
    try:
        templates = {entry.template: base.files.template(entry.template)} if entry.template else {}
    except Unreadable:
        return
    silent: dict[Location, list[Account]] = {}
    for account in message.accounts:
        said = wording(campaign, entry, account.name, account.type, templates)
        if said.text and not says_hour(said.text):
            silent.setdefault(said.text_at, []).append(account)
    for at, accounts in silent.items():
        names = ", ".join(f"«{account.name}»" for account in accounts)
        findings.add(
            ("mensajes", position, *at),
            f"el mensaje «{entry.id}» se repite hasta que se levante y su texto para {names} no dice a qué hora: "
            "quien lo reciba no sabrá si es el último",
            "agregue al texto, por ejemplo, «Aviso de las {{ hora }}.»",
        )


def says_hour(text: str) -> bool:
    """Whether a text surely says the hour at which it goes out; one that cannot be read is another check's affair."""
    try:
        return any(_tells(part) for part in _outputs(parse(text)))
    except (TemplateSyntaxError, RecursionError):
        return True


def _outputs(template: nodes.Template) -> Iterator[nodes.Node]:
    """What is always written: nothing that stands under a condition."""
    for node in template.body:
        if isinstance(node, nodes.Output):
            yield from node.nodes


def _tells(part: nodes.Node) -> bool:
    filters: list[str] = []
    while isinstance(part, nodes.Filter) and part.node is not None:
        filters.append(part.name)
        part = part.node
    if not isinstance(part, nodes.Name):
        return False
    # A moment without a filter is written with its hour.
    return part.name == "hora" or (part.name == "fecha" and (not filters or filters[-1] in TOLD_BY))
