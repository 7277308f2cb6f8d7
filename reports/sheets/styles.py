"""How cells of a workbook look: each style is made once."""

from enum import Enum
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pieces.brand import Brand

COLOMBIA = "[$-240A]"
"""Before a format of dates: Spanish of Colombia, whatever the language of the program that opens it."""
LINE = "#BFBFBF"


class Unit(Enum):
    """What numbers of a column are, as far as it shows; the value is theirs as the report has it."""

    PLAIN = "", ""
    PERCENT = "", '" %"'
    MONEY = '"$" ', ""


class Styles:
    """The styles of one workbook."""

    def __init__(self, workbook: Workbook, brand: Brand) -> None:
        """Nothing is made before it is asked for."""
        self._workbook, self._brand = workbook, brand
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def words(self, *, bold: bool = False) -> Format:
        """Words of a table."""
        return self._cell(bold, text_wrap=True)

    def number(self, unit: Unit, *, whole: bool, bold: bool = False) -> Format:
        """A number of a table, with the marks of whoever opens it."""
        before, after = unit.value
        return self._cell(bold, num_format=f"{before}#,##0{'' if whole else '.00'}{after}", align="right")

    def day(self, *, bold: bool = False) -> Format:
        """A day of a table."""
        return self._cell(bold, num_format=f"{COLOMBIA}dd/mm/yyyy", align="left")

    def moment(self, *, bold: bool = False) -> Format:
        """A day with its hour."""
        return self._cell(bold, num_format=f"{COLOMBIA}dd/mm/yyyy hh:mm", align="left")

    def heading(self) -> Format:
        """The names of columns."""
        colours = {"bg_color": self._brand.colour, "font_color": self._brand.on_colour}
        return self._cell(True, text_wrap=True, valign="vcenter", **colours)

    def title(self, size: int) -> Format:
        """A title in points."""
        return self._made_of(bold=True, font_size=size, font_color=self._brand.titles)

    def label(self) -> Format:
        """What a line of the cover is."""
        return self._made_of(bold=True, valign="top", text_wrap=True)

    def text(self) -> Format:
        """Sentences outside of tables."""
        return self._made_of(text_wrap=True, valign="top")

    def warning(self) -> Format:
        """What each sheet says at its top."""
        return self._made_of(bold=True, font_color="#8A1C00")

    def link(self) -> Format:
        """To another sheet."""
        return self._made_of(underline=1, font_color="#0B4F8A", valign="top")

    def rule(self) -> Format:
        """The line that is signed on."""
        return self._made_of(top=1, valign="top", text_wrap=True)

    def code(self) -> Format:
        """Digests."""
        return self._made_of(font_name="Consolas", text_wrap=True, valign="top")

    def _cell(self, bold: bool, **look: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own words
        return self._made_of(**{"border": 1, "border_color": LINE, "valign": "top", "bold": bold, **look})

    def _made_of(self, **look: Any) -> Format:  # noqa: ANN401 - xlsxwriter's own words
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]
