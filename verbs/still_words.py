"""Public sites that nobody keeps up to date any more, in words for people and in figures for programs."""

from collections.abc import Sequence

from website.places import Still, Why

REASONS = {
    Why.REHEARSED: "ninguna cuenta del sitio está en modo real.",
    Why.MOVED: "«sitio-carpeta» dice ahora otra. Si ya nadie la publica, bórrela.",
}
"""Why each stays as it was."""


def still_lines(found: Sequence[Still]) -> list[str]:
    """One for each."""
    return [f"El sitio público, en {each.folder}, se quedó como estaba: {REASONS[each.why]}" for each in found]


def still_documents(found: Sequence[Still]) -> list[dict[str, object]]:
    """For JSON."""
    return [{"folder": str(each.folder), "reason": each.why.value} for each in found]
