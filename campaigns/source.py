"""Entities outside the municipality that supply what is published, each through a delegate inside it."""

from pydantic import EmailStr, Field

from campaigns.entry import Entry, Slug, Text


class Source(Entry):
    """A hospital, a guild, a school: it is asked through whoever of the municipality visits it."""

    name: Text = Field(alias="nombre")
    delegate: Slug = Field(alias="delegado")
    """The department, person or committee that asks it, and answers for what it hands over."""
    mail: EmailStr | None = Field(default=None, alias="correo")
    contact: dict[Text, Text] = Field(default_factory=dict, alias="contacto")
    """Where the delegate finds it: name to number, person or place, in printed order."""
