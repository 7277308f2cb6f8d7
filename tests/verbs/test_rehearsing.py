"""What `simulate` says did not go out, and why."""

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, INDICATORS, MUNICIPALITY
from tests.verbs.operator import Operator

DAYS = ("--from", "2027-01-04", "--to", "2027-01-12")
FILE = "campanas/matriculas.yaml"
DAILY = CAMPAIGN.replace("cuando: 15 días antes a las 08:00", "cuando: cada día a las 08:00")
RADIO = DAILY.replace("[correo, web]", "[emisora]").replace("texto:", "cantidad: 2\n    texto:")
AFTER = """\
campaña: otra
titulo: Otra
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: luego, cuando: 2 horas después de publicar matriculas/anuncio, canales: [web], asunto: Luego, texto: Luego.}
"""
SPENT = "Pasó su hora: no alcanzaba el presupuesto de «emisora» para 2027."
AWAITED = "Espera a que salga «matriculas/anuncio», que no salió a su hora."


def poor() -> dict[str, str]:
    """A spot a day at 20,000 pesos, of which there are fifty thousand, and a page after each."""
    start = "emisora: {tipo: manual, modo: pruebas, responsable: ana, "
    assert start in ACCOUNTS
    money = f"{start}costo: 10.000, presupuesto: 50.000, "
    return {FILE: RADIO, "campanas/otra.yaml": AFTER, "canales.yaml": ACCOUNTS.replace(start, money)}


def test_what_was_held_until_it_was_too_late_is_named_with_its_reason(operator: Operator) -> None:
    """Each publication, at its hour, without the commands that would help where something really waits."""
    operator.town(poor())
    unsent = operator.reads("simulate", *DAYS)["unsent"]
    spots = [each for each in unsent if each["key"].startswith("matriculas/")]
    assert [(each["state"], each["planned"]) for each in spots] == [
        *(("missed", f"2027-01-{day:02}T13:00:00Z") for day in range(6, 12)),
        ("waiting", "2027-01-12T13:00:00Z"),
    ]
    assert {each["reason"] for each in spots[:-1]} == {SPENT}
    assert [each["reason"] for each in unsent if each["key"] == "otra/luego/web@2027-01-06"] == [AWAITED]
    assert "pregonero" not in "".join(each["reason"] for each in unsent)


def test_many_of_one_reason_are_counted_and_the_first_are_named(operator: Operator) -> None:
    """By reason, the most frequent first; then three of each."""
    operator.town(poor())
    told = operator.does("simulate", *DAYS)
    counted, _, listed = told.partition("Lo que no salió: 14")
    assert f"6   {SPENT}" in counted
    assert f"6   {AWAITED}" in counted
    assert [day for day in range(4, 12) if f"matriculas/anuncio/emisora@2027-01-{day:02}" in listed] == [6, 7, 8]
    assert listed.count("… y 3 más por lo mismo") == 2


def test_nothing_is_said_to_be_left_where_all_went_out(town: Operator) -> None:
    """What lies before the first day, and tasks for which there is still time, are nothing that did not go out."""
    assert town.reads("simulate", "--from", "2030-01-07", "--to", "2030-01-12")["unsent"] == []
    assert "Nada se quedó sin salir." in town.does("simulate", "--from", "2030-01-07", "--to", "2030-01-12")
    town.town({FILE: CAMPAIGN, "indicadores.yaml": INDICATORS})
    assert town.reads("simulate", *DAYS)["unsent"] == []


def test_deliveries_that_failed_are_counted_by_reason(operator: Operator) -> None:
    """Nobody made up has a school: three mails cannot be written, and the page goes out."""
    text = CAMPAIGN.replace("Empiezan las matrículas.", '"Su sede es {{ persona.sede }}."')
    operator.town({FILE: text.replace("[correo, web]", "[correo]")})
    days = ("--from", "2026-12-28", "--to", "2026-12-28")
    [failed] = operator.reads("simulate", *days)["unsent"]
    assert (failed["key"], failed["state"], failed["deliveries"]) == ("matriculas/anuncio/correo@1", "failed", 3)
    assert "sede" in failed["reason"]
    assert f"3 entregas: {failed['reason']}" in operator.does("simulate", *days)


def test_what_an_account_lets_not_go_in_time_is_counted(operator: Operator) -> None:
    """One mail a day for three persons, on the last day: two are left, and why."""
    start = "  destino: personas\n  modo: pruebas\n"
    accounts = ACCOUNTS.replace(start, f"{start}  ritmo: {{cuota: 1, cuota-horas: 24}}\n", 1)
    operator.town({FILE: CAMPAIGN, "canales.yaml": accounts})
    [slow] = operator.reads("simulate", "--from", "2026-12-28", "--to", "2026-12-28")["unsent"]
    assert (slow["key"], slow["state"], slow["deliveries"]) == ("matriculas/anuncio/correo@1", "pending", 2)
    assert slow["reason"] == "La cuenta admite 1 en 24 horas: salen después del último día."


def test_no_person_of_the_database_lies_in_its_folder(operator: Operator) -> None:
    """As many get it, with names and addresses that are nobody's: in the database, the messages and the rest."""
    text = CAMPAIGN.replace("[correo, web]", "[correo]").replace(
        "texto: Empiezan",
        "texto: >-\n      {{ nombre | default('Vecino') }} de {{ persona.barrio | default('aquí') }}. Empiezan",
    )
    operator.town({FILE: text})
    rows = (
        "nombre,correo,telefono,barrio",
        "Yolanda Quintero,yolanda@correo.gov.co,3001234567,El Prado",
        "Pacho Niño,pacho@correo.gov.co,3109876543,La Loma",
    )
    (operator.folder / "gente.csv").write_text("\n".join(rows), encoding="utf-8")
    operator.does("contacts", "import", "gente.csv")
    found = operator.reads("simulate", "--from", "2026-12-28", "--to", "2026-12-28", "--out", "ensayo")
    assert found["deliveries"] == 2
    files = [path for path in (operator.folder / "ensayo").rglob("*") if path.is_file()]
    held = {path.name: path.read_bytes() for path in files}
    told = ("Yolanda", "Quintero", "yolanda@", "3001234567", "El Prado", "Pacho", "pacho@", "3109876543", "La Loma")
    assert [(name, word) for name, data in held.items() for word in told if word.encode() in data] == []
    assert any(b"Persona 1 de dato" in data for data in held.values())


def test_a_hub_names_whose_it_is(operator: Operator) -> None:
    """As with accounts and rows of the plan, the municipality stands before the key."""
    spots = "emisora: {tipo: manual, modo: pruebas, costo: 10.000, presupuesto: 50.000, opciones: {clase: emisora}}\n"
    files = {
        FILE: RADIO,
        "canales.yaml": spots,
        "publicos.yaml": "ciudadania: {nombre: Ciudadanía, canales: [emisora]}\n",
        "municipio.yaml": MUNICIPALITY.replace("avisos: correo\n", ""),
    }
    for name in ("alta", "baja"):
        operator.town(files, name=f"union/{name}")
    keys = [each["key"] for each in operator.reads("simulate", "-c", "union", *DAYS)["unsent"]]
    assert keys == [
        f"{name}/matriculas/anuncio/emisora@2027-01-{day:02}" for name in ("alta", "baja") for day in range(6, 13)
    ]
