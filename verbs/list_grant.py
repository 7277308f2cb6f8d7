"""What the staff say of everybody in a list that they bring: by what they may be written to, and for what."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from audience.bringing import grant_of
from audience.consent_list import Grant
from audience.subscriptions import OF_TOPIC, topic_of
from campaigns.purpose import MANAGEMENT
from campaigns.tenant import Tenant
from verbs.call import WrongCall


class Stated(NamedTuple):
    """As it was typed."""

    basis: str | None
    """None: nothing is said of everybody."""
    proof: str
    purpose: str


def read_grant(tenant: Tenant, listed: str, stated: Stated) -> Grant:
    """How the consents of a list are read. `listed`: what the list's own column stands on. Raises WrongCall."""
    if (stated.basis is None) is bool(stated.proof):
        raise WrongCall(
            "--basis y --proof van juntos: por qué se les puede escribir, y con qué se prueba, como "
            "«--basis consentimiento --proof 'Planillas firmadas, feria de 2026-05'»."
        )
    refuse_unknown(stated.purpose, tenant.municipality.topics)
    zone = tenant.municipality.zone
    if stated.basis is None and stated.purpose != MANAGEMENT:
        raise WrongCall(
            "--purpose dice para qué consintieron todos los de la lista: va con --basis y --proof. La columna "
            "«consentimiento» habla siempre de los mensajes de gestión."
        )
    return grant_of(listed, zone, stated.basis, stated.proof, stated.purpose)


def refuse_unknown(purpose: str, topics: Iterable[str]) -> None:
    """Raises WrongCall for a purpose that is neither `gestion` nor a topic of the municipality's."""
    known = [MANAGEMENT, *(f"{OF_TOPIC}{topic}" for topic in topics)]
    if purpose in known:
        return
    near = get_close_matches(purpose, known, 1)
    hint = f"¿Quiso decir {near[0]}?" if near else f"Escriba una de estas: {', '.join(known)}."
    if topic_of(purpose):
        raise WrongCall(f"«{topic_of(purpose)}» no está en «temas» de municipio.yaml. {hint}")
    raise WrongCall(f"«{purpose}» no es una finalidad. {hint}")
