"""How many publications and deliveries stand in each state, as the office reads it."""

from delivery.office import STATE_NAMES
from delivery.status import Status
from verbs.words import delivery_words


def count_lines(its: Status) -> list[str]:
    """What staff wrote, as the report has it, and apart what the program made of it."""
    counted = [
        ", ".join(f"{STATE_NAMES[state]}: {number}" for state, number in its_own.items())
        for its_own in (its.publications, its.derived)
    ]
    sent = [
        ", ".join(f"{delivery_words(state, mode)}: {number}" for (state, mode), number in its_own.items())
        for its_own in (its.deliveries, its.derived_deliveries)
    ]
    lines = [
        f"Publicaciones. {counted[0] or 'ninguna todavía'}.",
        f"Entregas. {sent[0] or 'ninguna todavía'}.",
    ]
    apart = "Aparte, avisos a los funcionarios, correcciones y retiros."
    return [*lines, f"{apart} {counted[1]}. Entregas. {sent[1] or 'ninguna todavía'}."] if counted[1] else lines
