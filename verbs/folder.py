"""The configuration that a verb works on, and which municipality of it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches

from campaigns.last_good import load_beside_memory, load_with_memory
from campaigns.loader import Loaded
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.installation import database_url, var_folder
from verbs.call import Call, WrongCall
from verbs.printed import printed
from verbs.words import how_many


def read(call: Call, *, whole: bool = False) -> Loaded:
    """The files as they are; a broken campaign is left out with a word on it. `whole`: nothing may be wrong.

    Raises `WrongCall` where no municipality is right.
    """
    return _usable(call, load_beside_memory(call.config, var_folder(call.environment), call.environment), whole=whole)


def shown_files(call: Call) -> Loaded:
    """As `read`, for a verb that shows what the files say: it tells which it goes without. Raises `WrongCall`."""
    loaded = read(call)
    if loaded.left_out:
        call.tell(
            f"Aquí no está lo que dicen {', '.join(map(str, loaded.left_out))}. Un pregonero en marcha sigue con el "
            "último texto bueno de esos archivos, si ya los había leído."
        )
    return loaded


def local_now(call: Call) -> datetime:
    """Now, by the clock of the folder's first municipality that can be read; else by UTC's."""
    loaded = load_beside_memory(call.config, var_folder(call.environment), call.environment)
    zone = loaded.tenants[0].municipality.zone if loaded.tenants else UTC
    return SystemClock().now().astimezone(zone)


def remembered(call: Call) -> Loaded:
    """The files as the daemon runs them: a broken one from its last good text. Raises `WrongCall`."""
    return _usable(call, load_with_memory(call.config, var_folder(call.environment), call.environment), whole=False)


def without_secrets(call: Call) -> Loaded:
    """As `remembered`, for a verb that looks or stops: in a terminal without the daemon's variables too.

    Only where a secret tells which account it is (a bot's token) it has to be there. Raises `WrongCall`.
    """
    var = var_folder(call.environment)
    loaded = load_with_memory(call.config, var, call.environment)
    if not loaded.problems:
        return loaded
    lent = _Lent(call.environment, "prestada")
    found, other = (load_with_memory(call.config, var, each) for each in (lent, _Lent(call.environment, "otra")))
    told = " ".join(map(str, loaded.problems))
    missing = sorted(name for name in lent.missing if f"«{name}»" in told)
    if not missing or _senders(found) != _senders(other):
        return _usable(call, loaded, whole=False)
    names = " y ".join(missing)
    call.tell(f"Atención: en esta terminal falta {names}. Este comando no la necesita; los que envían, sí.")
    return _usable(call, found, whole=False)


class _Lent(Mapping[str, str]):
    """The environment, with a stand-in for what is not set."""

    def __init__(self, environment: Mapping[str, str], stand_in: str) -> None:
        self._environment = environment
        self._stand_in = stand_in
        self.missing: set[str] = set()

    def __getitem__(self, name: str) -> str:
        if value := self._environment.get(name):
            return value
        self.missing.add(name)
        return self._stand_in

    def __iter__(self) -> Iterator[str]:
        return iter(self._environment)

    def __len__(self) -> int:
        return len(self._environment)


def _senders(loaded: Loaded) -> list[str]:
    return [account.sender for tenant in loaded.tenants for account in tenant.accounts.values()]


def chosen(call: Call, loaded: Loaded) -> Tenant:
    """The one municipality that the verb concerns. Raises `WrongCall` where a hub does not tell which."""
    known = {tenant.slug: tenant for tenant in loaded.tenants}
    if call.tenant is None and len(known) == 1 and not loaded.hub:
        return loaded.tenants[0]
    names = ", ".join(known)
    if call.tenant is None:
        raise WrongCall(f"«{call.config}» tiene varios municipios. Diga cuál con --tenant: {names}.")
    if call.tenant not in known:
        raise WrongCall(f"No hay ningún municipio «{call.tenant}» en «{call.config}». Hay: {names}.")
    return known[call.tenant]


def acting(call: Call, loaded: Loaded) -> Tenant:
    """The municipality in which somebody does something, known to it where they are named. Raises `WrongCall`."""
    tenant = chosen(call, loaded)
    people = tenant.municipality.people
    if call.person and call.person not in people:
        near = get_close_matches(call.person, people, n=3)
        hint = f"¿Quiso decir {' o '.join(near)}?" if near else f"Están: {', '.join(people)}."
        raise WrongCall(
            f"«{call.person}» no está entre las personas de municipio.yaml, y --as dice quién habla. {hint}"
        )
    return tenant


def several(call: Call, loaded: Loaded) -> tuple[Tenant, ...]:
    """All municipalities, or the one of `--tenant`; in JSON always one. Raises `WrongCall`."""
    every = loaded.hub and call.tenant is None and not call.json
    return loaded.tenants if every else (chosen(call, loaded),)


def url(call: Call, loaded: Loaded) -> str:
    """The address of the database. Raises `WrongCall` where none can be derived."""
    found = call.url or database_url(call.config, loaded, var_folder(call.environment))
    if found is None:
        raise WrongCall("No se sabe cuál es la base de datos: escríbala en --db o en PREGONERO_DB.")
    return found


def _usable(call: Call, loaded: Loaded, *, whole: bool) -> Loaded:
    if loaded.problems and (whole or not loaded.tenants):
        raise WrongCall("\n".join([*map(str, loaded.problems), count_words(len(loaded.problems))]))
    if loaded.problems:
        call.tell(f"Atención: {count_words(len(loaded.problems))} Con «{printed(call, 'check')}» se ven.")
    return loaded


def count_words(number: int) -> str:
    """«3 problemas en la configuración.»"""
    return f"{how_many(number, 'problema', 'problemas')} en la configuración."
