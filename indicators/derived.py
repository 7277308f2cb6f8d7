"""Figures that are worked out from others: percentages, ratios, growth. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that another is worked out from."""

    name: str
    value: float | None
    responsible: str
    """The name of whose figure it is; empty where nobody is named."""

    @property
    def missing(self) -> str:
        """In Spanish: that there is none, and whose it is."""
        whose = f", que es de {self.responsible}" if self.responsible else ""
        return f"falta la cifra de «{self.name}»{whose}"


@dataclass(frozen=True, slots=True)
class Derived:
    """What came out."""

    value: float | None
    note: str
    """In Spanish: why nothing came out; empty where something did."""


def quotient(of: Part, over: Part, factor: float) -> Derived:
    """One figure over another, times `factor`: 100 for a percentage, 1 for a ratio."""
    missing = [part.missing for part in (of, over) if part.value is None]
    if of.value is None or over.value is None:
        return Derived(None, " y ".join(missing))
    if over.value == 0:
        return Derived(None, f"«{over.name}» es cero, y nada se divide entre cero")
    return Derived(of.value / over.value * factor, "")


def growth(of: Part, base: float | None, called: str) -> Derived:
    """How much a figure grew over a base, in percent. `called`: the base in Spanish, with its article."""
    if of.value is None:
        return Derived(None, of.missing)
    if base is None:
        return Derived(None, f"falta {called} de «{of.name}», y no hay con qué comparar")
    if base == 0:
        return Derived(None, f"{called} de «{of.name}» es cero, y sobre cero ningún crecimiento tiene porcentaje")
    if base < 0:
        said = "es menor que cero, y desde ahí ningún crecimiento tiene porcentaje"
        return Derived(None, f"{called} de «{of.name}» {said}")
    return Derived((of.value / base - 1) * 100, "")
