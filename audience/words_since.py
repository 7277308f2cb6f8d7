"""What people said after a copy was made: read before the copy takes the database's place, and said again in it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, exists, func, select, update

from audience.consents import Word, last_words, say, speaker
from audience.erasure import erase
from audience.import_undo import Undone
from audience.lists_since import ListsSince
from audience.registers_since import RegistersSince
from audience.suppression import COMPLAINED, DECLINED, UNREACHED
from audience.whose import Holder
from storage import meta
from storage.audit import append
from storage.standing_orders import OrderKind, give_order
from storage.subscribed import ERASED, OWN_WORDS
from storage.tables import address, consent, contact, standing_order, subscription, suppression, tenant
from storage.upsert import insert

T = TypeVar("T")
STEP = 500
"""How many are asked for at once."""
WORDS = (*OWN_WORDS, COMPLAINED, DECLINED)
"""Reasons that are a person's word; that nothing arrives there shows again by itself."""
ACTOR = "recuperación"
"""Who says it again, in the audit."""
EVIDENCE = "Se recuperó una copia anterior a esta palabra."


@dataclass(slots=True)
class Carried:
    """How much was said again, because the copy did not have it."""

    suppressions: int = 0
    """Addresses that asked for nothing more, or nothing of a class, or complained."""
    consents: int = 0
    """Consents that were taken back."""
    subscriptions: int = 0
    """Subscriptions that were ended."""
    erased: int = 0
    """People who were forgotten."""
    lists: int = 0
    """Lists that were taken back, and are so again."""
    registers: int = 0
    """Registers of excluded numbers that count instead of the copy's."""

    def __bool__(self) -> bool:
        """Whether there was anything."""
        return any(asdict(self).values())

    def add(self, other: "Carried") -> None:
        """Count the other's, too."""
        self.suppressions += other.suppressions
        self.consents += other.consents
        self.subscriptions += other.subscriptions
        self.erased += other.erased
        self.lists += other.lists
        self.registers += other.registers


class WordsSince:
    """Every no that one state of a database holds, for an older state of the same one.

    A yes is not among them: whoever gave one after the copy is asked again, and nobody is written to by mistake.
    """

    def __init__(self) -> None:
        """Knows nothing before `read`."""
        self.known = False
        """Whether there were words to read, in a database with the same address key as the copy."""
        self.carried: dict[str, Carried] = {}
        """By the municipality's slug."""
        self.held = False
        """Whether messages wait until somebody has looked for words that are lost."""
        self.undone: list[Undone] = []
        """What taking lists back again did, of all municipalities."""
        self._key: str | None = None
        self._tenants: dict[int, str] = {}
        self._suppressions: Sequence[Row[Any]] = ()
        self._refused: Sequence[Row[Any]] = ()
        self._ended: Sequence[Row[Any]] = ()
        self._gone: Sequence[Row[Any]] = ()
        self._forgotten: Sequence[tuple[int, str]] = ()
        self._unheard: set[str] = set()
        self._lists = ListsSince()
        self._registers = RegistersSince()

    def read(self, connection: Connection) -> None:
        """Take in what the database has that is about to be replaced."""
        self._key = meta.get(connection, meta.ADDRESS_KEY)
        self._tenants = dict(map(tuple, connection.execute(select(tenant.c.id, tenant.c.slug))))
        self._suppressions = connection.execute(select(suppression).where(suppression.c.reason.in_(WORDS))).all()
        self._refused = connection.execute(_refusals()).all()
        over = subscription.c.ended_at.is_not(None)
        self._ended = connection.execute(select(subscription).where(over)).all()
        self._gone = connection.execute(select(contact).where(contact.c.erased_at.is_not(None))).all()
        self._forgotten = [(of, key) for of, key in connection.execute(_forgotten())]
        self._unheard = {slug for number, slug in self._tenants.items() if _unheard(connection, number)}
        self._lists.read(connection)
        self._registers.read(connection)

    def write(self, connection: Connection, copied_at: datetime, now: datetime) -> None:
        """Say it again in the older state, where that says otherwise; where nobody knows, a person has to look first.

        Hours are told by the clock of `now`'s zone.
        """
        self.known = self._key is not None and self._key == meta.get(connection, meta.ADDRESS_KEY)
        numbers = {slug: number for number, slug in connection.execute(select(tenant.c.id, tenant.c.slug))}
        heard = set(self._tenants.values()) - self._unheard if self.known else set()
        for slug in sorted(numbers.keys() - heard):
            self.held |= _hold(connection, numbers[slug], copied_at.astimezone(now.tzinfo), now)
        if self.known:
            self._say(connection, numbers, now)
        self._registers.forget(connection)

    def _say(self, connection: Connection, numbers: dict[str, int], now: datetime) -> None:
        here = {there: numbers[slug] for there, slug in self._tenants.items() if slug in numbers}
        self.carried = {self._tenants[there]: Carried() for there in here}
        for there, number in here.items():
            carried = self.carried[self._tenants[there]]
            carried.erased += self._forget(connection, there, number, now)
            # Before what was said: without the yes of such a list, a no that is older is the last word here, too.
            carried.lists += self._undo(connection, there, number, now)
            carried.suppressions += self._silence(connection, there, number)
            carried.consents += self._take_back(connection, there, number, now)
            carried.subscriptions += self._end(connection, there, number)
            carried.registers += self._registers.write(connection, there, number)
            if carried:
                append(connection, number, ACTOR, "carry_words", "", asdict(carried), now)

    def _forget(self, connection: Connection, there: int, number: int, now: datetime) -> int:
        """Who is still in the copy. That no list brings them back is among what was set down of their addresses."""
        known: set[int] = set()
        living = (contact.c.tenant == number) & contact.c.erased_at.is_(None)
        made = {row.id: row.created_at for row in self._gone if row.tenant == there}
        for some in _pieces(sorted(made)):
            found = connection.execute(select(contact.c.id, contact.c.created_at).where(living, contact.c.id.in_(some)))
            known |= {row.id for row in found if row.created_at == made[row.id]}
        for keys in _pieces([key for of, key in self._forgotten if of == there]):
            holding = select(address.c.contact).join(contact, contact.c.id == address.c.contact)
            known |= set(connection.scalars(holding.where(living, address.c.key.in_(keys))))
        for each in sorted(known):
            theirs = frozenset(connection.scalars(select(address.c.key).where(address.c.contact == each)))
            erase(connection, number, Holder(each, "", theirs), EVIDENCE, now, barred=False)
        return len(known)

    def _undo(self, connection: Connection, there: int, number: int, now: datetime) -> int:
        undone = self._lists.write(connection, there, number, now)
        self.undone += undone
        return len(undone)

    def _silence(self, connection: Connection, there: int, number: int) -> int:
        its, said = suppression.c, 0
        for row in self._suppressions:
            if row.tenant != there:
                continue
            new = {"reason": row.reason, "evidence": row.evidence, "since": row.since}
            where = {"tenant": number, "key": row.key, "channel": row.channel, "class_": row.class_}
            again = insert(connection, suppression).values(where | new)
            otherwise = its.reason.in_(UNREACHED) | (its.reason != row.reason) | (its.since < row.since)
            done = again.on_conflict_do_update(
                index_elements=(its.tenant, its.key, its.channel, its.class_), set_=new, where=otherwise
            )
            said += connection.execute(done.returning(its.id)).first() is not None
        return said

    def _take_back(self, connection: Connection, there: int, number: int, now: datetime) -> int:
        new: list[Word] = []
        ours = [_word(row) for row in self._refused if row.tenant == there]
        for purpose, basis in sorted({(word.purpose, word.basis) for word in ours}):
            for some in _pieces([word for word in ours if (word.purpose, word.basis) == (purpose, basis)]):
                spoken = last_words(connection, number, [word.key for word in some], purpose, basis)
                new += [word for word in some if spoken.get(word.key) is not False]
        say(connection, number, [(speaker(connection, number, word.key, now), word) for word in new])
        return len(new)

    def _end(self, connection: Connection, there: int, number: int) -> int:
        its, said = subscription.c, 0
        for row in self._ended:
            if row.tenant == there:
                same = (its.tenant == number, its.key == row.key, its.topic == row.topic, its.ended_at.is_(None))
                ends = update(subscription).where(*same, its.since <= row.ended_at).values(ended_at=row.ended_at)
                said += connection.execute(ends).rowcount
        return said


def _unheard(connection: Connection, number: int) -> bool:
    """Whether an earlier restore lost words that nobody has looked for yet."""
    its = standing_order.c
    asked = select(its.id).where(its.tenant == number, its.kind == OrderKind.LOST_WORDS.value, its.until.is_(None))
    return connection.execute(asked.limit(1)).first() is not None


def _hold(connection: Connection, number: int, copied_at: datetime, now: datetime) -> bool:
    """Let nothing go out by people's words until somebody has looked for them; an older copy's hold goes on."""
    if not _unheard(connection, number):
        made = f"{copied_at:%Y-%m-%d %H:%M %Z}"
        told = f"La base de datos se recuperó de una copia del {made}: nadie sabe quiénes se dieron de baja después."
        give_order(connection, number, OrderKind.LOST_WORDS, "", ACTOR, told, now)
    return True


def _pieces(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(whole), STEP):
        yield whole[first : first + STEP]


def _word(row: Row[Any]) -> Word:
    return Word(row.key, row.purpose, row.given, row.source, row.at, row.notice, row.basis)


def _refusals() -> Select[Any]:
    """Where the last word on a purpose is a no."""
    its = consent.c
    each = (its.tenant, its.key, its.purpose, its.basis)
    back = func.row_number().over(partition_by=each, order_by=(its.at.desc(), its.id.desc())).label("back")
    ranked = select(*consent.columns, back).subquery()
    return select(ranked).where(ranked.c.back == 1, ranked.c.given.is_(False)).order_by(ranked.c.id)


def _forgotten() -> Select[Any]:
    """Addresses that were erased and that nobody has had since."""
    its = suppression.c
    held = (address.c.tenant == its.tenant, address.c.key == its.key, contact.c.id == address.c.contact)
    living = exists().where(*held, contact.c.erased_at.is_(None))
    return select(its.tenant, its.key).where(its.reason == ERASED, ~living)
