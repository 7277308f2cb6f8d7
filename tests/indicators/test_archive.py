"""The archive: all that was published, as it was."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, insert, select, update

from indicators import archive
from indicators.archive import ArchivedContent, Sought, archived
from indicators.archive_details import Reach
from storage.approvals import Approval, Decision, decide
from storage.readings import add_reading
from storage.tables import counter, delivery
from tests.indicators.contents import add_content
from tests.indicators.rows import add_order, add_publication, add_tenant, at

PAGE = "matriculas/anuncio/web@1"
DIGEST = "a" * 64


def keys(found: list[ArchivedContent]) -> list[str]:
    """Which they are."""
    return [each.key for each in found]


def look(connection: Connection, tenant: int, **sought: object) -> list[ArchivedContent]:
    """What is found."""
    return list(archived(connection, tenant, Sought(**sought)))  # type: ignore[arg-type]  # keywords go through


def test_a_post_is_told_with_all_that_is_known_of_it(writing: Connection) -> None:
    """Its finished words, who wrote and approved it, its files, its address and what its service counts."""
    tenant = add_tenant(writing)
    picture = {"archivo": "a.png", "alt": "Niñas que leen"}
    message = {"asunto": "Matrículas", "imagen": picture, "redacta": "luz", "aprueba": "ana"}
    post = add_content(writing, tenant, PAGE, "2027-01-04 13:00", message=message, digest=DIGEST)
    writing.execute(update(delivery).values(url="https://villaclara.gov.co/1"))
    number = writing.execute(select(delivery.c.id)).scalar_one()
    add_reading(writing, tenant, post, number, at("2027-01-05 13:00"), {"views": 90}, {"shares"})
    word = Approval(Decision.APPROVED, "luz", "", at("2027-01-03 15:00"), approver="comite-gel", complete=True)
    decide(writing, tenant, "matriculas", "anuncio", DIGEST, word)
    [found] = look(writing, tenant)
    assert found.key == PAGE
    assert found.words.subject == "Matrículas"
    assert found.words.text == "Las matrículas empiezan el 12 de enero de 2027 en La sede más cercana."
    assert (found.content.drafter, found.responsible, found.page) == (
        "Luz Mesa",
        "Ana Ríos",
        "https://villaclara.gov.co/m",
    )
    assert [(image.alt, image.sha256) for image in found.content.images] == [("Niñas que leen", "0" * 64)]
    assert found.approvals == (word,)
    assert (found.went_out_at, found.reach, found.url) == (
        at("2027-01-04 13:00"),
        Reach(1, 0, None),
        "https://villaclara.gov.co/1",
    )
    assert found.told is not None
    assert found.told.figures == {"views": 90}


def test_a_message_to_persons_names_none_of_them(writing: Connection) -> None:
    """What is each person's own stands as it was written, all else is filled in; how many got it is counted."""
    tenant = add_tenant(writing)
    text = "Buenos días, {{ nombre }}: es el {{ evento.inicia | fecha }}."
    add_content(writing, tenant, "matriculas/anuncio/correo@1", "2027-01-04 13:00", text)
    [found] = look(writing, tenant)
    assert found.words.text == "Buenos días, {{ nombre }}: es el 12 de enero de 2027."
    assert "604 123 4567" in found.words.foot
    assert found.reach == Reach(3, 1, 2)


def test_a_text_that_hangs_on_the_person_is_told_as_it_was_written(writing: Connection) -> None:
    """No one text is what all have read."""
    tenant = add_tenant(writing)
    text = "{% if persona.barrio is defined %}Vecino de {{ persona.barrio }}{% else %}Vecino{% endif %}"
    add_content(writing, tenant, "matriculas/anuncio/correo@1", "2027-01-04 13:00", text)
    assert look(writing, tenant)[0].words.text == text


def test_a_household_is_all_whom_a_message_was_for(writing: Connection) -> None:
    """Two messages arrived, at a house of four and of one; the one that came back is nobody."""
    tenant = add_tenant(writing)
    key = "matriculas/anuncio/correo@1"
    number = add_content(writing, tenant, key, "2027-01-04 13:00", per_household=True)
    for place, (people, bounced) in enumerate([(4, None), (1, None), (3, at("2027-01-05 13:00"))]):
        row = {"recipient_key": str(place), "people": people, "bounced_at": bounced, "state": "sent"}
        writing.execute(insert(delivery).values(publication=number, audience="ciudadania", **row))
    assert look(writing, tenant)[0].reach == Reach(3, 1, 5)


def test_what_persons_did_is_told_with_its_evidence(writing: Connection) -> None:
    """Each task that somebody says was done, by whom, where, how often; those that were not are not told."""
    tenant = add_tenant(writing)
    number = add_content(writing, tenant, "matriculas/anuncio/emisora@1", "2027-01-04 13:00")
    evidence = [{"name": "recibo.jpg", "sha256": "c" * 64}]
    add_order(
        writing,
        tenant,
        number,
        "emisora",
        "2027-01-05 13:00",
        "2027-01-06 15:00",
        4,
        place="Segovia Estéreo",
        evidence=evidence,
    )
    add_order(writing, tenant, number, "emisora", "2027-01-05 13:00", place="Otra")
    [found] = look(writing, tenant)
    [task] = found.tasks
    assert (task.place, task.responsible, task.count, task.by) == ("Segovia Estéreo", "prensa", 4, "prensa")
    assert (task.at, task.evidence) == (at("2027-01-06 15:00"), (("recibo.jpg", "c" * 64),))


def test_a_correction_and_a_withdrawal_are_linked_to_what_they_are_about(writing: Connection) -> None:
    """The correction is published content of its own; a withdrawal says nothing, and stands with its source alone."""
    tenant = add_tenant(writing)
    source = add_content(writing, tenant, PAGE, "2027-01-04 13:00")
    fixed = "matriculas/anuncio~correccion-1/web@1"
    add_content(writing, tenant, fixed, "2027-01-05 13:00", "El 13.", publishes=False, corrects=source)
    gone = "matriculas/anuncio~retiro-1/web@1"
    add_content(writing, tenant, gone, "2027-01-06 13:00", act="withdraw", publishes=False, corrects=source)
    first, second = look(writing, tenant)
    assert (first.corrects, [each.key for each in first.corrections]) == ("", [fixed])
    assert first.withdrawn is not None
    assert (first.withdrawn.key, first.withdrawn.at) == (gone, at("2027-01-06 13:00"))
    assert (second.key, second.corrects, second.words.text) == (fixed, PAGE, "El 13.")


def test_what_is_no_published_content_is_not_in_it(writing: Connection) -> None:
    """A duty, a notice to staff, a test, what has not gone out, and another municipality's."""
    tenant, other = add_tenant(writing), add_tenant(writing, "otra")
    add_content(writing, tenant, PAGE, "2027-01-04 13:00")
    duty = add_content(writing, tenant, "matriculas/acta/emisora@1", "2027-01-04 13:00", publishes=False)
    notice = "matriculas/acta~correccion-1/web@1"
    add_content(writing, tenant, notice, "2027-01-04 13:00", publishes=False, corrects=duty)
    add_content(writing, tenant, "matriculas/prueba/web@1", "2027-01-04 13:00", mode="pruebas")
    add_publication(writing, tenant, "matriculas/espera/web@1", None)
    failed = add_content(writing, tenant, "matriculas/fallo/web@1", "2027-01-04 13:00")
    writing.execute(update(counter).where(counter.c.publication == failed).values(state="failed"))
    add_content(writing, other, "matriculas/ajeno/web@1", "2027-01-04 13:00")
    assert keys(look(writing, tenant)) == [PAGE]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("MATRICULAS", "niñas"), True),
        (("enero", "sede"), True),
        (("niñas", "fútbol"), False),
        (("requisitos",), True),
        (("evento",), False),
        (("escuela",), True),
        (("atendemos",), False),
    ],
)
def test_all_words_have_to_stand_in_what_was_said(writing: Connection, words: tuple[str, ...], found: bool) -> None:
    """Whatever their case and accents; what a text names is found by what it became, and files by their names."""
    tenant = add_tenant(writing)
    message = {
        "imagen": {"archivo": "a.png", "alt": "Niñas que leen"},
        "adjuntos": [{"archivo": "b.pdf", "nombre": "Requisitos.pdf"}],
        "encuesta": {"pregunta": "¿Qué escuela prefiere?", "opciones": ["La del centro", "Ninguna"]},
    }
    add_content(writing, tenant, PAGE, "2027-01-04 13:00", message=message)
    assert bool(look(writing, tenant, words=words)) is found


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"since": at("2027-01-05 13:00")}, ["b", "c"]),
        ({"until": at("2027-01-05 13:00")}, ["a"]),
        ({"campaign": "fiestas"}, ["c"]),
        ({"account": "correo"}, ["b"]),
        ({"action": "VC-2"}, ["a"]),
        ({"medium": "pagina WEB"}, ["a", "c"]),
        ({"since": at("2027-01-05 12:00"), "account": "web"}, ["c"]),
    ],
)
def test_what_is_wanted_is_found(writing: Connection, sought: dict[str, datetime | str], found: list[str]) -> None:
    """By its moment, its campaign, its account, the plan's row that it serves, and its medium."""
    tenant = add_tenant(writing)
    add_content(
        writing, tenant, "matriculas/a/web@1", "2027-01-04 13:00", actions=["VC-1", "VC-2"], medium="página web"
    )
    add_content(writing, tenant, "matriculas/b/correo@1", "2027-01-05 13:00")
    add_content(writing, tenant, "fiestas/c/web@1", "2027-01-06 13:00", medium="Página web")
    assert [each.message for each in look(writing, tenant, **sought)] == found


def test_page_after_page_none_is_left_out_or_told_twice(writing: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where several began at one moment."""
    monkeypatch.setattr(archive, "PAGE", 2)
    tenant = add_tenant(writing)
    for name in "abcdefg":
        day = "04" if name in "abcd" else "05"
        add_content(writing, tenant, f"matriculas/{name}/web@1", f"2027-01-{day} 13:00")
    assert [each.message for each in look(writing, tenant)] == list("abcdefg")
