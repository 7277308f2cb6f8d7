"""One change of a text at a time, each proven: the text reads back as the same values but for the one that was meant.

Pure. What is not changed stays to the letter: comments, order, quotes, indentation, empty lines and line ends.
"""

from collections.abc import Callable, Sequence
from typing import Any

from campaigns.reading.tree import Location, PlainValue
from campaigns.writing.lines import column, line_above, line_after, line_end, line_of, native
from campaigns.writing.scalars import STEP, behind_dash, behind_key, block, fits_block, in_flow, on_one_line
from campaigns.writing.spots import Group, Leaf, Listing, NotEditable, Spot, plain_of, spot_at, spots_of

Keys = Sequence[str]


def put(text: str, location: Location, value: PlainValue, order: Keys = ()) -> str:
    """The value at a location is this one. `order`: the keys of its group as they are usually written.

    Its group has to be there. Raises `NotEditable`.
    """
    root = spots_of(text)
    there = spot_at(root, location)
    if there is not None and plain_of(there) == _stripped(value):
        return text
    holder = spot_at(root, location[:-1])
    if not isinstance(holder, Group | Listing) or (there is None and not isinstance(holder, Group)):
        raise NotEditable("no hay dónde escribirlo; escríbalo como YAML")
    if there is None:
        assert isinstance(holder, Group)
        found = _added(text, holder, str(location[-1]), value, order)
    else:
        found = _replaced(text, there, holder, value)
    return _proven(text, found, lambda data: _put_into(data, location, value))


def drop(text: str, location: Location) -> str:
    """A key, or an item of a list, is no more; the same text where it was not there. Raises `NotEditable`."""
    root = spots_of(text)
    holder = spot_at(root, location[:-1])
    if spot_at(root, location) is None or not isinstance(holder, Group | Listing):
        return text
    if isinstance(holder, Group):
        place = next(each for each, pair in enumerate(holder.pairs) if pair.key == location[-1])
        parts = [(pair.start, pair.value.end) for pair in holder.pairs]
    else:
        assert isinstance(location[-1], int)
        place, parts = location[-1], [(item.start, item.end) for item in holder.items]
    if holder.flow:
        found = _without_part(text, parts, place)
    elif len(parts) == 1:
        found = _emptied(text, root, location[:-1], holder)
    elif isinstance(holder, Group):
        found = _without_pair(text, holder, place)
    else:
        start, end = _with_empty_lines(text, *_chunk(text, holder, place), last=place == len(parts) - 1)
        found = text[:start] + text[end:]
    return _proven(text, found, lambda data: _drop_from(data, location))


def insert(text: str, location: Location, position: int, value: PlainValue) -> str:
    """An item more in a list that is there, before the one at `position`. Raises `NotEditable`."""
    holder = spot_at(spots_of(text), location)
    if not isinstance(holder, Listing):
        raise NotEditable("ahí no hay una lista; escríbalo como YAML")
    items, position = holder.items, min(position, len(holder.items))
    if holder.flow:
        written = in_flow(value)
        if not items:
            at, new = holder.start + 1, written
        elif position < len(items):
            at, new = items[position].start, f"{written}, "
        else:
            at, new = items[-1].end, f", {written}"
    else:
        margin = column(text, _dash(text, holder, 0))
        line = f"{' ' * margin}-{behind_dash(value, margin)}"
        at, new = _line_for(text, holder, position, native(line, text))
    found = text[:at] + new + text[at:]
    return _proven(text, found, lambda data: _at(data, location).insert(position, value))


def swap(text: str, location: Location, position: int) -> str:
    """The item at `position` of a list and the one behind it change places. Raises `NotEditable`."""
    holder = spot_at(spots_of(text), location)
    if not isinstance(holder, Listing) or not 0 <= position < len(holder.items) - 1:
        raise NotEditable("no hay dos elementos que cambiar de lugar")
    if holder.flow:
        first, second = ((item.start, item.end) for item in holder.items[position : position + 2])
    else:
        first, second = _chunk(text, holder, position), _chunk(text, holder, position + 1)
    former, latter = text[slice(*first)], text[slice(*second)]
    if not holder.flow and not latter.endswith(("\n", "\r")):
        latter, former = latter + line_end(text), former.rstrip("\r\n")
    found = text[: first[0]] + latter + text[first[1] : second[0]] + former + text[second[1] :]

    def change(data: Any) -> None:  # noqa: ANN401 - any tree of plain values
        items = _at(data, location)
        items[position], items[position + 1] = items[position + 1], items[position]

    return _proven(text, found, change)


def _proven(before: str, after: str, change: Callable[[Any], object]) -> str:
    """The text, once it says what was meant and nothing else."""
    wanted = plain_of(spots_of(before))
    change(wanted)
    if plain_of(spots_of(after)) != _stripped(wanted):
        raise NotEditable("este cambio no se puede escribir desde el formulario; hágalo como YAML")
    return after


def _replaced(text: str, there: Spot, holder: Group | Listing, value: PlainValue) -> str:
    flow = holder.flow
    if isinstance(there, Leaf) and isinstance(value, str):
        return _rewritten(text, there, holder, value.strip())
    if flow or (isinstance(there, Leaf) and there.style not in ("|", ">") and not isinstance(value, str)):
        return text[: there.start] + in_flow(value) + text[there.end :]
    if not isinstance(there, Leaf) and there.flow:
        return text[: there.start] + in_flow(value) + text[there.end :]
    # A group or a list on lines of its own, or a block, gives way to something else.
    margin = column(text, _owner(text, holder, there))
    written = behind_key(value, margin) if isinstance(holder, Group) else behind_dash(value, margin)
    begin = len(text[: there.start].rstrip())
    return text[:begin] + native(written, text) + text[there.end :]


def _rewritten(text: str, leaf: Leaf, holder: Group | Listing, value: str) -> str:
    """A text in the place of another; what follows it on its line stays there."""
    blocky = leaf.style in ("|", ">")
    if holder.flow or (not fits_block(value) and not blocky):
        style = leaf.style if leaf.style in ("'", '"') and leaf.text else ""
        return text[: leaf.start] + on_one_line(value, style, flow=holder.flow) + text[leaf.end :]
    head = line_after(text, leaf.start if blocky else leaf.end)
    rest = text[leaf.start if blocky else leaf.end : head].rstrip("\r\n")
    comment = rest[len(rest[: rest.index("#")].rstrip()) :] if blocky and "#" in rest else "" if blocky else rest
    after = text[leaf.end :] if blocky else text[head:]
    if not fits_block(value):
        return text[: leaf.start] + on_one_line(value) + comment + after
    body = text[head : leaf.end] if blocky else ""
    first = next((line for line in body.splitlines() if line.strip()), "")
    margin = len(first) - len(first.lstrip(" ")) if first else column(text, _owner(text, holder, leaf)) + STEP
    lines = native(f"|{comment}\n{block(value, margin)}", text)
    if not blocky and text[leaf.end : head].endswith(("\n", "\r")):
        lines += line_end(text)
    return text[: leaf.start] + lines + after


def _added(text: str, holder: Group, key: str, value: PlainValue, order: Keys) -> str:
    """A pair more, behind the last one that usually stands before it."""
    if holder.flow:
        new = f"{on_one_line(key, flow=True)}: {in_flow(value)}"
        at = holder.pairs[-1].value.end if holder.pairs else holder.start + 1
        return text[:at] + (f", {new}" if holder.pairs else new) + text[at:]
    earlier = set(order[: order.index(key)]) if key in order else {pair.key for pair in holder.pairs}
    before = [pair for pair in holder.pairs if pair.key in earlier] or [holder.pairs[0]]
    margin = column(text, holder.pairs[0].start)
    line = native(f"{' ' * margin}{on_one_line(key)}:{behind_key(value, margin)}", text)
    at = line_after(text, before[-1].value.end)
    if at == len(text) and not text.endswith(("\n", "\r")):
        return f"{text}{line_end(text)}{line}"
    return text[:at] + line + line_end(text) + text[at:]


def _emptied(text: str, root: Spot, location: Location, holder: Group | Listing) -> str:
    """What had one part on lines of its own has none; brackets behind its key say so."""
    above = spot_at(root, location[:-1]) if location else None
    pair = above.pair(str(location[-1])) if isinstance(above, Group) else None
    brackets = "{}" if isinstance(holder, Group) else "[]"
    if pair is None or text[line_of(text, holder.start) : holder.start].strip(" "):
        return text[: holder.start] + brackets + text[holder.end :]
    start, end = line_of(text, holder.start), line_after(text, holder.end)
    return f"{text[: pair.colon]} {brackets}{text[pair.colon : start]}{text[end:]}"


def _without_part(text: str, parts: Sequence[tuple[int, int]], place: int) -> str:
    """Between brackets, with the comma that parted it from its neighbour."""
    start, end = parts[place]
    if place < len(parts) - 1:
        return text[:start] + text[parts[place + 1][0] :]
    if place > 0:
        return text[: parts[place - 1][1]] + text[end:]
    return text[:start] + text[end:]


def _without_pair(text: str, holder: Group, place: int) -> str:
    pair = holder.pairs[place]
    start, end = line_of(text, pair.start), line_after(text, pair.value.end)
    if not text[start : pair.start].strip():
        return text[:start] + text[end:]
    # The first of an item: the next one comes up behind its dash, and comments in between stand above it.
    following = holder.pairs[place + 1].start
    between = text[end : line_of(text, following)]
    return text[:start] + between + text[start : pair.start] + text[following:]


def _chunk(text: str, holder: Listing, place: int) -> tuple[int, int]:
    """The lines of an item, and those of the comment right above it."""
    start = line_of(text, _dash(text, holder, place))
    floor = line_after(text, holder.items[place - 1].end) if place else 0
    while start > floor:
        above = line_above(text, start)
        if above < floor or not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start, line_after(text, holder.items[place].end)


def _with_empty_lines(text: str, start: int, end: int, *, last: bool) -> tuple[int, int]:
    """An item's lines with those that part it from the next one, or the last one from the one before."""
    while last and start and not text[line_above(text, start) : start].strip():
        start = line_above(text, start)
    while not last and end < len(text) and not text[end : line_after(text, end)].strip():
        end = line_after(text, end)
    return start, end


def _dash(text: str, holder: Listing, place: int) -> int:
    """Where an item's dash stands."""
    if place == 0:
        return holder.start
    at = holder.items[place].start
    while at > holder.items[place - 1].end:
        line = max(line_of(text, at), holder.items[place - 1].end)
        said = text[line:at]
        if said.lstrip(" ").startswith("-"):
            return line + said.index("-")
        at = line - (2 if text.startswith("\r\n", line - 2) else 1)
    raise NotEditable("la lista no está escrita con un guion por renglón")


def _line_for(text: str, holder: Listing, position: int, line: str) -> tuple[int, str]:
    """Where an item's lines go, and with which ends and empty lines, as its neighbours have them."""
    ending = line_end(text)
    spaced = len(holder.items) > 1 and _is_spaced(text, holder)
    empty = ending if spaced else ""
    if position < len(holder.items):
        return _chunk(text, holder, position)[0], f"{line}{ending}{empty}"
    at = line_after(text, holder.items[-1].end)
    before = "" if text[:at].endswith(("\n", "\r")) else ending
    return at, f"{before}{empty}{line}{ending}"


def _is_spaced(text: str, holder: Listing) -> bool:
    end = line_after(text, holder.items[0].end)
    return not text[end : line_after(text, end)].strip()


def _owner(text: str, holder: Group | Listing, value: Spot) -> int:
    """The key, or the dash, that a value belongs to."""
    if isinstance(holder, Group):
        return next(pair.start for pair in holder.pairs if pair.value is value)
    return _dash(text, holder, next(place for place, item in enumerate(holder.items) if item is value))


def _stripped(value: PlainValue) -> PlainValue:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    return {key: _stripped(each) for key, each in value.items()}


def _at(data: Any, location: Location) -> Any:  # noqa: ANN401 - any tree of plain values
    for part in location:
        data = data[part]
    return data


def _put_into(data: Any, location: Location, value: PlainValue) -> None:  # noqa: ANN401 - any tree of plain values
    _at(data, location[:-1])[location[-1]] = value


def _drop_from(data: Any, location: Location) -> None:  # noqa: ANN401 - any tree of plain values
    del _at(data, location[:-1])[location[-1]]
