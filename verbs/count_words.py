"""How many publications and deliveries stand in each state, as the office reads it."""

from delivery.office.office import STATE_NAMES
from delivery.watching.status import Status
from verbs.words import counted_state, delivery_words, how_many


def count_lines(its: Status) -> list[str]:
    """What staff wrote, as the report has it, and apart what the program made of it."""
    counted = [
        ", ".join(counted_state(number, STATE_NAMES[state]) for state, number in its_own.items())
        for its_own in (its.publications, its.derived)
    ]
    sent = [
        ", ".join(counted_state(number, delivery_words(state, mode)) for (state, mode), number in its_own.items())
        for its_own in (its.deliveries, its.derived_deliveries)
    ]
    lines = [f"Publicaciones: {counted[0] or 'ninguna todavía'}.", f"Entregas: {sent[0] or 'ninguna todavía'}."]
    if its.bounced:
        lines.append(f"De las enviadas, {how_many(its.bounced, 'rebotó', 'rebotaron')}.")
    if counted[1]:
        lines.append(f"Aparte, avisos a los funcionarios, correcciones y retiros: {counted[1]}.")
        lines.append(f"Sus entregas: {sent[1] or 'ninguna todavía'}.")
    return lines
