"""`temas` of `municipio.yaml`: what people may subscribe to."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from campaigns.entry import Entry, Text


class Topic(Entry):
    """One topic, as the subscription page shows it."""

    name: Text = Field(alias="nombre", max_length=80)
    description: str = Field(default="", alias="descripcion", max_length=300)
    """What a subscriber gets, in a sentence or two."""


def _topic(value: object) -> object:
    return {"nombre": value} if isinstance(value, str) else value


TopicSlug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""What messages, links and people's words name it by: lower case letters, digits and single hyphens."""
Topics = Annotated[dict[TopicSlug, Annotated[Topic, BeforeValidator(_topic)]], Field(min_length=1, max_length=20)]
"""By the slug that messages name; in the order of the page."""


def usual_topics() -> dict[str, Topic]:
    """Those of a municipality that names none."""
    return {slug: Topic(nombre=name, descripcion=description) for slug, name, description in _USUAL}


_USUAL = (
    ("noticias", "Noticias", "Lo que pasa en el municipio y lo que hace la alcaldía."),
    ("boletines", "Boletines", "El resumen que la alcaldía publica cada cierto tiempo."),
    ("eventos", "Eventos", "Ferias, jornadas, reuniones y actividades, con su lugar y su hora."),
    ("tramites", "Trámites", "Plazos, requisitos y trámites nuevos."),
    ("contratos", "Contratos", "Convocatorias y procesos de contratación."),
)
