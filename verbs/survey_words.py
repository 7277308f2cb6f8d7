"""Surveys that `status` tells of, in words."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from delivery.watching.status import Waiting
from reports.table import Table
from verbs.words import shown


def edited_table(edited: Sequence[Waiting], zone: ZoneInfo) -> list[Table]:
    """Those that were edited after they went out; none where there are none."""
    rows = tuple((each.key, shown(each.planned, zone), each.reason) for each in edited)
    columns = ("Clave", "Cierra", "Qué pasa")
    return [Table("edited_surveys", "Encuestas que cambiaron después de salir", columns, rows)] if rows else []
