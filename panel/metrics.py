"""Figures in Prometheus' text form, made of rows at each asking."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection

from delivery.watching.figures import BOUNDS, Durations, depths, durations, last_attempt, standings
from delivery.watching.health import Health, State
from storage.database import Database
from storage.size import size

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Remembers how long the sends took that it has seen; all else is asked anew."""

    def __init__(self) -> None:
        """Durations are those of the attempts from the first asking on: a histogram may begin at any time."""
        self._after: int | None = None
        self._durations: dict[tuple[str, str], Durations] = {}

    def text(self, connection: Connection, found: Health, database: Database) -> bytes:
        """Everything, for one scrape."""
        self._learn(connection)
        families = chain(
            _of_health(found), _of_rows(connection), [_of_size(size(database, connection)), self._histogram()]
        )
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Once(list(families)))
        return generate_latest(registry)

    def _learn(self, connection: Connection) -> None:
        """Add what was attempted since the last asking."""
        until = last_attempt(connection)
        for new in durations(connection, self._after, until) if self._after is not None else ():
            key = (new.channel, new.outcome)
            known = self._durations.get(key)
            self._durations[key] = new if known is None else _sum(known, new)
        self._after = until

    def _histogram(self) -> Metric:
        labels = ["channel", "outcome"]
        family = HistogramMetricFamily("pregonero_send_duration_seconds", "How long attempts took.", labels=labels)
        for each in self._durations.values():
            buckets = [(str(bound), float(number)) for bound, number in zip(BOUNDS, each.within, strict=True)]
            family.add_metric([each.channel, each.outcome], [*buckets, ("+Inf", float(each.count))], each.seconds)
        return family


class _Once(Collector):
    """Families that are made already."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        """As they are."""
        return iter(self._families)


def _of_health(found: Health) -> Iterator[Metric]:
    up = GaugeMetricFamily("pregonero_up", "1 where messages go out, 0 where they do not.")
    up.add_metric([], 0.0 if found.state is State.DOWN else 1.0)
    yield up
    yield _moment("pregonero_last_tick_timestamp_seconds", "The daemon's last sign of life.", found.last_tick)
    duties = GaugeMetricFamily("pregonero_duty_age_seconds", "Since each duty did its work.", labels=["duty"])
    for duty, seconds in found.since_done.items():
        duties.add_metric([duty.value], seconds)
    yield duties
    overdue = GaugeMetricFamily("pregonero_oldest_overdue_seconds", "Age of the oldest overdue.", labels=["tenant"])
    stopped = GaugeMetricFamily("pregonero_lanes_stopped", "Accounts that rest or wait.", labels=["tenant", "why"])
    copied = GaugeMetricFamily("pregonero_copy_timestamp_seconds", "The last proven copy.", labels=["tenant"])
    for tenant in found.tenants:
        if (
            tenant.copies is not None
            and tenant.copies.outcome is not None
            and tenant.copies.outcome.good_at is not None
        ):
            copied.add_metric([tenant.slug], tenant.copies.outcome.good_at.timestamp())
        planned = tenant.overdue.planned if tenant.overdue is not None else None
        overdue.add_metric([tenant.slug], (found.now - planned).total_seconds() if planned is not None else 0.0)
        waiting = sum(lane.needs_person for lane in tenant.lanes)
        stopped.add_metric([tenant.slug, "needs_person"], waiting)
        stopped.add_metric([tenant.slug, "resting"], len(tenant.lanes) - waiting)
    yield overdue
    yield stopped
    yield copied


def _of_rows(connection: Connection) -> Iterator[Metric]:
    labels = ["tenant", "channel", "mode", "state"]
    states = GaugeMetricFamily("pregonero_deliveries", "Deliveries by channel and outcome.", labels=labels)
    for each in standings(connection):
        states.add_metric(list(each[:4]), each.number)
    yield states
    queue = GaugeMetricFamily("pregonero_queue_depth", "Deliveries that wait, of what runs.", labels=labels[:2])
    for depth in depths(connection):
        queue.add_metric(list(depth[:2]), depth.number)
    yield queue


def _of_size(number: int) -> Metric:
    family = GaugeMetricFamily("pregonero_database_size_bytes", "The database on its disk.")
    family.add_metric([], number)
    return family


def _moment(name: str, documentation: str, moment: datetime | None) -> Metric:
    family = GaugeMetricFamily(name, documentation)
    if moment is not None:
        family.add_metric([], moment.timestamp())
    return family


def _sum(first: Durations, second: Durations) -> Durations:
    within = tuple(one + other for one, other in zip(first.within, second.within, strict=True))
    return replace(first, within=within, count=first.count + second.count, seconds=first.seconds + second.seconds)
