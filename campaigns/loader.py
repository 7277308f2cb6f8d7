"""A folder of the staff into tenants: everything read, checked and joined, and all that is wrong in one list."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from campaigns.assembly.base import Base
from campaigns.assembly.base_files import BaseReading, assemble_base, open_document
from campaigns.assembly.understanding import understand_all
from campaigns.campaign import CampaignEntry
from campaigns.checks.coverage import check_coverage
from campaigns.checks.proposals import check_proposal_campaigns
from campaigns.checks.references import Draft, check_references, check_required_of_all
from campaigns.cleared import Cleared, program
from campaigns.forked import processes
from campaigns.problem import Problem, ordered
from campaigns.reading.files import INDICATORS, MUNICIPALITY, PLAN, TEMPLATES, Files, entries_of
from campaigns.reading.salvage import salvage
from campaigns.reading.tree import Document
from campaigns.tenant import Campaign, Tenant


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds."""

    tenants: tuple[Tenant, ...]
    """Those whose base files are right, each with its campaigns that are right."""
    problems: tuple[Problem, ...]
    """All of them, by file and place."""
    hub: bool
    """The folder holds several municipalities."""
    remembered: tuple[Path, ...] = ()
    """Files that are broken now and run from their last good text."""
    left_out: tuple[Path, ...] = ()
    """Campaigns' files that are broken and run from nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One tenant's folder, read once."""

    tenant: Tenant | None
    problems: tuple[Problem, ...]
    broken: frozenset[str]
    """Names of the files that could not be used, relative to the folder."""
    texts: Mapping[str, bytes]
    """What was read, by name."""
    cleared: frozenset[str] = frozenset()
    """Messages whose words are right, for the next reading."""
    left_out: tuple[str, ...] = ()
    """Names of the campaigns' files that the tenant goes without, since they are broken."""


def load(
    folder: Path, environment: Mapping[str, str], known: Callable[[Path], frozenset[str]] = lambda _: frozenset()
) -> Loaded:
    """Reads a tenant's folder, or a hub of them. Never raises for what is in it: that becomes problems.

    `known` gives what an earlier reading of a tenant's folder found right.
    """
    folders, hub, problems = tenant_folders(folder)
    slugs = slugs_of(folders, hub=hub)
    copies = processes()
    readings = [read_tenant(Files(each), environment, hub=slugs, known=known(each), copies=copies) for each in folders]
    found = [*problems, *(problem for reading in readings for problem in reading.problems)]
    tenants = tuple(reading.tenant for reading in readings if reading.tenant is not None)
    left_out = tuple(each / name for each, reading in zip(folders, readings, strict=True) for name in reading.left_out)
    return Loaded(tenants, ordered(found), hub, left_out=left_out)


def tenant_folders(folder: Path) -> tuple[tuple[Path, ...], bool, tuple[Problem, ...]]:
    """The folders with a municipality: the folder itself, or in a hub its children."""
    if not folder.is_dir():
        hint = "revise la ruta, o cree una con: pregonero init carpeta"
        return (), False, (Problem(folder, 1, 1, "", "no existe la carpeta", hint),)
    if (folder / MUNICIPALITY).is_file():
        return (folder,), False, ()
    children = tuple(child for child in entries_of(folder) if (child / MUNICIPALITY).is_file())
    if not children:
        hint = "cree una carpeta lista para usar con: pregonero init carpeta"
        return (), False, (Problem(folder / MUNICIPALITY, 1, 1, "", f"falta el archivo {MUNICIPALITY}", hint),)
    own = tuple(child for child in children if child.resolve().is_relative_to(folder.resolve()))
    return own, True, tuple(_strangers(folder))


def slugs_of(folders: Iterable[Path], *, hub: bool) -> frozenset[str]:
    """The slugs of a hub's tenants; none where there is no hub."""
    return frozenset(slug_of(each.resolve().name) for each in folders) if hub else frozenset()


def _strangers(hub: Path) -> Iterator[Problem]:
    """Children that a hub leaves out, and that would be missed: links to elsewhere, a plan without municipality."""
    for child in entries_of(hub):
        if not child.resolve().is_relative_to(hub.resolve()):
            said = f"«{child.name}» es un enlace que sale de la carpeta"
            yield Problem(child, 1, 1, "", said, "copie la carpeta aquí y borre el enlace")
        elif (child / PLAN).is_file() and not (child / MUNICIPALITY).is_file():
            hint = "créelo, o cópielo de una carpeta nueva: pregonero init carpeta"
            yield Problem(child / MUNICIPALITY, 1, 1, "", f"falta el archivo {MUNICIPALITY}", hint)


def read_tenant(
    files: Files,
    environment: Mapping[str, str],
    *,
    hub: frozenset[str],
    known: frozenset[str] = frozenset(),
    copies: int = 1,
) -> Reading:
    """One tenant; without one where a base file is broken. A broken campaign leaves out only itself.

    `hub`: the slugs of all tenants of its hub; none where it stands alone. `known`: what an earlier reading gave as
    `cleared`. `copies`: by how many processes very many campaigns are read; a daemon, which keeps what it reads, reads
    alone, since what a copy hands over takes more memory.
    """
    own = slug_of(files.folder.resolve().name)
    under = assemble_base(files, environment, own if hub else None, hub - {own})
    base = under.base
    if not under.problems:
        base = replace(base, cleared=Cleared(known, program() + digest_of(files.texts)))
    found = [*under.problems, *files.ignored()]
    drafts, campaigns, draft_problems = _campaigns(files, base, copies)
    crossed = check_references(drafts, len(files.campaigns()))
    crossed += tuple(_of_municipality(files, under, drafts))
    found += [*draft_problems, *crossed]
    broken = frozenset(_name(files, problem.file) for problem in found)
    tenant = None
    if not under.problems:
        good = {campaign.id: campaign for name, campaign in campaigns.items() if name not in broken}
        tenant = _tenant(own if hub else slug_of(base.municipality.name), base, good, hub=bool(hub))
    found += _coverage(files, under, drafts, tenant)
    if tenant is None:
        return Reading(None, ordered(found), broken, files.texts)
    left_out = tuple(name for name in files.campaigns() if name not in campaigns or name in broken)
    problems = ordered(found)
    return Reading(replace(tenant, problems=problems), problems, broken, files.texts, base.cleared.used, left_out)


def _of_municipality(files: Files, under: BaseReading, drafts: tuple[Draft, ...]) -> list[Problem]:
    """What `municipio.yaml` says of campaigns."""
    document, municipality = under.documents.get(MUNICIPALITY), under.base.municipality
    if document is None or document.doubtful:
        return []
    count = len(files.campaigns())
    return [
        *check_required_of_all(document, municipality.requires, drafts, count),
        *check_proposal_campaigns(document, municipality.proposals, drafts, count),
    ]


def _coverage(
    files: Files, under: BaseReading, drafts: tuple[Draft, ...], tenant: Tenant | None
) -> tuple[Problem, ...]:
    """Asked of plan and indicators only where these are right: what they lack may stand in what was not read."""
    documents = under.documents[PLAN], under.documents[INDICATORS]
    wrong = {problem.file for problem in under.problems}
    if wrong & {document.file for document in documents}:
        return ()
    municipality = under.documents[MUNICIPALITY]
    count = len(files.campaigns())
    whole = tenant if tenant is not None and len(tenant.campaigns) == count else None
    complete = sum(draft.whole for draft in drafts) == count
    return check_coverage(
        *documents,
        None if municipality.file in wrong else municipality,
        under.base,
        drafts,
        whole,
        complete=complete,
    )


def _campaigns(
    files: Files, base: Base, copies: int
) -> tuple[tuple[Draft, ...], dict[str, Campaign], tuple[Problem, ...]]:
    """What could be understood of each file, and the campaigns that are right by themselves."""
    drafts: list[Draft] = []
    campaigns: dict[str, Campaign] = {}
    problems: list[Problem] = []
    for part in understand_all(files, base, copies):
        drafts += [
            Draft(name, partial(_reopened, files, name), entry, name not in part.salvaged)
            for name, entry in part.entries.items()
        ]
        campaigns |= part.campaigns
        problems += part.problems
    return tuple(drafts), campaigns, tuple(problems)


def _reopened(files: Files, name: str) -> Document:
    document, _ = open_document(files, name)
    assert document is not None, name
    return salvage(document, CampaignEntry).document


def _tenant(slug: str, base: Base, campaigns: Mapping[str, Campaign], *, hub: bool) -> Tenant:
    return Tenant(
        slug=slug,
        folder=base.files.folder,
        municipality=base.municipality,
        plan=base.plan,
        accounts=base.accounts,
        audiences=base.audiences,
        indicators=base.indicators,
        holidays=base.holidays,
        workdays=base.workdays,
        campaigns=campaigns,
        digest=digest_of({**base.files.texts, **{name: sha.encode() for name, sha in base.files.media.items()}}),
        templates={
            name.removeprefix(f"{TEMPLATES}/"): base.files.template(name.removeprefix(f"{TEMPLATES}/"))
            for name in base.files.texts
            if name.startswith(f"{TEMPLATES}/")
        },
        in_hub=hub,
    )


def digest_of(texts: Mapping[str, bytes]) -> str:
    """sha256 over names and bytes, in order of names."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\n{len(texts[name])}\n".encode())
        whole.update(texts[name])
    return whole.hexdigest()


def slug_of(name: str) -> str:
    """`La Estrella` as keys have it: `la-estrella`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "municipio"


def _name(files: Files, path: Path) -> str:
    return path.relative_to(files.folder).as_posix() if path.is_relative_to(files.folder) else str(path)
