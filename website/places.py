"""Where a municipality's site lies, and which of its sites nobody keeps up to date any more."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from campaigns.content.freezing import WEB
from campaigns.tenant import Tenant
from website.folder import OURS
from website.order import World

FOLDERS = {World.REAL: "sitio-publico", World.SANDBOX: "sitio-de-pruebas", World.SIMULATED: "sitio"}
"""Where the site of each world lies, in the folder of what a municipality sends as files."""


class Why(StrEnum):
    """Why a site stands still."""

    REHEARSED = "rehearsed"
    """None of its accounts is real any more."""
    MOVED = "moved"
    """`sitio-carpeta` names another folder."""


@dataclass(frozen=True, slots=True)
class Still:
    """A site that was built for the public and is kept up to date no more."""

    folder: Path
    why: Why


def shown_world(tenant: Tenant) -> World:
    """Whose publications the site shows outside of simulations: what went out, once one of its accounts is `real`."""
    modes = {account.mode for account in tenant.accounts.values() if account.type == WEB}
    return World.REAL if "real" in modes else World.SANDBOX


def public_folder(tenant: Tenant, outgoing: Path) -> Path:
    """Where the site for the public lies, once one of its accounts is `real`.

    `outgoing`: the folder of what the municipality sends as files.
    """
    named = tenant.municipality.site_folder
    return Path(named) if named else outgoing / FOLDERS[World.REAL]


def shown_folder(tenant: Tenant, outgoing: Path, world: World) -> Path:
    """Where the site of a world lies: that for the public where staff want it, and those of rehearsals apart."""
    return public_folder(tenant, outgoing) if world is World.REAL else outgoing / FOLDERS[world]


def still_sites(tenant: Tenant, outgoing: Path) -> tuple[Still, ...]:
    """The sites for the public that stay as they were: what somebody deletes is no more among them.

    Of folders that `sitio-carpeta` named before it names another one nobody knows any more.
    """
    public, first = public_folder(tenant, outgoing), outgoing / FOLDERS[World.REAL]
    found = []
    if shown_world(tenant) is World.SANDBOX and _has_site(public):
        found.append(Still(public, Why.REHEARSED))
    if _has_site(first) and first.resolve() != public.resolve():
        found.append(Still(first, Why.MOVED))
    return tuple(found)


def _has_site(folder: Path) -> bool:
    """Whether a site was built there; one that this user may not look into is nothing that he can tell of."""
    try:
        return (folder / OURS).is_dir()
    except PermissionError:
        return False
