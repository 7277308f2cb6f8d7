"""A Facebook page: what it declares and the post that it would make. It runs in `pruebas` until it can send."""

import json
from typing import ClassVar

from pydantic import Field, SecretStr

from channels.adapter import Kind, MediaRule, Options, Pace, Profile, Surroundings, TextLimit
from channels.address import ServerAddress
from channels.graph import SERVER, VERSION, GraphNumber, GraphVersion
from channels.message import Composed, Message, Rejected, Remember, Sent


class FacebookOptions(Options):
    """What staff write under `opciones:` of a Facebook account."""

    page: GraphNumber = Field(alias="pagina")
    """The page's number, as Meta Business Suite shows it."""
    token: SecretStr = Field(min_length=1)
    """A page access token with `pages_manage_posts`, made from a system user's."""
    app_secret: SecretStr | None = Field(None, alias="secreto-app")
    """Proves each call, where the app demands it (`appsecret_proof`)."""
    server: ServerAddress = Field(SERVER, alias="servidor")
    version: GraphVersion = VERSION


class Facebook:
    """One page, one post for all (https://developers.facebook.com/docs/pages-api/posts)."""

    name: ClassVar[str] = "facebook"
    profile: ClassVar[Profile] = Profile(
        medium="Facebook",
        kinds=(Kind.BROADCAST,),
        text=TextLimit(63_206, "caracteres"),
        media=MediaRule(types=("image/jpeg", "image/png"), maximum_bytes=4_000_000, maximum_count=10),
        pace=Pace(per_second=1, concurrency=1),
        live=False,
    )
    options_model: ClassVar[type[Options]] = FacebookOptions

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        """Keeps the options; opens no connection."""
        assert isinstance(options, FacebookOptions)
        self._options = options

    @classmethod
    def sender(cls, options: Options) -> str:
        """`facebook:<page>`."""
        assert isinstance(options, FacebookOptions)
        return f"facebook:{options.page}"

    def compose(self, message: Message) -> Composed:
        """The call and its body, in JSON; a photo is named by its file and sha256, for its number comes from Meta."""
        photos = [{"file": each.name, "sha256": each.sha256, "alt_text_custom": each.alt} for each in message.media]
        body: dict[str, object] = {"message": message.text, "published": True}
        if photos:
            body["attached_media"] = photos
        elif message.link:
            body["link"] = message.link
        call = {"path": f"/{self._options.version}/{self._options.page}/feed", "body": body}
        return Composed(".json", json.dumps(call, ensure_ascii=False, indent=2).encode())

    async def send(self, message: Message, remember: Remember) -> Sent:
        """Raises `Rejected`: this version does not send to Facebook."""
        raise Rejected(
            "Pregonero todavía no publica en Facebook; llegará en una versión posterior. Deje la cuenta en "
            "«modo: pruebas» y publique a mano el texto de var/pruebas.",
            code="sin-envio",
        )

    async def close(self) -> None:
        """Nothing is open."""
