"""Mails about a duty that hand nothing in: passed on to whoever asked for it, and its writer is told so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from campaigns.articles import to
from campaigns.debtors import name_of
from delivery.notices.notice import Notice, in_lines, outlet, write
from delivery.publications.waiting import OPEN
from delivery.staff import staff_of
from delivery.tasks.writers import TOLD, as_staff, known_writer, may_be_told
from delivery.workplace import Workplace
from delivery.worlds import marked
from storage.execution import execute
from storage.tables import publication, work_order

USEFUL = timedelta(days=3)
"""How long such a mail is tried."""
PASSED_ON = "~pregunta-{}"
"""What it adds to the message id of its duty."""
DIGITS = 16
"""Of a mail's digest: it is passed on once, however often it is read."""
_ORDER = (
    select(work_order.c.title, work_order.c.place, work_order.c.asked_by)
    .add_columns(publication.c.campaign, publication.c.message, publication.c.occurrence, publication.c.mode)
    .join(publication, publication.c.id == work_order.c.publication)
    .where(work_order.c.id == bindparam("order"), work_order.c.tenant == bindparam("of"))
    .where(work_order.c.state.in_(OPEN), work_order.c.asked_by != "")
)


@dataclass(frozen=True, slots=True)
class Question:
    """A mail about a duty without a file that could be kept."""

    order: int
    sender: str
    """A mail address; empty: it has none."""
    words: str
    """What its writer says, and which files were not kept."""
    digest: str
    """Names the mail."""


def pass_on(connection: Connection, workplace: Workplace, question: Question, now: datetime) -> bool:
    """Write it to whoever asked, and to its writer that it went on, each once; to no writer whom the files do not know.

    False where the duty is not open, or nobody who asked can be written to.
    """
    account = outlet(workplace)
    row = execute(connection, _ORDER, {"order": question.order, "of": workplace.tenant_id}).one_or_none()
    if account is None or row is None or not any(staff_of(workplace.tenant.municipality, row.asked_by)):
        return False
    what = f"tarea {question.order}, {row.title}{f' ({row.place})' if row.place else ''}"
    title = marked(row.title, row.mode)
    asker = name_of(workplace.tenant.municipality, row.asked_by)
    writer = as_staff(question.sender)
    known = known_writer(workplace.tenant.municipality, question.sender, row.place)
    lines = [
        f"{question.sender or 'Alguien sin remitente'} escribió sobre la {what}:",
        question.words or "(El correo no traía texto.)",
        "No traía archivos que se pudieran guardar: no cuenta como entrega y no tiene recibo. "
        + ("Si responde este correo, le llega a quien lo escribió." if writer else "No se le puede responder.")
        + ("" if known else " No se le avisó a quien lo escribió: su dirección no está en la configuración."),
    ]
    words = in_lines(f"Preguntan por un deber: {title}", lines)
    reply_to = writer[0].mail if writer else None
    key, until = question.digest[:DIGITS], now + USEFUL
    notice = Notice(row.campaign, row.message + PASSED_ON.format(key), row.occurrence)
    write(connection, workplace, account, notice, words._replace(reply_to=reply_to), [row.asked_by], until, now)
    duty = Notice(row.campaign, row.message, row.occurrence)
    if not known or not may_be_told(connection, workplace.tenant_id, duty, question.order, now):
        return True
    told = [
        f"Su correo sobre la {what} se le pasó {to(asker)}. No traía archivos que se pudieran guardar: no cuenta como "
        "entrega.",
        "Para entregar, responda el correo de la tarea con los archivos adjuntos; entonces le llega un recibo con su "
        "número y su hora.",
    ]
    notice = duty._replace(message=f"{row.message}{TOLD.format(question.order)}{key}")
    write(connection, workplace, account, notice, in_lines(f"Se pasó: {title}", told), [], until, now, known)
    return True
