"""What a survey asks of the accounts that carry it: what a service's own poll can do, and where else people vote."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.calendar import FAR_AHEAD, LONG_AGO
from campaigns.campaign import MessageEntry, Survey
from campaigns.content.ballot import closes_at, has_poll, written_close
from campaigns.moment import Moment
from campaigns.reading.files import MUNICIPALITY
from campaigns.reading.tree import Location
from campaigns.tenant import CampaignMessage
from campaigns.when import AnyEvent, Context, Event, RepeatingEvent, WhenError, Workdays, expand
from channels.adapter import Kind, PollRule

Keys = tuple[str | int, ...]
FIRST_DAY = datetime(2027, 1, 4, 8, tzinfo=UTC)
YEAR = 366
"""Days of publication from which a term in business days is measured: how long it is depends on the holidays."""


def check_survey(
    findings: Findings,
    position: int,
    entry: MessageEntry,
    accounts: tuple[Account, ...],
    message: CampaignMessage | None,
    event: AnyEvent | None,
    base: Base,
) -> None:
    """Notes what is wrong with a message's survey on its accounts, each at its place.

    `message`: what was made of the entry; None where it could not be, and then nobody knows when it goes out.
    """
    survey, here = entry.survey, ("mensajes", position)
    if survey is None:
        return
    open_for = _open_for(findings, (*here, "encuesta", "cierra"), survey, message, event, base)
    _options(findings, (*here, "encuesta", "opciones"), survey)
    for account in accounts:
        if account.kind is Kind.MANUAL:
            continue
        if has_poll(account):
            assert account.profile.poll is not None
            _poll(findings, here, entry, survey, account.name, account.profile.poll, open_for)
    without = [each.name for each in accounts if each.kind is not Kind.MANUAL and not has_poll(each)]
    if without and base.municipality.desk is None:
        said = f"{_names(without)}: ahí no hay encuestas propias, y falta dónde se vota"
        hint = f"escriba «ventanilla:» en {MUNICIPALITY}, o deje la encuesta en un canal manual"
        findings.add((*here, "encuesta"), said, hint)
    if entry.link is not None and base.municipality.desk is not None:
        said = "con «encuesta», el enlace es el de la página donde se vota, y este no se usaría"
        findings.add((*here, "enlace"), said, "borre «enlace»")


def _options(findings: Findings, here: Location, survey: Survey) -> None:
    seen: set[str] = set()
    for position, option in enumerate(survey.options):
        if option.casefold() in seen:
            findings.add((*here, position), f"la opción «{option}» está repetida", "deje una sola")
        seen.add(option.casefold())


def _poll(
    findings: Findings,
    here: Keys,
    entry: MessageEntry,
    survey: Survey,
    name: str,
    rule: PollRule,
    open_for: list[timedelta],
) -> None:
    asked = (*here, "encuesta")
    if len(survey.question) > rule.question:
        said = f"en «{name}» la pregunta tiene hasta {rule.question} caracteres, y esta tiene {len(survey.question)}"
        findings.add((*asked, "pregunta"), said, "acórtela")
    least, most = rule.options
    if not least <= len(survey.options) <= most:
        said = f"una encuesta de «{name}» lleva de {least} a {most} opciones, y esta tiene {len(survey.options)}"
        findings.add((*asked, "opciones"), said, "quite las que sobran, o haga otro mensaje para ese canal")
    for position, option in enumerate(survey.options):
        if len(option) > rule.option:
            said = f"en «{name}» cada opción tiene hasta {rule.option} caracteres, y «{option}» tiene {len(option)}"
            findings.add((*asked, "opciones", position), said, "acórtela")
    if open_for and max(open_for) > rule.longest:
        said = f"una encuesta de «{name}» está abierta {rule.longest.days} días como máximo"
        findings.add((*asked, "cierra"), said, f"escriba «{rule.longest.days} días después», o menos")
    elif open_for and min(open_for) <= rule.shortest:
        # It is counted from the moment at which it is posted, which is seconds after the hour.
        said = f"una encuesta de «{name}» está abierta más de {rule.shortest // timedelta(minutes=1)} minutos"
        findings.add((*asked, "cierra"), said, "escriba «1 hora después», o más")
    if entry.files and not rule.with_files:
        key = "imagen" if entry.image else "imagenes" if entry.images else "adjuntos"
        said = f"una encuesta de «{name}» no lleva imágenes ni adjuntos"
        findings.add((*here, key), said, "quítelos, o haga otro mensaje para ese canal")
    elif entry.piece is not None and not rule.with_files:
        findings.add((*here, "pieza"), f"una encuesta de «{name}» no lleva tarjeta", "borre «pieza»")


def _open_for(
    findings: Findings,
    here: Location,
    survey: Survey,
    message: CampaignMessage | None,
    event: AnyEvent | None,
    base: Base,
) -> list[timedelta]:
    """How long it may be open; none where `cierra` says nothing that can be read (another finding), or nobody knows."""
    try:
        end = written_close(survey, base.municipality.zone)
        if end is None:
            return _lasting(survey, base.workdays)
    except WhenError:
        return []
    if message is None:
        return []
    if message.rule.recurring or isinstance(event, RepeatingEvent) or (isinstance(event, Event) and event.recurring):
        said = "el mensaje sale muchas veces, y «cierra» dice una sola fecha"
        findings.add(here, said, "escriba cuánto después de salir: «7 días después», «7 días después a las 18:00»")
        return []
    hours = _hours(message, event, base)
    for hour in hours:
        if end <= hour:
            said = f"la encuesta cierra el {Moment(end)}, y el mensaje sale el {Moment(hour)}"
            findings.add(here, said, "escriba una fecha posterior, o cuánto después de salir: «7 días después»")
    return [end - hour for hour in hours if end > hour]


def _lasting(survey: Survey, workdays: Workdays) -> list[timedelta]:
    """How long a distance is, by the day on which it begins."""
    days = range(YEAR if survey.closes and ("hábil" in survey.closes or "habil" in survey.closes) else 1)
    opened = [FIRST_DAY + timedelta(days=day) for day in days]
    return [closes_at(survey, each, workdays) - each for each in opened]


def _hours(message: CampaignMessage, event: AnyEvent | None, base: Base) -> list[datetime]:
    """When a message that goes out once does, where the files tell."""
    once = event if isinstance(event, Event) else None
    if message.rule.needs_event and once is None:
        return []
    slots = expand(
        message.rule, Context(base.municipality.zone, base.workdays, once), LONG_AGO, FAR_AHEAD, message.moves
    )
    return [slot.local for slot in slots if slot.local is not None]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
