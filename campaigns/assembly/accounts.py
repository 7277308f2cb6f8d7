"""`canales.yaml` into accounts: each entry beside what its adapter declares."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from campaigns.account import Account, AccountEntry
from campaigns.assembly.duration import DurationError, parse_duration
from campaigns.assembly.findings import Findings
from campaigns.problem import Problem
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import Vault, expand, stray_options
from campaigns.reading.tree import Document
from campaigns.reading.tree import Mapping as MappingNode
from campaigns.reading.validation import nearest
from channels.adapter import Adapter, Kind, Options, Pace, Profile
from channels.capabilities import Answers, Intake, Measures
from channels.registry import ADAPTERS, adapter, intake
from channels.registry import profile as profile_of
from sources.ages import AGES

MAIL = "email"
PERSONS = "personas"
"""The target of an account that writes to each person."""


def assemble_accounts(
    document: Document, entries: Mapping[str, AccountEntry], vault: Vault
) -> tuple[dict[str, Account], tuple[Problem, ...]]:
    """The accounts of which is known what they are, and what is wrong with any."""
    findings = Findings(document)
    found = {name: _account(findings, name, entry, vault) for name, entry in entries.items()}
    accounts = {name: account for name, account in found.items() if account is not None}
    return accounts, tuple(findings.problems)


def _account(findings: Findings, name: str, entry: AccountEntry, vault: Vault) -> Account | None:
    if entry.type not in ADAPTERS:
        close = nearest(entry.type, ADAPTERS)
        hint = f"¿quiso decir «{close}»?" if close else f"escriba uno de estos: {', '.join(ADAPTERS)}"
        findings.add((name, "tipo"), f"no existe el tipo de canal «{entry.type}»", hint)
        return None
    channel = adapter(entry.type)
    kind = _kind(findings, name, entry, channel.profile)
    options = _options(findings, name, entry, channel, vault)
    _mode(findings, name, entry, channel.profile)
    _lanes(findings, name, entry, channel.profile)
    _stock(findings, name, entry, kind)
    ages = _ages(findings, name, entry, channel)
    return None if kind is None or options is None else _joined(name, entry, channel, kind, options, ages)


def _joined(
    name: str,
    entry: AccountEntry,
    channel: type[Adapter],
    kind: Kind,
    options: Options,
    ages: tuple[timedelta, ...],
) -> Account:
    profile = profile_of(entry.type, options)
    pace = _pace(entry, profile.pace)
    return Account(
        name=name,
        type=entry.type,
        kind=kind,
        target=(entry.target or "") if kind is Kind.BROADCAST else "",
        medium=entry.medium or profile.medium,
        publishes=profile.publishes,
        mode=entry.mode,
        profile=profile,
        pace=pace,
        sender=channel.sender(options),
        options=options,
        responsible=entry.responsible,
        term=entry.term,
        quota_window=pace.quota_window,
        cost=entry.cost,
        budget=entry.budget,
        stock=entry.stock,
        ages=ages if kind is Kind.BROADCAST else (),
        stop=_stop(channel, entry.type, options) if kind is Kind.DIRECT else "",
    )


def _stop(channel: type[Adapter], kind: str, options: Options) -> str:
    """The word by which a person ends it, where what people write to the account is heard."""
    if not issubclass(channel, Answers) or intake(kind, options, "") is Intake.NONE:
        return ""
    return channel.answers(options).stop


def _kind(findings: Findings, name: str, entry: AccountEntry, profile: Profile) -> Kind | None:
    """To whom it speaks: what `destino` says where the adapter can do several, else what it does alone."""
    if len(profile.kinds) == 1:
        only = profile.kinds[0]
        if entry.target == PERSONS and only is Kind.BROADCAST:
            _cannot(findings, name, entry, "no escribe a personas: publica para todos")
        if entry.target not in (None, PERSONS) and only is Kind.DIRECT:
            _cannot(findings, name, entry, "solo escribe a personas, una por una")
        return only
    if entry.target is None:
        hint = "escriba «destino: personas», o el nombre del canal o grupo en el que publica"
        findings.add((name, "destino"), f"falta el destino de «{name}»", hint)
        return None
    return Kind.DIRECT if entry.target == PERSONS else Kind.BROADCAST


def _cannot(findings: Findings, name: str, entry: AccountEntry, why: str) -> None:
    findings.add((name, "destino"), f"un canal de tipo «{entry.type}» {why}", "borre la línea «destino»")


def _options(
    findings: Findings, name: str, entry: AccountEntry, channel: type[Adapter], vault: Vault
) -> Options | None:
    """The options as the adapter reads them, with their secrets."""
    within, document = (name, "opciones"), findings.document
    model = channel.options_model
    if document.node(within) is None:
        required = [field.alias or key for key, field in model.model_fields.items() if field.is_required()]
        if required:
            findings.add((name,), f"faltan las opciones de «{name}»", f"agregue «opciones:» con {', '.join(required)}")
        return salvage(Document(document.file, MappingNode({}, {}, document.place((name,))), ()), model).value
    node, problems = expand(document, within, model, vault, required=entry.mode == "real")
    read = salvage(document, model, within, node)
    findings.problems += [*problems, *read.problems, *stray_options(read.document, within, model)]
    return read.value


def _mode(findings: Findings, name: str, entry: AccountEntry, profile: Profile) -> None:
    if entry.mode == "real" and not profile.live:
        message = f"el canal «{entry.type}» aún no envía de verdad en esta versión"
        findings.add((name, "modo"), message, "déjelo en «modo: pruebas»")


def _lanes(findings: Findings, name: str, entry: AccountEntry, profile: Profile) -> None:
    """Each lane has its part of the pace: there has to be one for each."""
    pace, where = _pace(entry, profile.pace), (name, "ritmo", "carriles")
    if pace.lanes == 1:
        return
    if entry.type != MAIL:
        findings.add(where, f"un canal de tipo «{entry.type}» no se reparte en carriles", "borre «carriles»")
        return
    parts = {"simultaneos": pace.concurrency, "rafaga": pace.burst, "cuota": pace.quota}
    for key, figure in parts.items():
        if figure is not None and figure < pace.lanes:
            message = f"«{key}» ({figure}) no alcanza para {pace.lanes} carriles: a cada uno le toca al menos 1"
            findings.add(where, message, f"escriba «carriles: {figure}» o menos, o suba «{key}»")


def _stock(findings: Findings, name: str, entry: AccountEntry, kind: Kind | None) -> None:
    if entry.stock is not None and kind not in (None, Kind.MANUAL):
        message = f"«existencias» es para lo que reparten o leen las personas, y «{name}» envía por sí solo"
        findings.add((name, "existencias"), message, "borre «existencias»; para un tope de gasto use «presupuesto»")


def _ages(findings: Findings, name: str, entry: AccountEntry, channel: type[Adapter]) -> tuple[timedelta, ...]:
    """When its posts are asked for their figures: what `medir` says, else the usual."""
    measures, asked = issubclass(channel, Measures), entry.ages
    if asked is None:
        return AGES if measures else ()
    if asked == ("no",):
        return ()
    if not measures:
        message = f"el servicio de un canal de tipo «{entry.type}» no dice cifras de lo publicado"
        findings.add((name, "medir"), message, "borre «medir»")
        return ()
    found: list[timedelta] = []
    for each in asked:
        try:
            found.append(parse_duration(each))
        except DurationError as error:
            hint = "escriba «medir: no», o las edades: «medir: [1 hora, 1 día, 7 días]»"
            findings.add((name, "medir"), error.message, hint)
    return tuple(sorted(set(found)))


def _pace(entry: AccountEntry, own: Pace) -> Pace:
    """The adapter's figures with those that the entry changes."""
    asked = entry.pace
    window = own.quota_window if asked.quota_hours is None else timedelta(hours=asked.quota_hours)
    return replace(
        own,
        per_second=asked.per_second or own.per_second,
        burst=asked.burst or own.burst,
        quota=asked.quota or own.quota,
        quota_window=window,
        concurrency=asked.concurrency or own.concurrency,
        lanes=asked.lanes or own.lanes,
        readings=asked.readings or own.readings,
    )
