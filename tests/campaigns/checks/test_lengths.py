"""Texts against the limits of their services, at the longest that they can become."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from campaigns.account import Account
from campaigns.campaign import CampaignEntry
from campaigns.checks.lengths import too_long
from campaigns.checks.wording import WordingProblem, check_wording
from campaigns.templates.work import Work
from campaigns.when import Event, Span
from channels.adapter import Kind, TextLimit
from channels.instagram import Instagram
from channels.sms import Sms
from channels.sms.adapter import UNACCENTED
from channels.telegram import Telegram
from channels.x import X
from tests.campaigns.examples import EVENT, MAIL, MUNICIPALITY, RADIO, SPAN, WEB, account, campaign

LIMIT = TextLimit(280, "caracteres")
POST = account("red", "x", Kind.BROADCAST, LIMIT)
PERSON = account("vecinos", "telegram", Kind.DIRECT, TextLimit(1000, "caracteres"))


def problems(
    entry: CampaignEntry, *accounts: Account, event: Event | None = None, templates: dict[str, str] | None = None
) -> list[WordingProblem]:
    """What is wrong with the words of the campaign's one message."""
    return check_wording(
        MUNICIPALITY,
        entry,
        entry.messages[0],
        accounts=accounts,
        event=event or Event((SPAN,)),
        templates=templates or {},
        work=Work(),
    )


def text_of(length: int) -> str:
    """A text of that length that has the link in it, so that nothing is added."""
    return "x" * (length - len(MUNICIPALITY.site_url) - 1) + " " + MUNICIPALITY.site_url


def test_the_last_character_fits_and_the_next_one_does_not() -> None:
    """280 of 280 is right; 281 says limit, unit and by how much it is over, and where it was written."""
    assert problems(campaign(text_of(280)), POST) == []
    [problem] = problems(campaign(text_of(283)), POST)
    assert problem.at == ("texto",)
    assert "llega a 283 caracteres" in problem.message
    assert "caben 280: sobran 3" in problem.message


def test_what_is_added_under_a_text_counts() -> None:
    """The link that a post without one gets, and the line of contact of a message, are part of its length."""
    assert problems(campaign("x" * 280), POST) != []
    bare = account("vecinos", "telegram", Kind.DIRECT, TextLimit(40, "caracteres"))
    assert problems(campaign("Corto"), bare) != []


def test_x_counts_its_own_way() -> None:
    """A link weighs 23 and an emoji 2, however long they are in characters."""
    post = account("x", "x", Kind.BROADCAST, X.profile.text)
    link = "https://villaclara.gov.co/" + "a" * 100
    fits = "x" * (280 - 24) + " " + link
    assert problems(campaign(fits, enlace=link), post) == []
    assert problems(campaign("x" + fits, enlace=link), post) != []
    assert problems(campaign("👉" * 128 + " " + link, enlace=link), post) == []
    assert problems(campaign("👉" * 129 + " " + link, enlace=link), post) != []


def test_telegram_counts_utf16_and_less_beside_an_image() -> None:
    """4096 units for a text and 1024 for a caption; an emoji is two."""
    limits = {"limit": Telegram.profile.text, "caption": Telegram.profile.caption}
    to = account("t", "telegram", Kind.BROADCAST, **limits)
    assert problems(campaign("🎉" * 1900), to) == []
    assert problems(campaign("🎉" * 2049), to) != []
    [problem] = problems(campaign("a" * 1025, imagen={"archivo": "a.png", "alt": "b"}), to)
    assert "junto a una imagen o un adjunto caben 1024" in problem.message
    attached = account("t", "telegram", Kind.BROADCAST, **limits, attachments=Telegram.profile.attachments)
    assert problems(campaign("a" * 1025, adjuntos=[{"archivo": "a.pdf"}]), attached) != []
    assert problems(campaign("a" * 1025, adjuntos=[{"archivo": "a.pdf"}]), to) == []


def test_names_count_at_their_longest() -> None:
    """A greeting is measured with a name of 120 characters; a default longer than that is measured too."""
    room = account("vecinos", "telegram", Kind.DIRECT, TextLimit(400, "caracteres"))
    assert problems(campaign("{{ nombre | default('a') }}" + "x" * 20), room) == []
    assert problems(campaign("{{ nombre | default('a') }}" * 3 + "x" * 20), room) != []
    assert problems(campaign(f"{{{{ nombre | default('{'y' * 300}') }}}}"), room) != []


def test_the_longer_branch_of_what_only_the_person_decides_counts() -> None:
    """Nobody knows who lives where when files are read: both branches must fit."""
    long = "{% if persona.barrio == 'Centro' %}" + "x" * 1000 + "{% else %}corto{% endif %}"
    assert problems(campaign(long), PERSON) != []
    assert problems(campaign(long.replace("persona.barrio == 'Centro'", "datos.valor == '0'")), PERSON) == []


def test_every_date_of_an_event_counts() -> None:
    """The date whose name is longest decides, also where a rule makes more dates than can be measured one by one."""
    text = "{{ evento.inicia | dia }}" + text_of(280 - len("lunes 3 de mayo"))
    dates = [{"id": "a", "inicia": "2027-05-03"}, {"id": "b", "inicia": "2027-09-29"}]
    entry = campaign(text, event={"fechas": dates})
    short, long = (
        Span(
            datetime.fromisoformat(each["inicia"]).replace(tzinfo=MUNICIPALITY.zone),
            SPAN.end.replace(year=2028),
            each["id"],
        )
        for each in dates
    )
    assert problems(entry, POST, event=Event.listed((short,))) == []
    assert problems(entry, POST, event=Event.listed((short, long))) != []
    weekly = tuple(
        Span(short.start + week * timedelta(days=7), short.start + week * timedelta(days=7), str(week))
        for week in range(99)
    )
    assert (
        problems(campaign(text, event={"repite": "cada lunes", "dura": "1 hora"}), POST, event=Event(weekly, True))
        != []
    )


def test_a_variant_is_measured_for_its_own_account_and_named() -> None:
    """The short words of one medium do not excuse the long ones of another."""
    entry = campaign(text_of(400), variantes={"x": text_of(300)})
    [problem] = problems(entry, POST, WEB, RADIO)
    assert problem.at == ("variantes", "x")


def test_a_long_subject_is_found() -> None:
    """A subject is measured like a text."""
    [problem] = problems(campaign("Hola", asunto="x" * 201), MAIL)
    assert problem.at == ("asunto",)
    assert "el asunto para «correo» llega a 201" in problem.message


def test_templates_are_checked_where_they_are_used() -> None:
    """A name that only some accounts can fill is a problem once; a text file is checked like a text."""
    [problem] = problems(campaign("Hola {{ persona.barrio }}"), PERSON, POST)
    assert "no escriben a personas" in problem.message
    assert problems(campaign("Hola {{ persona.barrio }}"), PERSON) == []
    [problem] = problems(campaign(None, plantilla="carta.txt"), PERSON, templates={"carta.txt": "a\n {{ nmbre }}"})  # type: ignore[arg-type]  # no text of its own
    assert (problem.at, problem.line, problem.column) == (("plantilla",), 2, 5)


def test_a_figure_that_cannot_be_written_is_found_when_files_are_read() -> None:
    """`| pesos` of a word fails at the check, not when the message is due."""
    entry = campaign("{{ evento.lugar | pesos }}", event=EVENT)
    [problem] = problems(entry, PERSON)
    assert "«pesos» necesita un número" in problem.message


def test_a_list_without_end_is_refused_when_files_are_read() -> None:
    """200 elements can be walked over; with more, a file of a megabyte would keep the machine busy for minutes."""
    walk = "{% for cada in evento.requisitos %}{% endfor %}"
    right = campaign(walk, event={**EVENT, "requisitos": ["a"] * 200})
    assert problems(right, MAIL) == []
    [problem] = problems(campaign(walk * 300, event={**EVENT, "requisitos": ["a"] * 201}), MAIL)
    assert "201 elementos y un texto recorre hasta 200" in problem.message


@pytest.mark.parametrize("image", [True, False])
def test_finished_texts_are_measured_alone(image: bool) -> None:
    """A text within its limit has no problem, with an image or without."""
    assert too_long(POST, "", "x" * 280, with_file=image) == []


def test_sms_counts_segments_and_tells_what_makes_them_short() -> None:
    """One accent that SMS has not more than doubles them; what names the person may hold one."""
    to = account("sms", "sms", Kind.DIRECT, Sms.profile.text)
    assert problems(campaign(text_of(459)), to) == []
    [problem] = problems(campaign("ó" + text_of(201)), to)
    assert "llega a 4 segmentos de SMS" in problem.message
    assert "á, í, ó, ú" in problem.message
    assert problems(campaign("{{ nombre | default('vecino') }}" + text_of(81)), to) == []
    assert problems(campaign("{{ nombre | default('vecino') }}" + text_of(82)), to) != []


def test_of_an_sms_that_is_too_long_its_writer_sees_what_was_measured() -> None:
    """The finished text, its alphabet and length, which letters are dear, and what makes it cheaper."""
    to = account("sms", "sms", Kind.DIRECT, Sms.profile.text)
    text = "{{ nombre | default('vecino') }}, la reunión será aquí. " + text_of(160)
    [problem] = problems(campaign(text), to)
    assert "son 304 unidades en el alfabeto UCS-2, por «Í», «ó», «á», «í»" in problem.message
    assert "Se midió: «[nombre o dato de la persona, hasta 120 letras], la reunión será aquí. xxx" in problem.message
    assert problem.hint.endswith("; o escriba «sin-tildes: sí» en las opciones de la cuenta")


def test_an_sms_that_accents_make_no_longer_is_not_helped_by_leaving_them_out() -> None:
    """Whose letters all stand in the alphabet, or whose account writes without accents already."""
    [problem] = problems(campaign(text_of(460)), account("sms", "sms", Kind.DIRECT, Sms.profile.text))
    assert "(son 460 unidades en el alfabeto GSM-7). Se midió: «xxx" in problem.message
    assert "sin-tildes" not in problem.hint
    [problem] = problems(campaign("á🙂" + text_of(460)), account("sms", "sms", Kind.DIRECT, UNACCENTED))
    assert "en el alfabeto UCS-2, por «🙂»)" in problem.message
    assert "sin-tildes" not in problem.hint


def test_of_branches_that_count_alike_the_one_of_more_letters_is_longer() -> None:
    """Alone both take one segment; the text with the longer one takes a segment more."""
    to = account("sms", "sms", Kind.DIRECT, replace(Sms.profile.text, maximum=1))
    text = "{% if persona.barrio == 'Centro' %}n{% else %}" + "n" * 100 + "{% endif %}" + text_of(61)
    assert problems(campaign(text), to) != []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ".join(f"#barrio{number}" for number in range(31)), "tiene 31 etiquetas (#) y caben 30"),
        (" ".join(f"@vecino{number}" for number in range(22)), "tiene 22 menciones (@) y caben 20"),
        (" ".join(f"#barrio{number} @vecino.{number} a@b{number}.co" for number in range(20)) + " #1 R#2", ""),
    ],
)
def test_what_is_counted_in_a_text_has_its_limits_too(text: str, said: str) -> None:
    """Instagram takes 30 labels and 20 mentions; a number is no label, and a mail address no mention."""
    profile = Instagram.profile
    found = too_long(replace(POST, profile=profile), "", text, with_file=True)
    assert [each.message.partition(" para ")[2].partition("» ")[2] for each in found] == [said] * bool(said)
