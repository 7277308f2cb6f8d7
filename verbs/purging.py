"""`purge`: what has been kept long enough."""

from delivery.retention.forgetting import count_old
from delivery.retention.purging import purge_now
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import workplace

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

TOLD = {
    "contactos": "personas de las que no se sabe nada",
    "cambios": "cambios que hizo una lista, guardados para deshacerla",
    "entregas": "mensajes de los que se olvida la dirección",
    "respuestas": "respuestas que se dieron",
    "eventos": "noticias de servicios y personas",
    "publicaciones": "publicaciones de las que se olvida el texto",
    "pruebas": "archivos de pruebas",
}
TERMS = {"cambios": "contactos"}
"""What ends by another's term."""


def purge(call: Call, dry_run: bool) -> Answer:
    """Forget it now, or tell what would go."""
    with workplace(call, stops=True) as place:
        now = place.clock.now()
        if dry_run:
            with place.database.read() as connection:
                counts = count_old(connection, place, now)
        else:
            counts = purge_now(place, call.actor, now)
        cutoffs = place.tenant.municipality.retention.cutoffs(now)
    kept = {name: cutoffs[term] for name in TOLD if (term := TERMS.get(name, name)) in cutoffs}
    rows = tuple((words, counts.get(name, 0), f"{kept[name]:%Y-%m-%d}") for name, words in TOLD.items() if name in kept)
    title = "Se olvidaría" if dry_run else "Se olvidó"
    shown = tuple((words, str(count), day) for words, count, day in rows)
    document = {name: counts.get(name, 0) for name in TOLD}
    return Answer(document, [Table("purge", title, ("Qué", "Cuánto", "De antes del"), shown)])
