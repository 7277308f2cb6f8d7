"""What a person says of a task: how often, with what to show for it, by whom it is put off."""

from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, edited
from tests.photographs import BOMB, JPEG
from tests.verbs.operator import COMMITTEE, TOWN, Operator

PHOTO = JPEG + b"foto"
PEOPLE = edited(
    "municipio.yaml",
    "correo: ana@villaclara.gov.co}\n",
    "correo: ana@villaclara.gov.co}\n  luis: {nombre: Luis}\n  rosa: {nombre: Rosa}\n",
)
MUNICIPALITY = {"municipio.yaml": PEOPLE["municipio.yaml"] + "encargado: rosa\n"}
FIVE_TIMES = COMMITTEE.replace("canales: emisora\n", "canales: emisora\n    cantidad: 5\n")
SPOTS = {**TOWN, **MUNICIPALITY, "campanas/matriculas.yaml": FIVE_TIMES}
SHOWN = ("--evidence", "foto.jpg")
COUNTED = {
    "indicadores.yaml": TOWN["indicadores.yaml"]
    + "cunas: {nombre: Cuñas, unidad: cuñas, tipo: automatico, cuenta: cantidad-confirmada}\n"
}


@pytest.fixture
def spots(town: Operator) -> Operator:
    """Somebody who has read some of five spots on the radio, and has a photo of it."""
    town.town(SPOTS)
    (town.folder / "foto.jpg").write_bytes(PHOTO)
    return town


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (SHOWN, "Se planearon 5: diga en --count cuántas se hicieron."),
        (("--count", "0", *SHOWN), "dígalo con --not-done"),
        (("--count", "4"), "Adjunte con --evidence la foto, el audio o el acta; si no la hay, diga en --note por qué."),
        (("--count", "4", "--note", "  "), "diga en --note por qué"),
        (("--count", "6", *SHOWN), "Se planearon 5 y usted dice 6. Si de verdad fueron más, añada --more."),
        (("--not-done", "--note", "Llovió", "--more"), "lo que no se hizo no se cuenta"),
    ],
)
def test_what_does_not_say_enough_is_refused(spots: Operator, words: tuple[str, ...], told: str) -> None:
    """The task stays open, and nothing is kept of its evidence."""
    number = spots.a_task()
    said = spots.types("confirm", number, *words)
    assert (said.exit_code, told in said.stderr) == (2, True)
    assert spots.reads("tasks")[0]["state"] == "to_do"
    assert kept(spots) == []


@pytest.mark.parametrize(
    ("words", "done"),
    [
        (("--count", "4", *SHOWN), 4),
        (("--count", "4", "--note", "La emisora no da constancia"), 4),
        (("--count", "6", "--more", *SHOWN), 6),
    ],
)
def test_what_says_enough_is_taken(spots: Operator, words: tuple[str, ...], done: int) -> None:
    """With something to show, or the reason why there is nothing."""
    [order] = spots.reads("confirm", spots.a_task(), *words)
    assert (order["state"], order["done"]) == ("done", done)


def test_no_more_is_handed_out_than_there_is(spots: Operator) -> None:
    """Of a stock of five nobody has handed out seven, whoever insists; with more in the file he may have."""
    stocked = ACCOUNTS.replace("plazo: 2 días hábiles,", "plazo: 2 días hábiles, existencias: {},")
    spots.town({**SPOTS, "canales.yaml": stocked.replace("{},", "5,", 1)})
    number = spots.a_task()
    words = ("confirm", number, "--count", "7", "--more", *SHOWN)
    told = spots.types(*words)
    assert (told.exit_code, "quedaban 5 de las existencias de «emisora», y usted dice 7" in told.stderr) == (2, True)
    assert "suba «existencias» en canales.yaml" in told.stderr
    spots.town({**SPOTS, "canales.yaml": stocked.replace("{},", "7,", 1)})
    assert spots.reads(*words)[0]["done"] == 7


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("foto.jpg", b"", "está vacío"),
        ("foto.jpg", b"\x7fELF\x02\x01", "no es de una clase que se conozca"),
        ("foto.png", BOMB, "dice tener 4294 millones de puntos"),
        ("foto.jpg", JPEG[:24], "está dañado: no se puede leer como foto"),
        ("video.mp4", None, "pesa 51 MB, y una evidencia llega hasta 50"),
    ],
)
def test_what_shows_nothing_is_refused(spots: Operator, name: str, data: bytes | None, told: str) -> None:
    """A file is what its bytes say, whatever its name, and no film of hours; nothing of it is kept."""
    path = spots.folder / name
    with path.open("wb") as file:
        file.write(data or b"")
        file.truncate(51_000_000 if data is None else len(data))
    said = spots.types("confirm", spots.a_task(), "--count", "4", "--evidence", name)
    assert (said.exit_code, told in said.stderr) == (2, True)
    assert kept(spots) == []


def test_a_confirmed_count_is_corrected_with_its_reason(spots: Operator) -> None:
    """The new one counts, the old one stays to be seen, and a closed report tells both."""
    spots.town({**SPOTS, "canales.yaml": ACCOUNTS.replace("manual, modo: pruebas", "manual, modo: real"), **COUNTED})
    number = spots.a_task()
    spots.does("confirm", number, "--count", "5", *SHOWN, "--as", "ana")
    again = ("confirm", number, "--count", "4")
    assert spots.types(*again).exit_code == 1
    assert "ya está confirmada, con 5. Si la cifra está mal, corríjala" in spots.types(*again).stderr
    for words, told in ((("--note", "x"), "va solo con"), (("--count", "5"), "ya dice 5"), ((), "")):
        said = spots.types(*again, *words, "--reason", "Una no salió", "--as", "ana")
        assert (said.exit_code, told in said.stderr) == (0 if not words else 2, True)
    assert spots.reads("tasks", "--done")[0]["done"] == 4
    [behind] = spots.reads("report", "--period", "2000-01-01..2099-12-31", "--why", "cunas")[0]["rows"]
    assert behind["Cantidad"] == 4
    assert "corregida de 5 a 4 por Ana Pérez el" in behind["Nota"]
    assert behind["Nota"].endswith("Una no salió")


def test_of_what_is_said_already_nothing_is_kept(spots: Operator) -> None:
    """Whoever confirms a second time, with another photo, leaves no photo behind."""
    number = spots.a_task()
    spots.does("confirm", number, "--count", "5", *SHOWN)
    before = kept(spots)
    (spots.folder / "otra.jpg").write_bytes(PHOTO + b"2")
    assert spots.types("confirm", number, "--count", "5", "--evidence", "otra.jpg").exit_code == 1
    assert kept(spots) == before
    assert len(before) == 1


@pytest.mark.usefixtures("wide")
def test_evidence_is_shown_and_taken_out(spots: Operator) -> None:
    """By `tasks --done` beside count and note, by `report --why`, and as the files that came."""
    spots.town({**SPOTS, "canales.yaml": ACCOUNTS.replace("manual, modo: pruebas", "manual, modo: real")})
    (spots.folder / "otra").mkdir()
    (spots.folder / "otra" / "foto.jpg").write_bytes(PHOTO + b"2")
    number = spots.a_task()
    words = ("--count", "4", *SHOWN, "--evidence", "otra/foto.jpg", "--note", "Una no salió")
    spots.does("confirm", number, *words)
    [done] = spots.reads("tasks", "--done", "--out", "evidencia")
    assert ([each["name"] for each in done["evidence"]], done["note"]) == (["foto.jpg"] * 2, "Una no salió")
    folder = spots.folder / "evidencia" / f"tarea-{number}"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "foto.jpg": PHOTO,
        "2-foto.jpg": PHOTO + b"2",
    }
    assert "foto.jpg, foto.jpg" in spots.does("tasks", "--done")
    assert spots.reads("tasks") == []


WHY = ("--note", "Viaja")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--until", "2031-05-02", "--as", "ana"), "Diga en --note por qué se aplaza."),
        (("--until", "2031-04-30", *WHY, "--as", "ana"), "tiene plazo hasta el"),
        (("--until", "2031-05-01", *WHY, "--as", "ana"), "aplazarla es darle más, y el 1 de mayo de 2031 no lo es."),
        (
            ("--until", "2031-05-02", *WHY, "--as", "luis"),
            "Usted habla como Luis (luis), y no puede aplazarla. Pueden: Ana Pérez (ana), Rosa (rosa).",
        ),
        (("--until", "2031-05-02", *WHY), "que no está en las personas del municipio, y no puede aplazarla."),
        (("--until", "2031-05-02", *WHY), "Si es su caso, dígalo: --as ana."),
    ],
)
def test_a_term_stays_where_it_may_not_be_moved(spots: Operator, words: tuple[str, ...], told: str) -> None:
    """Put off to the first of May: without a reason, to no later day, or by somebody else it is not put off again."""
    number = spots.a_task()
    spots.does("postpone", number, "--until", "2031-05-01", *WHY, "--as", "ana")
    said = spots.types("postpone", number, *words)
    assert (said.exit_code, told in said.stderr) == (2, True)
    assert spots.reads("tasks")[0]["due"] == "2031-05-02T04:59:00Z"


@pytest.mark.parametrize("person", ["ana", "rosa"])
def test_who_does_it_or_is_in_charge_puts_it_off(spots: Operator, person: str) -> None:
    """With a reason, to a later day."""
    words = ("--until", "2031-05-01", "--note", "El locutor viaja", "--as", person)
    [order] = spots.reads("postpone", spots.a_task(), *words)
    assert (order["state"], order["due"], order["note"]) == ("postponed", "2031-05-02T04:59:00Z", "El locutor viaja")


def kept(operator: Operator) -> list[Path]:
    """Files under `var/archivos`."""
    return sorted(path for path in (operator.folder / "var" / "archivos").rglob("*") if path.is_file())
