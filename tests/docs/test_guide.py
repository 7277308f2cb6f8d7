"""The staff's guide says what the program does: its examples load, its phrases are read, its tables are whole."""

import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.account import AccountEntry
from campaigns.campaign import CampaignEntry, EventEntry, MessageEntry
from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.checks.settings import SETTINGS
from campaigns.entry import fields_of
from campaigns.filters import FILTERS
from campaigns.loader import load
from campaigns.when import WhenError, check, parse
from channels.registry import ADAPTERS
from delivery.office.office import STATE_NAMES
from delivery.planned import DECISION_NAMES, KIND_NAMES
from indicators.actions import NAMES
from indicators.periods import parse_period
from panel.public import PREFIXES
from tests.docs.pages import ROOT, STAFF_PAGES, Fence, fences, first_cells, page, table
from verbs.calendar import COLUMNS
from verbs.folder import count_words
from verbs.words import DELIVERIES

GUIDE = page("docs/guia.md")
EXAMPLES = [fence for name in STAFF_PAGES for fence in fences(page(name)) if fence.language == "yaml"]
BASE_FILES = ("canales.yaml", "publicos.yaml", "indicadores.yaml", "plan.yaml")
AROUND_A_MESSAGE = """\
campaña: ejemplo-de-la-guia
titulo: Jornada de salud
clase: servicio
responsable: comunicaciones
publico: ciudadania
evento: {inicia: 2027-03-20 08:00, termina: 2027-03-20 14:00}
mensajes:
"""
PASSWORD = {"PREGONERO_SMTP_CLAVE": "secreta"}


def name_of(fence: Fence) -> str:
    """An example as test reports show it."""
    return f"{fence.line} {fence.about}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demonstration's own folder, copied."""
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("planes")))


@pytest.mark.parametrize("fence", EXAMPLES, ids=name_of)
def test_every_file_of_the_guide_loads(fence: Fence, folder: Path) -> None:
    """Put into the demonstration as the guide says, an example leaves no problem."""
    if fence.about.startswith("campanas/"):
        (folder / fence.about).write_text(fence.body, encoding="utf-8")
    elif fence.about == "municipio.yaml":
        # What the demonstration says of the same is replaced.
        key = fence.body.partition(":")[0]
        kept = re.sub(rf"^{key}:.*\n(?: .*\n)*", "", (folder / fence.about).read_text("utf-8"), flags=re.MULTILINE)
        (folder / fence.about).write_text(kept + fence.body, encoding="utf-8")
    elif fence.about in BASE_FILES:
        with (folder / fence.about).open("a", encoding="utf-8") as file:
            file.write(fence.body)
    else:
        assert fence.about == "mensaje"
        body = "".join(f"  {line}\n" if line else "\n" for line in fence.body.splitlines())
        (folder / "campanas" / "ejemplo.yaml").write_text(AROUND_A_MESSAGE + body, encoding="utf-8")
    before = {each.id for tenant in load(ROOT / "config", PASSWORD).tenants for each in tenant.campaigns.values()}
    found = load(folder, PASSWORD)
    assert found.problems == ()
    (tenant,) = found.tenants
    assert fence.about in (*BASE_FILES, "municipio.yaml") or set(tenant.campaigns) > before


def test_the_last_step_of_the_example_goes_out_as_written(folder: Path) -> None:
    """The campaign that the guide builds serves its row, on the accounts that it names and those preferred."""
    steps = [fence for fence in EXAMPLES if fence.about == "campanas/matriculas-2027.yaml"]
    (folder / steps[-1].about).write_text(steps[-1].body, encoding="utf-8")
    campaign = load(folder, {}).tenants[0].campaigns["matriculas-2027"]
    accounts = {message.id: [account.name for account in message.accounts] for message in campaign.messages}
    assert len(steps) == 2
    assert accounts == {
        "anuncio": ["web", "facebook", "x", "emisora"],
        "recordatorio": ["correo", "telegram-vecinos"],
        "resultados": ["web", "facebook"],
    }


CODE = re.compile("`(.+?)`")
PHRASES = [phrase for row in table(GUIDE, "para decir |") for phrase in CODE.findall(row[1])]
REFUSED = [(CODE.findall(row[0])[0], CODE.findall(row[2])[0]) for row in table(GUIDE, "se rechaza |")]


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_of_the_guide_is_read(phrase: str) -> None:
    """Each form of `cuando` in the guide is one that a campaign with an event may use."""
    assert check(parse(phrase), has_event=True) == []


@pytest.mark.parametrize(("refused", "instead"), REFUSED)
def test_every_refusal_of_the_guide_is_one(refused: str, instead: str) -> None:
    """What the guide says is refused is refused; what it says to write instead is read."""
    with pytest.raises(WhenError):
        parse(refused)
    assert check(parse(instead), has_event=False) == []


def test_filters_are_those_of_the_program() -> None:
    """Each filter, and what it does, in the program's words and order."""
    rows = {row[0].strip("`"): row[1] for row in table(GUIDE, "filtro |")}
    assert rows == {name: each.says for name, each in FILTERS.items()}


def aliases(shape: type) -> set[str]:
    """The keys that staff write."""
    fields = fields_of(shape)
    assert fields is not None
    return {field.alias or name for name, field in fields.items()}


def keys_of(heading_before: str) -> list[str]:
    """The first column of the table of keys that follows these words."""
    return first_cells(GUIDE.split(heading_before)[1], "línea |")


def test_every_key_of_a_campaign_is_in_the_guide() -> None:
    """One row for each line that a campaign may have, and no other; of its event, in one row."""
    assert sorted(keys_of("De una campaña:")) == sorted(aliases(CampaignEntry))
    (event,) = [row[1] for row in table(GUIDE.split("De una campaña:")[1], "línea |") if row[0] == "`evento`"]
    assert set(CODE.findall(event)) == aliases(EventEntry)


def test_every_key_of_a_message_is_in_the_guide() -> None:
    """One row for each line of a message, beside those that stand for the campaign's own."""
    shared = GUIDE.split("De un mensaje, además de ")[1].split(", que reemplazan")[0]
    told = [*CODE.findall(shared), *keys_of("De un mensaje, además de ")]
    assert sorted(told) == sorted(aliases(MessageEntry))
    assert set(CODE.findall(shared)) == aliases(MessageEntry) & aliases(CampaignEntry)


def test_every_key_of_an_account_is_in_the_guide() -> None:
    """One row for each line of an account; its type is one of the registry's."""
    assert sorted(keys_of("De una cuenta de")) == sorted(aliases(AccountEntry))
    (kinds,) = [row[1] for row in table(GUIDE.split("De una cuenta de")[1], "línea |") if row[0] == "`tipo`"]
    assert set(CODE.findall(kinds)) == set(ADAPTERS)


def test_settings_and_tables_of_the_plan_are_those_of_the_program() -> None:
    """Errors on `ajustes` and `informes` send staff to the guide: each key is there, with what it asks."""
    settings = {row[0].strip("`"): row[1].replace("`", "") for row in table(GUIDE, "en `ajustes` |")}
    assert list(settings) == list(SETTINGS)
    assert [row[0].strip("`") for row in table(GUIDE, "en `informes` |")] == list(REPORT_TABLES)


def test_the_plan_is_explained_word_for_word() -> None:
    """Each column of `plan`, each kind, and each word under «Qué pasa»."""
    columns = {row[0]: row[1] for row in table(GUIDE, "columna |")}
    assert tuple(columns) == COLUMNS
    assert set(CODE.findall(columns["Tipo y clase"])) == {*KIND_NAMES.values(), "clase"}
    said = [word.strip() for row in table(GUIDE, "dice | significa") for word in row[0].split(",")]
    waiting = set(STATE_NAMES.values()) | set(DECISION_NAMES.values())
    assert set(said) == waiting


def test_the_states_of_actions_are_explained() -> None:
    """Each state of a row of the plan, in the report's words."""
    assert [row[0] for row in table(GUIDE, "estado |")] == list(NAMES.values())


def test_periods_of_the_guide_are_read() -> None:
    """Each way to write a period is one that the report takes."""
    written = GUIDE.split("El periodo es ")[1].split(". El `csv`")[0]
    found = [parse_period(each, ZoneInfo("America/Bogota")).kind for each in CODE.findall(written)]
    assert found == ["semana", "mes", "bimestre", "semestre", "año", "rango"]


def test_the_guide_names_every_path_that_the_web_server_passes_on() -> None:
    """Whoever leaves one out closes a page to the public: to subscribe, to leave, to approve."""
    told = GUIDE.split("El servidor web debe pasar solo", 1)[1].split("\n", 1)[0]
    assert [path for path in PREFIXES if f"`{path}`" not in told] == []


def test_what_status_says_is_explained() -> None:
    """The table of troubles begins with words that `status` prints."""
    words = ("account", "copy", "count", "daemon", "fault", "order", "rejection", "still", "waiting", "zone_wait")
    rooms = ("standing", "place", *(f"{noun}_words" for noun in words))
    source = "".join(page(f"verbs/{room}.py") for room in rooms) + " ".join([count_words(2), *DELIVERIES.values()])
    told = [part.strip(" .:") for row in table(GUIDE, "dice | qué pasó") for part in row[0].split("…")]
    assert [words for words in told if words not in source] == []
