"""Whose an indicator is, and what people call them. Pure."""

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant


def whose(tenant: Tenant, key: str, indicator: Indicator) -> str:
    """The slug of who answers for an indicator: its own `responsable`, else that of the first row of the plan that
    names it, else the municipality's `encargado`; empty where there is none of them."""
    if indicator.responsible is not None:
        return indicator.responsible
    named = (action.responsible for action in tenant.plan.actions if key in action.indicators)
    return next(named, tenant.municipality.in_charge or "")


def name_of(tenant: Tenant, slug: str) -> str:
    """The name of a person (with the post, if that is another word), a department, a committee; else the slug."""
    person = tenant.municipality.people.get(slug)
    if person is not None:
        return f"{person.name} ({person.post})" if person.post not in ("", person.name) else person.name
    body = tenant.municipality.departments.get(slug) or tenant.municipality.committees.get(slug)
    return body.name if body else slug
