"""What people mean by a key that they type: an indicator, or a row of the plan."""

from collections.abc import Iterable
from difflib import get_close_matches

from campaigns.indicator import Indicator
from campaigns.plan import Action
from campaigns.tenant import Tenant


class UnknownKey(ValueError):
    """No such key; the message is Spanish and offers what comes close."""


def find_indicator(tenant: Tenant, key: str) -> Indicator:
    """The indicator of that key. Raises UnknownKey."""
    if key in tenant.indicators:
        return tenant.indicators[key]
    raise UnknownKey(f"«{key}» no es un indicador.{_close(key, tenant.indicators, 'indicadores.yaml')}")


def find_action(tenant: Tenant, key: str) -> Action:
    """The row of the plan of that key. Raises UnknownKey."""
    actions = {action.key: action for action in tenant.plan.actions}
    if key in actions:
        return actions[key]
    raise UnknownKey(f"«{key}» no es una acción del plan.{_close(key, actions, 'plan.yaml')}")


def find_figures(tenant: Tenant, key: str) -> tuple[tuple[str, str | None], ...]:
    """(indicator, row of the plan) for a key of either: an indicator as a whole, or all those of a row."""
    if key in tenant.indicators:
        return ((key, None),)
    actions = {action.key: action for action in tenant.plan.actions}
    if key in actions:
        return tuple((name, key) for name in actions[key].indicators)
    hint = _close(key, [*tenant.indicators, *actions], "indicadores.yaml y plan.yaml")
    raise UnknownKey(f"«{key}» no es un indicador ni una acción del plan.{hint}")


def _close(key: str, known: Iterable[str], where: str) -> str:
    keys = list(known)
    close = get_close_matches(key, keys, n=3) or [each for each in keys if each.startswith(f"{key}-")][:3]
    return f" ¿Quiso decir {' o '.join(close)}?" if close else f" Las claves están en {where}."
