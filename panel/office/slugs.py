"""Names that a list's columns and values, and messages, have in rows, as people write them: with their accents."""

import re
from collections.abc import Mapping

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_STRESSED = (
    "área artículo básica básico boletín cédula código comité económica económico educación género inglés jóvenes "
    "jurídica jurídico líder líderes línea médica médico miércoles móvil música número página país política político "
    "pública público públicas públicos rápido sábado técnica técnico teléfono título tráfico tránsito único vía vías "
    "víctima víctimas día días categoría categorías cafetería energía alcaldía personería veeduría veedurías "
    "secretaría policía geografía año años niña niñas niño niños señal señales español"
)
"""Words that lose their accent or their tilde in a slug, and could be no other word here."""


def _bare(word: str) -> str:
    return word.translate(str.maketrans("áéíóúüñ", "aeiouun"))


_WRITTEN: Mapping[str, str] = {_bare(word): word for word in _STRESSED.split()}
_ENDING = re.compile(r"(?<=[a-z]{2})ion$")
"""Of nouns: each bears its accent there."""


def in_words(slug: str) -> str:
    """`vinculacion-laboral`: «vinculación laboral». What is no slug stays as it is."""
    if _SLUG.fullmatch(slug) is None:
        return slug
    return " ".join(_WRITTEN.get(word) or _ENDING.sub("ión", word) for word in slug.split("-"))
