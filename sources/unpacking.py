"""An answer's body as it comes in: never more of it in memory than the largest that is taken, however it is packed."""

import zlib

from sources.telling import NoFigure

PLAIN = frozenset(("", "identity"))
PACKED = frozenset(("gzip", "x-gzip", "deflate"))
"""Nothing is asked for but plain bytes; some servers keep their files packed, and send them so all the same."""
GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class Unpacking:
    """The bytes of one answer."""

    def __init__(self, host: str, encoding: str, largest: int) -> None:
        """`host`: whose it is. `encoding`: its name (RFC 9110 §8.4). Raises `NoFigure` for one that is not read."""
        named = encoding.strip().lower()
        if named not in PLAIN | PACKED:
            raise NoFigure(
                f"{host} responde comprimido de una manera que no se lee ({encoding[:40]}); configúrelo para que "
                "responda sin comprimir.",
                needs_person=True,
            )
        self._unpacker = zlib.decompressobj(GZIP_OR_ZLIB) if named in PACKED else None
        self._host = host
        self._largest = largest
        self._body = bytearray()

    def add(self, chunk: bytes) -> None:
        """What came now. Raises `NoFigure` where it is too much, or is not packed as was said."""
        try:
            # One byte more than may be tells that there is more; the rest of a bomb is never unpacked.
            room = self._largest + 1 - len(self._body)
            self._body += chunk if self._unpacker is None else self._unpacker.decompress(chunk, room)
        except zlib.error as error:
            raise NoFigure(f"Lo que respondió {self._host} no se deja descomprimir: llegó dañado.") from error
        if len(self._body) > self._largest:
            raise NoFigure(
                f"{self._host} respondió más de {self._largest // 1_000_000} MB; revise «direccion».", needs_person=True
            )

    def whole(self) -> bytes:
        """All of it. Raises `NoFigure` where the end is missing."""
        if self._unpacker is not None and self._body and not self._unpacker.eof:
            raise NoFigure(f"Lo que respondió {self._host} llegó incompleto.")
        return bytes(self._body)
