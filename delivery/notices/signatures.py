"""Letters of the program keep their links without the signature: whoever copies the rows can open nothing with them.

The signature is made again when a message is finished, from the keys in `var/claves`, which no row holds.
"""

from collections.abc import Callable
from dataclasses import replace

from campaigns.content import Content
from delivery.notices.texts import each_text
from storage.keyring import Keyring
from storage.tokens import Use, bare, signed_again


def without_signatures(keyring: Keyring, content: Content) -> Content:
    """What is kept of a letter."""
    stripped: dict[str, str] = {}

    def strip(text: str) -> str:
        told, found = bare(keyring, text)
        stripped.update({body: use.value for body, use in found.items()})
        return told

    kept = _each_text(content, strip)
    return replace(kept, unsigned=stripped)


def with_signatures(keyring: Keyring, content: Content) -> Content:
    """What goes out of it; any other content as it is."""
    if not content.unsigned:
        return content
    uses = {body: Use(use) for body, use in content.unsigned.items()}
    return _each_text(content, lambda text: signed_again(keyring, text, uses))


def _each_text(content: Content, change: Callable[[str], str]) -> Content:
    reply_to = None if content.reply_to is None else change(content.reply_to)
    return replace(content, values=each_text(content.values, change), reply_to=reply_to)
