"""What people call the things that `doctor` looks at; programs read the words that stay the same."""

from collections.abc import Mapping

from channels.capabilities import Standing

STANDINGS: Mapping[Standing, str] = {
    Standing.GOOD: "bien",
    Standing.WARNING: "atención",
    Standing.BAD: "mal",
    Standing.UNKNOWN: "no se sabe",
    Standing.NOTE: "nota",
}
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
    "https": "HTTPS",
    "intake": "avisos que llegan",
    "keys": "claves",
    "limit": "límite diario",
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
