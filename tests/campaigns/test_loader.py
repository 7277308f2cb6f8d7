"""A folder becomes tenants: one, or those of a hub, with all that messages inherit."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.loader import load
from campaigns.tenant import Campaign
from campaigns.when.schedules import Unit
from channels.adapter import Kind
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY, build, edited, loaded, problems

FILE = "campanas/matriculas.yaml"
TEXT = "    texto: Empiezan las matrículas."
SINGLE = "  inicia: 2027-01-12 07:00\n  termina: 2027-01-29 16:00\n"


def _campaign(folder: Path, change: dict[str, str] | None = None) -> Campaign:
    found = loaded(folder, change)
    assert found.problems == ()
    return found.tenants[0].campaigns["matriculas"]


def test_a_folder_with_a_municipality_is_one_tenant(tmp_path: Path) -> None:
    """Its slug is the municipality's name."""
    found = loaded(tmp_path)
    assert (found.hub, [tenant.slug for tenant in found.tenants], found.problems) == (False, ["villa-clara"], ())


def test_a_folder_of_municipalities_is_a_hub(tmp_path: Path) -> None:
    """Each child with a `municipio.yaml` is a tenant under the folder's name; a broken one leaves the others."""
    accounts = {"canales.yaml": ACCOUNTS.replace("PREGONERO_", "PREGONERO_UNO_")}
    build(tmp_path / "uno", accounts)
    build(tmp_path / "dos", {"canales.yaml": ACCOUNTS.replace("PREGONERO_", "PREGONERO_DOS_"), "plan.yaml": "a"})
    (tmp_path / "otra-cosa").mkdir()
    found = load(tmp_path, {})
    assert (found.hub, [tenant.slug for tenant in found.tenants]) == (True, ["uno"])
    assert {problem.file for problem in found.problems} == {tmp_path / "dos" / "plan.yaml"}


def test_a_hub_says_whom_it_leaves_out(tmp_path: Path) -> None:
    """A link to elsewhere is refused, and a plan without a municipality is missed aloud."""
    accounts = {"canales.yaml": ACCOUNTS.replace("PREGONERO_", "PREGONERO_UNO_")}
    hub = tmp_path / "planes"
    build(hub / "uno", accounts)
    build(hub / "dos", {"municipio.yaml": None})
    build(tmp_path / "lejos")
    (hub / "tres").symlink_to(tmp_path / "lejos")
    found = load(hub, {})
    assert [tenant.slug for tenant in found.tenants] == ["uno"]
    assert [problem.message for problem in found.problems] == [
        "falta el archivo municipio.yaml",
        "«tres» es un enlace que sale de la carpeta",
    ]


@pytest.mark.parametrize("name", [".git", "campanas"])
def test_what_is_no_file_of_ours_does_not_stop_anything(tmp_path: Path, name: str) -> None:
    """Hidden folders and folders named like files are left alone or said, never a crash."""
    (tmp_path / name / "rara.yaml").mkdir(parents=True)
    assert len(loaded(tmp_path).tenants[0].campaigns) == 1


@pytest.mark.parametrize("name", ["nada", "vacia"])
def test_a_folder_without_municipality_is_a_problem(tmp_path: Path, name: str) -> None:
    """It is told how to make one."""
    (tmp_path / "vacia").mkdir()
    found = load(tmp_path / name, {})
    assert found.tenants == ()
    assert "pregonero init" in found.problems[0].hint


def test_messages_inherit_from_their_campaign(tmp_path: Path) -> None:
    """Public, rows, class, person in charge, approver, priority, tolerance and expiry come from above."""
    text = edited(
        FILE, "publico: ciudadania\n", "publico: ciudadania\naprueba: comite-gel\nprioridad: alta\nvence: 2 días\n"
    )
    message = _campaign(tmp_path, text).messages[0]
    assert (message.audience, message.actions, message.class_) == ("ciudadania", ("SE-7",), "servicio")
    assert (message.responsible, message.approver, message.priority) == ("educacion", "comite-gel", 3)
    assert (message.tolerance, message.expires) == (timedelta(minutes=30), timedelta(days=2))
    assert not message.at_least_once


def test_a_message_says_otherwise_than_its_campaign(tmp_path: Path) -> None:
    """What a message says for itself goes before."""
    more = "prioridad: urgente\n    clase: emergencia\n    responsable: ana\n    entrega: al-menos-una-vez\n"
    more += "    tolerancia: 2 horas\n    recordatorios: [1 día antes, 2 horas]\n    si-no-habil: siguiente\n"
    message = _campaign(tmp_path, edited(FILE, TEXT, f"{TEXT}\n    {more}")).messages[0]
    assert (message.priority, message.class_, message.responsible) == (0, "emergencia", "ana")
    assert (message.at_least_once, message.tolerance) == (True, timedelta(hours=2))
    assert [(lead.amount, lead.unit) for lead in message.reminders] == [(1, Unit.DAY), (2, Unit.HOUR)]
    assert message.moves.on_day_off == "siguiente"


def test_preferred_accounts_come_from_the_public(tmp_path: Path) -> None:
    """`preferidos` means the public's accounts in its order, or those of the message's purpose."""
    change = {
        "publicos.yaml": AUDIENCES.replace("[correo, web]\n", "[correo, web]\n  canales-para: {tramite: [web]}\n")
    }
    change |= edited(FILE, "[correo, web]", "preferidos")
    assert [account.name for account in _campaign(tmp_path, change).messages[0].accounts] == ["correo", "web"]
    change |= edited(FILE, "canales: [correo, web]", "canales: preferidos\n    proposito: tramite")
    assert [account.name for account in _campaign(tmp_path, change).messages[0].accounts] == ["web"]


def test_accounts_know_to_whom_they_speak(tmp_path: Path) -> None:
    """Persons, a named place, or a person who does the work; the medium of a work order is that of its class."""
    accounts = loaded(tmp_path).tenants[0].accounts
    assert {name: account.kind for name, account in accounts.items()} == {
        "correo": Kind.DIRECT,
        "web": Kind.BROADCAST,
        "canal": Kind.BROADCAST,
        "emisora": Kind.MANUAL,
    }
    assert (accounts["canal"].target, accounts["emisora"].medium) == ("@villaclara", "radio")


def test_figures_of_the_service_may_be_changed(tmp_path: Path) -> None:
    """`ritmo` changes what it names and leaves the rest as the adapter declares it."""
    text = ACCOUNTS.replace(
        "  destino: personas\n", "  destino: personas\n  ritmo: {por-segundo: 2, cuota: 500, cuota-horas: 12}\n"
    )
    pace = loaded(tmp_path, {"canales.yaml": text}).tenants[0].accounts["correo"].pace
    assert (pace.per_second, pace.quota, pace.quota_window) == (2, 500, timedelta(hours=12))
    assert (
        pace.concurrency == loaded(tmp_path, {"canales.yaml": ACCOUNTS}).tenants[0].accounts["correo"].pace.concurrency
    )


EVENTS = [
    ("  inicia: 2027-01-12 07:00\n", [("1", "2027-01-12T07:00", "2027-01-12T07:00")]),
    ("  inicia: 2027-01-12\n", [("1", "2027-01-12T00:00", "2027-01-13T00:00")]),
    ("  inicia: 2027-01-12\n  termina: 2027-01-14\n", [("1", "2027-01-12T00:00", "2027-01-15T00:00")]),
    ("  inicia: 2027-01-12 07:00\n  dura: 2 horas\n", [("1", "2027-01-12T07:00", "2027-01-12T09:00")]),
    (
        "  fechas:\n    - {id: sur, inicia: 2027-02-02 08:00}\n    - {id: norte, inicia: 2027-02-01 08:00}\n",
        [("norte", "2027-02-01T08:00", "2027-02-01T08:00"), ("sur", "2027-02-02T08:00", "2027-02-02T08:00")],
    ),
    (
        "  repite: el primer lunes de cada mes a las 08:00 desde 2027-01-01 hasta 2027-02-28\n  dura: 3 horas\n",
        [
            ("2027-01-04", "2027-01-04T08:00", "2027-01-04T11:00"),
            ("2027-02-01", "2027-02-01T08:00", "2027-02-01T11:00"),
        ],
    ),
]


@pytest.mark.parametrize(("written", "spans"), EVENTS)
def test_events_have_their_dates(tmp_path: Path, written: str, spans: list[tuple[str, str, str]]) -> None:
    """Once, on listed days with their ids, or by a rule; a day without hours is whole."""
    event = _campaign(tmp_path, edited(FILE, SINGLE, written)).event
    assert event is not None
    dates = event.around(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)).spans
    found = [(span.id, span.start.isoformat()[:16], span.end.isoformat()[:16]) for span in dates]
    assert found == spans
    assert all(span.start.utcoffset() == timedelta(hours=-5) for span in dates)


BAD_EVENTS = [
    ("  lugar: Parque\n", "8:3: el evento no dice cuándo es"),
    (f"{SINGLE}  repite: cada lunes a las 08:00\n", "8:3: el evento dice a la vez «inicia» y «repite»"),
    (f"{SINGLE}  dura: 2 horas\n", "10:9: el evento dice a la vez «termina» y «dura»"),
    ("  repite: cada lunes a las 08:00\n", "8:3: falta «dura»"),
    ("  repite: cada lunez a las 08:00\n  dura: 2 horas\n", "8:16: No se conoce la palabra «lunez»"),
    ("  repite: 2027-01-12 a las 08:00\n  dura: 2 horas\n", "8:11: «repite» pide una regla que se repita"),
    ("  fechas:\n    - {inicia: 2027-02-02}\n", "9:7: falta «id»"),
    (
        "  fechas:\n    - {id: a, inicia: 2027-02-02}\n    - {id: a, inicia: 2027-02-03}\n",
        "10:12: el id «a» está repetido",
    ),
]


@pytest.mark.parametrize(("written", "said"), BAD_EVENTS)
def test_events_that_cannot_be_dated_are_refused(tmp_path: Path, written: str, said: str) -> None:
    """A list without ids would move its keys when a date moves, so it is refused too."""
    assert problems(tmp_path, edited(FILE, SINGLE, written)) == [f"{FILE}:{said}"]


def test_messages_wait_for_messages_of_other_campaigns(tmp_path: Path) -> None:
    """A reference to another file is known; a circle through both is not."""
    other = CAMPAIGN.replace("campaña: matriculas", "campaña: otra")
    change = {
        "campanas/otra.yaml": other.replace(
            "15 días antes a las 08:00", "1 hora después de publicar matriculas/anuncio"
        )
    }
    assert problems(tmp_path, change) == []
    change |= edited(FILE, "15 días antes a las 08:00", "1 hora después de publicar otra/anuncio")
    assert [each.partition(": ")[2] for each in problems(tmp_path, change)] == [
        "el mensaje se espera a sí mismo: matriculas/anuncio → otra/anuncio → matriculas/anuncio",
        "el mensaje se espera a sí mismo: otra/anuncio → matriculas/anuncio → otra/anuncio",
    ]


def test_digests_follow_the_content(tmp_path: Path) -> None:
    """The tenant's changes with any file, a message's with what it says."""
    before = loaded(tmp_path).tenants[0]
    after = loaded(tmp_path, edited(FILE, "Empiezan", "Ya empiezan")).tenants[0]
    assert before.digest != after.digest
    assert before.campaigns["matriculas"].messages[0].digest != after.campaigns["matriculas"].messages[0].digest
    assert loaded(tmp_path, {FILE: CAMPAIGN}).tenants[0].digest == before.digest


def test_templates_are_kept_with_the_tenant(tmp_path: Path) -> None:
    """Their texts go with what was loaded, so that nothing is read again when a message goes out."""
    change = {**edited(FILE, TEXT, "    plantilla: carta.txt"), "plantillas/carta.txt": "Vengan todos."}
    assert loaded(tmp_path, change).tenants[0].templates == {"carta.txt": "Vengan todos."}


def test_in_a_hub_no_municipality_chooses_where_all_are_copied_to(tmp_path: Path) -> None:
    """They share one database: its copy would lie in a folder of one of them. When it is made, any may say."""
    said = "copias: {cuando: cada día a las 02:00, carpeta: /media/disco}"
    wanted = {"municipio.yaml": MUNICIPALITY.replace("avisos: correo", said)}
    build(tmp_path / "uno", wanted)
    assert load(tmp_path / "uno", {}).problems == ()
    build(tmp_path / "varios" / "uno", wanted)
    hints = {problem.path: problem.hint for problem in load(tmp_path / "varios", {}).problems}
    assert hints["copias.carpeta"] == "borre «carpeta»: las copias quedan con lo demás que hace el programa"
