"""Whose language a message has no words in, and what they get."""

from collections.abc import Iterable, Mapping
from typing import Any

from campaigns.language import language_name

NO_WORDS = (
    "sin-traduccion",
    "El mensaje no está en el idioma de la persona, y dice «traduccion: obligatoria».",
)
"""The code and the sentence of whoever gets nothing."""


def without_words(
    content: Mapping[str, Any], keys: Iterable[str], personal: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """The keys of those who get none of a publication, by its frozen content and what is known of each by key.

    Who reads several languages gets it in its own.
    """
    if not content.get("only_translated", False):
        return []
    spoken = {content["language"], *content.get("translations", ())}
    return [key for key in keys if personal.get(key, {}).get("idioma", content["language"]) not in spoken]


def told_languages(missing: Mapping[str, int], own: str, *, required: bool) -> str:
    """«12 en nasa yuwe lo reciben en español: falta la traducción.»; `missing`: how many read each, by its code."""
    if not missing:
        return ""
    named = sorted((language_name(code), number) for code, number in missing.items())
    counted = ", ".join(f"{number} en {name}" for name, number in named)
    get = "reciben" if sum(missing.values()) > 1 else "recibe"
    what = f"no lo {get}" if required else f"lo {get} en {language_name(own)}"
    return f"{counted} {what}: falta la traducción."
