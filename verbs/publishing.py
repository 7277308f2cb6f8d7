"""`site`: the web site's files, brought up to date now."""

from dataclasses import dataclass
from pathlib import Path

from campaigns.tenant import Tenant
from storage.database import Database
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.folder import several, url, without_secrets
from verbs.place import opened, place_of
from verbs.still_words import still_lines
from verbs.words import how_many
from webmaster import has_site, order_of
from website.folder import ASIDE, Busy, Done
from website.order import Order, World
from website.owner import Taken
from website.places import Still, still_sites
from website.site import build

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError, Taken)
WORLDS = {
    World.REAL: "lo publicado",
    World.SANDBOX: "solo pruebas: ninguna cuenta del sitio está en modo real",
    World.SIMULATED: "una simulación",
}


@dataclass(frozen=True, slots=True)
class _Built:
    """One municipality's site."""

    tenant: Tenant
    order: Order
    done: Done
    still: tuple[Still, ...]
    """The public sites that nobody keeps up to date any more."""


def site(call: Call, out: Path | None) -> Answer:
    """Bring the site up to date, of each municipality or of one."""
    loaded = without_secrets(call)
    tenants = [tenant for tenant in several(call, loaded) if has_site(tenant)]
    if not tenants:
        raise Failure("No hay ningún canal de tipo web en canales.yaml: agregue uno para tener sitio.")
    with opened(url(call, loaded)) as database:
        built = [_build(call, tenant, database, _folder(tenant, out)) for tenant in tenants]
    return Answer(_document(built[0]), [line for each in built for line in _shown(each)])


def _folder(tenant: Tenant, out: Path | None) -> Path | None:
    return out / tenant.slug if out is not None and tenant.in_hub else out


def _build(call: Call, tenant: Tenant, database: Database, folder: Path | None) -> _Built:
    place = place_of(call, tenant, database)
    with database.read() as connection:
        order = order_of(connection, place, folder)
    try:
        return _Built(tenant, order, build(order, database), still_sites(tenant, place.outgoing))
    except Busy as error:
        raise Failure(f"Otro proceso está escribiendo {order.folder}: inténtelo en un momento.") from error


def _document(each: _Built) -> dict[str, object]:
    done = each.done
    return {
        "folder": each.order.folder,
        "world": each.order.world.value,
        "written": done.written,
        "untouched": done.untouched,
        "removed": done.removed,
        "foreign": done.foreign,
        "lost": done.lost,
    }


def _shown(each: _Built) -> list[str]:
    done = each.done
    written = how_many(done.written, "archivo escrito", "archivos escritos")
    kept, removed = how_many(done.untouched, "igual", "iguales"), how_many(done.removed, "retirado", "retirados")
    lines = [
        f"{each.tenant.municipality.name}: el sitio está en {each.order.folder} ({WORLDS[each.order.world]}).",
        f"  {written}, {kept}, {removed}.",
    ]
    lines += [f"  {line}" for line in still_lines(each.still)]
    lines += [f"  No se tocó «{path}»: lo puso otro. Muévalo o bórrelo." for path in done.foreign]
    lines += [f"  Se apartó «{path}» en .pregonero/{ASIDE}: no se sabía de quién era." for path in done.set_aside]
    lines += [f"  Falta «{path}»: sus datos ya no están en var/archivos." for path in done.lost]
    return lines
