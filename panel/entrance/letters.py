"""Mails with a link that lets somebody into the panel: written as notices, through the account of `avisos`."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from sqlalchemy import Connection

from delivery.notices.notice import PROGRAM, Notice, in_lines, outlet, write
from delivery.staff import Staff
from delivery.workplace import Workplace
from panel.entrance.people import mail_of, name_of_user
from storage.states import Mode
from storage.user_links import LASTING, Purpose
from storage.users import User

SUBJECTS: Mapping[Purpose, str] = {
    Purpose.INVITATION: "Su usuario del panel de comunicaciones",
    Purpose.RESET: "Escoger otra clave del panel de comunicaciones",
    Purpose.SIGN_IN: "Su enlace para entrar al panel de comunicaciones",
}
SAYS: Mapping[Purpose, str] = {
    Purpose.INVITATION: "le abrieron un usuario en el panel de comunicaciones. Este enlace sirve durante siete días, "
    "una vez; con él escoge su clave y entra:",
    Purpose.RESET: "este enlace sirve durante una hora, una vez; con él escoge otra clave del panel de comunicaciones:",
    Purpose.SIGN_IN: "este enlace sirve durante media hora, una vez; con él entra al panel de comunicaciones:",
}


def can_mail(place: Workplace) -> bool:
    """Whether links go by mail: an account writes to staff for real, and there is an address of ours to lead to.

    What an account in trial writes ends as a file: somebody would wait for it in vain.
    """
    account = outlet(place)
    return account is not None and place.mode(account) is Mode.REAL and place.tenant.municipality.desk_url is not None


def link_address(place: Workplace, token: str) -> str:
    """The path of a link, behind the address that the panel is called by."""
    return f"/panel/{quote(place.tenant.slug)}/enlace/{token}"


def mail_link(
    connection: Connection, place: Workplace, user: User, token: str, purpose: Purpose, now: datetime
) -> bool:
    """Write to a user, in trial as a file; False where nobody knows the mail address, or there is none to lead to."""
    account, mail = outlet(place), mail_of(place.tenant, user.person)
    if account is None or not mail or place.tenant.municipality.desk_url is None:
        return False
    name = name_of_user(place.tenant, user.person)
    lines = [
        f"{name}: {SAYS[purpose]}",
        f"{place.tenant.municipality.desk_url}{link_address(place, token)}",
        "Si usted no lo pidió, bórrelo: nadie ha entrado.",
    ]
    notice = Notice(PROGRAM, f"panel~{purpose.value}-{user.id}", sha256(token.encode()).hexdigest()[:16])
    words, staff = in_lines(SUBJECTS[purpose], lines), [Staff(name, mail)]
    return write(connection, place, account, notice, words, (), now + LASTING[purpose], now, staff)
