"""Whether a file is the very report that was published, in words."""

from collections.abc import Sequence

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from delivery.worlds import marked
from storage.reports import Copy

UNKNOWN = (
    "No coincide con ningún informe publicado: es otro archivo, lo cambió alguien, o el informe todavía no ha salido."
)


def copy_words(tenant: Tenant, copies: Sequence[Copy]) -> str:
    """When and where the file was published, by its copies, the first time first; that it was not, where there are
    none."""
    if not copies:
        return UNKNOWN
    first = copies[0]
    moment = Moment(first.sent_at.astimezone(tenant.municipality.zone))
    accounts = ", ".join(dict.fromkeys(each.account for each in copies))
    said = f"Es la copia publicada el {moment.date} a las {moment.time} por {accounts}: informe de {first.period_name}."
    return marked(said, first.mode)
