"""Images and documents of a message: there, what they say they are, and fit for the accounts that carry them."""

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, PNG, edited, hints, problems

FILE = "campanas/matriculas.yaml"
TEXT = "    texto: Empiezan las matrículas."
MORE = "    texto: a\n    "

IMAGES = [
    ("{archivo: a.png}", PNG, ["16:13: la imagen «a.png» no tiene «alt»"]),
    ("{archivo: a.png, alt: Un niño}", PNG, []),
    ("{archivo: a.png, alt: .}", PNG, ["16:35: «alt» no describe la imagen «a.png»"]),
    ("{archivo: a.png, alt: foto de hoy.png}", PNG, []),
    ("{archivo: a.png, alt: Foto.PNG}", PNG, ["16:35: «alt» no describe la imagen «a.png»"]),
    ("{archivo: a.png, alt: \u200b}", PNG, ["16:35: «alt» no describe la imagen «a.png»"]),
    ("{archivo: a.png, decorativa: sí}", PNG, []),
    ("{archivo: b.png, alt: b}", PNG, ["16:23: no existe el archivo «archivos/b.png»"]),
    ("{archivo: a.png, alt: a}", b"", ["16:23: «a.png» está vacío"]),
    ("{archivo: a.png, alt: a}", b"%PDF-1.7", ["16:23: «a.png» no es una imagen por dentro"]),
    ("{archivo: ../plan.yaml, alt: a}", PNG, ["16:23: «archivos/../plan.yaml» está fuera de la carpeta"]),
    ("{archivo: /etc/hostname, alt: a}", PNG, ["16:23: no existe el archivo «archivos//etc/hostname»"]),
]


@pytest.mark.parametrize(("image", "data", "said"), IMAGES)
def test_images_are_there_and_are_images_and_have_their_words(
    tmp_path: Path, image: str, data: bytes, said: list[str]
) -> None:
    """A file is judged by its bytes, not by its name, and never outside `archivos/`."""
    change = edited(FILE, TEXT, f"{MORE}imagen: {image}")
    assert problems(tmp_path, {**change, "archivos/a.png": data}) == [f"{FILE}:{each}" for each in said]


POSTS = """\
red:
  tipo: x
  modo: pruebas
  opciones: {clave-api: "${A}", secreto-api: "${B}", token-acceso: "${C}", secreto-acceso: "${D}"}
"""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("pieza: tarjeta", []),
        ("pieza: afiche", ["16:12: «afiche» no es un valor de «pieza»"]),
        (
            "pieza: tarjeta\n    imagen: {archivo: a.png, alt: Un niño}",
            ["16:12: el mensaje tiene a la vez una imagen y «pieza»"],
        ),
        (
            "pieza: tarjeta\n    deber: {de: ana}",
            ["16:12: con «deber» el mensaje es una tarea, y no lleva tarjeta"],
        ),
    ],
)
def test_a_card_is_for_a_message_without_a_picture(tmp_path: Path, lines: str, said: list[str]) -> None:
    """It stands instead of one, on what goes out by itself."""
    change = edited(FILE, TEXT, f"{MORE}{lines}")
    assert problems(tmp_path, {**change, "archivos/a.png": PNG}) == [f"{FILE}:{each}" for each in said]


def test_a_card_is_for_accounts_that_show_one(tmp_path: Path) -> None:
    """People who read aloud have their own paper."""
    change = {FILE: CAMPAIGN.replace("[correo, web]", "[emisora]").replace(TEXT, f"{MORE}pieza: tarjeta")}
    assert problems(tmp_path, change) == [f"{FILE}:16:12: ningún canal de este mensaje muestra una tarjeta (emisora)"]


ATTACHMENTS = [
    ("[correo, web]", "[{archivo: a.pdf}]", b"%PDF-1.7 ...", []),
    ("[correo, web]", "[{archivo: a.pdf}]", b"MZ\x90\x00", ["16:26: «correo» no lleva archivos como «a.pdf»"]),
    ("[correo, web]", "[{archivo: b.pdf}]", b"%PDF-1.7 ...", ["16:26: no existe el archivo «archivos/b.pdf»"]),
    ("[canal]", "[{archivo: a.pdf}]", b"%PDF-1.7 ...", []),
    ("[red]", "[{archivo: a.pdf}]", b"%PDF-1.7 ...", ["16:15: ningún canal de este mensaje lleva adjuntos (red)"]),
]


@pytest.mark.parametrize(("accounts", "attachments", "data", "said"), ATTACHMENTS)
def test_attachments_are_what_channels_carry(
    tmp_path: Path, accounts: str, attachments: str, data: bytes, said: list[str]
) -> None:
    """A program that is named like a document is none, and a channel without attachments gets none."""
    text = CAMPAIGN.replace("[correo, web]", accounts).replace(TEXT, f"{MORE}adjuntos: {attachments}")
    found = problems(tmp_path, {FILE: text, "canales.yaml": ACCOUNTS + POSTS, "archivos/a.pdf": data})
    assert [each.removeprefix(f"{FILE}:").partition(" (de clase")[0] for each in found[:1]] == said


ATTACHMENT_NAMES: list[tuple[str, str | None]] = [
    ('"a\\nb.pdf"', "«a b.pdf» no sirve como nombre de un adjunto"),
    ("../b.pdf", "«../b.pdf» no sirve como nombre de un adjunto"),
    ("a" * 200 + ".pdf", f"«{'a' * 60}» no sirve como nombre de un adjunto"),
    ("Requisitos del año 2027 🎉.pdf", None),
]


@pytest.mark.parametrize(("name", "said"), ATTACHMENT_NAMES)
def test_an_attachment_bears_a_name_that_a_mail_can_carry(tmp_path: Path, name: str, said: str | None) -> None:
    """One short line without slashes: a mail with another would be refused for everybody, at its hour."""
    change = edited(FILE, TEXT, f"{MORE}adjuntos: [{{archivo: a.pdf, nombre: {name}}}]")
    found = problems(tmp_path, {**change, "archivos/a.pdf": b"%PDF-1.7 ..."})
    assert found == ([f"{FILE}:16:41: {said}"] if said else [])


def test_files_that_are_too_much_together_are_found(tmp_path: Path) -> None:
    """Each fits, all together do not: every mail would be refused at its hour."""
    change = edited(FILE, TEXT, f"{MORE}adjuntos: [{{archivo: a.pdf}}, {{archivo: b.pdf}}]")
    document = b"%PDF-1.7".ljust(6 * 2**20)
    assert problems(tmp_path, {**change, "archivos/a.pdf": document, "archivos/b.pdf": document}) == [
        f"{FILE}:16:15: los archivos pesan 12,6 MB entre todos y «correo» lleva hasta 10,5 MB"
    ]


def test_what_would_be_two_messages_is_told_before_it_is_sent(tmp_path: Path) -> None:
    """Telegram takes images or attachments; a mail takes both."""
    files = "imagen: {archivo: a.png, alt: Un niño}\n    adjuntos: [{archivo: a.pdf}]"
    data = {"archivos/a.png": PNG, "archivos/a.pdf": b"%PDF-1.7 ..."}
    mail = CAMPAIGN.replace(TEXT, f"{MORE}{files}")
    assert problems(tmp_path, {FILE: mail, **data}) == []
    both: dict[str, str | bytes | None] = {FILE: mail.replace("[correo, web]", "[correo, canal]"), **data}
    assert problems(tmp_path, both) == [f"{FILE}:17:15: «canal» no lleva imágenes y adjuntos en un mismo mensaje"]
    assert hints(tmp_path, both) == ["escriba otro mensaje con los adjuntos, o quite el canal de este"]


def test_two_images_of_one_name_are_refused(tmp_path: Path) -> None:
    """A mail tells its images apart by their names: both places would show the same one."""
    images = "[{archivo: a.png, alt: a}, {archivo: b/a.png, alt: b}]"
    change = edited(FILE, TEXT, f"{MORE}imagenes: {images}")
    assert problems(tmp_path, {**change, "archivos/a.png": PNG, "archivos/b/a.png": PNG}) == [
        f"{FILE}:16:52: ya hay otra imagen con el nombre «a.png» en este mensaje"
    ]


X_ACCOUNT = """
x:
  tipo: x
  modo: pruebas
  opciones:
    clave-api: ${PREGONERO_X1}
    secreto-api: ${PREGONERO_X2}
    token-acceso: ${PREGONERO_X3}
    secreto-acceso: ${PREGONERO_X4}
"""


def test_words_of_an_image_that_are_too_long_for_their_channel_are_found(tmp_path: Path) -> None:
    """X takes a thousand characters; what is beyond would be cut without a word."""
    image = f"imagen: {{archivo: a.png, alt: {'b' * 1001}}}"
    text = CAMPAIGN.replace("[correo, web]", "[x, web]").replace(TEXT, f"{MORE}{image}")
    change: dict[str, str | bytes | None] = {"archivos/a.png": PNG, "canales.yaml": ACCOUNTS + X_ACCOUNT}
    assert problems(tmp_path, {**change, FILE: text}) == [
        f"{FILE}:16:35: «alt» tiene 1001 caracteres y «x» admite 1000"
    ]


def test_a_name_whose_accents_are_stored_otherwise_is_told(tmp_path: Path) -> None:
    """Files from a Mac look the same and are not found: the hint says what to do, and not the same name again."""
    change = edited(FILE, TEXT, f"{MORE}adjuntos: [{{archivo: Guía.pdf}}]")
    (hint,) = hints(tmp_path, {**change, f"archivos/{normalize('NFD', 'Guía.pdf')}": b"%PDF-1.7 ..."})
    assert hint == "está, pero sus tildes se guardaron de otra manera, como en un Mac: quítelas del nombre"


def test_a_media_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A symbolic link cannot carry a file of the machine into a message."""
    town = tmp_path / "town"
    (tmp_path / "secret.png").write_bytes(PNG)
    (town / "archivos").mkdir(parents=True)
    (town / "archivos" / "a.png").symlink_to(tmp_path / "secret.png")
    change = edited(FILE, TEXT, f"{MORE}imagen: {{archivo: a.png, alt: a}}")
    assert problems(town, change) == [f"{FILE}:16:23: «archivos/a.png» es un enlace que sale de la carpeta"]


FRAMED = """\
fotos: {tipo: instagram, modo: pruebas, opciones: {cuenta: "3040", token: "${E}"}}
"""


@pytest.mark.parametrize(
    ("width", "height", "said"),
    [
        (1080, 1350, []),
        (1080, 566, []),
        (1080, 1920, ["«a.jpg» mide 1080 por 1920, y «fotos» lleva imágenes desde 4:5 de alto hasta 1,91:1 de ancho"]),
        (1200, 600, ["«a.jpg» mide 1200 por 600, y «fotos» lleva imágenes desde 4:5 de alto hasta 1,91:1 de ancho"]),
    ],
)
def test_a_picture_has_the_shape_that_its_service_takes(
    tmp_path: Path, width: int, height: int, said: list[str]
) -> None:
    """Instagram refuses what is higher than 4:5 or wider than 1.91:1; a telephone's whole screen is too high."""
    data = BytesIO()
    Image.new("RGB", (width, height)).save(data, "JPEG")
    text = CAMPAIGN.replace("[correo, web]", "[fotos]").replace("    asunto: Matrículas\n", "")
    change: dict[str, str | bytes | None] = {
        FILE: f"{text}    imagen: {{archivo: a.jpg, alt: Un niño}}\n",
        "archivos/a.jpg": data.getvalue(),
    }
    found = problems(tmp_path, {**change, "canales.yaml": ACCOUNTS + FRAMED})
    assert [each.partition(": ")[2] for each in found] == said
