"""Pieces made in a process of its own: what draws them takes more memory than a daemon at rest may have."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pieces.announcement import Announcement
from pieces.apart import run_apart
from pieces.brand import Brand
from pieces.form import SHEETS, Form

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}


@dataclass(frozen=True, slots=True)
class Order:
    """One piece to be made."""

    form: Form
    said: Announcement
    brand: Brand
    jpeg: bool = False
    """A card as JPEG, for services that take no PNG."""
    glance: bool = False
    """The first page of a paper as a picture, to be seen on a screen."""

    @property
    def mime(self) -> str:
        """What kind of file it makes."""
        if not SHEETS[self.form].picture:
            return PNG if self.glance else PDF
        return JPEG if self.jpeg else PNG

    @property
    def name(self) -> str:
        """What the file is called: `afiche-a4.pdf`."""
        return f"{self.form.value}{SUFFIXES[self.mime]}"

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "form": self.form.value,
            "said": self.said.to_json(),
            "brand": self.brand.to_json(),
            "jpeg": self.jpeg,
            "glance": self.glance,
        }

    @classmethod
    def from_json(cls, kept: Any) -> "Order":  # noqa: ANN401 - as JSON has it
        """The same order again."""
        said, brand = Announcement.from_json(kept["said"]), Brand.from_json(kept["brand"])
        return cls(Form(kept["form"]), said, brand, kept["jpeg"], kept["glance"])


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece that was made, or why it could not be."""

    order: Order
    data: bytes = b""
    """The same order gives the same bytes."""
    dropped: tuple[str, ...] = ()
    """Emoji that no font of the municipality has, and that were left out."""
    refusal: str = ""
    """Why nothing could be drawn, in Spanish, and what to do; empty where it was."""


def draw(orders: Sequence[Order]) -> list[Piece]:
    """The pieces, in their order, all made by one process. What cannot be drawn says why in its place.

    Raises `CannotDraw` where the process itself fails.
    """
    if not orders:
        return []
    written = json.dumps([order.to_json() for order in orders])
    made = json.loads(run_apart("pieces", written, "las piezas"))
    return [
        Piece(order, base64.b64decode(each["data"]), tuple(each["dropped"]), each["refusal"])
        for order, each in zip(orders, made, strict=True)
    ]
