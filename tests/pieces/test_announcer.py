"""What an announcer reads."""

import pytest

from pieces.announcer import read_aloud


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Entre a https://www.segovia.gov.co/salud.", "Entre a www punto segovia punto gov punto co barra salud."),
        ("a prensa@segovia.gov.co", "a prensa arroba segovia punto gov punto co"),
        (
            "WhatsApp, wa.me/573001234567;",
            "WhatsApp, trescientos, ciento veintitrés, cuarenta y cinco, sesenta y siete;",
        ),
        ("al 604 555 12 34.", "al seis cero cuatro, quinientos cincuenta y cinco, doce, treinta y cuatro."),
        ("al 3001234567", "al trescientos, ciento veintitrés, cuarenta y cinco, sesenta y siete"),
        ("al +57 300 123 4507", "al trescientos, ciento veintitrés, cuarenta y cinco, cero siete"),
        ("al 01 8000 123 456", "al cero uno, ocho mil, ciento veintitrés, cuatrocientos cincuenta y seis"),
        ("al 555 1234", "al quinientos cincuenta y cinco, doce, treinta y cuatro"),
        ("en la Cra. 10 # 4-32", "en la Carrera diez número cuatro treinta y dos"),
        ("Calle 7A n.º 45B-02, piso 2", "Calle siete A número cuarenta y cinco B cero dos, piso 2"),
        ("cll 5 Sur No. 12 - 40", "calle cinco Sur número doce cuarenta"),
        ("Avenida Colón # 10-20", "Avenida Colón número diez veinte"),
        ("en el Km 14", "en el Kilómetro 14"),
        ("la Dra. Gómez y el Sr. Ruiz", "la doctora Gómez y el señor Ruiz"),
        ("Tel. 604, ext. 12", "Teléfono 604, extensión 12"),
        ("papel, lápiz, etc.", "papel, lápiz, etcétera."),
        ("Vale $ 25.000 o $ 2 millones.", "Vale 25.000 pesos o 2 millones de pesos."),
        ("con #SegoviaVive", "con numeral SegoviaVive"),
    ],
)
def test_what_nobody_can_read_is_written_in_words(written: str, read: str) -> None:
    """Addresses, telephones in groups, streets, abbreviations and signs."""
    assert read_aloud(written) == read
    assert read_aloud(read) == read


@pytest.mark.parametrize(
    "text",
    [
        "El sábado 30 de enero de 2027, de 8:00 a. m. a 2:00 p. m., en el puesto de salud.",
        "Son 1.250.000 personas, el 12,5 %, de 18 a 25 años; el 3 de 4.",
        "No. Hoy no hay agua. La calle 5 está cerrada.",
        "Vacúnese. Es gratis.Venga",
    ],
)
def test_what_everybody_reads_well_stays_as_it_is(text: str) -> None:
    """Hours, dates and figures are seen better in figures."""
    assert read_aloud(text) == text
