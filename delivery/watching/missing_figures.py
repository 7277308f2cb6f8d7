"""How the staff are told of a figure that cannot be fetched, and that it came."""

from delivery.notices.notice import Words, in_lines
from delivery.workplace import Workplace


def words_missing(workplace: Workplace, key: str, reason: str) -> Words:
    """Which one, why, and what it holds up. `reason` is Spanish and ends its sentence."""
    lines = [
        f"No se pudo traer la cifra del indicador {_named(workplace, key)}: {reason}",
        "Mientras tanto los informes la dejan sin dato. Se intenta otra vez sola, y trae también los días que falten "
        "si la fuente los dice. Cuando llegue, se le avisa.",
        f"Para ver cómo está: pregonero doctor. Si hay que anotarla a mano: pregonero record {key} CIFRA --note MOTIVO",
    ]
    return in_lines(f"Falta la cifra de {key}", lines)


def words_fetched(workplace: Workplace, key: str) -> Words:
    """It is fetched again."""
    return in_lines(f"Ya llegó la cifra de {key}", [f"La cifra del indicador {_named(workplace, key)} ya se trajo."])


def _named(workplace: Workplace, key: str) -> str:
    indicator = workplace.tenant.indicators.get(key)
    return f"{key} («{indicator.name}»)" if indicator is not None else key
