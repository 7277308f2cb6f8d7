"""Images and documents of a message: that they exist, are what they say, and fit the accounts that carry them."""

from collections.abc import Iterable

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import AttachmentEntry, Image, MessageEntry
from campaigns.reading.file_kind import file_kind
from campaigns.reading.files import MEDIA, Files, Unreadable
from campaigns.reading.tree import Location
from channels.adapter import MediaRule


def check_media(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...], files: Files
) -> None:
    """Notes what is wrong with the files of a message."""
    images: list[tuple[Location, Image]] = [((*here, "imagen"), entry.image)] if entry.image is not None else []
    images += [((*here, "imagenes", position), image) for position, image in enumerate(entry.images)]
    for location, image in images:
        if not image.alt.strip() and not image.decorative:
            findings.add(
                location,
                f"la imagen «{image.file}» no tiene «alt»",
                "describa en una frase lo que muestra, para quien no la ve; si solo adorna, escriba «decorativa: sí»",
            )
        rules = [(account.name, account.profile.media) for account in accounts if account.profile.media.types]
        _file(findings, (*location, "archivo"), image.file, files, rules, "image/")
    _counts(findings, here, len(images), accounts)
    _attachments(findings, here, entry.attachments, accounts, files)


def _counts(findings: Findings, here: tuple[str | int, ...], count: int, accounts: Iterable[Account]) -> None:
    for account in accounts:
        rule = account.profile.media
        if rule.required and count == 0:
            said = f"«{account.name}» no publica sin imagen, y el mensaje no tiene"
            findings.add(here, said, "agregue «imagen: {archivo: …, alt: …}», o quite el canal")
        if rule.types and rule.maximum_count and count > rule.maximum_count:
            said = f"«{account.name}» lleva como máximo {rule.maximum_count} imágenes, y hay {count}"
            findings.add((*here, "imagenes"), said, "quite las que sobran")


def _attachments(
    findings: Findings,
    here: tuple[str | int, ...],
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


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
