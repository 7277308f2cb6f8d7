"""How what a task counts is asked for and told: of a meeting whoever came, of anything else how often it was done."""

from channels.manual import ACCENTS, counted
from delivery.publications.errands import Errand

ATTENDED = frozenset({"evento", "foro", "jornada", "reunion", "taller"})
"""Kinds of work of which one is planned and the attendants are counted."""


def amount(kind: str, planned: int, done: int) -> str:
    """«40 asistentes», «3 emisiones»."""
    if not _counts_people(kind, planned):
        return counted(kind, done)
    return f"{done} asistente{'s' if done != 1 else ''}"


def question(order: Errand) -> str:
    """What the form asks."""
    if _counts_people(order.kind, order.planned):
        return "¿Cuántas personas asistieron?"
    many = counted(order.kind, 2).partition(" ")[2]
    return f"¿{'Cuántos' if many.endswith('os') or many in MASCULINE else 'Cuántas'} {many} se hicieron?"


MASCULINE = frozenset({"afiches", "volantes", "talleres"})
"""Plurals that do not end in -os, and are: cuántos afiches."""


def usual(order: Errand) -> str:
    """What stands in that field before anything is typed: one, where one is planned and nobody comes to it."""
    return "1" if order.planned == 1 and not _counts_people(order.kind, order.planned) else ""


def size(octets: int) -> str:
    """«1,8 MB», «40 kB»."""
    if octets < 100_000:
        return f"{max(octets // 1000, 1)} kB"
    return f"{octets / 1_000_000:.1f} MB".replace(".", ",")


def _counts_people(kind: str, planned: int) -> bool:
    return planned == 1 and kind.translate(ACCENTS) in ATTENDED
