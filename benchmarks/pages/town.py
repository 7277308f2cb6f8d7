"""A municipality of a million people after six years: who they are, what went out to them, and who did what."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from audience.addresses import normalise, recipient_key
from benchmarks.pages.rows import Columns, Row, mail, put, settle
from benchmarks.pages.sendings import sendings
from delivery.workplace import Workplace
from storage.states import SubmissionKind, SubmissionState
from storage.tables import address, audit, contact, contact_attribute, measurement, submission

YEARS = 6
GIVEN = (
    *("Ana", "Luis", "María", "José", "Carlos", "Óscar", "Yolanda", "Íngrid", "Andrés", "Beatriz", "Julián", "Luz"),
    *("Marta", "Jorge", "Gloria", "Camilo", "Sofía", "Nicolás", "Valentina", "Santiago", "Ángela", "Rubén", "Doris"),
)
SURNAMES = (
    *("Pérez", "Gómez", "Restrepo", "Ñáñez", "Ospina", "Muñoz", "Zapata", "Cárdenas", "Rodríguez", "Vélez", "Mora"),
    *("Ríos", "Salazar", "Caicedo", "Mosquera", "Quiñones", "Arboleda", "Barrios", "Julio", "Torres", "Díaz", "León"),
    *("Herrera", "Castro", "Vargas", "Romero", "Suárez", "Ortega", "Peña", "Bermúdez", "Payares", "Marrugo", "Batista"),
)
RARE = 100
"""One surname in so many is a rare one, of which there are as many again."""
PROGRAM, ADMINISTRATOR, SELDOM = "pregonero", "comunicaciones", "jefe-talento-humano"
"""Who did most of what the audit has, who did some, and who nearly nothing."""
VERBS = ("retry", "work_order_done", "sign_in", "approved", "see_person", "send", "edit_campaign", "record")
RARELY = "handover"
"""What was done twice in six years."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    people: int
    """And as many deliveries of the largest publication."""
    publications: int
    """The others."""
    audit: int
    requests: int = 3_000


class Numbers(NamedTuple):
    """Of the rows whose own pages are opened."""

    largest: int
    """The publication to everybody."""
    task: int
    request: int
    person: int


def fill(place: Workplace, size: Size, now: datetime) -> Numbers:
    """Write all rows; the numbers of those whose pages are opened."""
    _people(place, size.people, now)
    largest, task = sendings(place, size.people, size.publications, now, timedelta(days=365 * YEARS))
    put(place.database, audit, *_audit(place.tenant_id, size.audit, now))
    put(place.database, measurement, *_figures(place, now))
    put(place.database, submission, *_requests(place, size.requests, now))
    settle(place.database)
    return Numbers(largest, task, size.requests, size.people // 2)


def name_of(chance: random.Random) -> str:
    """Somebody's, of a given name and two surnames."""
    surnames = [
        f"{chance.choice(SURNAMES)[:3]}{chance.randrange(1_000_000) // 7 % RARE:02d}z".title()
        if chance.randrange(RARE) == 0
        else chance.choice(SURNAMES)
        for _ in range(2)
    ]
    return " ".join((chance.choice(GIVEN), *surnames))


def _people(place: Workplace, people: int, now: datetime) -> None:
    """All are registered, have a mail address and a district."""
    tenant, secret = place.tenant_id, place.keyring.address_key
    chance = random.Random(7)  # the same people each time
    named = ((each, tenant, name_of(chance), now) for each in range(1, people + 1))
    put(place.database, contact, ("id", "tenant", "name", "created_at"), named)
    put(
        place.database,
        address,
        ("tenant", "contact", "kind", "address", "key"),
        (
            (tenant, each, "correo", mail(each), recipient_key(secret, normalise("correo", mail(each))))
            for each in range(1, people + 1)
        ),
    )
    put(
        place.database,
        contact_attribute,
        ("contact", "name", "value"),
        (
            (each, name, value)
            for each in range(1, people + 1)
            for name, value in (("grupo", "usuario-registrado"), ("barrio", f"Barrio {each % 200}"))
        ),
    )


def _audit(tenant: int, rows: int, now: datetime) -> tuple[Columns, Iterator[Row]]:
    """The program's own, and some of each of the staff; chained by no hashes, for nobody asks for them here."""
    columns = ("tenant", "at", "actor", "verb", "subject", "detail", "previous", "hash")
    chance = random.Random(11)

    def made() -> Iterator[Row]:
        for number in range(rows):
            at = now - timedelta(days=365 * YEARS) * (rows - number) / rows
            actor = PROGRAM if number % 3 else ADMINISTRATOR
            verb = VERBS[chance.randrange(len(VERBS))]
            if number in (rows // 50, rows // 40):
                # Long ago, so that whoever reads from the end on looks at all of them.
                actor, verb = SELDOM, RARELY
            yield tenant, at, actor, verb, f"publication/{number % 20_000 + 1}", {}, "0" * 64, "0" * 64

    return columns, made()


def _figures(place: Workplace, now: datetime) -> tuple[Columns, Iterator[Row]]:
    """Each day's of what is pulled or given."""
    columns = ("tenant", "indicator", "source", "value", "day", "recorded_at", "by")
    given = [key for key, each in place.tenant.indicators.items() if each.type in ("declarado", "traido")]

    def made() -> Iterator[Row]:
        for days in range(365 * YEARS, 1, -1):
            at = now - timedelta(days=days)
            for key in given:
                yield place.tenant_id, key, "declared", float(days % 90), at.date(), at, ADMINISTRATOR

    return columns, made()


def _requests(place: Workplace, count: int, now: datetime) -> tuple[Columns, Iterator[Row]]:
    """Of all kinds, a tenth open."""
    columns = (
        *("tenant", "kind", "sender", "person", "actions", "title", "text", "files", "state", "received_at", "due_at"),
    )
    kinds: Sequence[SubmissionKind] = list(SubmissionKind)

    def made() -> Iterator[Row]:
        for number in range(count):
            at = now - timedelta(days=365 * YEARS) * (count - number) / count
            state = SubmissionState.RECEIVED if number > count - count // 10 else SubmissionState.ANSWERED
            words = (f"Pedido {number}", "Para que la gente se entere.")
            kind = kinds[number % len(kinds)].value
            yield (
                *(place.tenant_id, kind, "department", ADMINISTRATOR, [], *words, [], state.value),
                *(at, at + timedelta(days=15)),
            )

    return columns, made()
