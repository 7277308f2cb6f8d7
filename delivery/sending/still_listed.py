"""Claimed deliveries whom a newer list no longer names: asked at the last second, of the rows."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection, bindparam, exists, select

from audience.same_person import behind
from campaigns.audience import Condition
from delivery.sending.claimed import BY_PUBLICATION, CLAIMED
from delivery.workplace import Workplace
from storage.execution import execute, select_many
from storage.ledger import Tally, bar
from storage.tables import address, delivery, publication

CODE = "unlisted"
TEXT = "Ya no está entre las personas de este mensaje: la lista más reciente la sacó o cambió lo que decía de ella."


def leave_out(connection: Connection, place: Workplace, numbers: Sequence[int], epoch: int, tally: Tally) -> list[int]:
    """Skip those of some claimed deliveries behind whose address nobody belongs to the public any more; which these
    are. `numbers`: of publications whose condition names lists.

    Whose address is known no more is left to the ledger, which says why. A correction goes to whoever got it.
    """
    about = select_many(connection, _ABOUT, {"numbers": list(numbers), "under": epoch}).all()
    skipped: list[int] = []
    for publication_id, rows in groupby(sorted(about, key=BY_PUBLICATION), lambda row: row.publication):
        mine = {row.recipient_key: row.id for row in rows}
        frozen = execute(connection, _CONDITION, {"number": publication_id}).scalar_one_or_none()
        stay = behind(connection, place.tenant_id, Condition.model_validate(frozen or {}), mine)
        if dropped := [number for key, number in mine.items() if key not in stay]:
            skipped += bar(connection, dropped, epoch, CODE, TEXT, tally)
    return skipped


_ITS = publication.c
_ABOUT = CLAIMED.where(
    exists().where(
        address.c.tenant == _ITS.tenant,
        address.c.key == delivery.c.recipient_key,
        address.c.address.is_not(None),
    )
)
_CONDITION = select(_ITS.condition).where(_ITS.id == bindparam("number"))
