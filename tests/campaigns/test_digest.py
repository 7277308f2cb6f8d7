"""What an approval is bound to."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.account import Account
from campaigns.audience import Audience
from campaigns.campaign import CampaignEntry
from campaigns.digest import campaign_source, message_digest
from campaigns.municipality import Contributor
from channels.adapter import Kind, Pace
from tests.campaigns.examples import EVENT, MAIL, X, campaign, changed

NEIGHBOURS = Audience.model_validate(
    {"nombre": "Ciudadanía", "condicion": {"con": {"barrio": "centro"}}, "canales": ["correo"]}
)
MESSAGE: dict[str, Any] = {"asunto": "A", "variantes": {"x": "Corto"}, "imagen": {"archivo": "a.png", "alt": "b"}}
ENTRY = campaign(**MESSAGE)


def digest(
    entry: CampaignEntry = ENTRY,
    accounts: tuple[Account, ...] = (MAIL, X),
    audience: Audience = NEIGHBOURS,
    media: str = "00",
    templates: dict[str, str] | None = None,
    contributor: Contributor | None = None,
) -> str:
    """The digest of the campaign's first message."""
    return message_digest(
        campaign_source(entry),
        entry.messages[0],
        accounts=accounts,
        audience_name="ciudadania",
        audience=audience,
        templates=templates or {},
        media={"a.png": media},
        contributor=contributor,
    )


@pytest.mark.parametrize(
    "other",
    [
        campaign("Otro texto", **MESSAGE),
        campaign(**{**MESSAGE, "asunto": "B"}),
        campaign(**{**MESSAGE, "variantes": {"x": "Cortico"}}),
        campaign(**{**MESSAGE, "variantes": {"x": "Corto", "web": "Largo"}}),
        campaign(**{**MESSAGE, "imagen": {"archivo": "a.png", "alt": "c"}}),
        campaign(**MESSAGE, cuando="al terminar"),
        campaign(**MESSAGE, responsable="luz"),
        campaign(**MESSAGE, adjuntos=[{"archivo": "b.pdf"}]),
        campaign(**MESSAGE, encuesta={"pregunta": "¿Sí?", "opciones": ["sí", "no"]}),
        campaign(**MESSAGE, event={**EVENT, "inicia": "2027-01-13 07:00"}),
        campaign(**MESSAGE, event={**EVENT, "requisitos": ["Otro"]}),
        changed(ENTRY, title="Otro título"),
        changed(ENTRY, data={"linea-gratuita": "1"}),
        changed(ENTRY, link="https://otra.gov.co"),
        changed(ENTRY, class_="gestion"),
    ],
)
def test_any_change_in_what_is_said_or_when_asks_for_a_new_approval(other: CampaignEntry) -> None:
    """Texts, variants, image, hour, people, event and the campaign's own fields are all covered."""
    assert digest(other) != digest()


def test_who_signs_is_covered() -> None:
    """Another contributor, another name or another class; not how it is reached."""
    junta = {"nombre": "Junta El Porvenir", "clase": "junta", "contacto": {"Sede": "Salón comunal"}}
    changes: tuple[dict[str, str | dict[str, str]], ...] = (
        {},
        {"nombre": "Junta La Paz"},
        {"clase": "organizacion"},
        {"contacto": {"Sede": "Escuela"}},
    )
    signed = [digest(contributor=Contributor.model_validate(junta | change)) for change in changes]
    others = {digest(), digest(campaign(**MESSAGE, de="junta-el-porvenir"))}
    assert len({*signed, *others}) == 5
    assert signed[3] == signed[0]


def test_files_accounts_audience_and_template_are_covered() -> None:
    """The bytes of an image, an account more or elsewhere, another public, and the text of a template file count."""
    by_file = campaign(texto=None, plantilla="carta.txt")
    others = Audience.model_validate({**NEIGHBOURS.model_dump(by_alias=True), "condicion": {"con": {"barrio": "sur"}}})
    found = [
        digest(),
        digest(media="01"),
        digest(accounts=(MAIL,)),
        digest(accounts=(X, MAIL)),
        digest(accounts=(MAIL, replace(X, target="otra"))),
        digest(accounts=(MAIL, replace(X, kind=Kind.MANUAL))),
        digest(audience=others),
        digest(by_file, templates={"carta.txt": "Señora"}),
        digest(by_file, templates={"carta.txt": "Señor"}),
    ]
    assert len(set(found)) == len(found)


def test_what_is_not_said_asks_for_no_new_approval() -> None:
    """Another message, a repetition, going live and the pace of an account leave the approval as it was."""
    other = changed(ENTRY.messages[0], id="otro", text="Nuevo")
    assert digest(changed(ENTRY, messages=(*ENTRY.messages, other))) == digest()
    assert digest(campaign(**MESSAGE, repetir=2)) == digest()
    assert digest(accounts=(replace(MAIL, mode="real", pace=Pace(per_second=9)), X)) == digest()


def test_the_order_of_keys_in_the_file_says_nothing() -> None:
    """Moving lines within a mapping changes no digest."""
    turned = changed(ENTRY, data=dict(reversed(ENTRY.data.items())))
    assert digest(turned) == digest()


@given(one=st.text(min_size=1, max_size=20), other=st.text(min_size=1, max_size=20))
def test_different_texts_never_share_a_digest(one: str, other: str) -> None:
    """Two texts are the same digest only where they are the same text."""
    first = changed(ENTRY, title=one)
    second = changed(ENTRY, title=other)
    assert (digest(first) == digest(second)) == (one == other)


def test_every_process_finds_the_same_digest() -> None:
    """Neither hash seeds nor the order of sets reach it."""
    code = "from tests.campaigns.test_digest import digest; print(digest())"
    for seed in ("1", "2"):
        process = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert process.stdout.strip() == digest()
