"""What holds messages back and what lets them go, as it is typed."""

import json
from datetime import UTC, datetime, timedelta

from campaigns.days_in_words import days_in_words
from tests.campaigns.town import ACCOUNTS
from tests.verbs.operator import COMMITTEE, TOWN, Operator


def test_a_class_is_suspended_and_opened_again(town: Operator) -> None:
    """Status and plan say who stopped it and why; what runs is stopped, and told."""
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    town.does("approve", "matriculas/radio@2030-01-07", "--as", "ana")
    town.does("send", "matriculas", "--message", "anuncio")
    words = ("suspend", "--class", "servicio", "--reason", "Luto", "--as", "ana")
    assert town.reads(*words) == [{"key": "matriculas/anuncio/web@1", "state": "paused"}]
    [order] = town.reads("status")["orders"]
    assert (order["kind"], order["scope"], order["by"], order["reason"]) == ("suspend", "servicio", "ana", "Luto")
    assert "Suspendida la clase «servicio»" in town.does("status")
    monday = town.reads("plan", "--from", "2030-01-07", "--to", "2030-01-07")[0]
    assert (monday["decision"], monday["local"]) == ("wait", None)
    opened = town.reads("unsuspend", "--class", "servicio", "--as", "ana")
    assert opened == [{"key": "matriculas/anuncio/web@1", "state": "running"}]
    assert town.types("unsuspend", "--class", "servicio").exit_code == 1


def test_its_last_day_counts(town: Operator) -> None:
    """It ends with that day by the municipality's clock; a day that is over is a wrong call."""
    day = datetime.now(UTC).date() + timedelta(days=3)
    said = town.does("suspend", "--class", "gestion", "--until", str(day), "--reason", "Luto")
    assert days_in_words(f"hasta el final del {day}.") in said
    after = day + timedelta(days=1)
    assert town.reads("status")["orders"][0]["until"] == f"{after}T05:00:00Z"
    late = town.types("suspend", "--class", "gestion", "--until", "2020-01-01", "--reason", "Luto")
    assert (late.exit_code, "ya pasó" in late.stderr) == (2, True)
    assert town.types("suspend", "--class", "gestion", "--reason", " ").exit_code == 2


def test_who_sends_by_hand_is_told_what_helps(town: Operator) -> None:
    """The class, the reason, and both ways out."""
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    town.does("suspend", "--class", "servicio", "--reason", "Luto")
    told = town.types("send", "matriculas", "--message", "anuncio")
    assert told.exit_code == 1
    assert "(Luto). Se reabren con «pregonero unsuspend --class servicio»" in told.stderr


def test_what_waits_is_let_go(town: Operator) -> None:
    """A message after another one, before that is due; what waits for nothing is refused, an unknown key is wrong."""
    follower = "  - {id: sigue, cuando: al publicar anuncio, canales: [web], asunto: Sigue, texto: Ya salió.}\n"
    plain = COMMITTEE.replace("aprueba: comite-gel\nmensajes", "mensajes")
    town.town({**TOWN, "campanas/matriculas.yaml": plain + follower})
    assert town.reads("release", "matriculas/sigue@1", "--as", "ana") == [
        {"key": "matriculas/sigue/web@1", "state": "running", "exceeded": []}
    ]
    assert town.types("release", "matriculas/anuncio@1").exit_code == 1
    assert town.types("release", "matriculas/sigue@9").exit_code == 2
    assert town.types("release", "matriculas").exit_code == 2


def lose(town: Operator) -> None:
    """The disk is lost, and the town goes on from its copy on another one."""
    town.people("ana@correo.gov.co")
    town.does("backup", "copia.tar.gz")
    for path in (town.folder / "var").glob("*.db*"):
        path.unlink()
    town.does("restore", "copia.tar.gz")


def test_what_a_restore_holds_back_is_shown_and_let_go(town: Operator) -> None:
    """Status and doctor say it until somebody has looked and says so; a second word, or none, is wrong."""
    lose(town)
    [order] = town.reads("status")["orders"]
    assert (order["kind"], order["by"]) == ("lost_words", "recuperación")
    assert "nadie sabe quiénes se dieron de baja después." in " ".join(town.does("status").split())
    [found] = [each for each in town.reads("doctor") if each["check"] == "lost_words"]
    assert found["state"] == "warning"
    assert "nadie sabe quiénes se dieron de baja" in found["evidence"]
    assert "release --after-restore" in found["advice"]

    for wrong in ((), ("--after-restore",), ("--after-restore", "--reason", "x", "matriculas/anuncio@1")):
        assert town.types("release", *wrong).exit_code == 2
    words = ("release", "--after-restore", "--reason", "Buzón y radicados", "--as", "ana")
    assert town.reads(*words) == []
    assert town.reads("status")["orders"] == []
    assert [each for each in town.reads("doctor") if each["check"] == "lost_words"] == []
    assert town.types(*words).exit_code == 1


POOR = {
    "canales.yaml": ACCOUNTS.replace("web: {", "web: {costo: 5.000, presupuesto: 2.000, "),
    "campanas/matriculas.yaml": COMMITTEE.replace("aprueba: comite-gel\nmensajes", "mensajes")
    + "  - {id: sigue, cuando: al publicar anuncio, canales: [web], asunto: Sigue, texto: Ya salió.}\n",
}


def test_who_lets_go_what_is_not_paid_for_is_told_at_once(town: Operator) -> None:
    """By how much which budget is exceeded, for people and for programs."""
    town.town({**TOWN, **POOR})
    [released] = town.reads("release", "matriculas/sigue@1", "--as", "ana")
    [fund] = released["exceeded"]
    assert (fund["name"].split(" para ")[0], fund["file"], fund["by"]) == (
        "el presupuesto de «web»",
        "canales.yaml",
        3_000,
    )


def test_who_lets_go_reads_it_too(town: Operator) -> None:
    """In the same line as the state."""
    town.town({**TOWN, **POOR})
    assert ": en curso; se pasa en $3.000 del presupuesto de «web» para " in town.does("release", "matriculas/sigue@1")


def test_an_emergency_that_is_not_paid_for_is_told_at_once(town: Operator) -> None:
    """Of each account whose budget does not suffice."""
    town.town({**TOWN, **POOR})
    told = town.types("send", "matriculas", "--message", "sigue", "--emergency", "Creció el río", "--json")
    assert "«matriculas/sigue/web@1» se pasa en $3.000 del presupuesto de «web»" in told.stderr
    assert [each["exceeded"][0]["by"] for each in json.loads(told.stdout)] == [3_000]


def test_an_alert_is_lifted(town: Operator) -> None:
    """Sent, it stands in the status; lifted, it says what was called off; then there is nothing to lift."""
    alert = "  - {id: alerta, cuando: cada hora hasta levantar, canales: [web], asunto: Alerta, texto: '{{ hora }}'}\n"
    plain = COMMITTEE.replace("aprueba: comite-gel\nmensajes", "mensajes")
    town.town({**TOWN, "campanas/matriculas.yaml": plain + alert})
    [sent] = town.reads("send", "matriculas", "--message", "alerta", "--as", "ana")
    [order] = town.reads("status")["orders"]
    assert (order["kind"], order["scope"], order["by"]) == ("alert", "matriculas/alerta", "ana")
    assert town.reads("lift", "matriculas", "--as", "ana") == [{"key": sent["key"], "state": "cancelled"}]
    assert town.types("lift", "matriculas").exit_code == 1
    assert town.types("lift", "nada").exit_code == 2
