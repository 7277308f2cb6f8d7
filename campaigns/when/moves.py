"""What moves a slot in time, never its key: days off, a minimum lead before the event, clocks that change."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from campaigns.when.durations import LONGEST_DAYS, Lead
from campaigns.when.event import Span
from campaigns.when.open_hours import OpenHours
from campaigns.when.slots import Context
from campaigns.when.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Moves:
    """What a message says of its days: `si-no-habil`, `con-antelacion-minima`, `nunca-despues`."""

    on_day_off: Literal["siguiente", "anterior", "igual"] = "igual"
    minimum_lead: Lead | None = None
    never_after: bool = False

    @property
    def reach(self) -> timedelta:
        """How far from its nominal time a slot may be moved, at most."""
        days = 0 if self.on_day_off == "igual" and not self.never_after else 40
        if self.minimum_lead is not None:
            days += LONGEST_DAYS[self.minimum_lead.unit] * self.minimum_lead.amount + 40
        return timedelta(days=days)


def move(nominal: datetime, span: Span | None, context: Context, moves: Moves) -> tuple[datetime, tuple[str, ...]]:
    """Returns the local time after all moves, and a Spanish sentence for each move that was made."""
    reasons: list[str] = []
    local = _on_workday(nominal, context.workdays, moves, reasons)
    if moves.minimum_lead is not None:
        span = span or (context.event.next_start(nominal) if context.event else None)
        if span is not None and nominal.astimezone(UTC) < span.start.astimezone(UTC):
            local = _with_lead(local, span, moves.minimum_lead, context, reasons)
        local = _on_workday(local, context.workdays, moves, reasons, earlier=bool(reasons))
    local = existing(local, reasons)
    if moves.never_after and context.hours is not None:
        local = _within(context.hours, local, reasons)
    return local, tuple(reasons)


def existing(local: datetime, reasons: list[str]) -> datetime:
    """Returns the same instant as a wall time that exists: clocks that go forward skip some (PEP 495, `fold=0`)."""
    real = local.astimezone(UTC).astimezone(local.tzinfo)
    if real != local:  # one zone: wall times are compared
        reasons.append(f"{local:%Y-%m-%d} no tiene las {local:%H:%M} (cambia la hora oficial): pasa a las {real:%H:%M}")
    return real


def _on_workday(
    local: datetime, workdays: Workdays, moves: Moves, reasons: list[str], *, earlier: bool = False
) -> datetime:
    day = local.date()
    if moves.on_day_off == "igual" or workdays.is_workday(day):
        return local
    if moves.on_day_off == "anterior" or moves.never_after or earlier:
        moved, words = workdays.previous(day), "al día hábil anterior"
    else:
        moved, words = workdays.next(day), "al siguiente día hábil"
    reasons.append(f"{day.isoformat()} es {workdays.why_off(day)}: pasa {words}, {moved.isoformat()}")
    return datetime.combine(moved, local.timetz())


def _within(hours: OpenHours, local: datetime, reasons: list[str]) -> datetime:
    """Moves forward what nobody may be written to at its hour."""
    moved = hours.forward(local).astimezone(local.tzinfo)
    if moved != local:
        why = hours.why_closed(local)
        reasons.append(f"{why[:1].lower()}{why[1:]}, y no puede salir después: sale antes, {hours.when(moved)}")
    return moved


def _with_lead(local: datetime, span: Span, lead: Lead, context: Context, reasons: list[str]) -> datetime:
    """Moves to the latest allowed time what would go out too near before a date of the event."""
    limit = lead.before(span.start, context.workdays)
    if not lead.unit.exact:
        limit = datetime.combine(limit.date(), local.timetz())
    if local.astimezone(UTC) <= limit.astimezone(UTC):
        return local
    reach = f"{lead.describe()} de antelación al {span.start:%Y-%m-%d}"
    reasons.append(f"debe salir con {reach}: pasa al {limit:%Y-%m-%d} a las {limit:%H:%M}")
    return limit
