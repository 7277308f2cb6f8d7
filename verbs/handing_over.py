"""`handover`: what one administration leaves to the next."""

from collections.abc import Sequence
from pathlib import Path

from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from handover.covers import LACKING
from handover.package import Order, pack, shared_database
from handover.reserved import WrongPassword
from handover.shelf import NotEmpty, shelf_at
from pieces.refusal import CannotDraw
from storage.audit import append
from storage.errors import StorageError
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.beginning import password_in
from verbs.call import Call, WrongCall
from verbs.folder import acting, remembered, url
from verbs.place import NOBODY, moment, reading
from verbs.words import how_many

NAMED = 10
"""Things that are lacking which are told one by one."""
WRONG: tuple[type[Exception], ...] = (NotEmpty, WrongPassword)
FAILED: tuple[type[Exception], ...] = (CannotDraw, StorageError, OSError)

SHARED = (
    "En esta base de datos hay otros municipios: una copia completa se llevaría los datos de su gente, y no va. Para "
    "incluirla, pase este municipio a una base propia."
)
LEFT_OUT = (
    "No van los datos de personas: para incluirlos, cifrados, escriba una contraseña en un archivo y agregue "
    "--password-file. La contraseña se entrega aparte."
)


def handover(call: Call, directory: Path, password_file: Path | None) -> Answer:
    """The whole memory in a folder; the daemon may run meanwhile."""
    loaded = remembered(call)
    tenant, password = acting(call, loaded), password_in(password_file)
    var = var_folder(call.environment)
    with reading(call, url(call, loaded)) as database:
        with database.read() as connection, shelf_at(directory) as shelf:
            number, now = find_tenant(connection, tenant.slug) or NOBODY, moment(connection)
            if password is not None and shared_database(connection):
                raise WrongCall(SHARED)
            order = Order(tenant, number, var, media_folder(var), password, now)
            made = pack(connection, order, shelf, call.tell)
            digest, files = shelf.seal(), len(shelf.sums)
        if number != NOBODY:
            with database.write() as connection:
                detail = {"files": files, "sums": digest, "reserved": made.handed.reserved}
                append(connection, number, call.actor, "handover", directory.name, detail, now)
    document = {
        "directory": str(directory),
        "files": files,
        "sums": digest,
        "reserved": made.handed.reserved,
        "chain": made.handed.chain,
        "remarks": list(made.remarks),
    }
    lines = [
        f"Empalme completo en «{directory}»: {how_many(files, 'archivo', 'archivos')}.",
        *(f"  {what}: {number}" for what, number in made.handed.counts.items()),
        *_first(made.remarks),
        *([] if made.handed.reserved else [LEFT_OUT]),
        f"Ábralo con un navegador: {directory / 'index.html'}. El acta para firmar: {directory / 'acta.pdf'}.",
        f"Anote aparte la huella de la lista de archivos: {digest}.",
    ]
    return Answer(document, lines)


def _first(remarks: Sequence[str]) -> list[str]:
    """A disk that was lost would tell of thousands: the package has them all."""
    more = len(remarks) - NAMED
    return [
        *remarks[:NAMED],
        *([f"… y {how_many(more, 'falta', 'faltas')} más: están en {LACKING}."] if more > 0 else []),
    ]
