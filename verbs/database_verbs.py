"""The verbs of the database itself: brought up to date, copied, put back, compacted."""

from verbs.options import FILE, FOLDER, PASSWORD, THERE, argument, flag
from verbs.verb import Verb

DATABASE: tuple[Verb, ...] = (
    Verb(
        "db upgrade",
        "verbs.storing:upgrade",
        "Pone la base de datos al día con esta versión, después de hacer una copia.",
        json=False,
        tenant=False,
    ),
    Verb(
        "db compact",
        "verbs.storing:compact_",
        "Escribe de nuevo la base de datos, sin huellas de lo que se borró; con el pregonero detenido.",
        json=False,
        tenant=False,
    ),
    Verb(
        "backup",
        "verbs.storing:backup",
        "Hace una copia de seguridad completa, también con el pregonero en marcha.",
        (
            argument("file", "ARCHIVO", "La copia, por ejemplo copia.tar.gz.", type=FILE),
            flag("--overwrite", help="Reemplaza la copia que haya con ese nombre."),
        ),
        json=False,
        tenant=False,
    ),
    Verb(
        "restore",
        "verbs.storing:restore",
        "Recupera una copia de seguridad.",
        (
            argument("file", "ARCHIVO", "La copia.", type=THERE),
            flag("--overwrite", help="Reemplaza los datos y las claves que haya."),
        ),
        json=False,
        tenant=False,
    ),
    Verb(
        "handover",
        "verbs.handing_over:handover",
        "Deja en una carpeta toda la memoria, para la administración que llega; se lee sin ningún programa.",
        (argument("directory", "CARPETA", "La carpeta nueva.", type=FOLDER), PASSWORD),
        acts=True,
    ),
)
