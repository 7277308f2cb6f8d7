"""All that was published, as pages by year and campaign with their files, and as one list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from campaigns.content.frozen import FrozenFile
from campaigns.tenant import Tenant
from channels.paths import segment
from handover.names import readable_name
from handover.sheets import Sheets
from handover.shelf import Shelf
from indicators.archive import ArchivedContent, archived, trials
from indicators.responsible import name_of
from reports.table import Cell, Table
from reports.words import number_words
from storage.approvals import Decision
from storage.files import file_path

ROOM = "publicado"
FILES = "archivos"
COLUMNS = (
    "Clave",
    "Título",
    "Texto",
    "Medio",
    "Cuenta",
    "Acciones del plan",
    "Público",
    "Salió",
    "Redactó",
    "Responsable",
    "Aprobó",
    "Llegó a",
    "Enlace",
    "Retirado",
    "Corrige a",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of one campaign in one year."""

    year: int
    title: str
    href: str
    contents: int


@dataclass(slots=True)
class Published:
    """What was written of it."""

    pages: list[Shown] = field(default_factory=list)
    contents: int = 0
    media: int = 0
    """Files of messages that went along."""
    trials: int = 0
    """Contents in `pruebas`, which are not among them."""
    lost: dict[str, str] = field(default_factory=dict)
    """Names of files that are no more among the kept ones, by SHA-256: two files may bear one name."""


def write_published(
    connection: Connection, tenant: Tenant, number: int, files: Path, shelf: Shelf, sheets: Sheets
) -> Published:
    """Write everything. `files`: where kept files lie (`var/archivos`). A year at a time is in memory."""
    done, zone = Published(trials=trials(connection, number)), tenant.municipality.zone
    rows: list[tuple[Cell, ...]] = []
    plain: list[Mapping[str, object]] = []
    copied: dict[str, str] = {}
    for year, contents in groupby(archived(connection, number), lambda each: each.went_out_at.astimezone(zone).year):
        by_campaign: dict[str, list[ArchivedContent]] = {}
        for each in contents:
            by_campaign.setdefault(each.campaign, []).append(each)
            rows.append(_cells(tenant, each))
            plain.append(_plain(tenant, each))
            _copy_files(each, files, shelf, copied, done)
        for campaign, its in sorted(by_campaign.items()):
            done.pages.append(_page(tenant, year, campaign, its, copied, shelf, sheets))
            done.contents += len(its)
    shelf.tables(f"{ROOM}/contenidos", [Table("contenidos", "Contenidos publicados", COLUMNS, tuple(rows))], plain)
    return done


def _page(
    tenant: Tenant,
    year: int,
    campaign: str,
    contents: Sequence[ArchivedContent],
    copied: Mapping[str, str],
    shelf: Shelf,
    sheets: Sheets,
) -> Shown:
    known = tenant.campaigns.get(campaign)
    title = contents[-1].content.facts.get("campaign_title") or (known.entry.title if known else campaign)
    href = f"{ROOM}/{year}/{segment(campaign)}.html"
    counted = f"{number_words(len(contents))} {'contenido' if len(contents) == 1 else 'contenidos'}"
    values = {"year": year, "count": counted, "contents": [_article(tenant, each, copied) for each in contents]}
    shelf.put(href, sheets.page("campana.html", title=title, up="../../", values=values))
    return Shown(year, title, href, len(contents))


def _article(tenant: Tenant, each: ArchivedContent, copied: Mapping[str, str]) -> Mapping[str, object]:
    facts = (
        ("Medio", f"{each.medium} ({each.account})"),
        ("Salió", _local(tenant, each)),
        ("Público", _audience(tenant, each)),
        ("Llegó a", _reach(each)),
        ("Redactó", each.content.drafter),
        ("Responsable", each.responsible),
        ("Aprobó", _approved(tenant, each)),
        ("Acciones del plan", ", ".join(each.actions)),
        ("Clave", each.key),
    )
    words = [each.words, *each.translations.values()]
    return {
        "title": each.title,
        "facts": [(name, value) for name, value in facts if value],
        "url": _link(each),
        "remark": _remark(tenant, each),
        "paragraphs": [part for said in words for part in (said.text, said.foot) if part],
        "files": [
            {
                "href": quote(f"../{FILES}/{copied[file.sha256]}"),
                "name": file.name,
                "alt": file.alt or file.name,
                "picture": file.mime.startswith("image/"),
            }
            for file in _files(each)
            if file.sha256 in copied
        ],
    }


def _files(each: ArchivedContent) -> Iterator[FrozenFile]:
    yield from (*each.content.images, *each.content.attachments)


def _copy_files(each: ArchivedContent, files: Path, shelf: Shelf, copied: dict[str, str], done: Published) -> None:
    """Each once, under its own name with the beginning of its SHA-256: names may be shared, bytes are not."""
    for file in _files(each):
        if file.sha256 in copied or file.sha256 in done.lost:
            continue
        source = file_path(files, file.sha256)
        if not source.is_file():
            done.lost[file.sha256] = file.name
            continue
        copied[file.sha256] = f"{file.sha256[:12]}-{readable_name(file.name)}"
        shelf.copy(f"{ROOM}/{FILES}/{copied[file.sha256]}", source)
        done.media += 1


def _cells(tenant: Tenant, each: ArchivedContent) -> tuple[Cell, ...]:
    return (
        each.key,
        each.title,
        "\n\n".join(filter(None, (each.words.text, each.words.foot))),
        each.medium,
        each.account,
        ", ".join(each.actions),
        _audience(tenant, each),
        _local(tenant, each),
        each.content.drafter,
        each.responsible,
        _approved(tenant, each),
        _reach(each),
        _link(each),
        "sí" if each.withdrawn else "",
        each.corrects,
    )


def _plain(tenant: Tenant, each: ArchivedContent) -> Mapping[str, object]:
    return {
        "key": each.key,
        "title": each.title,
        "text": each.words.text,
        "foot": each.words.foot,
        "translations": {code: words.text for code, words in each.translations.items()},
        "medium": each.medium,
        "account": each.account,
        "actions": list(each.actions),
        "audience": each.audience,
        "went_out_at": each.went_out_at.isoformat(),
        "drafter": each.content.drafter,
        "responsible": each.responsible,
        "approved_by": _approvers(tenant, each),
        "sent": each.reach.sent,
        "bounced": each.reach.bounced,
        "people": each.reach.people,
        "url": _link(each),
        "files": [{"name": file.name, "sha256": file.sha256} for file in _files(each)],
        "evidence": [{"name": name, "sha256": digest} for task in each.tasks for name, digest in task.evidence],
        "withdrawn": each.withdrawn is not None,
        "corrects": each.corrects,
        "mode": each.mode,
    }


def _link(each: ArchivedContent) -> str:
    """Where it can be seen; what was only written to a file of ours has no address."""
    return next((url for url in (each.url, each.page) if url.startswith(("https://", "http://"))), "")


def _local(tenant: Tenant, each: ArchivedContent) -> str:
    return f"{each.went_out_at.astimezone(tenant.municipality.zone):%Y-%m-%d %H:%M}"


def _audience(tenant: Tenant, each: ArchivedContent) -> str:
    known = tenant.audiences.get(each.audience)
    return known.name if known is not None else each.audience


def _reach(each: ArchivedContent) -> str:
    if each.reach.people is not None:
        return f"{number_words(each.reach.people)} {'persona' if each.reach.people == 1 else 'personas'}"
    return ""


def _approvers(tenant: Tenant, each: ArchivedContent) -> list[str]:
    said = Counter(word.person for word in each.approvals if word.decision == Decision.APPROVED)
    return [name_of(tenant, person) for person in said]


def _approved(tenant: Tenant, each: ArchivedContent) -> str:
    return ", ".join(_approvers(tenant, each))


def _remark(tenant: Tenant, each: ArchivedContent) -> str:
    if each.withdrawn is not None:
        return f"Se retiró el {each.withdrawn.at.astimezone(tenant.municipality.zone):%Y-%m-%d %H:%M}."
    if each.corrections:
        return "Se corrigió después: " + ", ".join(sequel.key for sequel in each.corrections) + "."
    return f"Corrige a {each.corrects}." if each.corrects else ""
