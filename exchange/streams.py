"""Thousands of bricks from a stream: each line checked as it arrives, kept in a temporary file until all are right.

Receiving happens before any transaction, so that a slow phone holds no lock; memory stays flat.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from common.api.media import TooLarge, json_read
from common.errors import FieldError, Invalid
from exchange.choices import REFUSED_SHOWN, SEND_MAX
from exchange.shape import Shape, Values, cell_read

LINE_MAX = 1_000_000  # characters of one line
BYTES_MAX = 500_000_000  # of one stream
SEPARATORS = ",;\t|"
Numbered = Iterable[tuple[int, Any]]  # line number from 1, values or the `Invalid` met there


@dataclass
class Received:
    """Bricks that have the shape of their asset, waiting on disk to be stored. `fingerprint` names the content."""

    shape: Shape
    file: IO[str]
    count: int = 0
    fingerprint: str = ""
    errors: list[FieldError] = field(default_factory=list)

    def add(self, values: Values) -> None:
        """Check a brick and keep it; raises `Invalid`."""
        checked = self.shape.check(values)
        self.count += 1
        if self.count > SEND_MAX:
            raise TooLarge(_("Send at most %(max)s bricks at once.") % {"max": SEND_MAX})
        key = json.dumps(self.shape.key(checked, "") or None)
        self.file.write(f"{key}\n{values_text(checked)}\n")

    def rows(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Each brick's key and values as JSON text; keys that had to be made begin with `prefix`."""
        self.file.seek(0)
        for n in range(1, self.count + 1):
            key = json.loads(self.file.readline())
            yield key or f"{prefix}{n}", self.file.readline().rstrip("\n")


def values_text(values: Values) -> str:
    """Values as they are stored."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def received(shape: Shape, rows: Numbered, fingerprint: Callable[[], str] = str) -> Iterator[Received]:
    """All bricks of a stream, checked; raises `Invalid` naming the first lines that are refused.

    Whoever gets it stores it at once: the file goes when the block ends.
    """
    with TemporaryFile("w+", encoding="utf-8", prefix="bricks-") as file:
        taken = Received(shape, file)
        for line, values in rows:
            if refused := _refused(taken, values):
                taken.errors += [error.under(f"lines.{line}") for error in refused]
            if len(taken.errors) >= REFUSED_SHOWN:
                break
        if taken.errors:
            raise Invalid(
                _("Nothing was stored: correct the refused lines and send all again."), errors=taken.errors
            )
        if not taken.count:
            raise Invalid.at("", "too_short", _("There is no brick in what you sent."))
        taken.fingerprint = fingerprint()
        yield taken


def _refused(taken: Received, values: Any) -> Sequence[FieldError]:
    if isinstance(values, Invalid):
        return values.errors
    try:
        taken.add(values)
    except Invalid as refused:
        return refused.errors
    return ()


class Body(io.RawIOBase):
    """A request's body as a file: hashed as it is read, and not longer than it may be."""

    def __init__(self, source: Any):
        self.source = source
        self.length = 0
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.source.read(len(buffer))
        self.length += len(data)
        if self.length > BYTES_MAX:
            message = _("Send at most %(megabytes)s MB at once, in several requests if need be.")
            raise TooLarge(message % {"megabytes": BYTES_MAX // 1_000_000})
        self._hash.update(data)
        buffer[: len(data)] = data
        return len(data)

    def fingerprint(self) -> str:
        return self._hash.hexdigest()


# Lines of JSON


def ndjson_rows(file: IO[bytes]) -> Numbered:
    """One JSON object a line; empty lines are skipped."""
    for n, line in enumerate(iter(lambda: file.readline(LINE_MAX + 1), b""), start=1):
        if len(line) > LINE_MAX:
            yield n, _line_too_long()
            return
        if text := line.strip():
            yield n, _json(text)


def _json(text: bytes) -> Any:
    try:
        return json_read(text)
    except Invalid as refused:
        return refused


def _line_too_long() -> Invalid:
    message = _("This line is longer than %(max)s characters. Does every brick stand on a line of its own?")
    return Invalid.at("", "too_long", message % {"max": LINE_MAX})


# CSV


def csv_rows(file: IO[bytes], shape: Shape) -> Numbered:
    """Rows under a header that names fields; separated by comma, semicolon (decimal comma allowed), tab or bar."""
    # What is not UTF-8 is kept as half characters, which the shape refuses at their place.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    lines = _lines(text)
    first = next(lines, "")
    separator = _separator(first)
    reader = csv.reader(_again(first, lines), delimiter=separator, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if refused := _header_errors(header, shape):
            yield 1, Invalid(errors=refused)
            return
        kinds = [shape.types[name] for name in header]
        for cells in reader:
            if cells:
                yield reader.line_num, _csv_values(header, kinds, cells, decimal_comma=separator != ",")
    except csv.Error:
        message = _("This row cannot be read. Look for a quotation mark that is not closed.")
        yield reader.line_num, Invalid.at("", "unreadable", message)
    except Invalid as refused:
        yield reader.line_num + 1, refused
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LINE_MAX + 1):
        if len(line) > LINE_MAX:
            raise _line_too_long()
        yield line


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _separator(line: str) -> str:
    """The most frequent candidate outside quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _header_errors(header: Sequence[str], shape: Shape) -> list[FieldError]:
    known = ", ".join(shape.types) or "–"
    unknown = _("This asset has no such field. Its fields: %(names)s.") % {"names": known}
    twice = _("“%(name)s” stands here twice. Remove one.")
    errors = [FieldError(name, "unknown_field", unknown) for name in header if name not in shape.types]
    doubles = [name for n, name in enumerate(header) if name in header[:n]]
    return errors + [FieldError(name, "duplicate", twice % {"name": name}) for name in doubles]


def _csv_values(
    header: Sequence[str], kinds: Sequence[str], cells: Sequence[str], *, decimal_comma: bool
) -> Any:
    if len(cells) != len(header):
        message = (
            _("This row has fewer values than the header's %(count)s.")
            if len(cells) < len(header)
            else _("This row has more values than the header's %(count)s.")
        )
        return Invalid.at("", "cells", message % {"count": len(header)})
    read = (cell_read(cell, kind, decimal_comma) for cell, kind in zip(cells, kinds, strict=True))
    return dict(zip(header, read, strict=True))


def mapping_rows(rows: Iterable[Mapping[str, Any]]) -> Numbered:
    """Rows that are values already, such as those of a database."""
    return enumerate(rows, start=1)
