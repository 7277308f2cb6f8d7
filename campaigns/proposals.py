"""`propuestas` of `municipio.yaml`: what people and departments ask to be published, and where it comes to stand."""

from pydantic import Field

from campaigns.entry import Entry, Slug, Text
from campaigns.plan import ActionKey

PETITION = "15 días hábiles"
"""The term of a petition (Ley 1755 de 2015, art. 14 of the law that it makes part of)."""


class ProposalSection(Entry):
    """A part of the site that takes what others write."""

    name: Text = Field(alias="nombre")
    campaign: Slug = Field(alias="campaña")
    """Whose class, approval and public its publications have."""
    account: Slug = Field(alias="cuenta")
    """The account of the web on which they stand."""
    action: ActionKey | None = Field(default=None, alias="accion")
    """The plan's row that they serve; left out: the campaign's."""
    for_children: bool = Field(default=False, alias="de-ninos")
    """It takes what children send through an adult, and that alone."""
    for_departments: bool = Field(default=False, alias="de-dependencias")
    """It takes what departments ask in the panel, and that alone: nobody else is offered it."""


class Proposals(Entry):
    """The page where people propose, and the queue of what departments ask for."""

    sections: dict[Slug, ProposalSection] = Field(default_factory=dict, alias="secciones")
    term: Text = Field(default=PETITION, alias="plazo")
    """How long the office has to answer people."""
    internal_term: Text | None = Field(default=None, alias="plazo-dependencias")
    """The same for departments; left out: as for people."""
    internal_action: ActionKey | None = Field(default=None, alias="accion-dependencias")
    """The plan's row that what departments ask for serves; left out: its section's."""
    suggestion_action: ActionKey | None = Field(default=None, alias="accion-sugerencias")
    """The plan's row that suggestions to contributors serve; left out: none."""
    notice: Text | None = Field(default=None, alias="aviso", max_length=4000)
    """The privacy notice that people agree to; left out: `usual_notice`."""

    @property
    def terms(self) -> dict[str, str]:
        """Every term that is written, by its key."""
        found = {"plazo": self.term, "plazo-dependencias": self.internal_term}
        return {key: text for key, text in found.items() if text is not None}


def usual_notice(body: str, policy: str) -> str:
    """What articles 14 and 15 of Decreto 1377 de 2013 ask for: who, what for, which rights, and where all of it stands.

    `body`: who speaks; `policy`: the address of its policy on personal data.
    """
    return (
        f"Responsable de sus datos: {body}. Usará su nombre y su correo, si los escribe, y lo que nos envía, para "
        "revisarlo, responderle y, si se acepta, publicarlo; para nada más. Su correo nunca se publica, y su nombre "
        "solo si usted lo pide. De niños, niñas y adolescentes no se publica el nombre ni una foto en la que se les "
        "reconozca sin permiso del adulto responsable (Ley 1098 de 2006). Guardará la fecha y la dirección de red del "
        "envío, como prueba de su autorización (Ley 1581 de 2012). Los datos que permiten saber dónde y cuándo se "
        "tomó una foto se borran al recibirla. Usted puede conocer, corregir y borrar sus datos y retirar su "
        "autorización cuando quiera, gratis, con el enlace de seguimiento o por los canales de atención. La política "
        f"de tratamiento de datos está en {policy}"
    )
