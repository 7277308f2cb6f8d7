"""What staff write under `opciones:` of a WordPress account."""

from base64 import b64encode
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from channels.adapter import Options
from channels.address import ServerAddress
from channels.deadline import whole


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(90, gt=0, le=600, alias="lectura")


class WordPressOptions(Options):
    """Where the site is, and as whom Pregonero writes there."""

    server: ServerAddress = Field(alias="servidor")
    """The site's own address, with its folder where it has one; what is called stands under `/wp-json`."""
    user: str = Field(min_length=1, pattern=r"^[^:\x00-\x1f]+$", alias="usuario")
    password: SecretStr = Field(alias="clave")
    """An application password; WordPress shows it in groups of four, and takes it with or without the spaces."""
    categories: tuple[str, ...] = Field(default=(), alias="categorias")
    """By name; one that the site does not have is made."""
    featured: bool = Field(default=True, alias="imagen-destacada")
    """The first picture is the post's featured one, which the theme shows; False: it stands in the text."""
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.connect, its.read, its.read)

    @property
    def host(self) -> str:
        """The site's name, as errors tell it."""
        return urlsplit(self.server).hostname or ""

    @property
    def basic(self) -> str:
        """User and password as they travel (RFC 7617 §2)."""
        return b64encode(f"{self.user}:{self.password.get_secret_value()}".encode()).decode()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Each form of the password that an error page may echo."""
        said = self.password.get_secret_value()
        return (self.basic, said, said.replace(" ", ""))
