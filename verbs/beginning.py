"""`init`: a municipality's folder, new or out of what an earlier administration handed over."""

from pathlib import Path
from shlex import quote

from campaigns.loader import load
from campaigns.starter import create
from delivery.clock import SystemClock
from delivery.installation import database_url, var_folder
from delivery.publishing.freeze import media_folder
from delivery.workplace import KEYS
from handover.reserved import WrongPassword
from handover.shelf import NotEmpty, whole_folder
from handover.staff_files import ROOM as CONFIGURATION
from handover.successor import WrongPackage, has_people, succeed, take_over, try_password, verify
from storage import meta
from storage.audit import append
from storage.database import Database
from storage.errors import StorageError
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (FileExistsError, NotEmpty, WrongPackage, WrongPassword)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)
SIMULATED = (
    "Atención: esa base de datos es de una simulación. Sirve para ver sus informes, y el pregonero no inicia con ella: "
    "para trabajar, borre {} y la carpeta nueva, y repita con el empalme verdadero o sin --password-file."
)


def init(call: Call, directory: Path, package: Path | None, password_file: Path | None) -> Answer:
    """A new municipality's folder, ready to run; `package`: out of a handover."""
    if package is not None:
        return _begin_from(call, directory, package, password_file)
    if password_file is not None:
        raise WrongCall("--password-file abre los datos de un empalme: diga cuál con --from.")
    written = create(directory)
    named = quote(str(directory))
    return Answer(
        None,
        [
            *(f"  {path}" for path in written),
            f"Lista la carpeta «{directory}», con todas sus cuentas en pruebas. Lo que sigue:",
            f"  1. Escriba en {directory / 'municipio.yaml'} los datos de su municipio.",
            f"  2. pregonero check -c {named}",
            f"  3. pregonero run -c {named}",
            "Escriba los comandos siempre desde aquí: en esta carpeta queda «var», con la base de datos.",
        ],
    )


def password_in(file: Path | None) -> str | None:
    """The first line of a file, so that no list of processes and no history shows it."""
    if file is None:
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[0].strip() if lines else ""


def _begin_from(call: Call, directory: Path, package: Path, password_file: Path | None) -> Answer:
    """A new folder out of a handover; with the password, its database too."""
    password = password_in(password_file)
    if password is not None and not has_people(package):
        raise WrongCall(f"«{package}» no trae datos de personas: no hay nada que abrir con la contraseña.")
    if password is not None:
        try_password(package, password)
    verify(package)
    # Named once all is there: whoever starts with half of it would write to people who wanted no more.
    with whole_folder(directory, 0o777) as folder:
        written = succeed(package, folder)
        taken = _take_over(call, folder, package, password) if password is not None else []
    lines = [*(f"  {directory / name}" for name in written)]
    lines += [f"Lista la carpeta «{directory}», con todas sus cuentas en pruebas.", *taken]
    if password is None and has_people(package):
        lines.append(
            "Los datos de personas siguen cifrados: para recibirlos, borre esa carpeta y repita con --password-file."
        )
    named = quote(str(directory))
    return Answer(
        None,
        [
            *lines,
            "Lo que sigue:",
            f"  1. Escriba en {directory / 'municipio.yaml'} las personas que llegan, y en canales.yaml las claves.",
            f"  2. pregonero check -c {named}",
            f"  3. pregonero run -c {named}",
        ],
    )


def _take_over(call: Call, directory: Path, package: Path, password: str) -> list[str]:
    loaded, var = load(directory, call.environment), var_folder(call.environment)
    address = call.url or database_url(directory, loaded, var)
    if address is None:
        raise WrongCall(
            f"La configuración de «{package}» tiene problemas: véalos con «pregonero check -c "
            f"{quote(str(package / CONFIGURATION))}». Repita diciendo en --db en qué base de datos quedan los datos."
        )
    zone = loaded.tenants[0].municipality.zone if loaded.tenants else None
    now = SystemClock().now().astimezone(zone)
    database = Database.open(address)
    try:
        taken = take_over(package, password, database, var / KEYS, media_folder(var), now)
        with database.write() as connection:
            number = find_tenant(connection, loaded.tenants[0].slug) if loaded.tenants else None
            if number is not None:
                append(connection, number, call.actor, "receive", package.name, {"rows": sum(taken.rows.values())}, now)
            simulated = meta.get(connection, meta.SIMULATION) is not None
    finally:
        database.close()
    told = [f"Recibida la base de datos en {database.where}: {how_many(sum(taken.rows.values()), 'fila', 'filas')}."]
    if taken.paused:
        told.append(f"{how_many(taken.paused, 'publicación queda', 'publicaciones quedan')} en pausa: revíselas.")
    if simulated:
        told.append(SIMULATED.format(database.where))
    return told
