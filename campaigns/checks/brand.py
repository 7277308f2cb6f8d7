"""How the municipality looks: colours that can be read, a shield that is a picture, fonts that are fonts."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.content.colour import LEAST_CONTRAST, WHITE, contrast, text_on
from campaigns.reading.file_kind import file_kind
from campaigns.reading.files import MEDIA, Unreadable, entries_of
from campaigns.reading.tree import Location

SHIELDS = ("image/png", "image/jpeg")
FONTS = (".ttf", ".otf", ".ttc", ".otc")
_FIRST_BYTES = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
"""Of TrueType and OpenType, alone and in collections (OpenType 1.9, «Font file»)."""


def check_brand(findings: Findings, base: Base) -> None:
    """Notes what would make pieces that cannot be read, or that cannot be drawn."""
    brand = base.municipality.brand
    if brand.on_colour is not None:
        better = "blanco" if text_on(brand.colour) == WHITE else "negro"
        hint = f"borre la línea: entonces las letras salen en {better}, que ahí se lee"
        _readable(findings, ("marca", "color-texto"), brand.on_colour, brand.colour, "sobre «color»", hint)
    if brand.titles is not None:
        hint = "escriba un color más oscuro, o borre la línea"
        _readable(findings, ("marca", "color-titulos"), brand.titles, WHITE, "sobre el papel blanco", hint)
    _shield(findings, base)
    _fonts(findings, base)


def _readable(findings: Findings, location: Location, colour: str, ground: str, where: str, hint: str) -> None:
    """WCAG 2.1 AA, 1.4.3 (Resolución MinTIC 1519 de 2020)."""
    ratio = contrast(colour, ground)
    if ratio < LEAST_CONTRAST:
        shown, least = (f"{number:.1f}".replace(".", ",") for number in (ratio, LEAST_CONTRAST))
        said = f"las letras de color {colour} {where} ({ground}) no se leen: contrastan {shown} a 1"
        findings.add(location, said, f"hace falta {least} a 1; {hint}")


def _shield(findings: Findings, base: Base) -> None:
    name = base.municipality.brand.shield
    if name is None:
        return
    here = ("marca", "escudo")
    try:
        kind = file_kind(base.files.inside(f"{MEDIA}/{name}"))
    except Unreadable as error:
        findings.add(here, error.message, error.hint)
        return
    except OSError as error:
        findings.add(here, f"no se puede leer «{name}»", f"revise sus permisos ({error.strerror})")
        return
    if kind not in SHIELDS:
        findings.add(here, f"«{name}» no es una imagen PNG ni JPEG por dentro", "guárdela como PNG o JPEG")


def _fonts(findings: Findings, base: Base) -> None:
    name = base.municipality.brand.fonts
    if name is None:
        return
    here = ("marca", "tipografia")
    found = [each.name for each in entries_of(base.files.path(f"{MEDIA}/{name}")) if each.suffix.lower() in FONTS]
    if not found:
        said = f"en la carpeta «{MEDIA}/{name}» no hay ninguna fuente"
        findings.add(here, said, "ponga en ella los archivos TTF u OTF del manual de imagen, o borre la línea")
    for each in found:
        try:
            with base.files.inside(f"{MEDIA}/{name}/{each}").open("rb") as file:
                head = file.read(4)
        except Unreadable as error:
            findings.add(here, error.message, error.hint)
            return
        except OSError as error:
            findings.add(here, f"no se puede leer «{each}»", f"revise sus permisos ({error.strerror})")
            return
        if head not in _FIRST_BYTES:
            findings.add(here, f"«{each}» no es una fuente por dentro", "guárdela como TTF u OTF")
