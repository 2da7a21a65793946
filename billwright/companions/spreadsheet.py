"""The twin of the table of correspondence for a spreadsheet program, which can filter and sort it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from billwright.companions.correspondence import Row

WIDTHS = (24, 30, 16, 48, 14, 24, 60)


def made(rows: Sequence[Row], title: str, phrases: dict[str, Any], moment: datetime.datetime) -> bytes:
    """An .xlsx with a row for each element, its heading frozen and filterable; `moment`: its date of making."""
    import xlsxwriter  # here, as only a package of companions needs it

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title, "created": moment.replace(tzinfo=None)})
    sheet = book.add_worksheet(phrases["sheet"][:31])
    bold = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, plain)
    sheet.write_row(0, 0, phrases["columns"], bold)
    for number, row in enumerate(rows, start=1):
        words = "\n".join(dict.fromkeys(said for _, _, said in row.passages)) or row.reason
        where = "\n".join(dict.fromkeys(place for place, _, _ in row.passages))
        cells = (row.instrument.title, row.provision, row.element, row.text, row.obligation, where, words)
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(WIDTHS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()
