"""How the templates of every page are read: what stands in a value is never markup, and what is missing is an error."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def templates(folder: Path, *, keep_trailing_newline: bool = False) -> Environment:
    """Those of a folder, which load when they are first asked for."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
