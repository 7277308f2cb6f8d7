"""What the operating system refuses of a file, as a person reads it: it names the file, and says why in English."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

REASONS: Mapping[int, str] = {
    errno.ENOENT: "no existe",
    errno.EACCES: "usted no tiene permiso",
    errno.EPERM: "usted no tiene permiso",
    errno.EEXIST: "ya existe",
    errno.ENOTDIR: "una parte de la ruta no es una carpeta",
    errno.EISDIR: "es una carpeta",
    errno.ENOSPC: "no hay espacio en el disco",
    errno.EDQUOT: "no queda espacio de la cuota de disco que usted tiene",
    errno.EFBIG: "ese disco no recibe un archivo tan grande (en FAT32 el límite es 4 GB; use uno en exFAT o NTFS)",
    errno.EIO: "el disco falla, o se desconectó",
    errno.EROFS: "ese disco es de solo lectura",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
}
"""What the system answers when a file cannot be used."""


def refusal_words(error: OSError) -> str:
    """One sentence with what to do. What is no refusal of a file speaks for itself."""
    number = error.errno or 0
    if error.filename is None:
        why = REASONS.get(number)
        return str(error) if why is None else f"No se pudo escribir: {why}. Corrija eso y repita lo mismo."
    why = REASONS.get(number, f"{errno.errorcode.get(number, 'error')} del sistema")
    return f"No se puede usar {error.filename}: {why}. Revise la ruta, los permisos y el espacio en disco."


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What is refused meanwhile names this file: the system does so when one is opened, not when it is written to."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise
