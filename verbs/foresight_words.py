"""What a rehearsal foretells, for programs and on a terminal."""

from collections.abc import Iterable

from delivery.planning.disturbed import Disturbed
from delivery.watching.slowed import Slowed
from indicators.collisions import Burst, Crowd
from indicators.given import Given
from indicators.outlook import Outlook
from indicators.workload import Load
from reports.chart import Chart
from reports.document import Section
from reports.table import Table
from verbs.foresight import Foresight
from verbs.words import instant


def foresight_document(own: str, told: Foresight) -> dict[str, list[dict[str, object]]]:
    """For JSON. `own`: what names bear before them in a hub."""
    return {
        "targets": [_target(own, each) for each in told.outlooks],
        "calendar": [_given(own, each) for each in told.given],
        "load": [_load(own, each) for each in told.loads],
        "delayed": [_delayed(own, each) for each in told.slowed],
        "crowds": [_crowd(own, each) for each in told.crowds],
        "bursts": [_burst(own, each) for each in told.bursts],
        "reserved": [_disturbed(own, each) for each in told.disturbed],
    }


def on_terminal(sections: Iterable[Section]) -> list[str | Table]:
    """Their sentences and tables, without headings: the tables bear their own."""
    shown: list[str | Table] = []
    for section in sections:
        shown += section.paragraphs
        shown += [exhibit.table if isinstance(exhibit, Chart) else exhibit for exhibit in section.exhibits]
    return shown


def _target(own: str, each: Outlook) -> dict[str, object]:
    return {
        "indicator": f"{own}{each.row.key}",
        "target": each.row.goal.target,
        "foreseen": each.foreseen,
        "prospect": each.prospect,
        "reached_on": each.reached_on.isoformat() if each.reached_on else None,
        "needed": each.needed,
    }


def _given(own: str, each: Given) -> dict[str, object]:
    return {"indicator": f"{own}{each.row.key}", "by_itself": each.by_itself, "by_hand": each.by_hand}


def _load(own: str, each: Load) -> dict[str, object]:
    return {
        "week": each.week.key,
        "from": each.week.first.isoformat(),
        "to": each.week.last.isoformat(),
        "by_medium": dict(sorted(each.media.items())),
        "tasks": {f"{own}{slug}": number for slug, number in sorted(each.tasks.items())},
        "approvals": {f"{own}{slug}": number for slug, number in sorted(each.approvals.items())},
    }


def _delayed(own: str, each: Slowed) -> dict[str, object]:
    return {
        "key": f"{own}{each.key}",
        "planned": instant(each.planned),
        "ended": instant(each.ended),
        "reason": each.reason,
    }


def _crowd(own: str, each: Crowd) -> dict[str, object]:
    return {
        "day": each.day.isoformat(),
        "audience": f"{own}{each.audience}" if each.audience else None,
        "messages": [f"{own}{key}" for key in each.messages],
        "persons": each.persons,
    }


def _burst(own: str, each: Burst) -> dict[str, object]:
    return {
        "account": f"{own}{each.account}",
        "from": instant(each.since),
        "to": instant(each.until),
        "messages": [f"{own}{key}" for key in each.messages],
    }


def _disturbed(own: str, each: Disturbed) -> dict[str, object]:
    return {"key": f"{own}{each.key}", "day": each.day.isoformat(), "reason": each.reason}
