"""An alert that repeats while everything dies: its current time goes out, once, and after its end the all-clear."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from delivery.workplace import Workplace
from storage.standing_orders import OrderKind, give_order
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import Place, mail_account
from tests.story.test_emergency import types
from tests.story.test_several import IN_DOUBT, two_daemons

pytestmark = pytest.mark.waits(20)

Start = Callable[..., MailServer]
PEOPLE = 200
AGO = timedelta(hours=3, minutes=5)
"""Since when it repeats: three times of it lie in the past."""
ALERT = """\
campaña: creciente
titulo: Creciente
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
prioridad: urgente
mensajes:
  - id: alerta
    cuando: cada hora hasta levantar
    canales: [correo]
    asunto: Alerta
    texto: "A las {{ hora }}: suba ya."
  - id: calma
    cuando: tras aprobar
    aprueba: comite-gel
    canales: [correo]
    asunto: Bajó el río
    texto: Bajó el río. Puede volver a su casa.
"""


def ordered(connection: Connection, place: Workplace, now: datetime) -> None:
    """Somebody gave the order hours ago, and everything stood still since."""
    reason = "Nivel rojo en el puente"
    give_order(connection, place.tenant_id, OrderKind.ALERT, "creciente/alerta", "ana", reason, now - AGO)


def got(mail: MailServer, words: str) -> list[str]:
    """Who has got a mail with these words, the first first."""
    return [record["to"] for record in mail.taken() if words in record["data"] and record["to"].startswith("persona")]


def alerts(place: Place) -> Counter[str]:
    """In how many states the alert's times stand."""
    return Counter(state for key, state in place.publications().items() if key.startswith("alerta/"))


def test_after_both_daemons_were_killed_the_current_time_alone_goes_out(
    shared_place: Place, start_mail_server: Start
) -> None:
    """Killed with -9 while it was going out, they go on with it: nobody gets two, and of the hours before nothing.

    Lifted, it goes out no more; the all-clear reaches everybody once, after it.
    """
    place, mail = shared_place, start_mail_server()
    place.configure(mail_account(mail.port, pace="por-segundo: 12, rafaga: 6"), creciente=ALERT)
    everybody = set(place.people(PEOPLE))
    place.verb(ordered)
    other = place.root / "tercera" / "var"
    other.mkdir(parents=True)
    shutil.copy(place.var / "claves", other / "claves")
    # Both begin at once: the alert is on its way before either says that it is ready.
    daemons = [Daemon.spawn(place.config, place.url, var, place.environment) for var in (place.var, other)]
    try:
        wait_until(lambda: len(got(mail, "suba ya")) > 10, "the alert is on its way", seconds=60)
    finally:
        for daemon in daemons:
            daemon.kill()
    assert len(got(mail, "suba ya")) < PEOPLE
    with two_daemons(place):
        wait_until(lambda: not alerts(place)["running"], "it is out", seconds=60)
        assert alerts(place)["missed"] == 3
        assert sum(alerts(place).values()) == 4
        first = Counter(got(mail, "suba ya"))
        assert max(first.values()) == 1
        states = Counter(row.state for row in place.deliveries("alerta"))
        assert set(states) <= {"sent", "uncertain"}
        assert states.total() == PEOPLE
        assert states["uncertain"] <= IN_DOUBT
        assert len(first) >= PEOPLE - states["uncertain"]

        assert types(place, "lift", "creciente").returncode == 0
        clear = types(place, "send", "creciente", "--message", "calma", "--emergency", "Bajó el río")
        assert clear.returncode == 0, clear.stderr
        wait_until(lambda: set(got(mail, "Puede volver")) == everybody, "everybody knows that it is over", seconds=60)
        assert Counter(got(mail, "suba ya")) == first
        assert max(Counter(got(mail, "Puede volver")).values()) == 1
    assert sum(alerts(place).values()) == 4
