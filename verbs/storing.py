"""`db upgrade`, `db compact`, `backup`, `restore`: the database itself."""

from pathlib import Path

from audience.words_since import Carried, WordsSince
from delivery.clock import SystemClock
from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from delivery.workplace import KEYS
from storage import schema
from storage.backup import Backup
from storage.backup import backup as copy_to
from storage.database import Database
from storage.errors import StorageError
from storage.lock import sole_lock
from storage.restoring import restore as copy_from
from storage.traces import compact
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.folder import local_now, read, url
from verbs.place import reading
from verbs.printed import printed
from verbs.words import how_many

UNKNOWN_WORDS = (
    "Atención: no se sabe quiénes pidieron no recibir más, o que se les borrara, después de que se hizo la copia: no "
    "hay de dónde leerlo. Lo que va a personas con su consentimiento o por su suscripción espera; lo demás sale. "
    "Inicie el pregonero, que vuelve a leer el buzón de rebotes y bajas; busque en las cartas y los radicados, y anote "
    "a cada quien con «{}» o «{}». Si después se trajo un Registro de Números Excluidos, tráigalo otra vez con «{}», y "
    "si se deshizo una lista, deshágala otra vez con «{}». Cuando esté revisado, suelte lo que espera con «{}»."
)
"""Where there was nothing to carry over."""

NAMED = 5
"""Files that are told by name."""

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def upgrade(call: Call) -> Answer:
    """Bring the schema up to this version's."""
    database = Database.open(_address(call))
    try:
        done = schema.upgrade(database, SystemClock().now())
    finally:
        database.close()
    if done.before == done.after:
        return Answer(None, [f"La base de datos {database.where} ya está al día (esquema {done.after})."])
    copied = f" La copia de antes es {done.copy}." if done.copy else ""
    return Answer(None, [f"La base de datos {database.where} quedó al día (esquema {done.after}).{copied}"])


def compact_(call: Call) -> Answer:
    """What was deleted leaves no byte behind. Nobody may be at work."""
    with reading(call, _address(call)) as database, sole_lock(database, local_now(call)):
        compact(database)
    return Answer(None, [f"La base de datos {database.where} quedó escrita de nuevo, sin huellas de lo que se borró."])


def backup(call: Call, file: Path, overwrite: bool) -> Answer:
    """A consistent copy of rows, keys and kept files."""
    if file.exists() and not overwrite:
        raise Failure(f"Ya existe {file}. Escriba otro nombre para la copia, o agregue --overwrite para reemplazarla.")
    folder = var_folder(call.environment)
    kept = media_folder(folder)
    with reading(call, _address(call)) as database:
        made = copy_to(database, folder / KEYS, kept, file, SystemClock().now())
    return Answer(None, [f"Copia de seguridad en {file}: {_held(made)}.", *_lost(made)])


def restore(call: Call, file: Path, overwrite: bool) -> Answer:
    """A copy into the database, with its keys and files."""
    folder, words = var_folder(call.environment), WordsSince()
    database = Database.open(_address(call))
    try:
        where = (folder / KEYS, media_folder(folder))
        made = copy_from(file, database, *where, local_now(call), overwrite=overwrite, carry=words)
    finally:
        database.close()
    told = [f"Recuperada la copia {file}: {_held(made)}.", *_lost(made)]
    told.append(
        "Lo que le tocaba salir desde que se hizo la copia puede haber salido ya, y no sale solo: "
        f"«{printed(call, 'status')}» lo muestra como lo que no salió. Mire si salió; si no, envíelo con "
        f"«{printed(call, 'send --missed CLAVE')}»."
    )
    if made.paused:
        told.append(
            f"{how_many(made.paused, 'publicación queda', 'publicaciones quedan')} en pausa: puede que parte ya haya "
            f"salido después de la copia. Mírelas con «{printed(call, 'deliveries')}»; después reanude o "
            "cancele cada una."
        )
    if words.known:
        told += [*_carried(words), *_undone(words)]
    if words.held:
        named = (
            "contacts suppress",
            "contacts erase",
            "contacts exclude ARCHIVO",
            "contacts undo LOTE",
            "release --after-restore --reason «QUÉ SE REVISÓ»",
        )
        told.append(UNKNOWN_WORDS.format(*(printed(call, each) for each in named)))
    return Answer(None, told)


def _undone(words: WordsSince) -> list[str]:
    """Which lists are taken back again, and what of them is left as it is."""
    told: list[str] = []
    for undone in words.undone:
        told += undone.remarks
        told += [f"… y {undone.more_remarks} más."] if undone.more_remarks else []
        gone = how_many(undone.removed, "persona que llegó con ella salió", "personas que llegaron con ella salieron")
        consents = how_many(undone.consents, "consentimiento suyo ya no vale", "consentimientos suyos ya no valen")
        told.append(
            f"La lista {undone.batch.file} (lote {undone.batch.id}) se había deshecho después de la copia, y se "
            f"deshizo otra vez: {gone}; {consents}."
        )
    return told


def _carried(words: WordsSince) -> list[str]:
    total = Carried()
    for each in words.carried.values():
        total.add(each)
    registers = how_many(
        total.registers,
        "Registro de Números Excluidos, traído después que el de la copia",
        "Registros de Números Excluidos, traídos después que los de la copia",
    )
    more = [f"También se conserva {registers}."] if total.registers else []
    if not any((total.suppressions, total.consents, total.subscriptions, total.erased)):
        return ["Quienes pidieron no recibir más hasta hoy siguen sin recibir: la copia ya los tenía a todos.", *more]
    said = (
        how_many(total.suppressions, "pedido de no recibir más, o queja", "pedidos de no recibir más, o quejas"),
        how_many(total.consents, "consentimiento retirado", "consentimientos retirados"),
        how_many(total.subscriptions, "suscripción terminada", "suscripciones terminadas"),
        how_many(total.erased, "persona borrada", "personas borradas"),
    )
    kept = "De la base de datos que había se conserva lo que la gente pidió después de la copia"
    return [f"{kept}: {'; '.join(said)}.", *more]


def _held(made: Backup) -> str:
    rows, files = sum(made.rows.values()), made.files
    return f"{how_many(rows, 'fila', 'filas')} y {how_many(files, 'archivo', 'archivos')}"


def _lost(made: Backup) -> list[str]:
    """Which files are not in the copy."""
    if not made.lost:
        return []
    named = ", ".join(f"«{name}»" for name in made.lost[:NAMED]) + (" y otros" if len(made.lost) > NAMED else "")
    count = how_many(len(made.lost), "archivo no va", "archivos no van")
    return [
        f"Atención: {count} en la copia: {named}. En var/archivos no están o se dañaron. Búsquelos en otra anterior."
    ]


def _address(call: Call) -> str:
    """Where `--db` says it, the configuration may be broken."""
    return call.url or url(call, read(call))
