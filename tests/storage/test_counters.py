"""Whatever the ledger is asked to do, in whatever order, the counters are what the rows say."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, insert, select

from storage.database import Database
from storage.ledger import (
    Cause,
    NewDelivery,
    add_deliveries,
    claim,
    finish,
    intend,
    move_deliveries,
    move_publication,
    record,
    release,
    retry_failed,
    settle,
)
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, metadata, publication, suppression
from tests.storage.rows import (
    NOW,
    SENDER,
    a_lane,
    a_publication,
    a_result,
    a_tenant,
    counted,
    rows_counted,
)

_FINAL = {"sent", "skipped"}
_RESULTS = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.PENDING)


class Ledger(RuleBasedStateMachine):
    """Two owners that take the lane from each other, people that pause, cancel, settle and retry, late results."""

    publications = Bundle("publications")

    def __init__(self) -> None:
        """A fresh database."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ledger"))
        self.database = Database.open(f"sqlite:///{self.folder}/a.db")
        with self.database.write() as connection:
            metadata.create_all(connection)
        self.epoch = 0
        self.older: list[tuple[int, int]] = []
        self.on_wire: list[tuple[int, int]] = []
        self.claimed: list[tuple[int, int]] = []
        self.ended: dict[int, str] = {}
        self.made = 0

    def teardown(self) -> None:
        """Away with it."""
        self.database.close()
        shutil.rmtree(self.folder)

    @rule(target=publications)
    def publish(self) -> int:
        """A publication with a few recipients."""
        self.made += 1
        with self.database.write() as connection:
            return a_publication(connection, message=f"m{self.made}", expanded_at=None)

    @rule(number=publications, keys=st.lists(st.sampled_from("abcdef"), min_size=1), audience=st.sampled_from("xy"))
    def expand(self, number: int, keys: list[str], audience: str) -> None:
        """Recipients, some of them known already, until all are written."""
        with self.database.write() as connection:
            asked = select(publication.c.expanded_at).where(publication.c.id == number)
            if connection.execute(asked).scalar_one() is not None:
                return
            add_deliveries(connection, number, [NewDelivery(key, None, 0, audience) for key in keys])

    @rule(number=publications)
    def end_expansion(self, number: int) -> None:
        """All recipients are written."""
        with self.database.write() as connection:
            connection.execute(publication.update().where(publication.c.id == number).values(expanded_at=NOW))

    @rule()
    def open_lane(self) -> None:
        """Another process takes the lane over."""
        with self.database.write() as connection:
            self.epoch = a_lane(connection).epoch

    @rule(number=publications, limit=st.integers(1, 4))
    def claim_some(self, number: int, limit: int) -> None:
        """The owner claims."""
        with self.database.write() as connection:
            taken = claim(connection, number, 0, self.epoch, limit, NOW)
        self.claimed += [(row.id, self.epoch) for row in taken]

    @rule()
    def intend_all(self) -> None:
        """Whoever has claimed goes on, also one that no longer owns the lane."""
        claimed, self.claimed = self.claimed, []
        for epoch in {epoch for _, epoch in claimed}:
            ids = [number for number, its in claimed if its == epoch]
            with self.database.write() as connection:
                intention = intend(connection, ids, epoch)
            assert not set(intention.go) & (set(intention.held) | set(intention.skipped))
            self.on_wire += [(number, epoch) for number in intention.go]

    @rule(to=st.sampled_from(_RESULTS), burns=st.booleans(), how_many=st.integers(1, 5))
    def record_some(self, to: DeliveryState, burns: bool, how_many: int) -> None:
        """Results, in time or late."""
        told, self.on_wire = self.on_wire[:how_many], self.on_wire[how_many:]
        with self.database.write() as connection:
            record(connection, [a_result(*which, to, burns_attempt=burns) for which in told], NOW)

    @rule()
    def stop(self) -> None:
        """The owner stops gracefully."""
        with self.database.write() as connection:
            release(connection, a_tenant(connection), SENDER, 0, self.epoch)

    @rule(
        number=publications,
        move=st.sampled_from(
            [
                (PublicationState.PAUSED, Cause.PAUSE),
                (PublicationState.RUNNING, Cause.RESUME),
                (PublicationState.CANCELLED, Cause.CANCEL),
            ]
        ),
    )
    def speak(self, number: int, move: tuple[PublicationState, Cause]) -> None:
        """A person pauses, resumes, cancels."""
        with self.database.write() as connection:
            move_publication(connection, number, *move, NOW)

    @rule(key=st.sampled_from("abcdef"))
    def unsubscribe(self, key: str) -> None:
        """Somebody wants no more, or wants it again."""
        with self.database.write() as connection:
            there = connection.execute(delete(suppression).where(suppression.c.key == key)).rowcount
            if not there:
                tenant = a_tenant(connection)
                connection.execute(insert(suppression).values(tenant=tenant, key=key, reason="baja", since=NOW))

    @rule(number=publications)
    def end(self, number: int) -> None:
        """The lane finds that everything is decided."""
        with self.database.write() as connection:
            finish(connection, number, NOW)

    @rule(number=publications)
    def retry(self, number: int) -> None:
        """A person tries the failed again."""
        with self.database.write() as connection:
            retry_failed(connection, number, "ana", NOW)

    @rule(to=st.sampled_from([DeliveryState.SENT, DeliveryState.FAILED]))
    def settle_all(self, to: DeliveryState) -> None:
        """A person decides on all that is uncertain."""
        with self.database.write() as connection:
            uncertain = select(delivery.c.id).where(delivery.c.state == "uncertain")
            for number in connection.execute(uncertain).scalars().all():
                assert settle(connection, a_tenant(connection), number, to, "ana", NOW)

    @rule()
    def expire(self) -> None:
        """What is still pending is too late."""
        with self.database.write() as connection:
            ids = connection.execute(select(delivery.c.id)).scalars().all()
            move_deliveries(connection, ids, DeliveryState.FAILED, Cause.EXPIRE, NOW, error_code="expired")

    @invariant()
    def counters_are_rows(self) -> None:
        """The counters say what the rows say."""
        with self.database.read() as connection:
            assert counted(connection) == rows_counted(connection)

    @invariant()
    def final_is_final(self) -> None:
        """What was sent or skipped stays so."""
        with self.database.read() as connection:
            states = {row.id: row.state for row in connection.execute(select(delivery.c.id, delivery.c.state))}
        assert {number: states[number] for number in self.ended} == self.ended
        self.ended |= {number: state for number, state in states.items() if state in _FINAL}

    @invariant()
    def nothing_waits_in_what_is_over(self) -> None:
        """Nothing is pending or claimed in a publication that is cancelled or done."""
        over = [state.value for state in PublicationState if state.value in {"cancelled", "done", "done_with_errors"}]
        with self.database.read() as connection:
            asked = select(delivery.c.id).join(publication, publication.c.id == delivery.c.publication)
            waiting = asked.where(publication.c.state.in_(over), delivery.c.state.in_(["pending", "claimed"]))
            assert connection.execute(waiting).all() == []


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
