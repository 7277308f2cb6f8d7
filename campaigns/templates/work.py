"""How much of the check's time texts may take: whoever writes a file, everybody's reading waits for it."""

from campaigns.templates.compiled import TemplateError

MOST_STEPS = 20_000
"""For one text at its longest: a list of 200 elements with a hundred pieces each. Rendering takes no more of them."""
MOST_IN_A_FILE = 120_000
"""For all texts of one file, each for every account and date: a step takes some 3 µs."""
TOGETHER = 1_024
"""Characters that are copied in the time of one step."""
COUNTED = 16
"""Characters that a service's own way of counting takes in one step."""


class Work:
    """What is left of it. One for each file, and one within it for each text."""

    def __init__(self, steps: int = MOST_IN_A_FILE, within: "Work | None" = None) -> None:
        self._left = steps
        self._within = within

    @property
    def spent(self) -> bool:
        """Nothing is left: no text after this one can be looked at."""
        return self._left < 0

    def text(self) -> "Work":
        """The share of one text."""
        return Work(MOST_STEPS, self)

    def spend(self, steps: int = 1) -> None:
        """Takes so many steps. Raises `TemplateError` where the text, or its file, has no more."""
        self._left -= steps
        if self._within is not None:
            self._within.spend(steps)
        if self._left < 0:
            raise self._too_much()

    def _too_much(self) -> TemplateError:
        if self._within is not None:
            return TemplateError(
                "el texto tiene demasiadas condiciones dentro de listas, o demasiados datos",
                "quite condiciones de dentro del «for», acorte la lista, o escríbala con «| lista»",
            )
        return TemplateError(
            "los textos de este archivo tienen entre todos demasiados datos, condiciones y listas",
            "reparta los mensajes en varias campañas, o escríbalos más sencillos",
        )
