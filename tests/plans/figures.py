"""What an indicator's definition adds up to, by plain SQL over a simulation's database."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.plans.played import Played

YEAR = ("2027-01-01 05:00:00", "2028-01-01 05:00:00")
"""From midnight to midnight in Colombia, in UTC as SQLite keeps it."""

ASKED = ("solicitudes", "porcentaje-de-solicitudes")
"""What counts what people and departments ask of the office."""

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
    played: Played,
    definition: dict[str, Any],
    row: str | None = None,
    everything: Mapping[str, Any] | None = None,
    between: tuple[str, str] = YEAR,
) -> float | None:
    """The figure; of what people declare what stands in the database. `row` narrows it where it names no rows itself.

    `everything`: all definitions by their keys, among which a percentage finds its two parts. `between`: instants.
    """
    if definition["tipo"] == "derivado":
        two = definition["porcentaje"]
        of, over = (
            counted(played, (everything or {})[two[part]], row, everything, between) for part in ("de", "sobre")
        )
        return None if of is None or not over else 100 * of / over
    if definition["tipo"] == "declarado":
        [key] = [key for key, each in (everything or {}).items() if each is definition] or [""]
        return _declared(played, key, definition, between)
    assert definition["tipo"] == "automatico"
    if definition["cuenta"] == "suscriptores":
        assert "filtro" not in definition
        # In a simulation nobody leaves.
        [(found,)] = played.ask("SELECT count(DISTINCT key) FROM subscription WHERE ended_at IS NULL")
        return float(found)
    if definition["cuenta"] in ASKED:
        # In a simulation nobody asks for anything: what is counted where somebody does stands in test_proposals.
        assert played.ask("SELECT count(*) FROM submission") == [(0,)]
        return None if definition["cuenta"].startswith("porcentaje") else 0.0
    wanted_state = definition.get("filtro", {}).get("estado")
    assert wanted_state in {"deberes": ("escalado",), "porcentaje-de-deberes": ("a-tiempo",)}.get(
        definition["cuenta"], (None,)
    )
    query = _COUNTS[definition["cuenta"]] + " AND p.message NOT LIKE '%~%'"
    values: list[str] = list(between)
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
    return None if found is None else float(found)


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _declared(played: Played, key: str, definition: dict[str, Any], between: tuple[str, str]) -> float | None:
    """A sum or a mean of the period's days; of a level the last, though it was given before in the year."""
    first, end = (instant[:10] for instant in between)
    way = {"suma": "sum(value)", "promedio": "avg(value)", "ultimo": "value"}[definition.get("acumula", "suma")]
    level = way == "value"
    assert not level or definition.get("periodo", "año") == "año"
    query = f"SELECT {way} FROM measurement WHERE indicator = ? AND day >= ? AND day < ?"
    found = played.ask(
        query + " ORDER BY day DESC, id DESC LIMIT 1" if level else query, key, "2027-01-01" if level else first, end
    )
    return None if not found or found[0][0] is None else float(found[0][0])


def target_of(definition: dict[str, Any], first: date, last: date) -> float | None:
    """What was to be reached from a day of 2027 to another: of what adds up, each day has its part."""
    meta = definition.get("meta", {})
    base = definition.get("linea-base")
    base = base.get("valor") if isinstance(base, dict) else base
    if (whole := meta.get("valor", meta.get("porcentaje"))) is None:
        if "escalones" in meta:
            whole = meta["escalones"][0]
        elif "crecimiento" in meta and base is not None:
            growth = meta["crecimiento"]
            whole = base * (100 + (growth[0] if isinstance(growth, list) else growth)) / 100
        else:
            return None
    adds = definition["tipo"] == "automatico" or definition.get("acumula", "suma") == "suma"
    if not adds or definition["tipo"] == "derivado" or definition.get("cuenta") == "porcentaje-de-deberes":
        return float(whole)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(float(whole) / _length(definition.get("periodo", "año"), day) for day in days)


def _length(kind: str, day: date) -> int:
    """How many days the week, month, bimester or year has in which a day of 2027 falls."""
    months = [monthrange(2027, month)[1] for month in range(1, 13)]
    first = (day.month - 1) // 2 * 2
    return {"semana": 7, "mes": months[day.month - 1], "bimestre": sum(months[first : first + 2]), "año": 365}[kind]
