"""Several municipalities in one folder, and databases of either dialect."""

from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.verbs.operator import TOWN, Operator


def test_a_hub_asks_which_municipality(operator: Operator) -> None:
    """Where several share a folder, what concerns one needs --tenant; the database has the folder's name."""
    for name in ("alta", "baja"):
        operator.town({**TOWN, "canales.yaml": "web: {tipo: web, modo: pruebas}\n", **WEB_ONLY}, name=f"union/{name}")
    assert operator.reads("check", "-c", "union") == []
    asked = operator.types("pause", "a/b@1", "-c", "union")
    assert (asked.exit_code, "--tenant: alta, baja." in asked.stderr) == (2, True)
    assert operator.types("status", "-c", "union", "--tenant", "media").exit_code == 2
    operator.does("db", "upgrade", "-c", "union")
    assert operator.reads("status", "-c", "union", "--tenant", "baja")["tenant"] == "baja"
    assert operator.does("status", "-c", "union").count("Villa Clara, ") == 2
    assert (operator.folder / "var" / "union.db").exists()
    rows = operator.reads("plan", "-c", "union", "--tenant", "alta", "--from", "2030-01-12", "--to", "2030-01-12")
    assert [row["account"] for row in rows] == ["web"]


def test_a_hub_is_simulated_in_one_document(operator: Operator) -> None:
    """Sums for all, and names told apart by their municipality; one municipality alone has its names as they are."""
    for name in ("alta", "baja"):
        operator.town({**TOWN, "canales.yaml": "web: {tipo: web, modo: pruebas}\n", **WEB_ONLY}, name=f"union/{name}")
    days = ("--from", "2030-01-12", "--to", "2030-01-12")
    one = operator.reads("simulate", "-c", "union", "--tenant", "alta", *days)
    both = operator.reads("simulate", "-c", "union", *days)
    assert (one["publications"], one["by_channel"], one["by_action"]) == (1, {"web": 1}, {"SE-7": 1})
    assert (both["publications"], both["deliveries"]) == (2, 2)
    assert both["by_channel"] == {"alta/web": 1, "baja/web": 1}
    assert both["by_action"] == {"alta/SE-7": 1, "baja/SE-7": 1}
    assert both["indicators"] == {
        f"{name}/{key}": n for name in ("alta", "baja") for key, n in one["indicators"].items()
    }


def test_what_is_missing_in_one_of_several_names_it(operator: Operator) -> None:
    """`check` and `status` tell of both, each command with its municipality, though the call named none."""
    lists = "listas: {familias: {nombre: Familias, de: educacion, vigencia: 8 días}}\n"
    for name in ("alta", "baja"):
        changes = {**TOWN, "canales.yaml": "web: {tipo: web, modo: pruebas}\n", **WEB_ONLY}
        changes["municipio.yaml"] += lists
        operator.town(changes, name=f"union/{name}")
    operator.does("db", "upgrade", "-c", "union")
    command = "«pregonero contacts import ARCHIVO --list familias -c union --tenant {}»"
    for verb in ("check", "status"):
        told = operator.does(verb, "-c", "union")
        assert [told.count(command.format(name)) for name in ("alta", "baja")] == [1, 1]


def test_a_simulated_hub_says_how_to_read_each_report(operator: Operator) -> None:
    """The command that it prints for each municipality works as it stands."""
    for name in ("alta", "baja"):
        operator.town({**TOWN, "canales.yaml": "web: {tipo: web, modo: pruebas}\n", **WEB_ONLY}, name=f"union/{name}")
    told = operator.does("simulate", "-c", "union", "--out", "juego", "--from", "2030-01-12", "--to", "2030-01-12")
    commands = [line.partition("pregonero ")[2].split() for line in told.splitlines() if "pregonero report" in line]
    assert len(commands) == 2
    for command in commands:
        assert "Villa Clara" in operator.does(*command)


def test_a_new_folder_in_a_hub_is_right(operator: Operator) -> None:
    """What `init` makes beside other municipalities has nothing to be mended."""
    for name in ("alta", "nuevo"):
        operator.does("init", f"union/{name}")
    assert operator.reads("check", "-c", "union") == []


def test_numbers_belong_to_a_municipality(operator: Operator) -> None:
    """A task or a delivery of another municipality does not exist; without --tenant none is looked for."""
    files = {**TOWN, **WEB_ONLY, "canales.yaml": RADIO_AND_WEB, "campanas/radio.yaml": RADIO}
    for name in ("alta", "baja"):
        operator.town(files, f"union/{name}")
    alta, baja = (("-c", "union", "--tenant", name) for name in ("alta", "baja"))
    operator.does("send", "radio", "--message", "lectura", *alta)
    [task] = operator.reads("tasks", *alta)
    number = str(task["id"])
    said_so = ("--note", "Se dijo")
    words = (
        ("confirm", number, *said_so),
        ("postpone", number, "--until", "2031-05-01", *said_so),
        ("settle", number, "sent"),
    )
    for said in words:
        assert operator.types(*said, "-c", "union").exit_code == 2
        refused = operator.types(*said, *baja)
        assert (refused.exit_code, f" {number}" in refused.stderr) == (2, True)
    assert operator.reads("tasks", *alta) == [task]
    assert operator.reads("confirm", number, *said_so, *alta)[0]["state"] == "done"


RADIO_AND_WEB = """\
web: {tipo: web, modo: pruebas}
emisora: {tipo: manual, modo: pruebas, medio: radio, opciones: {clase: emisora}}
"""
RADIO = """\
campaña: radio
titulo: En la radio
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: lectura, cuando: "2030-01-12 08:00", canales: emisora, texto: Empiezan.}
"""
WEB_ONLY = {
    "municipio.yaml": MUNICIPALITY.replace("avisos: correo\n", ""),
    "publicos.yaml": "ciudadania: {nombre: Ciudadanía, canales: [web]}\n",
    "campanas/matriculas.yaml": """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: anuncio, cuando: "2030-01-12 08:00", canales: web, asunto: Matrículas, texto: Empiezan.}
""",
}


def test_verbs_work_on_postgresql_alike(operator: Operator, postgresql_database: Database) -> None:
    """--db takes the address of either."""
    operator.town(TOWN)
    at = ("--db", postgresql_database.url)
    operator.does("approve", "matriculas/anuncio@1", "--as", "ana", *at)
    operator.people("eva@example.com", at=at)
    assert len(operator.reads("send", "matriculas", "--message", "anuncio", *at)) == 2
    assert [each["account"] for each in operator.reads("plan", "--from", "2030-01-12", "--to", "2030-01-12", *at)] == [
        "correo",
        "web",
    ]
    assert operator.reads("deliveries", *at)[0]["state"] == "pending"
    assert operator.reads("status", *at)["publications"] == {"running": 2}
    assert operator.reads("report", "--period", "2030", *at)["period"] == "2030"
