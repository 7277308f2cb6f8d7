"""The lines of a text, whichever way they end: by offsets in characters."""


def line_of(text: str, at: int) -> int:
    """Where the line of a character begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_above(text: str, start: int) -> int:
    """Where the line before the one that begins here begins."""
    return line_of(text, start - (2 if text.endswith("\r\n", 0, start) else 1))


def line_after(text: str, at: int) -> int:
    """Where the line behind that of a character begins."""
    ends = [found for each in "\r\n" if (found := text.find(each, at)) >= 0]
    if not ends:
        return len(text)
    end = min(ends)
    return end + (2 if text.startswith("\r\n", end) else 1)


def column(text: str, at: int) -> int:
    """How many characters stand before one on its line."""
    return at - line_of(text, at) - text.startswith("\ufeff", line_of(text, at))


def line_end(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def native(lines: str, text: str) -> str:
    """Lines that end as those of the text do."""
    return lines.replace("\n", line_end(text))
