"""What is wrong with a text, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One problem, in Spanish."""

    message: str
    hint: str = ""
    line: int = 1
    """Within the text, from 1."""
    column: int = 1
    """In characters, from 1."""
