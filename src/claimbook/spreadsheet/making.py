"""Make a workbook whose cells are all texts: sheets, lists to choose from, the sheet of terms, and its bytes.

What belongs here: what every workbook of ours has in common. What does not: which sheets one has.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from io import BytesIO
from itertools import repeat
from types import ModuleType
from typing import Any, NamedTuple

from claimbook.errors import ClaimbookError
from claimbook.model.descriptor import Column
from claimbook.model.vocabularies import Vocabulary
from claimbook.spreadsheet.escapes import escape
from claimbook.spreadsheet.sheets import MOST_ROWS, letters

FIRST = "Read me"
TERMS = "Terms"
# A longer list nobody scrolls through, and spreadsheets open it slowly.
MOST_CHOICES = 2000
_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""


class Look(NamedTuple):
    """How cells look, beside being texts: `fill` is a colour in hexadecimal, `wraps` breaks long lines."""

    bold: bool = False
    fill: str = ""
    wraps: bool = False


PLAIN, BOLD = Look(), Look(bold=True)


def can_make() -> bool:
    """Whether what writes workbooks is installed."""
    return find_spec("openpyxl") is not None


def _openpyxl() -> ModuleType:
    try:
        import openpyxl
    except ImportError as cause:
        fix = 'install the extra "workbook": pip install "claimbook[workbook]".'
        raise ClaimbookError("openpyxl, which writes workbooks, is not installed.", fix=fix) from cause
    return openpyxl


class Maker:
    """Puts sheets into one workbook, row after row, so that a large one is never whole in memory."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], columns: Iterable[Column]) -> None:
        self._book: Any = _openpyxl().Workbook(write_only=True)
        self._vocabularies = vocabularies
        self._styles: dict[Look, Any] = {}
        self._terms = dict(self._place_terms({column.vocabulary for column in columns}))

    def _place_terms(self, used: set[str]) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield for each vocabulary that a column uses the rows of the sheet of terms that it takes."""
        row = 2
        for name, vocabulary in self._vocabularies.items():
            if name in used and vocabulary.terms:
                yield name, (row, row + len(vocabulary.terms) - 1)
                row += len(vocabulary.terms)

    def sheet(self, name: str, widths: Sequence[int], freeze: str = "") -> Any:
        """Add a sheet with columns of these widths; `freeze` is the first cell that scrolls both ways."""
        sheet = self._book.create_sheet(name)
        for number, width in enumerate(widths, 1):
            dimension = sheet.column_dimensions[letters(number)]
            dimension.width = width
            dimension.number_format = "@"  # rows that are added are text too
        if freeze:
            sheet.freeze_panes = freeze
        return sheet

    def cells(self, sheet: Any, texts: Iterable[str], looks: Iterable[Look] = repeat(PLAIN)) -> list[Any]:
        """Return a row's cells, to be appended to the sheet: each a text that looks as the look beside it says."""
        from openpyxl.cell import WriteOnlyCell

        cells = []
        for text, look in zip(texts, looks, strict=False):  # one look may do for all
            cell: Any = WriteOnlyCell(sheet)
            cell._style = self._styles.get(look) or self._style(sheet, look)
            if text:
                # Past the setter, which takes "=…" for a formula and cuts what grew longer by being escaped.
                cell._value, cell.data_type = escape(text), "s"
            cells.append(cell)
        return cells

    def _style(self, sheet: Any, look: Look) -> Any:
        """Return the style of a look, found once: openpyxl would look for it at every cell."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = WriteOnlyCell(sheet)
        cell.number_format = "@"
        if look.bold:
            cell.font = Font(bold=True)
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
            cell.border = Border(bottom=Side("thin", color="D9D9D9"))  # a fill hides the lines between rows
        if look.wraps:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        self._styles[look] = cell._style
        return cell._style

    def add_terms(self) -> None:
        """Add the sheet that has every used vocabulary's terms; the lists to choose from show them from there."""
        sheet = self.sheet(TERMS, [24, 32, 32, 90], freeze="A2")
        sheet.append(self.cells(sheet, ["vocabulary", "term", "label", "definition"], repeat(BOLD)))
        for name in self._terms:
            for term in self._vocabularies[name].terms.values():
                sheet.append(self.cells(sheet, [name, term.name, term.label, term.definition]))

    def place_of_terms(self, column: Column) -> str:
        """Return where the terms stand that a column's cells may name; "" if it names none."""
        if column.kind not in ("term", "terms") or column.vocabulary not in self._terms:
            return ""
        first, last = self._terms[column.vocabulary]
        return f"{TERMS}!$B${first}:$B${last}"

    def save(self) -> bytes:
        """Return the workbook's bytes, the same for the same sheets."""
        held = BytesIO()
        self._book.save(held)
        return _settle(held.getvalue())


def add_choices(sheet: Any, column: str, choices: str, error: str = "") -> None:
    """Give a column's cells a list to choose from. With an error nothing else can be typed, and it says why."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=bool(error))
    if error:
        rule.errorTitle, rule.error = "Not in the list", error
    rule.add(f"{column}2:{column}{MOST_ROWS}")
    sheet.data_validations.append(rule)


def refuse_other_terms(column: Column) -> str:
    """Return why a cell takes no other word than one of the list; "" where it does.

    A list of several is typed, and an id may be one that is about to be added: both are judged when they come back.
    """
    return f"Choose a term of {column.vocabulary}: see the sheet {TERMS}." if column.kind == "term" else ""


def explain(cell: Any, said: Iterable[str]) -> None:
    """Put lines as a comment on the name of a column."""
    from openpyxl.comments import Comment

    text = "\n".join(line.strip() for line in said if line.strip())
    cell.comment = Comment(escape(text), "claimbook", height=160, width=320)


def describe(column: Column, sheet_of_ids: str) -> list[str]:
    """Return what is to be known of a column's cells, in lines."""
    needed = "Required. " if column.is_required else ""
    several = "Several are parted with ;" if column.kind in ("terms", "refs", "list") else ""
    named = f"A term of {column.vocabulary}." if column.vocabulary else ""
    named = f"An id of the sheet {sheet_of_ids}." if column.refers_to else named
    return [f"{column.title}. {column.description}", f"{needed}{named}", several]


def _settle(data: bytes) -> bytes:
    """Take the hour and the writer's name out of a workbook's zip."""
    settled = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as made, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, _PROPERTIES if name == "docProps/core.xml" else made.read(name))
    return settled.getvalue()
