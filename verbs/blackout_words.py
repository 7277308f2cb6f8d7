"""The vedas that stand now, in words for people and in figures for programs."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from campaigns.articles import of
from campaigns.blackout import LEGAL_APPROVAL, STOP, WARN, Blackout, Policy
from campaigns.tenant import Tenant
from delivery.blackouts import Standing, blackouts_of
from delivery.publications.votes import name_of
from reports.table import Table
from verbs.words import instant

DOES: Mapping[Policy, str] = {
    WARN: "Sale, con aviso",
    LEGAL_APPROVAL: "Necesita además la aprobación {}",
    STOP: "No sale",
}
"""What becomes of a message in it."""
COLUMNS = ("Veda", "Desde", "Hasta", "Clases", "Qué pasa", "Norma")


def blackout_documents(tenant: Tenant, now: datetime) -> list[dict[str, object]]:
    """Each for JSON."""
    return [
        {
            "name": each.name,
            "since": instant(its.since),
            "until": instant(its.until),
            "classes": list(each.classes),
            "policy": each.policy,
            "approver": each.approver,
            "basis": each.basis,
        }
        for each, its in _standing(tenant, now)
    ]


def blackout_tables(tenant: Tenant, now: datetime) -> list[Table]:
    """One table; none where no veda stands."""
    rows = tuple(
        (
            each.name,
            f"{each.starts:%Y-%m-%d}",
            "nadie lo sabe todavía" if each.ends is None else f"{each.ends:%Y-%m-%d}",
            ", ".join(each.classes),
            DOES[each.policy].format(of(name_of(tenant, each.approver or ""))),
            each.basis or "",
        )
        for each, _ in _standing(tenant, now)
    )
    return [Table("blackouts", "Vedas en curso", COLUMNS, rows)] if rows else []


def _standing(tenant: Tenant, now: datetime) -> Iterator[tuple[Blackout, Standing]]:
    for each in tenant.municipality.blackouts:
        found = (
            one for one in blackouts_of(tenant, each.classes[0]) if (one.name, one.policy) == (each.name, each.policy)
        )
        its = next((one for one in found if one.stands(now) and one.since.date() == each.starts), None)
        if its is not None:
            yield each, its
