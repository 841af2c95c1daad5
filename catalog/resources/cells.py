"""Values as the cells of a sheet and back, pure.

What a spreadsheet would take for a formula goes out with an apostrophe before it, which reading takes
off again; control characters do not go out at all.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
QUOTED = (*RISKY, "'")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
YES = frozenset({"yes", "true", "1", "oui", "vrai"})
NO = frozenset({"no", "false", "0", "non", "faux"})


def cell_export(text: str) -> str:
    """A cell that no spreadsheet runs."""
    text = CONTROL.sub("", text)
    return f"'{text}" if text.startswith(QUOTED) else text


def cell_text(value: Any) -> str:
    """A value as the text of a cell; the same whether it came from an asset, from CSV or from XLSX."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_import(value: Any) -> str:
    """The inverse of `cell_export`."""
    text = cell_text(value)
    return text[1:] if text.startswith("'") and text[1:].startswith(QUOTED) else text


def number(text: str) -> int | str | None:
    """A whole number; what is none stays text, which the document then refuses at its place."""
    return None if not text else int(text) if text.isdecimal() else text


def yes_no(text: str) -> bool | str | None:
    word = text.casefold()
    return None if not word else True if word in YES else False if word in NO else text


def items_join(items: Iterable[str]) -> str:
    """`a; b`: several values in one cell, quoted as in CSV where they hold a semicolon."""
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(items)
    return line.getvalue()


def items_split(cell: str) -> list[str]:
    reader = csv.reader(io.StringIO(cell), delimiter=";", skipinitialspace=True)
    return [item.strip() for line in reader for item in line if item.strip()]
