"""Where an installation lies: its folder for what it makes, and its database."""

from collections.abc import Mapping
from pathlib import Path

from campaigns.loader import Loaded, slug_of

FOLDER = "PREGONERO_VAR"
DATABASE = "PREGONERO_DB"


def var_folder(environment: Mapping[str, str]) -> Path:
    """PREGONERO_VAR, else `var/` in the current folder."""
    return Path(environment.get(FOLDER) or "var")


def database_url(config: Path, loaded: Loaded, folder: Path) -> str | None:
    """The default database: `var/<municipality>.db`, of a hub `var/<folder>.db`. None: no municipality is right yet."""
    if not loaded.tenants:
        return None
    name = slug_of(config.resolve().name) if loaded.hub else loaded.tenants[0].slug
    return f"sqlite:///{folder / name}.db"
