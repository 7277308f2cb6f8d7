"""What people call the things that `doctor` looks at; programs read the words that stay the same."""

from collections.abc import Mapping, Sequence

from channels.capabilities import Standing
from verbs.words import how_many

STANDINGS: Mapping[Standing, str] = {
    Standing.GOOD: "bien",
    Standing.WARNING: "atención",
    Standing.BAD: "mal",
    Standing.UNKNOWN: "no se sabe",
    Standing.NOTE: "nota",
}
COUNTED: Mapping[Standing, tuple[str, str]] = {
    Standing.BAD: ("mal", "mal"),
    Standing.WARNING: ("pide atención", "piden atención"),
    Standing.UNKNOWN: ("no se sabe", "no se saben"),
    Standing.NOTE: ("nota", "notas"),
    Standing.GOOD: ("bien", "bien"),
}
"""How many of each, the worst first."""
CHECKS: Mapping[str, str] = {
    "account": "cuenta",
    "address": "dirección pública",
    "categories": "categorías",
    "certificate": "certificado",
    "clock": "reloj",
    "credit": "saldo",
    "desk": "ventanilla",
    "desk_certificate": "certificado de la ventanilla",
    "disk": "disco",
    "dkim": "firma DKIM",
    "dmarc": "DMARC",
    "expiry": "vencimiento del token",
    "figures": "cifra que se trae",
    "https": "HTTPS",
    "intake": "avisos que llegan",
    "keys": "claves",
    "limit": "límite diario",
    "lost_words": "copia recuperada",
    "number": "número",
    "page": "página",
    "permissions": "permisos",
    "posts": "publicaciones",
    "proxies": "visitas por el servidor web",
    "quota": "cupo",
    "reach": "conexión",
    "reading": "lectura",
    "relay": "servidor de correo",
    "deliveries": "buzón de entregas",
    "returns": "buzón de rebotes",
    "returns_mx": "MX de los rebotes",
    "returns_spf": "SPF de los rebotes",
    "secret": "secreto",
    "site": "sitio web",
    "site_certificate": "certificado del sitio",
    "site_folder": "carpeta del sitio",
    "spf": "SPF",
    "target": "destino",
    "template": "plantilla",
    "token": "token",
    "user": "usuario",
    "version": "versión",
}


def title_of(standings: Sequence[Standing]) -> str:
    """«Todo está bien: 2 de 2»; else how many stand how: «Revisión: 1 mal, 2 piden atención y 4 bien»."""
    if all(each is Standing.GOOD for each in standings):
        return f"Todo está bien: {len(standings)} de {len(standings)}"
    told = [how_many(count, *words) for each, words in COUNTED.items() if (count := standings.count(each))]
    return f"Revisión: {' y '.join(filter(None, (', '.join(told[:-1]), told[-1])))}"
