"""Media that people operate: no network, only the sheet that says what to do, where, by whom and until when."""

import re
from dataclasses import dataclass, replace
from math import ceil
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from channels.adapter import Kind, MediaRule, Options, Profile, Surroundings, TextLimit
from channels.filetypes import PUBLISHED, SUFFIXES
from channels.message import Composed, Message, Rejected, Remember, Sent

WORDS_PER_MINUTE = 160
"""Of a radio announcer. Most authors on radio ask for 160 to 180; the slower end is that of a notice that people write
down (E. Rodero, «A comparative analysis of speech rate and perception in radio bulletins», Text & Talk 32-3, 2012)."""
WORDS_PER_SECOND = WORDS_PER_MINUTE / 60
ACCENTS = str.maketrans("áéíóúü", "aeiouu")
WORD = re.compile(r"[^\W_]+(?:[.,:'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Work:
    """What one `clase` of manual account is."""

    medium: str
    """The medium that reports group by, in Spanish."""
    publishes: bool = True
    """What is done counts as published content; False for duties, visits and meetings."""
    spoken: bool = False
    """Its text is a script that somebody reads aloud."""
    counted: tuple[str, str] = ("vez", "veces")
    """What is counted of it, one and many: 300 leaflets, 6 spots, 3 rounds."""


WORKS: dict[str, Work] = {
    "acta": Work("actas", publishes=False),
    "aviso-parroquial": Work("avisos parroquiales", spoken=True, counted=("lectura", "lecturas")),
    "banner": Work("banner"),
    "boletin": Work("boletines"),
    "buzon": Work("buzón de sugerencias", publishes=False),
    "cartelera": Work("carteleras", counted=("afiche", "afiches")),
    "chat": Work("chat"),
    "comunicado": Work("comunicados de prensa"),
    "deber": Work("deberes", publishes=False),
    "documento": Work("documentos", publishes=False),
    "emisora": Work("radio", spoken=True, counted=("emisión", "emisiones")),
    "entrevista": Work("entrevistas", counted=("entrevista", "entrevistas")),
    "evento": Work("eventos", publishes=False, counted=("evento", "eventos")),
    "foro": Work("foros"),
    "impreso": Work("impresos", counted=("volante", "volantes")),
    "intranet": Work("intranet"),
    "jornada": Work("jornadas", publishes=False, counted=("jornada", "jornadas")),
    "lista": Work("listas", publishes=False),
    "llamada": Work("llamadas", publishes=False, counted=("llamada", "llamadas")),
    "perifoneo": Work("perifoneo", spoken=True, counted=("recorrido", "recorridos")),
    "prensa": Work("prensa escrita", counted=("publicación", "publicaciones")),
    "reunion": Work("reuniones", publishes=False, counted=("reunión", "reuniones")),
    "taller": Work("talleres", publishes=False, counted=("taller", "talleres")),
    "television": Work("televisión", spoken=True, counted=("emisión", "emisiones")),
    "verificacion": Work("verificaciones", publishes=False),
    "video": Work("videos", counted=("video", "videos")),
    "visita": Work("visitas", publishes=False, counted=("visita", "visitas")),
}
"""The kinds of the five plans. Any other word is a medium of its own name that publishes."""

FACTS: dict[str, str] = {
    "place": "Dónde",
    "responsible": "Responsable",
    "starts": "Desde",
    "due": "Fecha límite",
    "audience": "Para quién",
    "evidence": "Evidencia que se guarda",
    "count": "Qué se cuenta",
    "contact": "Contacto",
    "becomes": "Clase de tarea",
}
"""Keys of `Message.facts` that the sheet prints, in this order, and their labels."""


CALL = "llamada"
"""The `clase` of what is done on the telephone."""


def _word(text: str) -> str:
    if not re.fullmatch(r"[a-záéíóúüñ0-9]+(-[a-záéíóúüñ0-9]+)*", text):
        raise ValueError(f"«{text}» no es una clase: use minúsculas y guiones, por ejemplo aviso-parroquial")
    return text


class ManualOptions(Options):
    """What kind of work an account's orders are, and where they are carried out."""

    kind: Annotated[str, AfterValidator(_word)] = Field(alias="clase")
    place: str = Field(default="", alias="lugar")
    places: tuple[str, ...] = Field(default=(), alias="lugares")
    """One work order for each: billboards of several buildings, routes of a loudspeaker."""
    people: bool = Field(default=False, alias="personas")
    """Its orders name the persons of the public whom none of the message's other accounts reaches."""
    words_per_second: float = Field(default=WORDS_PER_SECOND, alias="palabras-por-segundo", gt=0.5, lt=10)


def work(kind: str) -> Work:
    """What a `clase` is, with or without its accents; a word that is not in the table is a medium of that name."""
    return WORKS.get(kind.translate(ACCENTS), Work(kind.replace("-", " ")))


def counted(kind: str, amount: int) -> str:
    """How often, as whoever does it says it: «300 volantes», «1 emisión»."""
    one, many = work(kind).counted
    return f"{amount} {one if amount == 1 else many}"


def places(options: Options) -> tuple[str, ...]:
    """The places or routes of an account, each of which gets a work order; empty: one order without a place."""
    assert isinstance(options, ManualOptions)
    return options.places or ((options.place,) if options.place else ())


def reading_seconds(script: str, words_per_second: float = WORDS_PER_SECOND) -> int:
    """How long a script takes to read aloud, in whole seconds, rounded up."""
    return ceil(len(WORD.findall(script)) / words_per_second)


class Manual:
    """An account whose messages are carried out by a person."""

    name: ClassVar[str] = "manual"
    profile: ClassVar[Profile] = Profile(
        medium="otros medios",
        kinds=(Kind.MANUAL,),
        text=TextLimit(100_000, "caracteres"),
        subject=TextLimit(200, "caracteres"),
        media=MediaRule(tuple(SUFFIXES), 100 * 1024 * 1024, maximum_count=20),
        attachments=MediaRule(tuple(PUBLISHED), 100 * 1024 * 1024, maximum_count=20),
    )
    options_model: ClassVar[type[Options]] = ManualOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        assert isinstance(options, ManualOptions)
        self._options = options
        self._account = surroundings.account

    @classmethod
    def sender(cls, options: Options) -> str:
        """`manual`: there is no credential."""
        return cls.name

    @classmethod
    def profile_for(cls, options: Options) -> Profile:
        """The profile of an account of this `clase`: its medium, and whether it publishes."""
        assert isinstance(options, ManualOptions)
        found = work(options.kind)
        return replace(cls.profile, medium=found.medium, publishes=found.publishes)

    def compose(self, message: Message) -> Composed:
        """The work order's sheet, a text file that a person can read, print and sign."""
        found = work(self._options.kind)
        place = message.facts.get("place") or ", ".join(places(self._options))
        facts = {**message.facts, "place": place}
        lines = [f"ORDEN DE TRABAJO: {message.subject or found.medium}", ""]
        lines += [f"Medio: {found.medium} ({self._account})"]
        lines += [f"{label}: {facts[key]}" for key, label in FACTS.items() if facts.get(key)]
        if found.spoken:
            seconds = reading_seconds(message.text, self._options.words_per_second)
            lines += [f"Duración de la lectura: {seconds} segundos, aproximadamente"]
        lines += ["", "GUION" if found.spoken else "TEXTO", "", message.text.strip(), ""]
        files = (*message.media, *message.attachments)
        lines += [f"Archivo: {file.name}{f' ({file.alt})' if file.alt else ''}" for file in files]
        lines += [f"Más información: {message.link}"] if message.link else []
        lines += ["", f"Orden {message.key}"]
        return Composed(".txt", ("\n".join(lines) + "\n").encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Refuses always: the work order is written when the message is published, and a person confirms it."""
        raise Rejected("Este medio lo opera una persona: la orden de trabajo se confirma con «pregonero confirm»")

    async def close(self) -> None:
        """Nothing is open."""
