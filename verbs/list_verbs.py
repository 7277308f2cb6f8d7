"""The verbs on lists of people that were brought."""

from verbs.options import LAST_NUMBER, Whole, argument
from verbs.verb import Verb

LISTS: tuple[Verb, ...] = (
    Verb("contacts imports", "verbs.imports:imports", "Muestra las listas que se han traído, y cuál quedó a medias."),
    Verb(
        "contacts undo",
        "verbs.imports:undo",
        "Deshace una lista: salen quienes llegaron con ella, y lo que cambió vuelve a ser lo que era.",
        (argument("number", "LOTE", "El número que muestra «contacts imports».", type=Whole(1, LAST_NUMBER)),),
        acts=True,
    ),
)
