"""Subscribers as a figure: each address once, as it stood when the period ended, whatever was said later."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from audience.erasure import erase
from audience.subscriptions import Proof, subscribe, unsubscribe
from audience.suppression import opt_out
from audience.whose import holders
from campaigns.indicator import Indicator
from indicators.measures import Figure, measure
from indicators.outcomes import Outcomes
from indicators.periods import parse_period
from indicators.report import make_report
from indicators.subscribed import Movement, read_movements, read_subscribed
from indicators.targets import adds_up
from indicators.why import why
from tests.audience.people import add_contact, add_tenant, key_of
from tests.campaigns.town import INDICATORS, PLAN, loaded
from tests.indicators.rows import at
from tests.indicators.test_periods import BOGOTA

PROOF = Proof("página")
WRITTEN = {"nombre": "N° de suscriptores", "unidad": "suscriptores", "tipo": "automatico", "cuenta": "suscriptores"}


class Town:
    """People and what they say, at hours that are named."""

    def __init__(self, connection: Connection) -> None:
        """Nobody is there."""
        self.connection, self.tenant = connection, add_tenant(connection)
        self._people: dict[str, int] = {}

    def wants(self, address: str, moment: str, *topics: str) -> None:
        """Somebody subscribes; `telefono:300…` for another kind than mail."""
        if address not in self._people:
            self._people[address] = add_contact(self.connection, self.tenant, "x", address)
        subscribe(self.connection, self.tenant, self._people[address], key(address), topics, PROOF, at(moment))

    def leaves(self, address: str, moment: str, *topics: str) -> None:
        """Somebody wants these topics no more."""
        unsubscribe(self.connection, self.tenant, key(address), topics, PROOF, at(moment))

    def is_erased(self, address: str, moment: str) -> None:
        """Somebody asked to be forgotten."""
        [person] = holders(self.connection, self.tenant, [key(address)])
        erase(self.connection, self.tenant, person, "Radicado 1", at(moment))

    def figure(self, month: str, **where: Any) -> Figure:
        """The indicator in a month."""
        until: datetime = parse_period(month, BOGOTA).until
        outcomes = Outcomes((), (), subscribed=read_subscribed(self.connection, self.tenant, until))
        return measure(Indicator.model_validate(WRITTEN | {"filtro": where}), outcomes, "VC-1")


def key(address: str) -> str:
    """Of a mail address, or one of another kind."""
    kind, _, bare = address.rpartition(":")
    return key_of(bare, kind or "correo")


@pytest.fixture
def town(writing: Connection) -> Town:
    """January: Ana wants two topics by mail, Luis one by telephone, Eva left, Sol was never confirmed."""
    made = Town(writing)
    made.wants("ana@correo.co", "2027-01-05 12:00", "noticias", "eventos")
    made.wants("telefono:3001234567", "2027-01-06 12:00", "noticias")
    made.wants("eva@correo.co", "2027-01-07 12:00", "noticias")
    made.leaves("eva@correo.co", "2027-01-20 12:00", "noticias")
    add_contact(writing, made.tenant, "Sol", "sol@correo.co")
    return made


FILTERS = [
    ({}, 2, {"Correo": 1, "Teléfono": 1}),
    ({"temas": ["noticias"]}, 2, {"Correo": 1, "Teléfono": 1}),
    ({"temas": ["eventos"]}, 1, {"Correo": 1}),
    ({"temas": ["noticias", "eventos"], "medios": ["Correo"]}, 1, {"Correo": 1}),
    ({"medios": ["Telegram"]}, 0, {}),
    ({"temas": ["contratos"]}, 0, {}),
]


@pytest.mark.parametrize(("where", "value", "media"), FILTERS)
def test_an_address_is_counted_once(town: Town, where: dict[str, Any], value: int, media: dict[str, int]) -> None:
    """By topic and by medium; who has two topics is one, and who left or never confirmed is none."""
    assert town.figure("2027-01", **where) == Figure(value, {}, media)


def test_a_closed_period_keeps_its_figure(town: Town) -> None:
    """Whoever leaves, comes back, wants nothing more or is erased later changes no month before."""
    town.leaves("ana@correo.co", "2027-02-10 12:00", "noticias", "eventos")
    town.wants("eva@correo.co", "2027-02-11 12:00", "noticias")
    opt_out(town.connection, town.tenant, key("telefono:3001234567"), "BAJA", at("2027-02-12 12:00"))
    town.wants("ana@correo.co", "2027-03-10 12:00", "eventos")
    town.is_erased("eva@correo.co", "2027-03-11 12:00")
    months = ("2026-12", "2027-01", "2027-02", "2027-03", "2027-04")
    assert [town.figure(month).value for month in months] == [0, 2, 1, 1, 1]
    assert town.figure("2027-02", temas=["noticias"]).value == 1
    assert town.figure("2027-03", temas=["noticias"]).value == 0


def test_the_hour_is_the_municipality_s(town: Town) -> None:
    """What is confirmed at 23:30 of January's last day is January's."""
    town.wants("sol@correo.net", "2027-02-01 04:30", "noticias")
    assert town.figure("2027-01").value == 3


def test_who_came_and_who_left_is_told_by_topic(town: Town) -> None:
    """Who left and came back within the period did neither."""
    town.leaves("ana@correo.co", "2027-02-10 12:00", "eventos", "noticias")
    town.wants("ana@correo.co", "2027-02-15 12:00", "noticias")
    town.wants("eva@correo.co", "2027-02-11 12:00", "noticias")
    february = parse_period("2027-02", BOGOTA)
    found = read_movements(town.connection, town.tenant, february.since, february.until)
    assert found == (
        Movement("eventos", "Correo", 1, 0, 1),
        Movement("noticias", "Correo", 1, 1, 0),
        Movement("noticias", "Teléfono", 1, 0, 0),
    )
    assert [row.after for row in found] == [0, 2, 1]


def test_a_report_has_the_figure_and_why_shows_its_topics(town: Town, tmp_path: Path) -> None:
    """Through the verbs' own functions, in a municipality that counts them."""
    more = "suscriptores: {nombre: Suscriptores, unidad: personas, tipo: automatico, cuenta: suscriptores}\n"
    tenant = loaded(tmp_path, {"indicadores.yaml": INDICATORS + more, "plan.yaml": PLAN}).tenants[0]
    january = parse_period("2027-01", BOGOTA)
    report = make_report(town.connection, tenant, town.tenant, january, at("2027-03-01 12:00"))
    [table] = why(town.connection, tenant, town.tenant, "suscriptores", january)
    assert [row.figure.value for row in report.indicators if row.key == "suscriptores"] == [2]
    assert table.rows == (
        ("Eventos", "Correo", 0, 1, 0, 1),
        ("Noticias", "Correo", 0, 1, 0, 1),
        ("Noticias", "Teléfono", 0, 1, 0, 1),
    )


def test_two_people_behind_one_mail_are_one_address(town: Town) -> None:
    """What is counted is where something arrives."""
    other = add_contact(town.connection, town.tenant, "Luis", "ana@correo.co")
    subscribe(town.connection, town.tenant, other, key("ana@correo.co"), ["noticias"], PROOF, at("2027-01-08 12:00"))
    assert town.figure("2027-01").value == 2


def test_a_level_does_not_add_up() -> None:
    """Its target for a month is not a twelfth of the year's."""
    assert not adds_up(Indicator.model_validate(WRITTEN))
