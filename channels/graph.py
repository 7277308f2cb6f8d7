"""How the options of Meta's services are written: the numbers, names and versions of its Graph API."""

import re
from typing import Annotated

from pydantic import AfterValidator

from channels.address import ServerAddress


def _written(pattern: str, hint: str) -> AfterValidator:
    """Refuses what does not match `pattern` whole, in Spanish: what is wrong, then what to write."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"«{value}» no está escrito como lo pide Meta; {hint}")
        return value

    return AfterValidator(check)


GraphNumber = Annotated[str, _written("[0-9]+", "copie el identificador de Meta Business Suite, que solo tiene cifras")]
"""Of a page, an account or a phone number: Meta's own identifier."""
GraphVersion = Annotated[str, _written(r"v[0-9]+\.[0-9]+", "escriba la versión como v26.0")]
"""Each version of the Graph API is served for about two years."""
TemplateName = Annotated[
    str, _written("[a-z0-9_]{1,512}", "el nombre de la plantilla lleva minúsculas, cifras y «_»: aviso_municipal")
]
TemplateLanguage = Annotated[str, _written("[a-z]{2,3}(_[A-Z]{2})?", "escriba el idioma como es o es_CO")]

SERVER: ServerAddress = "https://graph.facebook.com"
VERSION: GraphVersion = "v26.0"
