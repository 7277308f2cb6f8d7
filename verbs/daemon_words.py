"""Daemons and their signs of life, as `status` tells them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from campaigns.tenant import Tenant
from delivery.pulse import Pulse
from delivery.rounds import NAMES
from verbs.call import Call
from verbs.printed import printed
from verbs.words import instant, shown


def daemon_documents(
    tenant: Tenant, daemons: Iterable[Pulse], alive: Collection[Pulse], now: datetime
) -> list[dict[str, object]]:
    """All that are known, for JSON."""
    return [
        {
            "owner": pulse.owner,
            "last_tick": instant(pulse.at),
            "alive": pulse in alive,
            "digest": pulse.digests.get(tenant.slug, ""),
            "late": [duty.value for duty in pulse.late(now)] if pulse in alive else [],
        }
        for pulse in daemons
    ]


def daemon_lines(call: Call, tenant: Tenant, daemons: list[Pulse], alive: list[Pulse], now: datetime) -> list[str]:
    """Those at work, and what is wrong with them; where there is none, how one is started."""
    zone = tenant.municipality.zone
    if not alive:
        last = f" La última señal es de {shown(daemons[0].at, zone)}." if daemons else ""
        return [f"El pregonero no está en marcha.{last} Se pone a andar con «{printed(call, 'run')}»."]
    lines = [f"En marcha: {pulse.owner}, señal de {shown(pulse.at, zone)}." for pulse in alive]
    for pulse in alive:
        if late := pulse.late(now):
            stuck = ", ".join(NAMES[duty] for duty in late)
            lines.append(f"Atención: en {pulse.owner} no avanza {stuck}. Si no se arregla, reinicie el pregonero.")
    if any(pulse.digests.get(tenant.slug) != tenant.digest for pulse in alive):
        lines.append("Atención: el pregonero anda con otra configuración que la de esta carpeta.")
    return lines
