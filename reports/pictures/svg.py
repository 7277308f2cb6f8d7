"""SVG as a tree: nothing that a person wrote can become markup in it, and every look is an attribute of its own."""

import re
from xml.etree import ElementTree

Node = ElementTree.Element
FONT = "'Open Sans', 'Noto Sans', Arial, sans-serif"
INK = "#1a1a1a"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def node(parent: Node | None, tag: str, words: str = "", /, **attributes: str | float) -> Node:
    """A new node, the last of its parent. A name's `_` stands for `-`, and one at its end for nothing."""
    named = {name.rstrip("_").replace("_", "-"): _value(value) for name, value in attributes.items()}
    made = ElementTree.Element(tag, named) if parent is None else ElementTree.SubElement(parent, tag, named)
    made.text = clean(words) or None
    return made


def text(parent: Node, words: str, x: float, y: float, size: float, /, **attributes: str | float) -> Node:
    """Words whose line stands at `y`."""
    return node(parent, "text", words, x=x, y=y, font_size=size, **{"fill": INK, **attributes})


def line(parent: Node, start: tuple[float, float], end: tuple[float, float], /, **attributes: str | float) -> Node:
    """A straight line."""
    return node(parent, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **attributes)


def written(root: Node) -> str:
    """The tree as text."""
    return ElementTree.tostring(root, encoding="unicode")


def clean(words: str) -> str:
    """Without the characters that XML has no way to write."""
    return _NO_XML.sub("", words)


def _value(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
