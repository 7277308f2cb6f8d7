"""How verbs write what people read: counts that agree, sentences where there is nothing, lines that fit."""

import re
from zoneinfo import ZoneInfo

import pytest

from channels.capabilities import Withdraws
from channels.registry import ADAPTERS, adapter
from delivery.office.office import STATE_NAMES
from delivery.watching.listing import recipient_words
from delivery.watching.status import Waiting
from tests.campaigns.town import CAMPAIGN
from tests.verbs.operator import Operator
from verbs.answer import PIPED
from verbs.office import OFFICE
from verbs.waiting_words import waiting_tables
from verbs.words import counted_state, delivery_words

ZONE = ZoneInfo("America/Bogota")
CALLED = {"telegram": "Telegram", "x": "X", "web": "sitio web", "facebook": "Facebook", "wordpress": "WordPress"}


@pytest.mark.parametrize(
    ("number", "state", "said"),
    [
        (1, STATE_NAMES["awaiting_approval"], "1 por aprobar"),
        (2, STATE_NAMES["awaiting_approval"], "2 por aprobar"),
        (2, STATE_NAMES["done_with_errors"], "2 terminadas con errores"),
        (1, STATE_NAMES["missed"], "1 no salió a su hora"),
        (3, STATE_NAMES["missed"], "3 no salieron a su hora"),
        (3, delivery_words("failed", "real"), "3 fallaron"),
        (2, delivery_words("sent", "pruebas"), "2 enviadas (en pruebas)"),
        (2, delivery_words("uncertain", "real"), "2 dudosas"),
        (2, delivery_words("sending", "real"), "2 enviándose"),
    ],
)
def test_a_count_agrees_with_what_it_counts(number: int, state: str, said: str) -> None:
    """In the plural where there are several."""
    assert counted_state(number, state) == said


def test_the_help_of_withdraw_names_the_services_that_can() -> None:
    """Those whose adapter does; another one's name has to be added there."""
    able = {kind for kind in ADAPTERS if issubclass(adapter(kind), Withdraws)}
    assert able == set(CALLED)
    said = next(verb.help for verb in OFFICE if verb.name == "withdraw")
    assert [name for name in CALLED.values() if not re.search(rf"\b{name}\b", said)] == []


def test_no_task_is_told_in_a_sentence(operator: Operator) -> None:
    """And not by the head of a table."""
    operator.town()
    operator.does("db", "upgrade")
    assert operator.does("tasks") == "No hay tareas abiertas.\n"
    assert operator.does("tasks", "--done") == "Todavía no hay tareas confirmadas.\n"


def test_what_goes_out_once_approved_has_that_for_its_hour() -> None:
    """An empty cell would say nothing."""
    [table] = waiting_tables({"awaiting_approval": [Waiting("a/b/web@1", None, "Espera la aprobación.")]}, ZONE)
    assert table.rows == (("a/b/web@1", "al aprobarla", "Espera la aprobación."),)


def test_what_is_piped_has_no_endless_lines(operator: Operator) -> None:
    """A table that is wider is told as cards, a row after the other."""
    long = CAMPAIGN.replace("campaña: matriculas", f"campaña: {'matriculas-' * 9}2027")
    operator.town({"campanas/matriculas.yaml": long})
    lines = operator.does("plan", "--from", "2026-12-01", "--to", "2027-01-31").splitlines()
    assert max(map(len, lines)) <= PIPED


@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        ("ana@correo.co", "ana@correo.co"),
        ("a1" * 32, "dirección olvidada"),
        ("orden:1", "tarea"),
        ("orden:hospital", "tarea: hospital"),
    ],
)
def test_a_recipient_is_told_in_words(recipient: str, said: str) -> None:
    """And not by what stands for it in the rows."""
    assert recipient_words(recipient) == said
