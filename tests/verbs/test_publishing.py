"""`site`: the files, and what became of them."""

import shutil
from pathlib import Path

from tests.campaigns.town import MUNICIPALITY
from tests.verbs.operator import TOWN, Operator

WEB = "web: {tipo: web, modo: pruebas}"
BOARD = "web: {tipo: manual, modo: pruebas, responsable: ana, plazo: 2 días hábiles, opciones: {clase: cartelera}}"


def test_a_site_is_built_and_told(town: Operator) -> None:
    """The folder, of which publications it is, and how many files were written; a second time none is."""
    first = town.reads("site")
    assert (first["world"], first["removed"], first["foreign"], first["lost"]) == ("pruebas", 0, [], [])
    assert first["written"] > 10
    folder = Path(first["folder"])
    assert (town.folder / folder / "index.html").exists()
    again = town.reads("site")
    assert (again["written"], again["untouched"]) == (0, first["written"])
    told = town.does("site")
    assert f"el sitio está en {folder} (solo pruebas" in told
    assert f"0 archivos escritos, {first['written']} iguales, 0 retirados." in told


def test_a_site_is_built_elsewhere(town: Operator) -> None:
    """What lies there and is of others stays, and is told."""
    town.does("site", "--out", "sitio")
    (town.folder / "sitio" / "rss.xml").unlink()
    (town.folder / "otro").mkdir()
    (town.folder / "otro" / "rss.xml").write_text("de otro", "utf-8")
    assert "No se tocó «rss.xml»: lo puso otro." in town.does("site", "--out", "otro")
    assert (town.folder / "otro" / "rss.xml").read_text("utf-8") == "de otro"
    assert town.reads("site", "--out", "sitio")["written"] == 1


def test_a_public_site_that_stands_still_is_told(town: Operator) -> None:
    """Its accounts are rehearsals again: what is built is the site of those, and the public one stays as it was."""
    path = town.folder / "config" / "canales.yaml"
    rehearsed = path.read_text("utf-8")
    assert "se quedó como estaba" not in town.does("site")
    path.write_text(rehearsed.replace(WEB, "web: {tipo: web, modo: real}"), "utf-8")
    told = town.does("site")
    assert "sitio-publico" in told
    assert "se quedó como estaba" not in told
    assert town.reads("status")["still_sites"] == []
    path.write_text(rehearsed, "utf-8")
    said = f"{folder_of(told)}, se quedó como estaba: ninguna cuenta"
    assert said in town.does("site")
    assert said in town.does("status")
    assert town.reads("status")["still_sites"] == [{"folder": folder_of(told), "reason": "rehearsed"}]


def test_a_folder_that_the_site_has_left_is_told(town: Operator) -> None:
    """The configuration names another one: who publishes the first shows what nobody keeps up to date."""
    path = town.folder / "config" / "canales.yaml"
    path.write_text(path.read_text("utf-8").replace(WEB, "web: {tipo: web, modo: real}"), "utf-8")
    first = folder_of(town.does("site"))
    named = town.folder / "config" / "municipio.yaml"
    named.write_text(named.read_text("utf-8") + "sitio-carpeta: publicada\n", "utf-8")
    said = f"{first}, se quedó como estaba: «sitio-carpeta» dice ahora otra"
    assert said in town.does("site")
    assert said in town.does("status")
    assert town.reads("status")["still_sites"] == [{"folder": first, "reason": "moved"}]
    shutil.rmtree(town.folder / first)
    assert town.reads("status")["still_sites"] == []


def folder_of(told: str) -> str:
    """Where `site` says that it is."""
    return told.partition("el sitio está en ")[2].partition(" (")[0]


def test_without_an_account_there_is_no_site(town: Operator) -> None:
    """It is told which kind is missing."""
    path = town.folder / "config" / "canales.yaml"
    path.write_text(path.read_text("utf-8").replace(WEB, BOARD), "utf-8")
    result = town.types("site")
    assert result.exit_code == 1
    assert "No hay ningún canal de tipo web" in result.stderr


def test_a_rehearsal_keeps_its_site(town: Operator) -> None:
    """With `--out`, beside the messages; each page says that nothing of it has happened."""
    told = town.does("simulate", "--from", "2030-01-07", "--to", "2030-01-12", "--out", "ensayo")
    assert "El sitio web: ensayo/sitio." in told
    page = (town.folder / "ensayo/sitio/contenidos/matriculas/anuncio/1/index.html").read_text("utf-8")
    assert "Sitio de una simulación: nada de lo que se ve aquí ha ocurrido." in page


def test_a_rehearsal_begins_anew(town: Operator) -> None:
    """In the folder of another one: its messages, pieces and pages are gone, also those of another municipality."""
    days = ("--from", "2030-01-07", "--to", "2030-01-12", "--out", "ensayo")
    town.does("simulate", *days)
    before = {path for path in (town.folder / "ensayo").rglob("*") if path.is_file()}
    said = {name: text.replace("Empiezan", "Comienzan") for name, text in TOWN.items()}
    other = town.town({**said, "municipio.yaml": MUNICIPALITY.replace("Villa Clara", "La Loma")}, "otra")
    town.does("simulate", "-c", str(other), *days)
    after = {path for path in (town.folder / "ensayo").rglob("*") if path.is_file()}
    assert after == before
    kept = "".join(path.read_text("utf-8") for path in (town.folder / "ensayo" / "mensajes" / "web").rglob("*.json"))
    assert "Comienzan" in kept
    assert "Empiezan" not in kept


def test_two_municipalities_in_one_place_have_a_site_each(town: Operator) -> None:
    """Whoever tries the demonstration first and then the own municipality finds both, as they were."""
    other = town.town({"municipio.yaml": MUNICIPALITY.replace("Villa Clara", "La Loma")}, "otra")
    first = town.reads("site")
    second = town.reads("site", "-c", str(other))
    assert (first["folder"], second["folder"]) == (
        "var/municipios/villa-clara/sitio-de-pruebas",
        "var/municipios/la-loma/sitio-de-pruebas",
    )
    assert (town.reads("site")["untouched"], second["removed"]) == (first["written"], 0)


def test_two_municipalities_do_not_share_a_folder(town: Operator) -> None:
    """The second is told whose it is."""
    other = town.town({"municipio.yaml": MUNICIPALITY.replace("Villa Clara", "La Loma")}, "otra")
    town.does("site", "--out", "www")
    refused = town.types("site", "-c", str(other), "--out", "www")
    assert refused.exit_code == 1
    assert "En www está el sitio de otro municipio (villa-clara), así que no se tocó nada." in refused.stderr
