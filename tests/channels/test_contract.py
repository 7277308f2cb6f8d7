"""What every channel of the registry keeps, whatever its medium."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

import channels
from channels import registry
from channels.adapter import Adapter, Kind, MediaRule, Options, Profile, Surroundings
from channels.capabilities import ClosesPolls, Composes, Examines, Measures, Rehearses, TellsTime, Varies, Withdraws
from channels.message import Composed, Media, Message
from channels.sandbox import Sandbox, finished

ROOT = Path(__file__).parents[2]
SECRET = "canario-Zx81"

WRITTEN: dict[str, dict[str, Any]] = {
    "email": {
        "servidor": "smtp.genova.gov.co",
        "usuario": "prensa",
        "clave": SECRET,
        "remitente": "Alcaldía de Génova <prensa@genova.gov.co>",
        "responder-a": "contacto@genova.gov.co",
    },
    "telegram": {"token": f"123456789:{SECRET}"},
    "x": {
        "clave-api": SECRET,
        "secreto-api": SECRET,
        "token-acceso": f"987654321-{SECRET}",
        "secreto-acceso": SECRET,
    },
    "web": {},
    "manual": {"clase": "emisora"},
    "facebook": {"pagina": "1234567890", "token": SECRET, "secreto-app": SECRET},
    "instagram": {"cuenta": "1234567890", "token": SECRET},
    "whatsapp": {"numero": "1234567890", "token": SECRET, "plantilla": "anuncio_general"},
    "webhook": {"direccion": "https://avisos.genova.gov.co/pregonero", "secreto": SECRET},
    "wordpress": {"servidor": "https://www.genova.gov.co", "usuario": "prensa", "clave": SECRET},
    "sms": {
        "direccion": "https://api.operador.example/sms",
        "claves": {"a": SECRET},
        "json": '["{{ numero }} {{ texto }}"]',
    },
}
"""What staff write under `opciones:` of an ordinary account of each kind."""

SPANISH_TOO = {"bot", "token", "version"}
"""Field names that are read as they are, for the word is the same in both languages."""

KINDS = list(registry.ADAPTERS)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each `tipo:` of the registry."""
    return str(request.param)


@pytest.fixture
def options(kind: str) -> Options:
    """The options of an ordinary account."""
    return registry.adapter(kind).options_model.model_validate(WRITTEN[kind])


def opened(kind: str, options: Options, folder: Path) -> Adapter:
    """An account that is open, with no connection yet."""
    surroundings = Surroundings(folder, "cuenta", "@genova", "https://genova.gov.co", "genova.gov.co")
    return registry.adapter(kind)(options, surroundings)


def message(kind: str, folder: Path) -> Message:
    """A message that any medium takes."""
    path = folder / "matriculas.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    digest = sha256(b"\xff\xd8\xff").hexdigest()
    url = "https://genova.gov.co/matriculas.jpg"
    image = Media(path, "matriculas.jpg", "image/jpeg", digest, 3, alt="Niños", url=url)
    takes = "image/jpeg" in registry.adapter(kind).profile.media.types
    return Message(
        publication=f"matriculas/anuncio/{kind}@1",
        key=f"matriculas/anuncio/{kind}@1#1",
        destination="vecina@example.org" if kind == "email" else "573001234567",
        written_at=datetime(2027, 1, 12, 7, 30, tzinfo=timezone(timedelta(hours=-5))),
        text="Las matrículas empiezan el martes.",
        subject="Matrículas 2027",
        media=(image,) if takes else (),
    )


def test_the_table_above_is_whole() -> None:
    """Each channel of the registry is held to this contract."""
    assert set(WRITTEN) == set(registry.ADAPTERS)


def test_price_of_a_channel(kind: str) -> None:
    """A channel is one line in the registry, one module, one test file and one row in README's table."""
    module = registry.ADAPTERS[kind].split(":")[0].replace(".", "/")
    assert (ROOT / f"{module}.py").exists() or (ROOT / module / "__init__.py").exists()
    assert (ROOT / "tests" / "channels" / f"test_{kind}.py").exists()
    assert re.search(rf"^\| `{kind}` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_name_and_verbs(kind: str) -> None:
    """An adapter is called what staff write after `tipo:`, and its two verbs are coroutines."""
    adapter = registry.adapter(kind)
    assert adapter.name == kind
    assert inspect.iscoroutinefunction(adapter.send)
    assert inspect.iscoroutinefunction(adapter.close)


def test_profile(kind: str, options: Options) -> None:
    """A profile says something usable of each thing that the loader and the lane read."""
    assert_sane(registry.adapter(kind).profile)
    assert_sane(registry.profile(kind, options))


def assert_sane(profile: Profile) -> None:
    """Every figure is one that can be worked with."""
    assert profile.medium
    assert profile.medium == profile.medium.strip()
    assert profile.kinds
    assert len(set(profile.kinds)) == len(profile.kinds)
    assert (Kind.MANUAL in profile.kinds) <= (profile.kinds == (Kind.MANUAL,))
    for limit in (profile.text, profile.subject, profile.caption):
        assert limit is None or (limit.maximum > 0 and limit.unit and limit.count("") == 0 < limit.count("ñ"))
    for rule in (profile.media, profile.attachments):
        assert_sane_files(rule)
    pace = profile.pace
    assert min(pace.per_second, pace.burst, pace.concurrency) > 0
    assert pace.quota is None or (pace.quota > 0 and pace.quota_window > timedelta(0))


def assert_sane_files(rule: MediaRule) -> None:
    """A medium takes files of named types up to a size and a number, or none at all."""
    assert bool(rule.types) == (rule.maximum_bytes > 0) == (rule.maximum_count > 0)
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", mime) for mime in rule.types)
    assert rule.types or not (rule.required or rule.public_url)


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """An options model and those inside it."""
    yield model
    for field in model.model_fields.values():
        if inspect.isclass(field.annotation) and issubclass(field.annotation, BaseModel):
            yield from models(field.annotation)


def test_options_speak_spanish(kind: str) -> None:
    """Options are read by their Spanish key alone, refuse what they do not know, and cannot change."""
    for model in models(registry.adapter(kind).options_model):
        assert issubclass(model, Options)
        assert (model.model_config["extra"], model.model_config["frozen"]) == ("forbid", True)
        assert not model.model_config.get("populate_by_name")
        for name, field in model.model_fields.items():
            assert field.alias or name in SPANISH_TOO, f"{model.__name__}.{name} has no Spanish key"
            assert re.fullmatch(r"[a-zñ]+(-[a-zñ]+)*", field.alias or name)


def test_unknown_options(kind: str) -> None:
    """A key that an account does not know is refused."""
    with pytest.raises(ValidationError, match="desconocida"):
        registry.adapter(kind).options_model.model_validate({**WRITTEN[kind], "desconocida": "1"})


def test_sender(kind: str, options: Options) -> None:
    """The lane's name comes from the options, begins with the service's word and tells no secret."""
    adapter = registry.adapter(kind)
    sender = adapter.sender(options)
    assert sender == adapter.sender(adapter.options_model.model_validate(WRITTEN[kind]))
    assert re.match(r"\w+(:|$)", sender)
    assert SECRET not in sender


def test_secrets_stay_secret(kind: str, options: Options, tmp_path: Path) -> None:
    """A secret shows neither in the options' text and JSON nor in the adapter's, and each is held as one."""
    adapter = opened(kind, options, tmp_path)
    shown = [repr(options), str(options), options.model_dump_json(), repr(adapter), repr(slots(adapter))]
    assert not any(SECRET in text for text in shown)
    held = [value for value in leaves(dict(options)) if isinstance(value, SecretStr)]
    written = sum(SECRET in value for value in leaves(WRITTEN[kind]) if isinstance(value, str))
    assert len(held) == written
    assert (written > 0) == (kind not in {"web", "manual"})


def leaves(value: object) -> Iterator[object]:
    """What stands in a value, also in what is written below another."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    else:
        yield value


def slots(adapter: object) -> dict[str, Any]:
    """What an adapter keeps."""
    return dict(vars(adapter)) if hasattr(adapter, "__dict__") else {}


def test_finished_form_is_deterministic(kind: str, options: Options, tmp_path: Path) -> None:
    """Two adapters, as before and after a restart, finish a message to the same bytes."""
    one, other = (finished(opened(kind, options, tmp_path), message(kind, tmp_path)) for _ in range(2))
    assert isinstance(one, Composed)
    assert one == other
    assert re.fullmatch(r"\.[a-z]+", one.suffix)
    assert one.data
    assert SECRET.encode() not in one.data


async def test_sandbox_behind_every_channel(kind: str, options: Options, tmp_path: Path) -> None:
    """In `pruebas` every channel's message ends as a file, and no service is asked."""
    adapter = opened(kind, options, tmp_path)
    sent = await Sandbox(adapter, tmp_path / "pruebas").send(message(kind, tmp_path), remember)
    await adapter.close()
    kept = [path for path in (tmp_path / "pruebas").rglob("*") if path.is_file()]
    assert [str(path) for path in kept] == [sent.url]


async def remember(_token: str) -> None:
    """Nothing is resumed here."""


async def test_close_without_a_send(kind: str, options: Options, tmp_path: Path) -> None:
    """An account that sent nothing closes, also twice."""
    adapter = opened(kind, options, tmp_path)
    await adapter.close()
    await adapter.close()


def test_capabilities_are_found_by_type(kind: str, options: Options, tmp_path: Path) -> None:
    """A method named like a capability has its shape."""
    adapter = opened(kind, options, tmp_path)
    assert isinstance(adapter, Composes) == hasattr(adapter, "compose")
    assert isinstance(adapter, Withdraws) == hasattr(adapter, "withdraw")
    assert isinstance(adapter, Varies) == hasattr(adapter, "profile_for")
    assert isinstance(adapter, ClosesPolls) == hasattr(adapter, "close_poll")
    assert isinstance(adapter, Measures) == hasattr(adapter, "measure")
    assert isinstance(adapter, Examines) == hasattr(adapter, "examine")
    assert isinstance(adapter, Rehearses) == hasattr(adapter, "rehearse")
    assert isinstance(adapter, TellsTime) == hasattr(adapter, "hour")


MODULES = sorted(Path(channels.__path__[0]).rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_clock_no_sleep_no_log(module: Path) -> None:
    """A channel asks no clock, sleeps not and logs nothing: `silence.py` alone names loggers, to quiet them."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not imported & ({"time", "logs"} | ({"logging"} if module.name != "silence.py" else set()))
    assert not called & {"now", "utcnow", "today", "sleep", "monotonic"}
