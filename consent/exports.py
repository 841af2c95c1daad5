"""Tables as files: CSV that spreadsheets open rightly, and XLSX. No cell becomes a formula."""

import csv
import io
from typing import Any

import tablib
from django.http import HttpResponse

from consent.queries.exports import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(cell: Any) -> Any:
    """A text that a spreadsheet would run is shown instead."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def table_answer(table: Table, form: str, name: str) -> HttpResponse:
    """`form` is csv or xlsx."""
    head, rows = table
    if form == "xlsx":
        sheet = tablib.Dataset(*([plain(cell) for cell in row] for row in rows), headers=head, title=name)
        answer = HttpResponse(sheet.export("xlsx"), content_type=XLSX)
    else:
        answer = HttpResponse(_csv(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _csv(head: list[str], rows: Any) -> str:
    text = io.StringIO()
    text.write("\ufeff")  # else spreadsheets take UTF-8 for something else
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return text.getvalue()
