"""A chart's picture: all of its figures, none of anybody's markup, and no need of colour."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from reports.chart import Chart, ChartKind, Role, Series
from reports.pictures.drawing import NOTHING, drawn
from tests.reports.documents import BRAND, DOCUMENT, MONEY, MONTHS, REACH, chart
from tests.reports.documents import NOTHING as EMPTY

CHARTS = [each for section in DOCUMENT.sections for each in section.exhibits if isinstance(each, Chart)]
SVG = "{http://www.w3.org/2000/svg}"
PICTURED = {"rect", "circle", "path", "polygon", "line"}


def picture(drawing: Chart) -> ElementTree.Element:
    """A chart's picture as a tree."""
    return ElementTree.fromstring(drawn(drawing, BRAND))


def words(tree: ElementTree.Element) -> list[str]:
    """All that is written in it, in its order."""
    return [each.text or "" for each in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("drawing", CHARTS, ids=lambda each: each.key)
def test_a_picture_needs_nothing_from_outside(drawing: Chart) -> None:
    """No script, no style sheet, no address: what it refers to is in it."""
    told = drawn(drawing, BRAND)
    tree = ElementTree.fromstring(told)
    assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= PICTURED | {
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "g",
        "text",
    }
    assert re.findall(r"href|@import|src=|on[a-z]+=", told) == []
    names = {each.get("id") for each in tree.iter()}
    assert set(re.findall(r"url\(#([^)]*)\)", told)) <= names
    assert set(re.findall("://[^\"' ]*", told)) == {"://www.w3.org/2000/svg"}


@pytest.mark.parametrize("drawing", CHARTS, ids=lambda each: each.key)
def test_who_does_not_see_a_picture_is_told_it(drawing: Chart) -> None:
    """It is one image, whose name is its title and whose description is what it says."""
    tree = picture(drawing)
    assert tree.get("role") == "img"
    named = {each.get("id"): each.text for each in tree.iter()}
    assert [named[each] for each in (tree.get("aria-labelledby") or "").split()] == [drawing.title, drawing.says]


def test_names_in_pictures_of_one_page_are_apart() -> None:
    """Several charts beside each other name none of their parts alike."""
    names = [each.get("id") for one in CHARTS for each in picture(one).iter() if each.get("id")]
    assert len(names) == len(set(names)) > 20


@pytest.mark.parametrize("drawing", CHARTS, ids=lambda each: each.key)
def test_all_of_a_picture_lies_within_it(drawing: Chart) -> None:
    """No bar and no word begins outside its edges."""
    tree = picture(drawing)
    _, _, width, height = map(float, (tree.get("viewBox") or "").split())
    for tag, x, y in (("rect", "x", "y"), ("circle", "cx", "cy"), ("text", "x", "y")):
        for each in tree.iter(f"{SVG}{tag}"):
            assert 0 <= float(each.get(x) or 0) <= width, ElementTree.tostring(each)
            assert 0 <= float(each.get(y) or 0) <= height, ElementTree.tostring(each)


def test_figures_are_written_as_in_colombia() -> None:
    """Points between thousands, a decimal comma; on bars and along the axis."""
    assert {"12.345", "2.750,5", "2.500"} <= set(words(picture(REACH)))
    assert {"3.612.400", "4.000.000"} <= set(words(picture(MONEY)))


def test_markup_in_a_name_stays_a_name() -> None:
    """What people typed is shown as they typed it, without the characters that XML cannot have."""
    typed = "<script>alert('ñ')</script> & \x00\x0bmás"
    tree = picture(chart("a", ChartKind.BARS, typed, typed, typed, (typed,), Series(typed, (1,)), Series("b", (2,))))
    assert list(tree.iter(f"{SVG}script")) == []
    assert "<script>alert('ñ')</script> & más" in words(tree)


def test_a_gap_is_no_nought() -> None:
    """Where there is no figure a line is broken, and a bar is missing; nought is drawn."""
    values = (3.0, 4.0, None, 0.0, 2.0)
    lines = picture(chart("a", ChartKind.LINES, "A", "A", "", MONTHS[:5], Series("a", values)))
    assert len(list(lines.iter(f"{SVG}path"))) == 2
    assert len(list(lines.iter(f"{SVG}circle"))) == 4
    dots = picture(chart("a", ChartKind.DOTS, "A", "A", "", MONTHS[:5], Series("a", values)))
    assert len(list(dots.iter(f"{SVG}circle"))) == 4


def bars(tree: ElementTree.Element) -> list[tuple[float, float]]:
    """The upper edge and the height of each bar, in their order."""
    return [
        (float(each.get("y") or 0), float(each.get("height") or 0))
        for group in tree.iter(f"{SVG}g")
        for each in group.iter(f"{SVG}rect")
    ]


def test_bars_are_as_high_as_their_figures() -> None:
    """Twice the figure is twice the height; what is below nought hangs from it."""
    tree = picture(chart("a", ChartKind.BARS, "A", "A", "", MONTHS[:3], Series("a", (10, 20, -10))))
    (top, low), (_, high), (hanging, below) = bars(tree)
    assert high == pytest.approx(2 * low, abs=0.02)
    assert below == pytest.approx(low, abs=0.02)
    assert hanging == pytest.approx(top + low, abs=0.02)


def test_a_stack_adds_up() -> None:
    """Its parts stand on each other, and its sum is written above it."""
    tree = picture(chart("a", ChartKind.STACKED, "A", "A", "", MONTHS[:1], Series("a", (30,)), Series("b", (1234,))))
    (lower, _), (upper, height) = bars(tree)
    assert upper + height == pytest.approx(lower, abs=0.02)
    assert "1.264" in words(tree)


def test_a_target_is_a_broken_line_with_its_name() -> None:
    """Beside lines as beside bars, where it has no bar; nothing that is measured is broken likewise."""
    for kind in (ChartKind.LINES, ChartKind.BARS, ChartKind.STACKED):
        measured = tuple(Series(f"Medio {place}", (place + 1.0, 4.0)) for place in range(6))
        target = Series("Meta", (5.0, 5.0), Role.TARGET)
        tree = picture(chart("a", kind, "A", "A", "", MONTHS[:2], *measured, target))
        broken = [each for each in tree.iter() if each.get("stroke-dasharray") == "8 5"]
        assert len(broken) == (2 if kind is ChartKind.LINES else 3), kind
        assert [each for each in words(tree) if each.startswith("Meta")], kind
        if kind is not ChartKind.LINES:
            assert len(bars(tree)) == 12


def test_bars_lie_where_their_labels_are_long() -> None:
    """Each label is read whole, in two lines if need be, and none is left out."""
    tree = picture(REACH)
    joined = " ".join(words(tree))
    for label in REACH.labels:
        assert label in joined


def height(tree: ElementTree.Element) -> float:
    """Of the whole picture."""
    return float(tree.get("height") or 0)


def test_long_labels_get_more_room_instead_of_more_lines() -> None:
    """Of one label in four lines every bar would be as high as four lines."""
    longest = "Servidores públicos de la Alcaldía, sus contratistas, y los de la Personería Municipal"
    told = ("Alcance", "Alcance.", "personas")
    values = Series("Personas", (3.0, 2.0, 1.0))
    low = picture(chart("a", ChartKind.BARS, *told, ("Ciudadanía de las veredas", "Medios", "Otros"), values))
    high = picture(chart("b", ChartKind.BARS, *told, (longest, "Medios", "Otros"), values))
    assert height(high) - height(low) <= 2 * 3 * 18
    assert " ".join(words(high)).count(longest) == 1


def test_a_year_of_weeks_is_not_crowded() -> None:
    """Of 53 labels below a field so many are left out that none touches the next."""
    for kind in ChartKind:
        labels = tuple(f"Semana {week}" for week in range(1, 54))
        tree = picture(chart("a", kind, "A", "A", "", labels, Series("a", tuple(map(float, range(53))))))
        below = [each for each in tree.iter(f"{SVG}text") if (each.text or "").startswith("Semana")]
        if kind is ChartKind.BARS:
            assert len(below) == 53
            continue
        assert 5 <= len(below) <= 30, kind
        places = [float(each.get("x") or 0) for each in below]
        assert min(after - before for before, after in itertools.pairwise(places)) > 25


def test_nothing_to_draw_is_said() -> None:
    """No figure at all, no series, no label."""
    for empty in (EMPTY, replace(EMPTY, series=()), replace(EMPTY, labels=(), series=(Series("a", ()),))):
        assert words(picture(empty)) == [NOTHING]


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize(
    "values", [(0.0,), (0.0, 0.0), (-5.0, -7.0), (1e9, 1e-3), (7.0, None), (None, 7.0)], ids=lambda each: str(each)
)
def test_any_figures_are_drawn(kind: ChartKind, values: tuple[float | None, ...]) -> None:
    """Nought alone, all below it, very large beside very small, a single one: with and without a target."""
    target = Series("Meta", tuple(5.0 for _ in values), Role.TARGET)
    for series in ((Series("a", values),), (Series("a", values), target), (target,)):
        tree = picture(chart("a", kind, "A", "A", "", MONTHS[: len(values)], *series))
        assert NOTHING not in words(tree)
        assert [each for each in tree.iter() if each.tag.removeprefix(SVG) in PICTURED]
