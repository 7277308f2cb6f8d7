"""A refusal that proves: the service has this very message, and an earlier attempt may have brought it there."""

from collections.abc import Sequence

from sqlalchemy import Connection

from channels.message import DUPLICATE
from delivery.sending.verdict import Verdict
from storage.ledger import doubted
from storage.states import DeliveryState, Outcome

PROVEN = "El servicio ya lo tenía: el intento anterior, del que no se sabía, sí salió."


def proven(connection: Connection, verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    """The verdicts, those sent that are proven to be; on a first attempt its like is older, and proves nothing."""
    refused = [each.result.delivery for each in verdicts if _duplicate(each)]
    if not refused:
        return verdicts
    sent = doubted(connection, refused)
    return [_sent(each) if _duplicate(each) and each.result.delivery in sent else each for each in verdicts]


def _duplicate(verdict: Verdict) -> bool:
    return verdict.result.outcome is Outcome.REJECTED and verdict.result.code == DUPLICATE


def _sent(verdict: Verdict) -> Verdict:
    result = verdict.result._replace(outcome=Outcome.SENT, to=DeliveryState.SENT, text=PROVEN)
    return verdict._replace(result=result, refusal=None)
