"""What somebody is writing: the text of a campaign's file on its way through the forms, before anything is written.

It travels in the page, to the last octet, so that no draft is lost by a restart and two people hold two of them.
"""

import base64
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaigns.reading.files import CAMPAIGNS, Files
from campaigns.reading.tree import Keys, PlainValue
from campaigns.reading.yaml_reader import MAXIMUM_BYTES
from campaigns.tenant import Tenant
from campaigns.writing.difference import with_line_ends
from campaigns.writing.edits import drop, insert, put, swap
from campaigns.writing.fields import MESSAGES, Field, campaign_fields, message_fields
from campaigns.writing.filling import Typed, filled, value_at
from campaigns.writing.placing import NEW, digest
from campaigns.writing.spots import NotEditable, spots_of
from delivery.publications.orders import slug_of
from panel.office.asked import NOT_THERE, Asked, Turned
from panel.office.typed import number_typed
from storage.campaign_versions import Origin

GENERAL, PLAIN = "campana", "yaml"
"""Parts of a form: the campaign itself, and the whole file as text; a message is its place in the list."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 80
"""Of a campaign, in letters."""
BLANK = """\
campaña: ""
titulo: ""
clase: servicio
responsable: ""
mensajes:
  - id: anuncio
    cuando: ""
    canales: []
    asunto: ""
    texto: ""
"""
"""What a new campaign begins as."""
SPOILT = Turned(
    400,
    "El borrador llegó incompleto",
    "Lo que la página guardaba del archivo no se pudo leer. En el archivo no cambió nada.",
    "Vuelva atrás en el navegador: lo escrito sigue allí. Recargue y envíelo otra vez.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One file that is being written."""

    file: str
    """`campanas/matriculas.yaml`; empty while it is new and nobody has named it."""
    base: str
    """sha256 of the file that it was begun from; `NEW`: there was none."""
    text: str
    part: str = GENERAL
    """Which part of it the form shows."""
    origin: Origin = Origin.EDITED
    refused: Mapping[str, Sequence[str]] | None = None
    """What was typed and could not be written, by the field's name."""
    trouble: str = ""
    """Why, in Spanish."""

    @property
    def data(self) -> bytes:
        """As it would be written."""
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def name(self) -> str:
        """The file's; of a new campaign that of its id, where it has one that can be a file's."""
        if self.file:
            return self.file
        told = self.said(("campaña",))
        return f"{CAMPAIGNS}/{told}.yaml" if isinstance(told, str) and is_name(told) else ""

    @property
    def packed(self) -> str:
        """As it travels in the page."""
        return base64.b64encode(zlib.compress(self.data)).decode("ascii")

    @property
    def place(self) -> Keys:
        """Where the open part stands in the file."""
        return (MESSAGES, int(self.part)) if self.part.isdecimal() else ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Of the open part."""
        return message_fields() if self.part.isdecimal() else campaign_fields()

    @property
    def messages(self) -> list[PlainValue]:
        """As far as the text can be read."""
        found = self.said((MESSAGES,))
        return found if isinstance(found, list) else []

    def said(self, location: Keys) -> PlainValue | None:
        """What it says somewhere; None where it says nothing, or cannot be read."""
        try:
            return value_at(self.text, location)
        except NotEditable:
            return None

    @property
    def unreadable(self) -> str:
        """Why no form can show it, in Spanish; empty: one can."""
        try:
            spots_of(self.text)
        except NotEditable as error:
            return str(error)
        return "" if isinstance(self.said(()), dict) else "el archivo no tiene la forma de una campaña"


def is_name(told: str) -> bool:
    """Whether a text can name a campaign, and its file."""
    return len(told) <= LONGEST_NAME and SLUG.fullmatch(told) is not None


def file_of(tenant: Tenant, name: str) -> str:
    """The file of a campaign by its id, or of one that is broken by the file's own name. It may be gone.

    Raises `Turned` for a name that no file of ours can have.
    """
    known = tenant.campaigns.get(name)
    file = f"{CAMPAIGNS}/{known.file.stem if known is not None else name}.yaml"
    if known is None and not is_name(name) and file not in Files(tenant.folder).campaigns():
        raise NOT_THERE
    return file


def sent(asked: Asked, file: str) -> Draft:
    """The draft that came back, before what was typed is put into it. Raises `Turned`."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(asked.field("borrador"), validate=True), MAXIMUM_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise SPOILT
        text = data.decode("utf-8")
        origin = Origin(asked.field("origen") or Origin.EDITED)
    except (ValueError, zlib.error) as error:
        raise SPOILT from error
    base, part = asked.field("base"), asked.field("parte")
    if not re.fullmatch(r"[0-9a-f]{64}|", base) or not re.fullmatch(rf"{GENERAL}|{PLAIN}|\d{{1,4}}", part):
        raise SPOILT
    return shown(Draft(file, base, text, part, origin), part)


def typed_into(asked: Asked, draft: Draft) -> Draft:
    """With what was typed; what could not be written is kept beside it."""
    if draft.part == PLAIN:
        told = asked.form.get("texto-yaml") if asked.form is not None else None
        return replace(draft, text=with_line_ends(told, draft.text)) if isinstance(told, str) else draft
    form = asked.form
    typed: Typed = (
        {} if form is None else {name: [each for each in form.getlist(name) if isinstance(each, str)] for name in form}
    )
    return put_in(draft, typed)


def named(draft: Draft) -> Draft:
    """A new campaign whose short name was left empty takes it from its title."""
    title = draft.said(("titulo",))
    if draft.file or draft.refused or draft.said(("campaña",)) != "" or not isinstance(title, str):
        return draft
    if not any(each.isalnum() for each in title):
        return draft
    return replace(draft, text=put(draft.text, ("campaña",), slug_of(title)[:LONGEST_NAME].strip("-")))


def put_in(draft: Draft, typed: Typed) -> Draft:
    """One field after the other: one that cannot be written keeps none of the others from being."""
    refused: dict[str, Sequence[str]] = {}
    text, trouble = draft.text, ""
    for field in draft.fields:
        try:
            text = filled(text, draft.place, [field], typed, draft.fields)
        except NotEditable as error:
            stem = ".".join(map(str, (*draft.place, field.key)))
            refused |= {name: said for name, said in typed.items() if name == stem or name.startswith(f"{stem}.")}
            trouble = str(error)
    return replace(draft, text=text, refused=refused, trouble=trouble)


def shown(draft: Draft, part: str) -> Draft:
    """With another part open: the campaign where there is no such message, the text where no form can show it."""
    if draft.unreadable:
        return replace(draft, part=PLAIN)
    if part.isdecimal() and (number_typed(part) is None or int(part) >= len(draft.messages)):
        return replace(draft, part=GENERAL)
    return replace(draft, part=part)


def acted(draft: Draft, does: str, which: int) -> Draft:
    """After a button that changes the list of messages. Raises `NotEditable`."""
    text, count = draft.text, len(draft.messages)
    if does == "agregar":
        new: dict[str, PlainValue] = {
            "id": _fresh(draft, "mensaje"),
            "cuando": "",
            "canales": [],
            "asunto": "",
            "texto": "",
        }
        text = insert(text, (MESSAGES,), count, new) if count else put(text, (MESSAGES,), [new], _order())
        return replace(draft, text=text, part=str(count))
    if which >= count:
        return draft
    if does == "duplicar":
        found = draft.messages[which]
        copied = {**found, "id": _fresh(draft, str(found.get("id", "mensaje")))} if isinstance(found, dict) else found
        return replace(draft, text=insert(text, (MESSAGES,), which + 1, copied), part=str(which + 1))
    if does == "quitar":
        return replace(draft, text=drop(text, (MESSAGES, which)), part=GENERAL)
    first = which - 1 if does == "subir" else which
    if not 0 <= first < count - 1:
        return draft
    open_now = {str(first): str(first + 1), str(first + 1): str(first)}.get(draft.part, draft.part)
    return replace(draft, text=swap(text, (MESSAGES,), first), part=open_now)


def begun(file: str, data: bytes) -> Draft:
    """From a file as it is."""
    return Draft(file, digest(data), data.decode("utf-8", "replace"))


def blank() -> Draft:
    """A new campaign."""
    return Draft("", NEW, BLANK)


def _fresh(draft: Draft, stem: str) -> str:
    """A message's id that none has."""
    taken = {str(each.get("id")) for each in draft.messages if isinstance(each, dict)}
    return next(name for number in range(2, 10_000) if (name := f"{stem}-{number}") not in taken)


def _order() -> tuple[str, ...]:
    return (*(each.key for each in campaign_fields()), MESSAGES)
