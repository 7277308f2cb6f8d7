"""What may be spent and used up, and what one publication would take of it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from campaigns.money import pesos

MARK = "fondos:"
"""Begins what a row keeps that waits for money, or was missed for want of it."""
STOCK_MARK = "existencias:"
"""Begins what a row keeps for which nothing was left to hand out."""
WARNED = Decimal("0.8")
"""The part of a budget from which the person in charge is told."""


class Fund(NamedTuple):
    """A budget, and how it stands before one more publication."""

    id: str
    """A word that tells it from all others, the same for as long as the budget holds: `emisora~2027`."""
    name: str
    """In Spanish, for a sentence: «el presupuesto de «emisora» para 2027»."""
    where: str
    """The file in which it is written."""
    limit: Decimal
    """In pesos, as all sums here."""
    spent: Decimal
    needs: Decimal = Decimal(0)
    """What the publication costs."""

    @property
    def of(self) -> str:
        """What is taken out of, in Spanish: «del presupuesto de «emisora» para 2027»."""
        return re.sub("^el ", "del ", self.name)

    @property
    def left(self) -> Decimal:
        """What is still there without the publication; below nought where more is gone than there was."""
        return self.limit - self.spent

    @property
    def short(self) -> bool:
        """Whether it does not suffice; one that is used up pays for nothing, not even for what costs nobody knows."""
        return self.spent + self.needs > self.limit or (self.limit > 0 and self.spent >= self.limit)

    @property
    def excess(self) -> Decimal:
        """By how much it is exceeded if the publication goes out; nothing where it is just used up."""
        return max(self.spent + self.needs - self.limit, Decimal(0))

    @property
    def warns(self) -> bool:
        """Whether so much is gone that a person should know."""
        return self.limit > 0 and self.spent >= WARNED * self.limit

    @property
    def mark(self) -> str:
        """What the rows that it holds back keep of it."""
        return f"{MARK}{self.id}"

    @property
    def told(self) -> str:
        """Why something waits, in Spanish, and what helps."""
        return f"No alcanza {self.name}: es de {pesos(self.limit)}, van {pesos(self.spent)}{self._rest}"

    @property
    def foretold(self) -> str:
        """Why something will wait that is still to come, in Spanish, and what helps."""
        return (
            f"No alcanzará {self.name}: es de {pesos(self.limit)}, para entonces irán {pesos(self.spent)}{self._rest}"
        )

    @property
    def _rest(self) -> str:
        costs = f", y esta cuesta {pesos(self.needs)}" if self.needs else ""
        return f"{costs}. Si se aprueba más, suba «presupuesto» en {self.where}."


def exceeding(funds: Sequence[Fund]) -> str:
    """What is said of something that goes out though these do not suffice: «se pasa en $5.000 del presupuesto de …»."""
    told = [f"se pasa en {pesos(each.excess)} {each.of}" for each in funds if each.excess]
    told += [f"ya no queda nada {each.of}" for each in funds if not each.excess]
    return " y ".join(told)


class Stock(NamedTuple):
    """So many there are, and so many are used up or promised already."""

    id: str
    """A word that tells it from all others: `volantes`."""
    name: str
    """In Spanish, for a sentence: «las existencias de «volantes»»."""
    where: str
    limit: int
    used: int
    needs: int = 0
    """How many the publication asks for."""

    @property
    def mark(self) -> str:
        """What the rows keep for which nothing was left."""
        return f"{STOCK_MARK}{self.id}"

    @property
    def left(self) -> int:
        """How many are still to be had."""
        return max(self.limit - self.used, 0)

    @property
    def lacks(self) -> int:
        """How many the publication will not get; where nothing is left at all it does not go out."""
        return max(self.needs - self.left, 0)

    @property
    def told(self) -> str:
        """Why nothing goes out any more, in Spanish, and what helps."""
        return f"Se acabaron {self.name}: eran {self.limit}. Si llegan más, suba «existencias» en {self.where}."

    @property
    def foretold(self) -> str:
        """Why nothing will go out any more by then, in Spanish, and what helps."""
        return (
            f"Para entonces se habrán acabado {self.name}: son {self.limit}. "
            f"Si llegan más, suba «existencias» en {self.where}."
        )

    @property
    def told_of_rest(self) -> str:
        """What a publication gets that asks for more than there is, in Spanish, and what helps."""
        return f"No alcanzan {self.name}: hay {self.left}{self._rest}"

    @property
    def foretold_of_rest(self) -> str:
        """What a publication will get then, in Spanish, and what helps."""
        return f"No alcanzarán {self.name}: para entonces habrá {self.left}{self._rest}"

    @property
    def kept_of_rest(self) -> str:
        """What a publication got, in Spanish: what its row keeps."""
        lacked = "faltó" if self.lacks == 1 else "faltaron"
        return f"No alcanzaron {self.name}: había {self.left}, y pedía {self.needs}: {lacked} {self.lacks}."

    @property
    def _rest(self) -> str:
        lacks = "falta" if self.lacks == 1 else "faltan"
        return (
            f", y esta pide {self.needs}: {lacks} {self.lacks}. Sale con lo que queda. "
            f"Si llegan más, suba «existencias» en {self.where}."
        )
