"""What waits for a word, as the operator sees it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.when.words import WEEKDAYS
from delivery.clock import SystemClock
from tests.campaigns.town import FOLLOWER, MUNICIPALITY, edited
from tests.verbs.operator import COMMITTEE, TOWN, Operator

PEOPLE = "ana@villaclara.gov.co}\n  luis: {nombre: Luis Mora}\n"
TWO = MUNICIPALITY.replace("ana@villaclara.gov.co}\n", PEOPLE).replace("[ana]}", "[ana, luis], quorum: 2}")


def soon(hours: int) -> str:
    """So many hours from now, as the municipality's clock says it."""
    return f"{SystemClock().now().astimezone(ZoneInfo('America/Bogota')) + timedelta(hours=hours):%Y-%m-%d %H:%M}"


@pytest.mark.usefixtures("wide")
def test_what_waits_and_for_whom(town: Operator) -> None:
    """By its hour; who has spoken, who has not and cannot be written to; nothing once it is decided."""
    mail_only = COMMITTEE.partition("  - id: radio")[0].replace("2030-01-12 08:00", soon(48))
    town.town({**TOWN, "municipio.yaml": TWO, "campanas/matriculas.yaml": mail_only})
    key = "matriculas/anuncio@1"
    town.does("approve", key, "--as", "ana", "--note", "Bien")
    [found] = town.reads("approvals")
    assert (found["key"], found["quorum"], found["given"], found["late"]) == (key, 2, 1, "")
    assert [(word["person"], word["decision"], word["note"]) for word in found["spoken"]] == [
        ("ana", "approved", "Bien")
    ]
    assert found["missing"] == [{"person": "luis", "asked": None}]
    told = " ".join(town.does("approvals").split())
    assert "Ana Pérez: sí" in told
    town.does("approve", key, "--as", "luis")
    assert town.reads("approvals") == []
    assert town.does("approvals") == "Nada de los próximos sesenta días espera una palabra.\n"


def test_the_hour_of_each_kind_of_account_is_told(town: Operator) -> None:
    """What is planned for a Sunday: the site's page goes out then, mail on a working day at seven."""
    now = SystemClock().now().astimezone(ZoneInfo("America/Bogota"))
    sunday = now.date() + timedelta(days=7 + (6 - now.weekday()) % 7)
    mail_only = COMMITTEE.partition("  - id: radio")[0].replace("2030-01-12 08:00", f"{sunday} 10:00")
    town.town({**TOWN, "municipio.yaml": TWO, "campanas/matriculas.yaml": mail_only})
    town.people("vecina@example.com")
    told = " ".join(town.does("approvals").split())
    assert "web:" in told
    assert "correo:" in told
    assert "07:00 -05" in told


def test_who_approves_in_a_veda_stands_in_the_list(town: Operator) -> None:
    """With the veda and its law, after the committee has spoken; other classes need no more words."""
    today = SystemClock().now().astimezone(ZoneInfo("America/Bogota")).date()
    veda = f"nombre: Luto, norma: Decreto 5, desde: {today}, hasta: {today + timedelta(days=9)}, clases: [servicio]"
    banned = TWO.replace("[ana, luis], quorum: 2", "[ana]")
    banned += f"vedas: [{{{veda}, politica: aprobacion-legal, aprueba: luis}}]\n"
    mail_only = COMMITTEE.partition("  - id: radio")[0].replace("2030-01-12 08:00", soon(48))
    town.town({**TOWN, "municipio.yaml": banned, "campanas/matriculas.yaml": mail_only})
    told = town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    assert "En veda necesita además la aprobación de Luis Mora" in " ".join(told.split())
    [found] = town.reads("approvals")
    assert (found["approver"], found["blackout"]) == ("luis", "Luto")
    assert "Sale en veda: Luto hasta el" in " ".join(town.does("approvals").split())
    other = {"municipio.yaml": banned.replace("[servicio]", "[interna]")}
    town.town({**TOWN, **other, "campanas/matriculas.yaml": mail_only})
    assert town.reads("approvals") == []


def test_check_warns_of_what_a_committee_decides_on_too_late(town: Operator) -> None:
    """With file and line, beside the praise, and beside what waits; not any more once it is approved."""
    day = SystemClock().now().astimezone(ZoneInfo("America/Bogota")) + timedelta(days=2)
    meets = WEEKDAYS[day.weekday()]
    met = edited("municipio.yaml", "miembros: [ana]}", f"miembros: [ana], reuniones: cada {meets} a las 09:00}}")
    once = COMMITTEE.partition("  - id: radio")[0].replace("2030-01-12 08:00", soon(1))
    town.town({**TOWN, **met, "campanas/matriculas.yaml": once})
    checked = town.does("check")
    assert "config/campanas/matriculas.yaml:10:13: sale el " in checked
    assert f"Comité GEL se reúne el {meets} " in checked
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    assert "se reúne" not in town.does("check")


def test_check_warns_of_subscribers_who_wait_for_a_radio(town: Operator) -> None:
    """Beside the praise: nothing in the files is wrong."""
    followed = COMMITTEE.partition("  - id: radio")[0].replace("[correo, web]", "[web, emisora]")
    town.town({**TOWN, "campanas/matriculas.yaml": followed + FOLLOWER})
    checked = town.does("check")
    assert "todo está bien" in checked
    assert "cuando alguien confirme lo de emisora de «anuncio»" in checked
