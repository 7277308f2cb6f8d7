"""What an indicator's definition adds up to, by plain SQL over a simulation's database."""

from collections.abc import Mapping
from typing import Any

from tests.plans.played import Played

YEAR = ("2027-01-01 05:00:00", "2028-01-01 05:00:00")
"""From midnight to midnight in Colombia, in UTC as SQLite keeps it."""

_SENT_IN_YEAR = (
    "coalesce(CASE p.kind WHEN 'direct' THEN p.started_at ELSE "
    "(SELECT min(d.sent_at) FROM delivery d WHERE d.publication = p.id AND d.state = 'sent') END, p.started_at) "
    "BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM delivery d WHERE d.publication = p.id AND d.state = 'sent')"
)
_DONE_IN_YEAR = "w.state IN ('done', 'counted') AND w.confirmed_at >= ? AND w.confirmed_at < ?"
_UNTIL = "coalesce(w.extended_to, w.due_at)"
_OWED_IN_YEAR = f"w.asked_by <> '' AND {_UNTIL} >= ? AND {_UNTIL} < ?"
_ORDERS = "FROM work_order w JOIN publication p ON p.id = w.publication"
_COUNTS = {
    "contenidos": f"SELECT count(*) FROM publication p WHERE p.publishes AND {_SENT_IN_YEAR}",
    "publicaciones": f"SELECT count(*) FROM publication p WHERE {_SENT_IN_YEAR}",
    "alcanzados": (
        "SELECT count(*) FROM publication p JOIN delivery s ON s.publication = p.id "
        f"WHERE p.kind = 'direct' AND s.state = 'sent' AND s.bounced_at IS NULL AND {_SENT_IN_YEAR}"
    ),
    "tareas-cumplidas": f"SELECT count(*) {_ORDERS} WHERE {_DONE_IN_YEAR}",
    # In a simulation every duty is handed in by its term, and none is escalated.
    "deberes": f"SELECT count(*) {_ORDERS} JOIN escalation e ON e.work_order = w.id WHERE {_OWED_IN_YEAR}",
    "porcentaje-de-deberes": f"SELECT 100.0 * avg(w.confirmed_at <= {_UNTIL}) {_ORDERS} WHERE {_OWED_IN_YEAR}",
    "cantidad-confirmada": f"SELECT coalesce(sum(w.done), 0) {_ORDERS} WHERE {_DONE_IN_YEAR}",
}
_COLUMNS = {
    "campañas": "p.campaign",
    "mensajes": "p.message",
    "canales": "p.account",
    "medios": "p.medium",
    "publicos": "p.audience",
    "tareas": "w.kind",
}


def counted(
    played: Played, definition: dict[str, Any], row: str | None = None, everything: Mapping[str, Any] | None = None
) -> float | None:
    """The figure; None for what people declare. `row` narrows it where the definition names no rows itself.

    `everything`: all definitions by their keys, among which a percentage finds its two parts.
    """
    if definition["tipo"] == "derivado":
        two = definition["porcentaje"]
        of, over = (counted(played, (everything or {})[two[part]], row, everything) for part in ("de", "sobre"))
        return None if of is None or not over else 100 * of / over
    if definition["tipo"] != "automatico":
        return None
    if definition["cuenta"] == "suscriptores":
        assert "filtro" not in definition
        # In a simulation nobody leaves.
        [(found,)] = played.ask("SELECT count(DISTINCT key) FROM subscription WHERE ended_at IS NULL")
        return float(found)
    wanted_state = definition.get("filtro", {}).get("estado")
    assert wanted_state in {"deberes": ("escalado",), "porcentaje-de-deberes": ("a-tiempo",)}.get(
        definition["cuenta"], (None,)
    )
    query = _COUNTS[definition["cuenta"]] + " AND p.message NOT LIKE '%~%'"
    values: list[str] = list(YEAR)
    wanted: dict[str, list[str]] = definition.get("filtro", {})
    rows = wanted.get("acciones") or ([row] if row else [])
    if rows:
        query += f" AND EXISTS (SELECT 1 FROM json_each(p.actions) a WHERE a.value IN ({_marks(rows)}))"
        values += rows
    for name, allowed in wanted.items():
        if name not in ("acciones", "estado"):
            query += f" AND {_COLUMNS[name]} IN ({_marks(allowed)})"
            values += allowed
    [(found,)] = played.ask(query, *values)
    return float(found)


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))
