"""`bounce`, as a mail server calls it: a mail on standard input, and by its exit code what becomes of it."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from delivery.way_back import way_back
from storage.database import Database
from storage.keyring import read_keyring
from storage.tables import address, delivery, suppression, tenant
from tests.audience.people import NOW, add_publication
from tests.channels.incoming.mails import letter, report
from tests.delivery.relay import real_mail
from tests.delivery.returning import BOX
from tests.servers.fixtures import StartMailServer
from tests.servers.mail import MailServer
from tests.verbs.operator import VARIABLES, Operator
from verbs.commands import application

OPTION = "rebotes: {direccion: rebotes@villaclara.gov.co}"
KEPT, REFUSED, LATER = 0, 69, 75


def comes(mail: bytes, *words: str) -> Result:
    """The mail server hands a mail over."""
    return CliRunner().invoke(application(), ["bounce", *words], input=mail, env=VARIABLES)


@pytest.fixture
def relay(operator: Operator, start_mail_server: StartMailServer) -> MailServer:
    """A town that writes to two people, all of them due, and its relay."""
    server = start_mail_server()
    operator.town(real_mail(server.port, option=OPTION))
    operator.people("ana@example.com", "luis@example.com")
    return server


def suppressed(database: Database) -> list[str]:
    """Why somebody gets nothing more."""
    with database.read() as connection:
        found = list(connection.scalars(select(suppression.c.reason)))
    database.close()
    return found


def test_a_persons_mail_is_handed_on(operator: Operator, relay: MailServer) -> None:
    """Whole and as it was, to `responder-a`; from an address at which people read what comes back of it."""
    assert comes(b"From vecina@example.org  Tue Jan 12 08:00:00 2027\n" + letter()).exit_code == KEPT
    [taken], [mail] = relay.taken(), relay.mails()
    assert (taken["from"], taken["to"]) == ("prensa@villaclara.gov.co", "contactenos@villaclara.gov.co")
    assert mail["From"] == "Vecina <vecina@example.org>"
    assert mail["Resent-To"] == "contactenos@villaclara.gov.co"
    assert "solicito copia del acta" in str(mail.get_content())


def test_what_was_handed_on_once_goes_back(operator: Operator, relay: MailServer) -> None:
    """Who sends the answers on to the mailbox of returns makes a circle: it ends here, and the mail is not dropped."""
    assert comes(letter()).exit_code == KEPT
    round_ = relay.taken()[0]["data"].encode("latin-1")
    assert comes(round_).exit_code == REFUSED
    assert len(relay.taken()) == 1


@pytest.mark.parametrize("how", ["no relay", "no secret", "no account", "broken files", "no folder"])
def test_what_cannot_be_taken_now_stays_with_the_mail_server(operator: Operator, relay: MailServer, how: str) -> None:
    """A person's mail is not lost for what is wrong with us: 75 asks for it again."""
    if how == "no relay":
        relay.stop()
    elif how == "no secret":
        operator.town(real_mail(relay.port, option=f"{OPTION}\n    usuario: prensa\n    clave: ${{PREGONERO_FALTA}}"))
    elif how == "no account":
        operator.town(real_mail(relay.port))
    elif how == "broken files":
        operator.town({"municipio.yaml": "nombre: ["})
    words = ("-c", str(operator.folder / "ninguna")) if how == "no folder" else ()
    result = comes(letter(), *words)
    assert result.exit_code == LATER, result.output
    assert result.stderr
    assert relay.taken() == [] if how != "no relay" else True


def test_what_came_back_is_shown_by_deliveries(operator: Operator, relay: MailServer) -> None:
    """«rebotó», with the server's words and when it was heard; the other mail is sent, and has no such hour."""
    database = operator.database()
    with database.write() as connection:
        its = connection.scalars(select(tenant.c.id)).one()
        number = add_publication(connection, its)
        for row in connection.execute(select(address)).all():
            sent = {"publication": number, "recipient_key": row.key, "address": row.address, "audience": "ciudadania"}
            connection.execute(insert(delivery).values(sent | {"state": "sent", "sent_at": NOW}))
        keys = {row.id: row.recipient_key for row in connection.execute(select(delivery)).all()}
    database.close()
    first, second = (each["id"] for each in operator.reads("deliveries"))
    mark = way_back(read_keyring(operator.folder / "var" / "claves"), first, keys[first])
    assert comes(report(to=BOX.replace("@", f"+{mark}@"))).exit_code == KEPT

    told = {each["id"]: each for each in operator.reads("deliveries")}
    assert told[first]["state"] == "sent"
    assert "la dirección no existe" in told[first]["error"]
    assert [told[each]["bounced_at"] is None for each in (first, second)] == [False, True]
    shown = operator.does("deliveries")
    assert shown.count("rebotó") == 1
    assert "la dirección no existe" in shown


def test_a_forged_report_is_taken_and_does_nothing(operator: Operator, relay: MailServer) -> None:
    """The mail server gets no second one for it."""
    assert comes(report()).exit_code == KEPT
    assert suppressed(operator.database()) == []
    assert relay.taken() == []
