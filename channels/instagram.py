"""An Instagram account: what it declares and the post that it would make. It runs in `pruebas` until it can send."""

import json
from datetime import timedelta
from typing import ClassVar

from pydantic import Field, SecretStr

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.address import ServerAddress
from channels.graph.options import SERVER, VERSION, GraphNumber, GraphVersion
from channels.message import Composed, Media, Message, Rejected, Remember, Sent


class InstagramOptions(Options):
    """What staff write under `opciones:` of an Instagram account."""

    user: GraphNumber = Field(alias="cuenta")
    """The number of the professional account."""
    token: SecretStr = Field(min_length=1)
    """Of a user with `instagram_content_publish`."""
    server: ServerAddress = Field(SERVER, alias="servidor")
    version: GraphVersion = VERSION


class Instagram:
    """One professional account (https://developers.facebook.com/docs/instagram-platform/content-publishing).

    A post is made in two calls: a container, for which Instagram fetches the image from its public address, and its
    publication.
    """

    name: ClassVar[str] = "instagram"
    profile: ClassVar[Profile] = Profile(
        medium="Instagram",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(2200, "caracteres"),
        media=MediaRule(
            types=("image/jpeg",), maximum_bytes=8_000_000, maximum_count=10, required=True, public_url=True
        ),
        pace=Pace(per_second=1, quota=25, quota_window=timedelta(days=1), concurrency=1),
        live=False,
    )
    options_model: ClassVar[type[Options]] = InstagramOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, InstagramOptions)
        self._options = options

    @classmethod
    def sender(cls, options: Options) -> str:
        """`instagram:<account>`."""
        assert isinstance(options, InstagramOptions)
        return f"instagram:{options.user}"

    def compose(self, message: Message) -> Composed:
        """The bodies of the calls that make the post's containers, in JSON. Raises `Rejected` without an image."""
        if not message.media:
            raise Rejected("Instagram no publica sin imagen; agregue «imagen» al mensaje.", code="sin-imagen")
        bodies = [self._container(each) for each in message.media]
        if len(bodies) == 1:
            bodies[0]["caption"] = message.text
        else:
            bodies = [body | {"is_carousel_item": True} for body in bodies]
            bodies.append({"media_type": "CAROUSEL", "caption": message.text})
        path = f"/{self._options.version}/{self._options.user}/media"
        calls = [{"path": path, "body": body} for body in bodies]
        return Composed(".json", json.dumps(calls, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Raises `Rejected`: this version does not send to Instagram."""
        raise Rejected(
            "Pregonero todavía no publica en Instagram; llegará en una versión posterior. Deje la cuenta en "
            "«modo: pruebas» y publique a mano el texto de var/pruebas.",
            code="sin-envio",
        )

    async def close(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _container(media: Media) -> dict[str, object]:
        return {"image_url": media.url or media.name, "alt_text": media.alt}
