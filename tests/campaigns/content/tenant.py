"""A tenant with one campaign, and what is frozen of its one message."""

from datetime import timedelta
from pathlib import Path

from campaigns.account import Account
from campaigns.audience import Audience
from campaigns.campaign import CampaignEntry
from campaigns.content import Content, FrozenFile, freeze
from campaigns.plan import Plan
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Event, Moves, Workdays, parse
from tests.campaigns.examples import MAIL, MUNICIPALITY, SPAN

FILES = {
    "a.png": FrozenFile("0" * 64, "a.png", "image/png", 10),
    "b.pdf": FrozenFile("1" * 64, "b.pdf", "application/pdf", 20),
}


def tenant_of(entry: CampaignEntry, *accounts: Account, event: Event | None = None) -> tuple[Tenant, CampaignMessage]:
    """A tenant with that one campaign, and its one message."""
    message = CampaignMessage(
        campaign=entry.id,
        id="anuncio",
        entry=entry.messages[0],
        rule=parse("al empezar"),
        moves=Moves(),
        accounts=accounts or (MAIL,),
        audience="ciudadania",
        actions=("SE-7", "SE-5"),
        class_="servicio",
        responsible="ana",
        approver=None,
        priority=5,
        at_least_once=False,
        tolerance=timedelta(minutes=30),
        expires=None,
        reminders=(),
        digest="",
        drafter=entry.messages[0].drafter,
    )
    whole = Campaign(entry.id, entry, event or Event((SPAN,)), (message,), Path("campanas/matriculas.yaml"))
    plan = Plan.model_validate({"titulo": "Plan", "acciones": [{"clave": "SE-7", "texto": "a", "responsable": "ana"}]})
    tenant = Tenant(
        slug="villa-clara",
        folder=Path("config"),
        municipality=MUNICIPALITY,
        plan=plan,
        accounts={each.name: each for each in accounts},
        audiences={"ciudadania": Audience.model_validate({"nombre": "Ciudadanía", "canales": ["correo"]})},
        indicators={},
        holidays=(),
        workdays=Workdays(),
        campaigns={entry.id: whole},
        digest="",
        templates={"carta.txt": "Señora {{ nombre | default('vecina') }}"},
    )
    return tenant, message


def frozen(entry: CampaignEntry, account: Account = MAIL, occurrence: str = "1", event: Event | None = None) -> Content:
    """The content of the campaign's one message."""
    tenant, message = tenant_of(entry, account, event=event)
    return freeze(tenant, message, account, SPAN.start, "https://villaclara.gov.co/m", FILES, occurrence=occurrence)
