"""`ajustes` of a plan's row: what carries it where no message does, each proven to be really in use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaigns.assembly.messages import PREFERRED
from campaigns.plan import Action
from campaigns.tenant import CampaignMessage, Tenant
from channels.manual import ManualOptions

Predicate = Callable[[Tenant, Action], bool]


@dataclass(frozen=True, slots=True)
class Setting:
    """One way in which configuration serves a row."""

    key: str
    description: str
    """In Spanish: what it means that it is in use."""
    in_use: Predicate
    """Whether this tenant really uses it, for that row. Pure."""


def _messages(tenant: Tenant) -> Iterator[CampaignMessage]:
    for campaign in tenant.campaigns.values():
        yield from campaign.messages


def _prefers(message: CampaignMessage) -> bool:
    return message.entry.accounts in (PREFERRED, (PREFERRED,))


def _ordered_accounts(tenant: Tenant, _: Action) -> bool:
    several = {slug for slug, audience in tenant.audiences.items() if len(audience.accounts) > 1}
    return any(_prefers(message) and message.audience in several for message in _messages(tenant))


def _ordered_by_purpose(tenant: Tenant, _: Action) -> bool:
    return any(
        _prefers(message) and (message.entry.purpose or "") in tenant.audiences[message.audience].accounts_for
        for message in _messages(tenant)
    )


def _several_audiences(tenant: Tenant, _: Action) -> bool:
    return len({message.audience for message in _messages(tenant)}) > 1


def _contact(tenant: Tenant, _: Action) -> bool:
    return bool(tenant.municipality.contact)


def _approval(tenant: Tenant, _: Action) -> bool:
    return any(message.approver in tenant.municipality.committees for message in _messages(tenant))


def _adopted(tenant: Tenant, _: Action) -> bool:
    return tenant.plan.adopted is not None


def _has_class(tenant: Tenant, kind: str) -> bool:
    return any(
        isinstance(account.options, ManualOptions) and account.options.kind == kind
        for account in tenant.accounts.values()
    )


def _intake(tenant: Tenant, _: Action) -> bool:
    return _has_class(tenant, "buzon")


def _requests(tenant: Tenant, _: Action) -> bool:
    return bool(tenant.municipality.proposals.sections) or any(
        isinstance(account.options, ManualOptions) and account.options.kind == "solicitudes"
        for message in _messages(tenant)
        for account in message.accounts
    )


def _declared(tenant: Tenant, action: Action) -> bool:
    return bool(action.indicators) and all(_given(tenant, name) for name in action.indicators)


def _given(tenant: Tenant, name: str, within: frozenset[str] = frozenset()) -> bool:
    """People give it, or all that it is worked out from; not what goes round in a circle."""
    indicator = tenant.indicators.get(name)
    if indicator is None or name in within:
        return False
    if indicator.type == "derivado":
        return all(_given(tenant, part, within | {name}) for part in indicator.parts)
    return indicator.type == "declarado"


def _schedule(_: Tenant, action: Action) -> bool:
    return bool(action.activities) and all(step.until or step.deadline for step in action.activities)


def _checklist(tenant: Tenant, action: Action) -> bool:
    own = any(
        message.entry.duty is not None and message.entry.duty.checklist
        for message in _messages(tenant)
        if action.key in message.actions
    )
    return own or (bool(action.activities) and all(step.state for step in action.activities))


def _responsible_for_accounts(tenant: Tenant, _: Action) -> bool:
    return all(account.responsible for account in tenant.accounts.values())


def _escalation(tenant: Tenant, _: Action) -> bool:
    return any(
        message.entry.duty is not None and message.entry.duty.escalates_to is not None for message in _messages(tenant)
    )


def _phases(tenant: Tenant, _: Action) -> bool:
    return bool(tenant.plan.phases) and all(phase.progress is not None for phase in tenant.plan.phases.values())


_ALL = (
    Setting(
        "orden-de-canales",
        "un público tiene varios canales en orden y un mensaje dice «canales: preferidos»",
        _ordered_accounts,
    ),
    Setting(
        "orden-por-proposito",
        "un público tiene «canales-para» y un mensaje con ese «proposito» dice «canales: preferidos»",
        _ordered_by_purpose,
    ),
    Setting("publico-en-cada-mensaje", "los mensajes van a más de un público", _several_audiences),
    Setting("contacto-en-cada-pieza", "municipio.yaml dice en «contacto» los canales de atención", _contact),
    Setting("aprobacion", "al menos un mensaje lo aprueba un comité", _approval),
    Setting("plan-adoptado", "plan.yaml dice en «adoptado» cuándo y por quién", _adopted),
    Setting("recepcion-de-material", "hay un canal manual con «clase: buzon»", _intake),
    Setting(
        "solicitudes",
        "municipio.yaml tiene «propuestas», o un mensaje usa un canal manual con «clase: solicitudes»",
        _requests,
    ),
    Setting("figuras-declaradas", "la fila tiene indicadores y todos son «tipo: declarado»", _declared),
    Setting("cronograma", "la fila tiene «actividades», y cada una dice su «hasta» o su «plazo»", _schedule),
    Setting(
        "lista-de-chequeo",
        "un deber de la fila tiene «lista», o cada una de sus «actividades» dice su «estado»",
        _checklist,
    ),
    Setting("responsable-por-canal", "todos los canales dicen su «responsable»", _responsible_for_accounts),
    Setting("escalamiento", "un deber dice «escala-a»", _escalation),
    Setting("avance-por-fase", "cada fase de plan.yaml dice su «avance»", _phases),
)
SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _ALL}
