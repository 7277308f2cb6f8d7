"""`audiences`: each public with its condition in words, how many persons it has, and who falls out and why."""

from collections.abc import Iterator
from dataclasses import asdict

from audience.makeup import Makeup, makeup
from audience.plain_text import shown
from audience.unmatched import Unmatched, unmatched
from campaigns.audience import Audience
from campaigns.condition_words import described
from campaigns.tenant import Tenant
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import rows_of

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COLUMNS = (
    "Público",
    "Quiénes son",
    "Personas",
    "Correo",
    "Telegram",
    "Teléfono",
    "Sin ninguno",
    "No quieren nada",
    "Sin gestión",
)
LEGEND = (
    "Correo, Telegram y teléfono cuentan a quienes les llega algo por ahí. «Sin ninguno»: se les llama o visita. "
    "«Sin gestión»: no han dado su consentimiento, o están en el registro de números excluidos."
)

Counted = list[tuple[str, Audience, Makeup | None]]
Missing = dict[str, tuple[Unmatched, ...]]
"""By public, the values that nobody has."""


def audiences(call: Call) -> Answer:
    """All of a municipality, in the order of its file."""
    with rows_of(call) as (connection, tenant, number):
        found: Counted = [
            (slug, each, None if each.condition is None else makeup(connection, number, each.condition))
            for slug, each in tenant.audiences.items()
        ]
        missing: Missing = {
            slug: unmatched(connection, number, each.condition)
            for slug, each in tenant.audiences.items()
            if each.condition is not None
        }
    documents = [
        _document(tenant, *each) | {"unmatched": [asdict(one) for one in missing.get(each[0], ())]} for each in found
    ]
    table = Table("audiences", "Públicos", COLUMNS, tuple(tuple(_cells(tenant, *each)) for each in found))
    return Answer(documents, [table, LEGEND, *_told(tenant, missing)])


def _told(tenant: Tenant, missing: Missing) -> Iterator[str]:
    for slug, values in missing.items():
        for each in values:
            there = f"hay: {', '.join(map(shown, each.present))}" if each.present else "ninguna lista trae esa columna"
            name = tenant.audiences[slug].name
            yield f"Atención: en el público «{name}», nadie tiene «{each.column}: {each.value}»; {there}."


def _said(tenant: Tenant, audience: Audience) -> str:
    return described(audience.condition, tenant.municipality.topics, tenant.municipality.lists)


def _document(tenant: Tenant, slug: str, audience: Audience, its: Makeup | None) -> dict[str, object]:
    names = ("persons", "mail", "telegram", "telephone", "nowhere", "refusing", "without_consent")
    counts = {name: None if its is None else getattr(its, name) for name in names}
    told = {"audience": slug, "name": audience.name, "internal": audience.internal}
    return {**told, "condition": _said(tenant, audience), **counts}


def _cells(tenant: Tenant, slug: str, audience: Audience, its: Makeup | None) -> Iterator[str]:
    yield from (f"{audience.name} ({slug})", _said(tenant, audience))
    if its is None:
        yield from [""] * (len(COLUMNS) - 2)
        return
    counts = (its.persons, its.mail, its.telegram, its.telephone, its.nowhere, its.refusing, its.without_consent)
    yield from map(str, counts)
