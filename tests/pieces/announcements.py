"""What the pieces of these tests say: as little as there may be, what is usual, and far too much."""

from pathlib import Path

from pieces.announcement import Announcement
from pieces.brand import Brand

CONTACT = (
    ("Sitio web", "https://www.segovia.example.com"),
    ("Palacio Municipal", "Calle 5 n.º 4-20, parque principal"),
    ("Correo", "contactenos@segovia.example.com"),
)
BRAND = Brand("#00695c", on_colour="#ffffff", titles="#00695c", accent="#ffb300")
LEAST = Announcement("Aviso", "Alcaldía Municipal de Segovia")
USUAL = Announcement(
    "Jornada de salud",
    "Alcaldía Municipal de Segovia",
    when="Sábado 30 de enero de 2027, de 8:00 a. m. a 2:00 p. m.",
    place="Puesto de salud",
    text="Vacunas y medicina general, sin cita.\n\nTraiga:\n- Documento de identidad\n- Carné de vacunas",
    requirements=("Documento de identidad", "Carné de vacunas"),
    contact=CONTACT,
    link="https://www.segovia.example.com/c/jornada-de-salud/anuncio/web/1",
    dateline="Segovia, 20 de enero de 2027",
    details=(("Medio", "Emisora comunitaria"), ("Veces", "15")),
    words_per_second=160 / 60,
)
MOST = Announcement(
    "Convocatoria pública extraordinaria para la presentación de propuestas comunitarias de mejoramiento de la "
    "infraestructura educativa, cultural y deportiva de las veredas durante la vigencia 2027",
    "Alcaldía Municipal de San Sebastián de Buenavista del Magdalena Medio y sus Corregimientos",
    when="Del martes 12 de enero de 2027, 7:00 a. m., al viernes 29 de octubre de 2027, 11:30 p. m.",
    place="Institución Educativa Departamental Técnica Agropecuaria Nuestra Señora del Perpetuo Socorro, sede "
    "principal, kilómetro 14 de la vía a la vereda El Resguardo de los Llanos",
    text="La comunidad presenta sus propuestas con el apoyo de la Junta de Acción Comunal. " * 14,
    requirements=tuple(
        f"Requisito {number}: certificado de la autoridad competente, de no más de treinta días calendario"
        for number in range(1, 13)
    ),
    activities=tuple(f"Actividad {number}" for number in range(1, 7)),
    benefits=("Asesoría gratuita", "Transporte de ida y vuelta"),
    contact=CONTACT,
    link=USUAL.link + "/" + "x" * 120,
    dateline=USUAL.dateline,
    details=USUAL.details,
    words_per_second=USUAL.words_per_second,
)


def shield(folder: Path) -> Path:
    """A shield as SVG, in a folder."""
    path = folder / "escudo.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="100"><path d="M0 0h80v60l-40 40-40-40z" '
        'fill="#c00"/></svg>'
    )
    return path
