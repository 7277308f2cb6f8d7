"""`check`: the staff's folder looked through."""

from collections.abc import Mapping
from datetime import datetime

from audience.columns import told_columns
from audience.people_lists import brought
from campaigns.advice import advice
from campaigns.loader import Loaded, load
from campaigns.templates import TemplateError
from delivery.clock import SystemClock
from delivery.old_lists import kept_lists
from delivery.planning.card_check import card_problems
from delivery.planning.meeting_days import late_approvals
from delivery.planning.people_awaited import awaited_people
from pieces.refusal import CannotDraw
from storage.approvals import Approval, all_decisions
from storage.errors import StorageError
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call
from verbs.folder import count_words, url
from verbs.kept_list_words import kept_list_lines
from verbs.place import existing
from verbs.printed import concerning, whole
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (CannotDraw, OSError, TemplateError)


def check(call: Call) -> Answer:
    """All problems at once."""
    loaded = load(call.config, call.environment)
    found = [*loaded.problems, *card_problems(loaded.tenants, SystemClock().now())]
    problems = [problem.as_json() for problem in found]
    if problems:
        return Answer(problems, [*map(str, found), count_words(len(problems))], code=2)
    return Answer(problems, _praise(call, loaded, *_late(call, loaded)))


def _late(call: Call, loaded: Loaded) -> tuple[str, dict[str, list[str]]]:
    """Of each municipality what its committees cannot decide on in time, which lists are too old and what none brings.

    Before it, why they could not be read.
    """
    now, trouble = SystemClock().now(), ""
    words: dict[str, Mapping[str, list[Approval]]] = {}
    lists: dict[str, Mapping[str, datetime]] = {}
    columns: dict[str, list[str]] = {}
    try:
        with existing(url(call, loaded)) as database:
            if database is not None:
                with database.read() as connection:
                    for tenant in loaded.tenants:
                        number = find_tenant(connection, tenant.slug)
                        if number is not None:
                            words[tenant.slug] = all_decisions(connection, number)
                            lists[tenant.slug] = brought(connection, number)
                            columns[tenant.slug] = told_columns(connection, number, tenant)
    except StorageError as error:
        trouble = f"No se miró qué está aprobado ni qué listas hay: {error}"
    found: dict[str, list[str]] = {}
    for tenant in loaded.tenants if not trouble else ():
        slug, kept = tenant.slug, kept_lists(tenant.municipality, lists.get(tenant.slug, {})).values()
        found[slug] = [f"{each}." for each in sorted(late_approvals(tenant, words.get(slug, {}), now))]
        found[slug] += [f"{each}." for each in sorted(awaited_people(tenant))]
        found[slug] += [*kept_list_lines(kept, now), *columns.get(slug, ())]
    return trouble, found


def _praise(call: Call, loaded: Loaded, trouble: str, late: Mapping[str, list[str]]) -> list[str]:
    lines = [trouble] if trouble else []
    for tenant in loaded.tenants:
        messages = sum(len(campaign.messages) for campaign in tenant.campaigns.values())
        real = sum(account.mode == "real" for account in tenant.accounts.values())
        modes = f"{real} de {len(tenant.accounts)} cuentas en modo real" if real else "todas las cuentas en pruebas"
        campaigns = how_many(len(tenant.campaigns), "campaña", "campañas")
        said = f"{campaigns}, {how_many(messages, 'mensaje', 'mensajes')}, {modes}"
        lines.append(f"{tenant.municipality.name}: todo está bien. {said}.")
        lines += [f"  {said}" for said in advice(tenant)]
        lines += [f"  {whole(concerning(call, tenant), said)}" for said in late.get(tenant.slug, ())]
    return lines
