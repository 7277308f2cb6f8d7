"""The municipality's webmaster: knows what each site is built from, and keeps it up to date beside the daemon."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, func, select

from campaigns.content.freezing import WEB
from campaigns.subscribing import subscription_page
from campaigns.tenant import Campaign, Tenant
from channels.paths import segment
from channels.web import Web, WebOptions
from delivery.apart import at_work
from delivery.clock import Clock
from delivery.memory import give_back
from delivery.publications.votes import approval_of
from delivery.publishing.freeze import media_folder
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.approvals import decisions
from storage.database import Database
from storage.states import DeliveryState, PollState
from storage.tables import approval, delivery, poll, publication, survey
from website.agenda import EventDate, agenda
from website.order import Contributor, Face, Order, Section, World
from website.places import Why, shown_folder, shown_world, still_sites

log = Log(__name__)

FIRST = ("noticias", "Noticias")
"""Name and title of the section of accounts that name none."""
KINDS = {
    "veeduria": "Veeduría ciudadana",
    "junta": "Junta de acción comunal",
    "organizacion": "Organización de la comunidad",
}
"""What a contributor's class is called on its page."""
TROUBLES = {
    "foreign": "files of others stand where the site's should",
    "set_aside": "the list of the site's files was spoiled: files that may be another's were set aside",
    "lost": "files are lost",
}
"""By what the process says of a folder: what the log says of it."""
STILL = {
    Why.REHEARSED: "the public site stands still: none of its accounts is real",
    Why.MOVED: "a public site stands still: the configuration names another folder",
}
"""What the log says of a site that nobody keeps up to date any more."""


class SiteNotBuilt(Exception):
    """A site could not be brought up to date; the text says whose and why, in Spanish."""


class Webmaster:
    """Has each municipality's site built anew, in a process of its own, when what it shows has changed."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """Nothing is built yet: each site is, at the first look."""
        self._database = database
        self._places = places
        self._clock = clock
        self._built: dict[int, tuple[object, datetime]] = {}
        """By municipality: what its site shows, and until when it stays so by itself."""

    async def look(self, stop: asyncio.Event) -> None:
        """Bring up to date what has changed. `stop`: the daemon ends, and no site holds it up.

        Raises `SiteNotBuilt`, once all others are built; `StorageError`.
        """
        troubles = []
        for place in self._places.all:
            if not has_site(place.tenant) or stop.is_set():
                continue
            shown = await self._database.ask(partial(_shown, place=place))
            if self._stands(place, shown):
                continue
            told = await self._build(place, stop)
            if error := told.get("error"):
                troubles.append(f"{place.tenant.slug}: {error}")
            elif told and not told.get("busy"):
                self._built[place.tenant_id] = shown, datetime.fromisoformat(str(told["until"]))
                _tell(place, told)
        if troubles:
            raise SiteNotBuilt("; ".join(troubles))

    def _stands(self, place: Workplace, shown: object) -> bool:
        """Whether a site is there as it is to be now."""
        before, until = self._built.get(place.tenant_id, (None, place.clock.now()))
        return before == shown and place.clock.now() < until and site_folder(place).is_dir()

    async def _build(self, place: Workplace, stop: asyncio.Event) -> dict[str, object]:
        """What the process says in the end; nothing where the daemon ends before it."""
        order = (await self._database.ask(partial(order_of, place=place))).to_json()
        await asyncio.to_thread(give_back)
        async with at_work("website.builder", order) as worker:
            heard = await worker.heard(stop)
        if heard is None:
            return {}
        said, errors = heard
        if errors:
            log.error("the process that builds a site says", errors=errors.decode(errors="replace")[-2_000:])
        try:
            told: dict[str, object] = json.loads(said)
        except ValueError:
            told = {"error": f"el proceso que lo hace se detuvo ({worker.process.returncode})"}
        return told


def _tell(place: Workplace, told: Mapping[str, object]) -> None:
    for still in still_sites(place.tenant, place.outgoing) if not place.simulated else ():
        log.warning(STILL[still.why], tenant=place.tenant.slug, folder=str(still.folder))
    counts = {name: told[name] for name in ("written", "untouched", "removed")}
    log.info("the site is up to date", tenant=place.tenant.slug, **counts)
    for name, said in TROUBLES.items():
        if told[name]:
            log.warning(said, tenant=place.tenant.slug, files=told[name])


def has_site(tenant: Tenant) -> bool:
    """Whether a municipality has an account that publishes on its site."""
    return any(account.type == WEB for account in tenant.accounts.values())


def order_of(
    connection: Connection, place: Workplace, folder: Path | None = None, since: datetime | None = None
) -> Order:
    """What whoever builds a municipality's site is told.

    `folder`: where to; None: where it always lies. `since`: since when the public could know of dates, where the site
    is the first that is built of a longer time; None: since now.
    """
    tenant, now, world = place.tenant, place.clock.now(), world_of(place)
    events = agenda(tenant, now)
    return Order(
        database=place.database.url,
        tenant=place.tenant_id,
        municipality=tenant.slug,
        world=world,
        face=_face(tenant),
        sections=_sections(tenant, world),
        contributors=_contributors(tenant),
        campaigns={campaign.id: campaign.entry.title for campaign in tenant.campaigns.values()},
        repeats=_repeats(tenant),
        events=events,
        held=_held(connection, place, events),
        whole=_is_whole(tenant),
        archive=str(media_folder(place.folder)),
        files=str(place.outgoing / "sitio" / "archivos"),
        memory=str(place.outgoing / f"sitio-{world.value}.json"),
        folder=str(folder or site_folder(place)),
        since=since or now,
        now=now,
    )


def world_of(place: Workplace) -> World:
    """Whose publications the site shows: those that went out, once one of its accounts is `real`."""
    return World.SIMULATED if place.simulated else shown_world(place.tenant)


def site_folder(place: Workplace) -> Path:
    """Where the site lies that a web server is to publish; tests and rehearsals lie apart."""
    return shown_folder(place.tenant, place.outgoing, world_of(place))


def _face(tenant: Tenant) -> Face:
    municipality = tenant.municipality
    shield = municipality.brand.shield
    return Face(
        name=municipality.name,
        body=municipality.body,
        site=municipality.site_url,
        zone=str(municipality.zone),
        contact=tuple(municipality.contact.items()),
        policy=str(municipality.data_policy),
        colour=municipality.brand.colour,
        shield=str((tenant.folder / "archivos" / shield).absolute()) if shield else "",
        subscribe=subscription_page(tenant),
    )


def _repeats(tenant: Tenant) -> dict[str, str]:
    events = {name: campaign.entry.event for name, campaign in tenant.campaigns.items()}
    return {name: event.repeats for name, event in events.items() if event is not None and event.repeats is not None}


def _sections(tenant: Tenant, world: World) -> tuple[Section, ...]:
    """In the order of `canales.yaml`; accounts that name the same one share it, under the first one's medium."""
    found: dict[str, Section] = {}
    for account in tenant.accounts.values():
        if account.type != WEB or (world is World.REAL and account.mode != World.REAL.value):
            continue
        assert isinstance(account.options, WebOptions)
        name, title = (account.options.section, account.medium) if account.options.section else FIRST
        before = found.get(name, Section(segment(name), title, ()))
        found[name] = Section(before.name, before.title, (*before.accounts, account.name))
    return tuple(found.values())


def _contributors(tenant: Tenant) -> tuple[Contributor, ...]:
    return tuple(
        Contributor(name, each.name, KINDS[each.class_], tuple(each.contact.items()))
        for name, each in tenant.municipality.contributors.items()
    )


def _is_whole(tenant: Tenant) -> bool:
    """A file with a mistake in it, and no good text of which is known, is no reason to call off its event."""
    read = {campaign.file.name for campaign in tenant.campaigns.values()}
    return all(path.name in read for path in (tenant.folder / "campanas").glob("*.yaml"))


def _held(connection: Connection, place: Workplace, events: tuple[EventDate, ...]) -> tuple[str, ...]:
    """Uids of the dates of campaigns that ask for an approval and have none as they are now."""
    names = {event.campaign for event in events}
    waiting = {name for name in names if not _approved(connection, place, place.tenant.campaigns[name])}
    return tuple(event.uid for event in events if event.campaign in waiting)


def _approved(connection: Connection, place: Workplace, campaign: Campaign) -> bool:
    """An approval is bound to the event with the text: one message's is enough, and a moved event is approved again."""
    if campaign.entry.approver is None:
        return True
    asked = [message for message in campaign.messages if message.approver is not None]
    words = ((each, decisions(connection, place.tenant_id, each.digest)) for each in asked)
    found = (approval_of(place.tenant, message, spoken) for message, spoken in words)
    return any(each is not None and each.approved for each in found)


def _shown(connection: Connection, place: Workplace) -> object:
    """Another value once the site would show something else: rows, files, or an hour that has passed.

    The hour changes nothing of what is shown: what somebody deleted from the folder comes back with it.
    """
    files = place.outgoing / "sitio" / "archivos"
    sent = (
        select(func.count(), func.max(delivery.c.id), func.max(delivery.c.sent_at))
        .join(publication, delivery.c.publication == publication.c.id)
        .where(
            publication.c.tenant == place.tenant_id,
            publication.c.sender == Web.name,
            delivery.c.state == DeliveryState.SENT.value,
        )
    )
    spoken = select(func.max(approval.c.id)).where(approval.c.tenant == place.tenant_id)
    return (
        f"{place.clock.now():%Y-%m-%dT%H}",
        tuple(connection.execute(sent).one()),
        connection.execute(spoken).scalar_one(),
        _counted(connection, place.tenant_id),
        place.tenant.digest,
        files.stat().st_mtime_ns if files.is_dir() else 0,
    )


def _counted(connection: Connection, tenant_id: int) -> object:
    """Another value once a survey has closed, or the votes of a service's poll are known, or that it has none."""
    columns = (survey.c.closed_at, poll.c.counted_at)
    void = func.count().filter(poll.c.state == PollState.VOID.value)
    asked = (
        select(*(told(each) for each in columns for told in (func.count, func.max)), void)
        .select_from(survey.outerjoin(poll, poll.c.survey == survey.c.id))
        .where(survey.c.tenant == tenant_id)
    )
    return tuple(connection.execute(asked).one())
