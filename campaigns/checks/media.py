"""Images and documents of a message: that they exist, are what they say, and fit the accounts that carry them."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import AttachmentEntry, Image, MessageEntry
from campaigns.reading.file_kind import file_kind
from campaigns.reading.files import MEDIA, Files, Unreadable
from campaigns.reading.picture_size import picture_size
from campaigns.reading.tree import Location
from channels.adapter import Kind, MediaRule

Keys = tuple[str | int, ...]
LONGEST_NAME = 120
"""Characters: all with accents, still under the 255 octets that file systems take."""
NAME = re.compile(rf"[^/\\\x00-\x1f\x7f-\x9f\u2028\u2029]{{1,{LONGEST_NAME}}}")
"""What a mail can carry as the name of an attachment and a reader can save."""
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|heic|avif|pdf)", re.IGNORECASE)
CARDS = {"image/png", "image/jpeg"}
"""What a card may be drawn as."""
SHOWN = 60
"""Characters of a wrong name that a message repeats."""


def check_media(
    findings: Findings, here: Keys, entry: MessageEntry, accounts: tuple[Account, ...], files: Files
) -> None:
    """Notes what is wrong with the files of a message."""
    images: list[tuple[Keys, Image]] = [((*here, "imagen"), entry.image)] if entry.image is not None else []
    images += [((*here, "imagenes", position), image) for position, image in enumerate(entry.images)]
    _names(findings, images)
    for location, image in images:
        _words(findings, location, image, accounts)
        rules = [(account.name, account.profile.media) for account in accounts if account.profile.media.types]
        _file(findings, (*location, "archivo"), image.file, files, rules, "image/")
    if entry.piece is not None:
        _piece(findings, here, entry, accounts)
    _counts(findings, here, len(images) + (entry.piece is not None), accounts)
    _attachments(findings, here, entry.attachments, accounts, files)
    _mixed(findings, here, entry, accounts)
    _together(findings, here, entry, accounts, files)


def _words(findings: Findings, location: Keys, image: Image, accounts: Iterable[Account]) -> None:
    if not image.alt.strip() and not image.decorative:
        findings.add(
            location,
            f"la imagen «{image.file}» no tiene «alt»",
            "describa en una frase lo que muestra, para quien no la ve; si solo adorna, escriba «decorativa: sí»",
        )
    elif image.alt.strip() and not _describes(image.alt):
        said = f"«alt» no describe la imagen «{image.file}»"
        hint = "escriba en una frase lo que muestra, para quien no la ve: «Niños entrando al colegio»"
        findings.add((*location, "alt"), said, hint)
    for account in accounts:
        limit = account.profile.media.longest_alt
        if limit and len(image.alt) > limit:
            said = f"«alt» tiene {len(image.alt)} caracteres y «{account.name}» admite {limit}"
            findings.add((*location, "alt"), said, "describa lo que muestra en una o dos frases")


def _describes(alt: str) -> bool:
    """Words, not signs or invisible characters alone, nor a file's name."""
    return any(each.isalpha() for each in alt) and _FILE_NAME.fullmatch(alt.strip()) is None


def _names(findings: Findings, images: Iterable[tuple[Keys, Image]]) -> None:
    """A mail's page shows its images by their names (RFC 2392)."""
    seen: set[str] = set()
    for location, image in images:
        name = PurePosixPath(image.file).name
        if name in seen:
            said = f"ya hay otra imagen con el nombre «{name}» en este mensaje"
            findings.add((*location, "archivo"), said, "cambie el nombre de uno de los dos archivos")
        seen.add(name)


def _mixed(findings: Findings, here: Keys, entry: MessageEntry, accounts: Iterable[Account]) -> None:
    """Images and attachments of one message, where a service would want two."""
    if not (entry.attachments and (entry.all_images or entry.piece)):
        return
    for account in accounts:
        if not account.profile.files_mix:
            said = f"«{account.name}» no lleva imágenes y adjuntos en un mismo mensaje"
            hint = "escriba otro mensaje con los adjuntos, o quite el canal de este"
            findings.add((*here, "adjuntos"), said, hint)


def _together(findings: Findings, here: Keys, entry: MessageEntry, accounts: Iterable[Account], files: Files) -> None:
    """What a message's files weigh in one mail, where each alone would fit."""
    limited = [(account.name, limit) for account in accounts if (limit := account.profile.files_together)]
    if not limited or len(entry.files) < 2:
        return
    try:
        sizes = [files.inside(f"{MEDIA}/{name}").stat().st_size for name in entry.files]
    except (Unreadable, OSError):
        return
    key = "adjuntos" if entry.attachments else "imagenes"
    for name, limit in limited:
        if sum(sizes) > limit >= max(sizes):
            said = f"los archivos pesan {_megabytes(sum(sizes))} entre todos y «{name}» lleva hasta {_megabytes(limit)}"
            findings.add((*here, key), said, "reduzca alguno, o quite los que sobran")


def _piece(findings: Findings, here: Keys, entry: MessageEntry, accounts: tuple[Account, ...]) -> None:
    """A card is drawn where there is no picture, for accounts that show one."""
    if entry.all_images:
        said = "el mensaje tiene a la vez una imagen y «pieza»"
        findings.add((*here, "pieza"), said, "deje la imagen, o borre «imagen» para que salga la tarjeta")
    if entry.becomes:
        said = f"con «{entry.becomes}» el mensaje es una tarea, y no lleva tarjeta"
        findings.add((*here, "pieza"), said, "borre «pieza»")
    shown = [each for each in accounts if each.kind is not Kind.MANUAL and CARDS & set(each.profile.media.types)]
    if accounts and not shown:
        names = ", ".join(account.name for account in accounts)
        said = f"ningún canal de este mensaje muestra una tarjeta ({names})"
        findings.add((*here, "pieza"), said, "borre «pieza»: los medios manuales ya tienen su hoja")


def _counts(findings: Findings, here: Keys, count: int, accounts: Iterable[Account]) -> None:
    for account in accounts:
        rule = account.profile.media
        if rule.required and count == 0:
            said = f"«{account.name}» no publica sin imagen, y el mensaje no tiene"
            findings.add(here, said, "agregue «imagen: {archivo: …, alt: …}» o «pieza: tarjeta», o quite el canal")
        if rule.types and rule.maximum_count and count > rule.maximum_count:
            said = f"«{account.name}» lleva como máximo {rule.maximum_count} imágenes, y hay {count}"
            findings.add((*here, "imagenes"), said, "quite las que sobran")


def _attachments(
    findings: Findings,
    here: Keys,
    attachments: tuple[AttachmentEntry, ...],
    accounts: tuple[Account, ...],
    files: Files,
) -> None:
    rules = [(account.name, account.profile.attachments) for account in accounts if account.profile.attachments.types]
    if attachments and not rules:
        names = ", ".join(account.name for account in accounts)
        findings.add((*here, "adjuntos"), f"ningún canal de este mensaje lleva adjuntos ({names})", "quite «adjuntos»")
        return
    for name, rule in rules:
        if rule.maximum_count and len(attachments) > rule.maximum_count:
            said = f"«{name}» lleva como máximo {rule.maximum_count} adjuntos, y hay {len(attachments)}"
            findings.add((*here, "adjuntos"), said, "quite los que sobran")
    for position, attachment in enumerate(attachments):
        _file(findings, (*here, "adjuntos", position, "archivo"), attachment.file, files, rules, "")
        if attachment.name and not NAME.fullmatch(attachment.name):
            said = f"«{' '.join(attachment.name.split())[:SHOWN]}» no sirve como nombre de un adjunto"
            hint = f"escriba un nombre de un solo renglón, sin / ni \\, de máximo {LONGEST_NAME} caracteres"
            findings.add((*here, "adjuntos", position, "nombre"), said, hint)


def _file(
    findings: Findings, location: Location, name: str, files: Files, rules: list[tuple[str, MediaRule]], family: str
) -> None:
    """`family`: the beginning of the MIME types that serve here; empty: any."""
    try:
        path = files.inside(f"{MEDIA}/{name}")
        size = path.stat().st_size
        kind = file_kind(path)
    except Unreadable as error:
        findings.add(location, error.message, error.hint)
        return
    except OSError as error:
        findings.add(location, f"no se puede leer «{name}»", f"revise sus permisos ({error.strerror})")
        return
    if size == 0:
        findings.add(location, f"«{name}» está vacío", "guárdelo de nuevo")
        return
    if not kind.startswith(family):
        findings.add(location, f"«{name}» no es una imagen por dentro", "guárdela como PNG o JPEG")
        return
    for account, rule in rules:
        if kind not in rule.types:
            accepted = ", ".join(sorted(each.rpartition("/")[2] for each in rule.types))
            said = f"«{account}» no lleva archivos como «{name}» ({kind or 'de clase desconocida'})"
            findings.add(location, said, f"lleva: {accepted}")
        elif rule.maximum_bytes and size > rule.maximum_bytes:
            said = f"«{name}» pesa {_megabytes(size)} y «{account}» lleva hasta {_megabytes(rule.maximum_bytes)}"
            findings.add(location, said, "redúzcalo")
        elif rule.ratios is not None and (shape := _misshapen(path, rule.ratios)):
            said = f"«{name}» mide {shape}, y «{account}» lleva imágenes desde 4:5 de alto hasta 1,91:1 de ancho"
            findings.add(location, said, "recórtela: 1080 por 1080, 1080 por 1350 o 1080 por 566 sirven")


def _misshapen(path: Path, ratios: tuple[float, float]) -> str:
    """What a picture measures that is too wide or too high; empty where it fits, or cannot be told."""
    size = picture_size(path)
    if size is None:
        return ""
    least, most = ratios
    held = [size.width / size.height, *([size.height / size.width] if size.may_be_turned else [])]
    # A pixel more or less is how pictures are cropped.
    fits = any(least - 0.005 <= each <= most + 0.005 for each in held)
    return "" if fits else f"{size.width} por {size.height}"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
