"""When a message goes out: the grammar of `cuando`, business days, and rules turned into slots. Pure."""

from campaigns.when.deadlines import Deadline, parse_deadline
from campaigns.when.durations import Lead, parse_lead
from campaigns.when.event import Event, Span
from campaigns.when.expand import expand, expand_event
from campaigns.when.grammar import check, parse, repeats_alone
from campaigns.when.moves import Moves
from campaigns.when.open_hours import OpenHours
from campaigns.when.refusals import WhenError
from campaigns.when.repeating_event import AnyEvent, RepeatingEvent
from campaigns.when.rules import Rule
from campaigns.when.slots import APPROVAL, ORDER, Context, OpenOrder, Published, Slot
from campaigns.when.workdays import LocalHoliday, Workdays

__all__ = [
    "APPROVAL",
    "ORDER",
    "AnyEvent",
    "Context",
    "Deadline",
    "Event",
    "Lead",
    "LocalHoliday",
    "Moves",
    "OpenHours",
    "OpenOrder",
    "Published",
    "RepeatingEvent",
    "Rule",
    "Slot",
    "Span",
    "WhenError",
    "Workdays",
    "check",
    "expand",
    "expand_event",
    "parse",
    "parse_deadline",
    "parse_lead",
    "repeats_alone",
]
