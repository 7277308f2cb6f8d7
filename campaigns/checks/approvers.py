"""Who approves a message and who drafted it: where these have to be two, both must be known and votes must suffice."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry
from campaigns.reading.files import MUNICIPALITY
from campaigns.reading.tree import Keys
from campaigns.tenant import CampaignMessage


def check_mailboxes(findings: Findings, base: Base) -> None:
    """Notes members of a committee with a quorum who read the same mail: whoever opens it would have both votes."""
    people = base.municipality.people
    for slug, committee in base.municipality.committees.items():
        holders: dict[str, str] = {}
        for position, member in enumerate(committee.members if committee.quorum > 1 else ()):
            mail = _mailbox(base, member)
            if mail and holders.get(mail, member) != member:
                both = f"«{member}» y «{holders[mail]}» tienen el mismo correo ({people[member].mail})"
                said = f"{both}: serían un solo voto"
                findings.add(("comites", slug, "miembros", position), said, "dé a cada uno su correo, o deje a uno")
            holders.setdefault(mail, member)


def check_drafter(findings: Findings, campaign: CampaignEntry, position: int, base: Base) -> None:
    """Notes a drafter who is nobody, or nobody where one is asked for, or one without whom too few are left to vote."""
    entry, municipality = campaign.messages[position], base.municipality
    written = ("mensajes", position, "redacta") if entry.drafter is not None else ("redacta",)
    drafter = entry.drafter or campaign.drafter
    if drafter is not None and drafter not in municipality.people:
        findings.unknown(written, "la persona", drafter, municipality.people, MUNICIPALITY)
        return
    approver = entry.approver or campaign.approver
    if approver is None or approver not in base.approvers or not municipality.asks_who_drafted(approver):
        return
    if drafter is None:
        asked: Keys = ("mensajes", position, "aprueba") if entry.approver is not None else ("aprueba",)
        said = f"«{approver}» solo aprueba lo que redactó otra persona, y no se sabe quién redactó esto"
        findings.add(asked, said, "escriba «redacta:» con una de las personas de municipio.yaml")
        return
    voters, needed = municipality.voters(approver, drafter), municipality.quorum(approver)
    mail = _mailbox(base, drafter)
    if mail and (same := [each for each in voters if _mailbox(base, each) == mail]):
        said = f"«{drafter}» lo redactó y tiene el mismo correo que «{same[0]}», que lo aprueba"
        findings.add(written, said, "dé a cada uno su correo en municipio.yaml")
    if (left := len(voters)) < needed:
        stays = "queda 1" if left == 1 else f"quedan {left}"
        said = f"«{drafter}» lo redactó y no lo aprueba: de «{approver}» {stays} con voto y hacen falta {needed}"
        findings.add(written, said, "que lo redacte o lo apruebe otra persona, o cambie el comité en municipio.yaml")


def check_approval(findings: Findings, position: int, message: CampaignMessage) -> None:
    """Notes what would go out as soon as it is approved, and nobody approves: it would go out at once, by itself."""
    if message.rule.after_approval and message.approver is None:
        said = f"el mensaje «{message.id}» sale tras aprobar, y nadie lo aprueba: saldría de una vez, solo"
        hint = (
            "escriba «aprueba:» con un comité o una persona; si debe salir cuando alguien lo envíe, «cuando: por orden»"
        )
        findings.add(("mensajes", position, "cuando"), said, hint)


def _mailbox(base: Base, person: str) -> str:
    """Without regard to case, as mail servers take it; empty where none is known."""
    found = base.municipality.people.get(person)
    return (found.mail or "").casefold() if found is not None else ""
