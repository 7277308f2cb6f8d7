"""`canales.yaml` into accounts: each entry beside what its adapter declares."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Protocol, runtime_checkable

from campaigns.account import Account, AccountEntry
from campaigns.problem import Problem
from campaigns.reading.secrets import Vault, expand
from campaigns.reading.tree import Document, Location
from campaigns.reading.validation import nearest, validate
from channels.adapter import Adapter, Kind, Options, Pace, Profile
from channels.registry import ADAPTERS, adapter

PERSONS = "personas"
"""The target of an account that writes to each person."""


def assemble_accounts(
    document: Document, entries: Mapping[str, AccountEntry], vault: Vault
) -> tuple[dict[str, Account], tuple[Problem, ...]]:
    """The accounts that are right, and what is wrong with the others."""
    accounts: dict[str, Account] = {}
    problems: list[Problem] = []
    for name, entry in entries.items():
        account, found = _account(document, name, entry, vault)
        problems.extend(found)
        if account is not None:
            accounts[name] = account
    return accounts, tuple(problems)


def _account(
    document: Document, name: str, entry: AccountEntry, vault: Vault
) -> tuple[Account | None, tuple[Problem, ...]]:
    if entry.type not in ADAPTERS:
        close = nearest(entry.type, ADAPTERS)
        hint = f"¿quiso decir «{close}»?" if close else f"escriba uno de estos: {', '.join(ADAPTERS)}"
        return None, (document.problem((name, "tipo"), f"no existe el tipo de canal «{entry.type}»", hint),)
    channel = adapter(entry.type)
    kind, target_problems = _kind(document, name, entry, channel.profile)
    options, option_problems = _options(document, name, entry, channel, vault)
    problems = (*target_problems, *option_problems, *_mode(document, name, entry, channel.profile))
    if kind is None or options is None or problems:
        return None, problems
    return _joined(name, entry, channel, kind, options), ()


def _joined(name: str, entry: AccountEntry, channel: type[Adapter], kind: Kind, options: Options) -> Account:
    profile = _profile(channel, options)
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
    )


@runtime_checkable
class _Varies(Protocol):
    """An adapter whose profile depends on its options: a work order's medium on its `clase`."""

    def profile_for(self, options: Options) -> Profile: ...


def _profile(channel: type[Adapter], options: Options) -> Profile:
    return channel.profile_for(options) if isinstance(channel, _Varies) else channel.profile


def _kind(
    document: Document, name: str, entry: AccountEntry, profile: Profile
) -> tuple[Kind | None, tuple[Problem, ...]]:
    """To whom it speaks: what `destino` says where the adapter can do several, else what it does alone."""
    if len(profile.kinds) == 1:
        only = profile.kinds[0]
        if entry.target == PERSONS and only is Kind.BROADCAST:
            return None, (_cannot(document, name, entry, "no escribe a personas: publica para todos"),)
        if entry.target not in (None, PERSONS) and only is Kind.DIRECT:
            return None, (_cannot(document, name, entry, "solo escribe a personas, una por una"),)
        return only, ()
    if entry.target is None:
        hint = "escriba «destino: personas», o el nombre del canal o grupo en el que publica"
        return None, (document.problem((name, "destino"), f"falta el destino de «{name}»", hint),)
    return (Kind.DIRECT if entry.target == PERSONS else Kind.BROADCAST), ()


def _cannot(document: Document, name: str, entry: AccountEntry, why: str) -> Problem:
    location: Location = (name, "destino")
    return document.problem(location, f"un canal de tipo «{entry.type}» {why}", "borre la línea «destino»")


def _options(
    document: Document, name: str, entry: AccountEntry, channel: type[Adapter], vault: Vault
) -> tuple[Options | None, tuple[Problem, ...]]:
    """The options as the adapter reads them, with their secrets."""
    within = (name, "opciones")
    model = channel.options_model
    if document.node(within) is None:
        required = [field.alias or key for key, field in model.model_fields.items() if field.is_required()]
        if required:
            hint = f"agregue «opciones:» con {', '.join(required)}"
            return None, (document.problem((name,), f"faltan las opciones de «{name}»", hint),)
        return model(), ()
    node, secret_problems = expand(document, within, model, vault, required=entry.mode == "real")
    options, problems = validate(document, model, within, node)
    return options, (*secret_problems, *problems)


def _mode(document: Document, name: str, entry: AccountEntry, profile: Profile) -> tuple[Problem, ...]:
    if entry.mode == "real" and not profile.live:
        message = f"el canal «{entry.type}» aún no envía de verdad en esta versión"
        return (document.problem((name, "modo"), message, "déjelo en «modo: pruebas»"),)
    return ()


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
    )
