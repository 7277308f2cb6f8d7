"""A public's condition as whoever wrote it would say it aloud."""

from collections.abc import Mapping

from campaigns.audience import Condition
from campaigns.people_list import PeopleList
from campaigns.topic import Topic

NOBODY = "sin condición: le llegan publicaciones y tareas, no mensajes persona por persona"
EVERYBODY = "todas las personas"


def described(condition: Condition | None, topics: Mapping[str, Topic], lists: Mapping[str, PeopleList]) -> str:
    """In Spanish: «barrio: centro o norte; y sin retirado: si». None: the public is nobody in person."""
    if condition is None:
        return NOBODY
    parts = [f"{name}: {_or(values)}" for name, values in condition.having.items()]
    parts += [f"sin {name}: {_or(values)}" for name, values in condition.lacking.items()]
    if condition.subscribed is not None:
        names = [topics[topic].name if topic in topics else topic for topic in condition.subscribed]
        parts.append(f"con suscripción a {_or(names)}")
    if condition.listed is not None:
        kept = lists.get(condition.listed)
        parts.append(f"en la lista «{kept.name if kept else condition.listed}»")
    if condition.any_of:
        alternatives = [described(each, topics, lists) for each in condition.any_of]
        parts.append(" o bien ".join(f"({each})" if len(alternatives) > 1 else each for each in alternatives))
    return "; y ".join(parts) or EVERYBODY


def _or(values: tuple[str, ...] | list[str]) -> str:
    return " o ".join((", ".join(values[:-1]), values[-1])) if len(values) > 1 else "".join(values)
