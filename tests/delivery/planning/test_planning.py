"""The plan: what each row says, from the calendar alone and from what the database knows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.loader import load
from campaigns.tenant import Tenant
from campaigns.when import Published
from delivery.planned import Planned
from delivery.planning.known import Known, PublicationRow
from delivery.planning.planning import BESIDE, plan
from delivery.started import Started
from tests.campaigns.town import ACCOUNTS, build

BOGOTA = ZoneInfo("America/Bogota")
ENVIRONMENT = {"PREGONERO_CLAVE": "secreta", "PREGONERO_BOT": "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
HEAD = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
"""
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
ROUTES = "opciones: {clase: perifoneo, lugares: [Centro, La Ribera, El Alto]}"


def tenant(folder: Path, messages: str, changes: Mapping[str, str] | None = None) -> Tenant:
    """The little municipality with one campaign of these messages."""
    loaded = load(build(folder, {"campanas/matriculas.yaml": HEAD + messages, **(changes or {})}), ENVIRONMENT)
    assert loaded.problems == ()
    return loaded.tenants[0]


def january(folder: Path, messages: str, known: Known | None = None, now: datetime = NOW) -> list[Planned]:
    """The plan of January 2027."""
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    return plan(tenant(folder, messages), known or Known(), since, until, now)


ONE = "mensajes: [{id: anuncio, cuando: '2027-01-11 08:00', canales: web, asunto: A, texto: T%s}]\n"


def test_what_a_day_off_moved_says_so(tmp_path: Path) -> None:
    """Monday 11 January 2027 is a holiday: the row shows both times and a sentence on what moved it."""
    [row] = january(tmp_path, ONE % ", si-no-habil: siguiente")
    assert (row.nominal, row.local) == (
        datetime(2027, 1, 11, 8, tzinfo=BOGOTA),
        datetime(2027, 1, 12, 8, tzinfo=BOGOTA),
    )
    assert row.reason.startswith("2027-01-11 es festivo")
    assert row.reason.endswith("pasa al siguiente día hábil, 2027-01-12.")
    assert row.key == "matriculas/anuncio/web@1"


def test_what_follows_another_message_waits_for_it(tmp_path: Path) -> None:
    """It has a row with the source's occurrence and no hour, and names what it waits for."""
    rows = january(tmp_path, FOLLOWED)
    assert [(row.key, row.decision) for row in rows] == [
        ("matriculas/anuncio/web@1", "send"),
        ("matriculas/recuerdo/web@1", "wait"),
    ]
    assert (rows[1].local, rows[1].reason) == (None, "Espera a que salga «anuncio»: su hora se sabrá entonces.")


def test_what_waits_for_an_order_names_the_command(tmp_path: Path) -> None:
    """It has a row without an hour; who has yet to approve it is named too."""
    [row] = january(tmp_path, ORDERED)
    told = "Espera la orden: «pregonero send matriculas --message calma»."
    assert (row.key, row.decision, row.local, row.reason) == ("matriculas/calma/web@1", "wait", None, told)
    [row] = january(tmp_path, f"aprueba: comite-gel\n{ORDERED}")
    assert row.reason == f"{told} Falta que la apruebe el Comité GEL."


@pytest.mark.parametrize("day", [1, 10, 31])
def test_what_was_ordered_stands_at_the_hour_of_its_order(tmp_path: Path, day: int) -> None:
    """In the days in which it went out, and in no others."""
    went = datetime(2027, 1, day, 13, 5, tzinfo=UTC)
    known = Known({("matriculas/calma", "web@1"): PublicationRow("done", "", "1", went, went)})
    assert [(row.decision, row.local) for row in january(tmp_path, ORDERED, known)] == [("done", went)]
    later = datetime(2027, 2, 1, tzinfo=BOGOTA), datetime(2027, 3, 1, tzinfo=BOGOTA)
    assert plan(tenant(tmp_path, ORDERED), known, *later, NOW) == []


ORDERED = "mensajes: [{id: calma, cuando: por orden, canales: web, asunto: A, texto: T}]\n"


@pytest.mark.parametrize(
    ("accounts", "when"),
    [
        ("[web, emisora]", "cuando Ana Pérez confirme lo de emisora"),
        ("[emisora, carro]", "cuando Ana Pérez confirme lo de emisora y carro"),
        ("[web]", "entonces"),
    ],
)
def test_whose_word_is_waited_for_is_told(tmp_path: Path, accounts: str, when: str) -> None:
    """What follows a message that people carry out goes out once they have confirmed it."""
    more = f"{ACCOUNTS}carro: {{tipo: manual, modo: pruebas, responsable: ana, {ROUTES}}}\n"
    town = tenant(tmp_path, FOLLOWED.replace("canales: web", f"canales: {accounts}", 1), {"canales.yaml": more})
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    reasons = [row.reason for row in plan(town, Known(), since, until, NOW) if row.message == "recuerdo"]
    assert reasons == [f"Espera a que salga «anuncio»: su hora se sabrá {when}."]


def test_what_waited_has_its_hour_once_the_other_went_out(tmp_path: Path) -> None:
    """The hour counts from when the other message really went out."""
    went = datetime(2027, 1, 10, 13, 5, tzinfo=UTC)
    row = PublicationRow("done", "", "1", went)
    known = Known({("matriculas/anuncio", "web@1"): row}, gone={"matriculas/anuncio": (Published("1", went),)})
    first, second = january(tmp_path, FOLLOWED, known)
    assert (first.decision, second.decision) == ("done", "send")
    assert second.local == datetime(2027, 1, 10, 10, 5, tzinfo=BOGOTA)


FOLLOWED = """\
mensajes:
  - {id: anuncio, cuando: '2027-01-10 08:00', canales: web, asunto: A, texto: T}
  - {id: recuerdo, cuando: 2 horas después de publicar anuncio, canales: web, asunto: A, texto: T}
"""


SEEN = {("matriculas", "anuncio"): datetime(2026, 12, 1, tzinfo=UTC)}
SEND = "se puede enviar ya con «pregonero send matriculas --message anuncio»."


def test_what_is_past_and_has_no_row_is_late(tmp_path: Path) -> None:
    """The plan does not promise what the daemon would no longer send, and names a command that sends it."""
    [row] = january(tmp_path, ONE % "", Known(seen=SEEN), datetime(2027, 1, 11, 17, tzinfo=UTC))
    assert (row.decision, row.reason) == ("late", f"Pasó su hora hace 4 horas. Si todavía sirve, {SEND}")


def test_a_date_of_another_year_is_told_in_days(tmp_path: Path) -> None:
    """Nobody counts thousands of hours; it gets no row, and says so."""
    [row] = january(tmp_path, ONE % "", now=datetime(2027, 11, 26, tzinfo=UTC))
    told = "Pasó su hora hace 318 días, antes de que el pregonero conociera el mensaje: no sale."
    assert (row.decision, row.reason) == ("late", f"{told} Si todavía sirve, {SEND}")


WEEKLY = "mensajes: [{id: anuncio, cuando: cada lunes a las 08:00, canales: web, asunto: A, texto: T}]\n"


@pytest.mark.parametrize(
    ("seen", "decision"), [(None, "late"), ("2027-01-11T13:05", "late"), ("2027-01-11T12:55", "send")]
)
def test_a_recurrence_from_before_its_message_was_known_does_not_go_out(
    tmp_path: Path, seen: str | None, decision: str
) -> None:
    """Within its tolerance too: the daemon makes rows of recurrences from when it first read the message on."""
    known_since = {} if seen is None else {("matriculas", "anuncio"): datetime.fromisoformat(f"{seen}+00:00")}
    _, row, *_ = january(tmp_path, WEEKLY, Known(seen=known_since), datetime(2027, 1, 11, 13, 10, tzinfo=UTC))
    told = "Pasó su hora hace 10 minutos, antes de que el pregonero conociera el mensaje: no sale."
    assert row.key.endswith("@2027-01-11")
    assert (row.decision, row.reason) == (decision, f"{told} Si todavía sirve, {SEND}" if decision == "late" else "")


def test_no_command_is_named_where_none_works(tmp_path: Path) -> None:
    """Today's was sent by hand already: a message that recurs goes out by hand once a day."""
    today = PublicationRow("done", "", "2027-01-13", None)
    known = Known({("matriculas/anuncio", "web@2027-01-13"): today})
    _, row, *_ = january(tmp_path, WEEKLY, known, datetime(2027, 1, 13, 15, tzinfo=UTC))
    assert row.reason == "Pasó su hora hace 2 días, antes de que el pregonero conociera el mensaje: no sale."


def test_what_a_command_waits_for_is_said(tmp_path: Path) -> None:
    """Without its approval, and with nobody to go to, sending by hand is refused as well."""
    text = f"aprueba: comite-gel\n{ONE % ''}".replace("canales: web", "canales: correo").replace("01-11", "01-12")
    [row] = january(tmp_path, text, Known(seen=SEEN), datetime(2027, 1, 13, tzinfo=UTC))
    assert (
        row.reason == f"Pasó su hora hace 11 horas. Cuando se apruebe y haya a quién enviarla, si todavía sirve, {SEND}"
    )


def test_a_row_in_the_database_shows_its_state(tmp_path: Path) -> None:
    """What exists is not decided again: its state and its reason are shown."""
    row = PublicationRow("cancelled", "Cancelada por ana.", "1", None)
    [planned] = january(tmp_path, ONE % "", Known({("matriculas/anuncio", "web@1"): row}))
    assert (planned.decision, planned.reason) == ("cancelled", "Cancelada por ana.")


@pytest.mark.parametrize(
    ("account", "kind", "recipients"), [("correo", "direct", 812), ("web", "broadcast", 1), ("carro", "manual", 3)]
)
def test_recipients_are_people_posts_or_orders(tmp_path: Path, account: str, kind: str, recipients: int) -> None:
    """812 addresses of the public; one post; one order for each route."""
    message = f"mensajes: [{{id: a, cuando: '2027-01-11 08:00', canales: {account}, asunto: A, texto: T}}]\n"
    accounts = f"{ACCOUNTS}carro: {{tipo: manual, modo: pruebas, responsable: ana, {ROUTES}}}\n"
    town = tenant(tmp_path, message, {"canales.yaml": accounts})
    known = Known(people={("ciudadania", "email"): 812})
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2027, 2, 1, tzinfo=BOGOTA)
    [row] = plan(town, known, since, until, NOW)
    assert (row.kind, row.recipients) == (kind, recipients)


MAIL = "mensajes: [{id: a, cuando: '2027-01-12 08:00', canales: [correo, web], asunto: A, texto: T}]\n"


def test_a_message_to_nobody_says_so(tmp_path: Path) -> None:
    """It still goes out if somebody comes until then; without a database nobody is there either."""
    empty = Known(people={("ciudadania", "email"): 0})
    mail, web = january(tmp_path, MAIL, empty)
    told = "Todavía no hay a quién enviarla: el público «Ciudadanía» no tiene a nadie con dirección de correo."
    assert (mail.decision, mail.reason, web.reason) == ("send", told, "")
    assert [row.reason for row in january(tmp_path, MAIL)] == [told, ""]


def test_what_has_begun_shows_when_it_did(tmp_path: Path) -> None:
    """Sent by hand before its hour, it stands at the hour at which it went out, and keeps what staff wrote."""
    went = datetime(2027, 1, 5, 15, 30, tzinfo=UTC)
    row = PublicationRow("done", "", "1", went, went)
    [planned] = january(tmp_path, ONE % "", Known({("matriculas/anuncio", "web@1"): row}))
    assert planned.local == datetime(2027, 1, 5, 10, 30, tzinfo=BOGOTA)
    assert planned.nominal == datetime(2027, 1, 11, 8, tzinfo=BOGOTA)


def test_what_began_outside_the_calendar_is_in_the_plan(tmp_path: Path) -> None:
    """Once, with its own hour, and the calendar's rows beside it."""
    began = Started(
        *("matriculas", "alerta", "web", "2027-01-13", "broadcast", "emergencia", ("SE-7",)),
        *("done", "Emergencia: Nivel rojo.", datetime(2027, 1, 13, 8, tzinfo=UTC), None, 1),
    )
    known = Known(started=(began, began._replace(message="anuncio", occurrence="1"), began._replace(reason="")))
    own, alert, silent = january(tmp_path, ONE % "", known)
    assert own.key == "matriculas/anuncio/web@1"
    assert (alert.key, alert.decision, alert.action) == ("matriculas/alerta/web@2027-01-13", "done", "SE-7")
    assert (alert.nominal, alert.local) == (None, datetime(2027, 1, 13, 3, tzinfo=BOGOTA))
    assert (alert.reason, silent.reason) == ("Emergencia: Nivel rojo.", BESIDE)


def test_rows_come_by_their_hour(tmp_path: Path) -> None:
    """By the time at which they go out, whatever order the file has."""
    rows = january(
        tmp_path,
        "mensajes:\n"
        "  - {id: tarde, cuando: '2027-01-20 18:00', canales: web, asunto: A, texto: T}\n"
        "  - {id: temprano, cuando: cada lunes a las 07:00, canales: web, asunto: A, texto: T}\n",
    )
    assert [row.message for row in rows] == ["temprano", "temprano", "temprano", "tarde", "temprano"]
    assert rows == sorted(rows, key=lambda row: row.local or NOW)
