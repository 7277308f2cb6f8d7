"""All problems of a folder are told at once, and none that only follows from another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, INDICATORS, MUNICIPALITY, TEXTS, loaded, problems

CAMPAIGN_FILE = "campanas/matriculas.yaml"


def test_form_and_names_are_told_together(tmp_path: Path) -> None:
    """Values without form hide neither the names beside them nor other files."""
    municipality = MUNICIPALITY.replace("05001", "5001").replace("[ana]", "[ana], quorum: 3")
    municipality = municipality.replace("avisos: correo", "avisos: mail").replace("jefe: ana", "jefe: nadie")
    campaign = CAMPAIGN.replace("titulo:", "título:").replace("SE-7", "PC-7").replace("[correo, web]", "[mail]")
    assert problems(tmp_path, {"municipio.yaml": municipality, CAMPAIGN_FILE: campaign}) == [
        f"{CAMPAIGN_FILE}:1:1: falta «titulo»",
        f"{CAMPAIGN_FILE}:2:1: no se conoce la clave «título»",
        f"{CAMPAIGN_FILE}:3:9: no existe en el plan la acción «PC-7»",
        f"{CAMPAIGN_FILE}:13:15: no existe el canal «mail»",
        "municipio.yaml:3:14: «5001» no tiene la forma que pide «codigo-dane»",
        "municipio.yaml:8:54: no existe la persona «nadie»",
        "municipio.yaml:12:61: el cuórum (3) es mayor que el número de miembros (1)",
        "municipio.yaml:13:9: no existe el canal «mail»",
    ]


def test_what_is_salvaged_does_not_run(tmp_path: Path) -> None:
    """A campaign without its form is left out, a municipality without it does not load."""
    found = loaded(tmp_path, {CAMPAIGN_FILE: CAMPAIGN.replace("titulo:", "título:")})
    assert [dict(tenant.campaigns) for tenant in found.tenants] == [{}]
    assert loaded(tmp_path, {"municipio.yaml": MUNICIPALITY.replace("05001", "5001")}).tenants == ()


def test_a_wrong_rule_hides_no_wrong_words(tmp_path: Path) -> None:
    """A message is checked as far as it can be read."""
    campaign = CAMPAIGN.replace("15 días antes", "15 días antez").replace("Empiezan las matrículas.", '"{{ nada }}"')
    said = problems(tmp_path, {CAMPAIGN_FILE: campaign})
    assert [each.split(":")[1] for each in said] == ["12", "15"]


@pytest.mark.parametrize("name", [name for name in TEXTS if "/" not in name])
@pytest.mark.parametrize("text", ["a: [", "x", "- x\n", "a\tb"])
def test_a_base_file_that_cannot_be_read_is_one_problem(tmp_path: Path, name: str, text: str) -> None:
    """What others name in it is not missed, and what is wrong elsewhere is told besides."""
    campaign = CAMPAIGN.replace("clase: servicio", "clase: servisio")
    changes = {CAMPAIGN_FILE: campaign, name: text}
    assert [each.split(":")[0] for each in problems(tmp_path, changes)] == [CAMPAIGN_FILE, name]


def test_names_of_a_group_that_was_lost_are_not_missed(tmp_path: Path) -> None:
    """Under a key that nobody knows, people may stand that others name."""
    changes = {"municipio.yaml": MUNICIPALITY.replace("personas:", "gente:")}
    assert problems(tmp_path, changes) == [
        "municipio.yaml:1:1: falta «personas»",
        "municipio.yaml:9:1: no se conoce la clave «gente»",
    ]


def test_an_account_of_an_unknown_type_is_still_a_name(tmp_path: Path) -> None:
    """Neither publics, notices, messages and their variants, nor indicators complain of it."""
    campaign = CAMPAIGN + "    variantes: {correo: Otro texto}\n"
    more = INDICATORS.replace("}", ", filtro: {canales: [correo], medios: [Correo electrónico]}}")
    changes = {"canales.yaml": ACCOUNTS.replace("tipo: email", "tipo: e-mail"), CAMPAIGN_FILE: campaign}
    assert problems(tmp_path, {**changes, "indicadores.yaml": more}) == [
        "canales.yaml:2:9: no existe el tipo de canal «e-mail»"
    ]


def test_a_message_that_waits_for_one_that_could_not_be_read_is_right(tmp_path: Path) -> None:
    """Its name may stand in the file that is broken; in a file that is whole it would be missed."""
    waits = CAMPAIGN.replace("matriculas\n", "otra\n", 1).replace("15 días antes a las 08:00", "{}")
    changes = {"campanas/otra.yaml": waits.format("2 horas después de publicar rota/anuncio")}
    assert problems(tmp_path, {**changes, "campanas/rota.yaml": "campaña: ["}) == [
        "campanas/rota.yaml:2:1: falta un valor"
    ]
    assert problems(tmp_path, {**changes, "campanas/rota.yaml": CAMPAIGN.replace("matriculas\n", "rota\n", 1)}) == []
    changes = {"campanas/otra.yaml": waits.format("2 horas después de publicar matriculas/nada")}
    assert "campanas/otra.yaml:12:13: no existe el mensaje «matriculas/nada»" in problems(
        tmp_path, {**changes, "campanas/rota.yaml": "campaña: ["}
    )


def _broken() -> Iterator[tuple[str, int, str]]:
    for name, text in TEXTS.items():
        for number, line in enumerate(text.splitlines()):
            if key := re.match(r" *(?:- )?[\w-]+:(?= .)", line):
                for value in ("[[a]]", "{a: b}", "Ñ ñ"):
                    yield name, number, f"{key[0]} {value}"


@pytest.mark.parametrize(("name", "number", "line"), [*_broken()])
def test_a_value_without_form_is_told_only_where_it_stands(tmp_path: Path, name: str, number: int, line: str) -> None:
    """Whatever depends on it is left alone."""
    lines = TEXTS[name].splitlines()
    lines[number] = line
    said = problems(tmp_path, {name: "\n".join(lines)})
    assert {each.split(":")[0] for each in said} <= {name}
    assert {int(each.split(":")[1]) for each in said} <= {number + 1}
