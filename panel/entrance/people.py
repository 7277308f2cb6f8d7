"""Who can be let in: the people and contributors of `municipio.yaml`, by slug or mail."""

from campaigns.tenant import Tenant
from delivery import staff
from delivery.publications.votes import name_of


def name_of_user(tenant: Tenant, slug: str) -> str:
    """How people call whoever a slug is; the slug where the files know it no more."""
    contributor = tenant.municipality.contributors.get(slug)
    return contributor.name if contributor is not None else name_of(tenant, slug)


def is_known(tenant: Tenant, slug: str) -> bool:
    """Whether the files know a person or contributor by this slug."""
    return slug in tenant.municipality.people or slug in tenant.municipality.contributors


def mail_of(tenant: Tenant, slug: str) -> str:
    """Where a person is written to; empty where nobody knows."""
    return staff.mail_of(tenant.municipality, slug)


def slug_of(tenant: Tenant, typed: str) -> str:
    """Whom somebody means who typed a mail address or a slug; what was typed where it is nobody's.

    An address that several share is nobody's: they type their slugs.
    """
    told = typed.strip().casefold()
    if "@" not in told:
        return told
    slugs = (*tenant.municipality.people, *tenant.municipality.contributors)
    found = [each for each in slugs if mail_of(tenant, each).casefold() == told]
    return found[0] if len(found) == 1 else told
