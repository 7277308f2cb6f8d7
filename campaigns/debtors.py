"""Who owes a duty: the words of `deber: {de: …}` into whom each order is for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.municipality import Municipality

DEPARTMENTS = "dependencias"
SOURCES = "fuentes"
DELEGATES = "delegados"


@dataclass(frozen=True, slots=True)
class Debtor:
    """One who owes a duty."""

    slug: str
    """Names the order within its publication, and never moves."""
    name: str
    responsible: str
    """The slug of who hands it over: himself, or a source's delegate."""
    about: str = ""
    """What the order says of a source besides its text: how it is reached, and who its delegate is; in Spanish."""


def debtors(municipality: Municipality, named: Sequence[str]) -> list[Debtor]:
    """Those who are named, each once, in that order; a word of `GROUPS` stands for all of its kind."""
    found: dict[str, Debtor] = {}
    for slug in named:
        group = GROUPS.get(slug)
        for each in group(municipality) if group else [_debtor(municipality, slug)]:
            found.setdefault(each.slug, each)
    return list(found.values())


def delegates(municipality: Municipality) -> list[str]:
    """The people who answer for what their department or a source hands over: heads, and who is named as delegate."""
    heads = [department.head for department in municipality.departments.values()]
    named = [source.delegate for source in municipality.sources.values()]
    people = [slug for slug in (*heads, *named) if slug in municipality.people]
    return list(dict.fromkeys(people))


def name_of(municipality: Municipality, slug: str) -> str:
    """What a person, department, committee or source is called; the slug where the files have none of that name."""
    named: Sequence[Mapping[str, object]] = (
        municipality.people,
        municipality.departments,
        municipality.committees,
        municipality.sources,
    )
    found = next((group[slug] for group in named if slug in group), None)
    return str(getattr(found, "name", slug))


def _departments(municipality: Municipality) -> list[Debtor]:
    return [_debtor(municipality, slug) for slug in municipality.departments]


def _sources(municipality: Municipality) -> list[Debtor]:
    return [_debtor(municipality, slug) for slug in municipality.sources]


def _delegates(municipality: Municipality) -> list[Debtor]:
    return [_delegate(municipality, slug) for slug in delegates(municipality)]


GROUPS: Mapping[str, Callable[[Municipality], list[Debtor]]] = {
    DEPARTMENTS: _departments,
    SOURCES: _sources,
    DELEGATES: _delegates,
}
"""Words that stand for all of a kind."""


def _debtor(municipality: Municipality, slug: str) -> Debtor:
    source = municipality.sources.get(slug)
    if source is None:
        return Debtor(slug, name_of(municipality, slug), slug)
    reached = [f"{name}: {where}" for name, where in source.contact.items()]
    reached += [f"Correo: {source.mail}"] if source.mail else []
    contact = f" ({'; '.join(reached)})" if reached else ""
    about = f"Fuente: {source.name}{contact}. Delegado: {name_of(municipality, source.delegate)}."
    return Debtor(slug, source.name, source.delegate, about)


def _delegate(municipality: Municipality, slug: str) -> Debtor:
    """A post that somebody else holds since another date is another delegate, with an order of his own."""
    since = municipality.people[slug].since
    return Debtor(f"{slug}.{since}" if since else slug, name_of(municipality, slug), slug)
