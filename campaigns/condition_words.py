"""A public's condition as whoever wrote it would say it aloud."""

from collections.abc import Callable, Mapping

from campaigns.audience import Condition
from campaigns.people_list import PeopleList
from campaigns.topic import Topic

NOBODY = "sin condición: le llegan publicaciones y tareas, no mensajes persona por persona"
EVERYBODY = "todas las personas"


def described(
    condition: Condition | None,
    topics: Mapping[str, Topic],
    lists: Mapping[str, PeopleList],
    called: Callable[[str], str] = str,
) -> str:
    """In Spanish: «barrio: centro o norte; y sin retirado: si». None: the public is nobody in person.

    `called`: how a column or a value is named, of what the files say; left out: as they do.
    """
    if condition is None:
        return NOBODY
    pairs = [("", *each) for each in condition.having.items()]
    pairs += [("sin ", *each) for each in condition.lacking.items()]
    parts = [f"{sign}{called(name)}: {_or([called(each) for each in values])}" for sign, name, values in pairs]
    if condition.subscribed is not None:
        names = [topics[topic].name if topic in topics else topic for topic in condition.subscribed]
        parts.append(f"con suscripción a {_or(names)}")
    if condition.listed is not None:
        kept = lists.get(condition.listed)
        parts.append(f"en la lista «{kept.name if kept else condition.listed}»")
    if condition.any_of:
        alternatives = [described(each, topics, lists, called) for each in condition.any_of]
        parts.append(" o bien ".join(f"({each})" if len(alternatives) > 1 else each for each in alternatives))
    return "; y ".join(parts) or EVERYBODY


def _or(values: tuple[str, ...] | list[str]) -> str:
    return " o ".join((", ".join(values[:-1]), values[-1])) if len(values) > 1 else "".join(values)
