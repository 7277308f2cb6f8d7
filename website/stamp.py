"""The stamp of a site: a small file among the others, by which a web server shows which site it publishes."""

import json
from collections.abc import Mapping
from hashlib import sha256

PATH = "sello.json"


def stamp(site: str, files: Mapping[str, str]) -> bytes:
    """The bytes of the stamp. `site`: its public address. `files`: what each was made from, by its path.

    It is the same for as long as the site is.
    """
    lines = "\n".join(f"{path} {made}" for path, made in sorted(files.items()))
    return json.dumps({"sitio": site, "huella": sha256(lines.encode()).hexdigest()[:32]}).encode() + b"\n"


def site_named(data: bytes) -> str:
    """The address of the site that a stamp is of; empty where the bytes are no stamp."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("sitio", "")) if isinstance(document, dict) and "huella" in document else ""
