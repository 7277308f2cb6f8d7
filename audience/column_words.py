"""How a list's columns were read, as an import and its rehearsal tell it."""

from collections.abc import Iterable

from audience.column_uses import Column, Use
from audience.plain_text import shown


def column_lines(columns: Iterable[Column]) -> list[str]:
    """«Columnas: nombre ← Nombres; correo; barrio. Sin uso, …»: one line for what is used, one for each other kind."""
    used = [_read(each) for each in columns if each.use in (Use.MEANT, Use.PUBLIC)]
    spare = [shown(each.heading) for each in columns if each.use is Use.NONE]
    secret = [shown(each.heading) for each in columns if each.use is Use.LEFT_OUT]
    lines = [f"Columnas: {'; '.join(used)}."]
    if spare:
        kept = "se guarda, y ningún público pregunta por ella" if len(spare) == 1 else _KEPT
        lines.append(f"  Sin uso: {'; '.join(spare)} ({kept}).")
    if secret:
        lines.append(f"  No se {'guarda' if len(secret) == 1 else 'guardan'}: {'; '.join(secret)}.")
    return lines


_KEPT = "se guardan, y ningún público pregunta por ellas"


def column_documents(columns: Iterable[Column]) -> list[dict[str, str]]:
    """The same for programs."""
    return [{"heading": shown(each.heading), "name": each.name, "use": each.use.value} for each in columns]


def _read(column: Column) -> str:
    heading = shown(column.heading)
    return column.name if heading == column.name else f"{column.name} ← {heading}"
