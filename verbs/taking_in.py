"""`intake`: one mail that hands in a duty, from the mail server; what cannot be taken now waits in its queue."""

import sys

from delivery.contained import contained
from delivery.tasks.handed_mail import read_mail
from delivery.tasks.mailbox import take_in
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.place import workplace
from verbs.returning import LARGEST, LATER, REFUSED

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = ()


def intake(call: Call) -> Answer:
    """A mail that bears no open duty's code goes back to its sender; none is lost, whatever goes wrong here."""
    mail = sys.stdin.buffer.read(LARGEST)
    with contained("a mail could not be taken in"):
        try:
            return Answer(None, code=_take(call, mail))
        except (WrongCall, Failure, StorageError, OSError) as error:
            call.tell(str(error))
    return Answer(None, code=LATER)


def _take(call: Call, data: bytes) -> int:
    mail = read_mail(data)
    with workplace(call, stops=True) as place, place.database.write() as connection:
        made = take_in(connection, place, mail, place.clock.now())
    if made is None:
        call.tell(
            "El correo no lleva el código de ningún deber abierto; o no trae archivos, y no hay cómo pasarlo por "
            "correo a quien pidió el deber."
        )
        return REFUSED
    return 0
