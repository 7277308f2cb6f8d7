"""The verbs about lists of people."""

from sqlalchemy import select

from audience.consents import Word, say
from storage.tables import address
from tests.audience.people import NOW
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY
from tests.verbs.operator import Operator

PEOPLE = "nombre,correo\nAna,ana@correo.gov.co\nLuis,luis@correo.gov.co\nMal,mal\n"


def test_a_rehearsal_ends_with_the_command_for_real(town: Operator) -> None:
    """As it has to be typed, whatever the file is called."""
    (town.folder / "mi gente.csv").write_text(PEOPLE, encoding="utf-8")

    told = town.does("contacts", "import", "mi gente.csv", "--dry-run").splitlines()

    assert told[-2:] == [
        "Ensayo: no se guardó nada. Para traerla de verdad:",
        "  pregonero contacts import 'mi gente.csv'",
    ]


def test_a_list_is_shown_and_taken_back(town: Operator) -> None:
    """The import ends with the command that undoes it; both are in the list of imports."""
    (town.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")

    assert "pregonero contacts undo 1" in town.does("contacts", "import", "gente.csv").splitlines()[-1]
    [batch] = town.reads("contacts", "imports")
    assert (batch["file"], batch["rows"], batch["created"], batch["state"]) == ("gente.csv", 3, 2, "done")
    assert "completa" in town.does("contacts", "imports")

    assert town.reads("contacts", "undo", "1")["removed"] == 2
    assert town.does("contacts", "undo", "1") == "El lote 1 ya estaba deshecho: no cambió nada.\n"
    assert [each["state"] for each in town.reads("contacts", "imports")] == ["undone"]


def test_what_a_list_taken_back_leaves_is_told_as_it_is(town: Operator) -> None:
    """Two have consented on their own since, and stay; the list's own yes is gone, and its no was no consent."""
    head = "nombre,correo,consentimiento\n"
    people = ("Ana,ana@correo.gov.co,sí\n", "Eva,eva@correo.gov.co,no\n", "Luz,luz@correo.gov.co,\n")
    (town.folder / "gente.csv").write_text(head + "".join(people), encoding="utf-8")
    assert "1 consentimiento anotado" in town.does("contacts", "import", "gente.csv")
    database = town.database()
    with database.write() as connection:
        own = select(address.c.tenant, address.c.contact, address.c.key).where(address.c.address.not_like("eva%"))
        for tenant, number, key in connection.execute(own).all():
            say(connection, tenant, [(number, Word(key, "tema:noticias", True, "formulario", NOW))])
    database.close()

    lines = town.does("contacts", "undo", "1").splitlines()

    assert "2 personas se quedan: se suscribieron o dieron su consentimiento" in lines
    assert "1 consentimiento que trajo la lista ya no vale" in lines


def test_a_list_that_nobody_brought_cannot_be_taken_back(town: Operator) -> None:
    """A wrong number is a wrong call, and says where the right ones are."""
    result = town.types("contacts", "undo", "7")

    assert result.exit_code == 2
    assert "No hay un lote 7. «pregonero contacts imports» muestra los que hay." in result.stderr


def test_a_list_of_a_department_is_brought_by_its_name(operator: Operator) -> None:
    """Whoever it drops is counted; `check` and `status` warn while it is missing or old, and name the command."""
    lists = "listas: {familias: {nombre: Familias, de: educacion, vigencia: 8 días}}\n"
    public = {"publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {lista: familias}")}
    operator.town({"municipio.yaml": MUNICIPALITY + lists, **public})
    (operator.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")
    never = "Atención: la lista «Familias», que debe la Secretaría de Educación, no se ha traído nunca. Tráigala"
    assert never in operator.does("check")

    told = operator.does("contacts", "import", "gente.csv", "--list", "familias", "--dry-run").splitlines()
    assert told[-1].strip() == "pregonero contacts import gente.csv --list familias"
    assert never in operator.does("status")
    operator.does("contacts", "import", "gente.csv", "--list", "familias")
    (operator.folder / "gente.csv").write_text(PEOPLE.replace("Ana,ana", "Eva,eva"), encoding="utf-8")
    operator.does("contacts", "import", "gente.csv", "--list", "familias", "--dry-run")
    assert operator.reads("contacts", "import", "gente.csv", "--list", "familias")["dropped"] == 1

    assert "Atención: la lista" not in operator.does("check") + operator.does("status")
    [kept] = operator.reads("status")["lists"]
    assert (kept["list"], kept["owner"], kept["old"]) == ("familias", "Secretaría de Educación", False)
    assert [each["list"] for each in operator.reads("contacts", "imports")] == ["familias", "familias"]


def test_a_list_that_nobody_wrote_down_is_refused(town: Operator) -> None:
    """Before anything of it is in."""
    (town.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")
    result = town.types("contacts", "import", "gente.csv", "--list", "familias")
    assert result.exit_code == 2
    assert "«familias» no está en «listas» de municipio.yaml. No hay ninguna." in result.stderr
    assert town.reads("contacts", "imports") == []


def test_whom_no_account_reaches_is_printed_for_whoever_visits(operator: Operator) -> None:
    """A sheet in PDF and a file to fill in, that nobody else may read; the person's own dossier tells of it."""
    by_hand = "visitas: {tipo: manual, modo: pruebas, responsable: ana, opciones: {clase: visita, personas: sí}}\n"
    text = CAMPAIGN.replace("[correo, web]", "[correo, visitas]")
    operator.town({"canales.yaml": ACCOUNTS + by_hand, "campanas/matriculas.yaml": text})
    people = "nombre,correo,vereda\nAna,ana@correo.gov.co,La Palma\nLuis,,El Salto\n=Eva,,La Palma\n"
    (operator.folder / "gente.csv").write_text(people, encoding="utf-8")
    told = operator.does("contacts", "import", "gente.csv", "--without-address", "--dry-run")
    assert told.rstrip().endswith("pregonero contacts import gente.csv --without-address")
    operator.does("contacts", "import", "gente.csv", "--without-address")
    operator.does("send", "matriculas", "--message", "anuncio", "--as", "ana")

    [task] = operator.reads("tasks", "--out", "hojas")
    assert task["planned"] == 2
    folder = operator.folder / "hojas" / f"tarea-{task['id']}"
    kept = folder / "personas.csv"
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    assert kept.read_text("utf-8-sig").splitlines() == [
        "2 personas",
        "N.º;Dónde;Nombre;Teléfono;Se le dijo (sí o no);Nota",
        "1;El Salto;Luis;;;",
        "2;La Palma;'=Eva;;;",
    ]
    assert [path.suffix for path in sorted(folder.iterdir())].count(".pdf") == 1
    operator.does("confirm", str(task["id"]), "--count", "1", "--note", "Eva no estaba", "--as", "ana")
    [visit] = operator.reads("contacts", "export", "Luis | El Salto", "--as", "ana")["tasks"]
    assert (visit["account"], visit["state"]) == ("visitas", "done")


def test_a_column_that_no_list_brings_is_told(operator: Operator) -> None:
    """By `check`, with the public and the columns that there are, and in the plan; nothing before any list is in."""
    public = {"publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {con: {barrios: centro}}")}
    operator.town(public)
    assert "ninguna lista" not in operator.does("check")
    (operator.folder / "gente.csv").write_text("nombre,correo,vereda,barrio\nAna,ana@correo.co,Alta,Centro\n", "utf-8")
    operator.does("contacts", "import", "gente.csv")
    told = "pregunta por la columna «barrios», y ninguna lista la trae. Hay: barrio, vereda."
    assert told in operator.does("check")
    stretch = ("--from", "2026-12-20", "--to", "2027-01-12")
    reasons = {row["account"]: row["reason"] for row in operator.reads("plan", *stretch)}
    asked = "Su público pregunta por la columna «barrios», y ninguna lista la trae."
    assert (asked in reasons["correo"], asked in reasons["web"]) == (True, False)

    operator.town({"publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {con: {barrio: CENTRO}}")})
    assert "ninguna lista" not in operator.does("check")
    assert "ninguna lista" not in operator.does("plan", *stretch)


def test_who_does_not_receive_is_not_said_to_have_asked_for_it(town: Operator) -> None:
    """A list counts alike whoever left, whose mail bounces and who was erased; a consent is counted by its address."""
    (town.folder / "gente.csv").write_text("nombre,correo,consentimiento\nAna,ana@correo.gov.co,si\n", encoding="utf-8")
    assert "1 consentimiento anotado" in town.does("contacts", "import", "gente.csv", "--dry-run")
    town.does("contacts", "suppress", "ana@correo.gov.co", "--reason", "Rebotó una carta")
    told = town.does("contacts", "import", "gente.csv")
    assert "1 no recibe: lo pidió, su dirección rebota o se olvidó" in told
    assert "1 persona de la lista sigue sin recibir" in told


def test_it_is_told_how_the_columns_were_read(operator: Operator) -> None:
    """By the rehearsal and the import, to people and programs: what is used, unused, and not kept."""
    operator.town({"publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {con: {tema: salud}}")})
    head = "Nombres;E-mail;barrio;Tema;Cédula;Estrato;Religión\n"
    (operator.folder / "gente.csv").write_text(head + "Ana;ana@correo.co;Centro;salud;1;2;ninguna\n", encoding="utf-8")
    told = [
        "Columnas: nombre ← Nombres; correo ← E-mail; barrio; tema ← Tema.",
        "  Sin uso: Cédula; Estrato (se guardan, y ningún público pregunta por ellas).",
        "  No se guarda: Religión.",
    ]

    rehearsed = operator.does("contacts", "import", "gente.csv", "--dry-run").splitlines()
    assert rehearsed[1:4] == told
    assert operator.does("contacts", "import", "gente.csv").splitlines()[1:4] == told
    read = operator.reads("contacts", "import", "gente.csv", "--dry-run")["columns"]
    assert [(each["heading"], each["name"], each["use"]) for each in read] == [
        ("Nombres", "nombre", "meant"),
        ("E-mail", "correo", "meant"),
        ("barrio", "barrio", "meant"),
        ("Tema", "tema", "public"),
        ("Cédula", "cedula", "none"),
        ("Estrato", "estrato", "none"),
        ("Religión", "religion", "left_out"),
    ]


def test_a_column_that_was_not_taken_is_told_with_the_list(town: Operator) -> None:
    """By the rehearsal, above all; names in two columns are put together."""
    (town.folder / "gente.csv").write_text("Nombres;Apellidos;Celular 1;Celular 2\nAna;Ruiz;3001234567;\n", "utf-8")

    problems = town.reads("contacts", "import", "gente.csv")["problems"]

    assert [(each["line"], each["reason"][:50]) for each in problems] == [
        (1, "la columna «celular-2» no se toma como telefono: n")
    ]
    assert town.reads("contacts", "export", "3001234567", "--as", "ana")["name"] == "Ana Ruiz"
