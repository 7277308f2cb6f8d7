"""Where in a text a problem stands: Jinja2 keeps the line of each node and not its column."""


def column_of(lines: list[str], line: int, word: str) -> int:
    """The first column, from 1, at which a word stands in that line; else where its first mark or text does."""
    if not 1 <= line <= len(lines):
        return 1
    text = lines[line - 1]
    for wanted in (word, "{{", "{%"):
        if wanted and (found := text.find(wanted)) >= 0:
            return found + 1
    return len(text) - len(text.lstrip()) + 1
