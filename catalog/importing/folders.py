"""Folders of CSV files, read and typed by DuckDB; the keys that files do not declare are proposed.

DuckDB's sniffer finds types over all rows, reports the line of each broken one and spills to disk.
Alone it would rather read a file with one broken row as a single column, so the separator is
taken from the header line and the number of columns is that of the header.
"""
# ruff: noqa: S608 - the SQL is DuckDB's over a file of ours; names and texts in it are quoted below

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.utils.translation import gettext as _

from catalog.choices import FieldType
from catalog.documents import AssetChange
from catalog.importing import proposals
from catalog.importing.proposals import Column, Link, Table
from catalog.importing.source import PROPOSED_KEY, Source, Unreadable, table_read
from common.errors import FieldError

SUFFIXES = (".csv", ".tsv")
SEPARATORS = ",;\t|"
ENCODINGS = ("utf-8", "utf-16", "latin-1")
SETTINGS = {
    "memory_limit": "128MB",
    "threads": "2",
    "enable_progress_bar": "false",
    "preserve_insertion_order": "false",
}
LINE_MAX = 100_000
CHUNK_BYTES = 1_000_000
BROKEN_SHOWN = 10
FORMULA = re.compile(r"[=+\-@]")

TYPES = {
    "BIGINT": FieldType.INTEGER,
    "HUGEINT": FieldType.INTEGER,
    "DOUBLE": FieldType.DECIMAL,
    "BOOLEAN": FieldType.BOOLEAN,
    "DATE": FieldType.DATE,
    "TIME": FieldType.TIME,
    "TIMESTAMP": FieldType.DATETIME,
    "TIMESTAMP WITH TIME ZONE": FieldType.DATETIME,
}


@dataclass(frozen=True, slots=True)
class File:
    """A CSV file whose header was read."""

    path: Path
    separator: str
    columns: tuple[str, ...]
    encoding: str

    @property
    def table(self) -> str:
        return self.path.stem.strip()

    @property
    def options(self) -> str:
        """How DuckDB shall read it, beside types: nothing about its shape is left to guessing."""
        given = {"delim": self.separator, "quote": '"', "escape": '"', "encoding": self.encoding}
        return ", ".join(["header = true", *(f"{name} = {text(value)}" for name, value in given.items())])


def text(value: str) -> str:
    """A literal of DuckDB's SQL."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A name in DuckDB's SQL."""
    return '"' + value.replace('"', '""') + '"'


def folder_read(path: Path, *, namespace: str = "", encoding: str = "utf-8") -> Source:
    """The CSV files of a folder (or one such file) as tables, with their proposed keys."""
    label = path.resolve().name
    files = _files(path, label, encoding)
    with _workbench() as bench:
        types = {}
        for file in files:
            _load(bench, file)
            types[file.table] = _types(bench, file)
        tables = [_counted(bench, file, types[file.table]) for file in files]
        keys = _primary_keys(bench, tables)
        single = {table: columns[0] for table, columns in keys.items() if len(columns) == 1}
        links = proposals.foreign_keys_propose(tables, single, lambda *ends: _includes(bench, *ends))
    namespace = namespace or _namespace(path)
    found = [_document(namespace, table, keys.get(table.name, []), links) for table in tables]
    return Source(label, namespace, tuple(found))


def folder_files(path: Path, *, namespace: str = "") -> list[tuple[str, str, Path]]:
    """Each CSV file's namespace, name and place, as `folder_read` names them."""
    files = _files(path, path.resolve().name, "utf-8")
    namespace = namespace or _namespace(path)
    return [(namespace, file.table, file.path) for file in files]


def _namespace(path: Path) -> str:
    return f"file:{(path if path.is_dir() else path.parent).resolve().name}"


def _files(path: Path, label: str, encoding: str) -> list[File]:
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    found = [file for file in found if file.is_file() and file.suffix.lower() in SUFFIXES]
    if not found:
        raise Unreadable.at(label, _("There is no CSV file in this folder."))
    seen: dict[str, str] = {}
    for file in found:
        stem = file.stem.strip().casefold()
        if stem in seen:
            message = _("It gives the same name as %(other)s. Rename one of them.")
            raise Unreadable.at(file.name, message % {"other": seen[stem]})
        seen[stem] = file.name
    return [_opened(file, encoding) for file in found]


# The header


def _opened(path: Path, encoding: str) -> File:
    """The file with its separator and the names of its columns, each checked."""
    reading = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        # A wrong byte is replaced here, so that the header's own line is what gets reported.
        with path.open(encoding=reading, errors="replace", newline="") as lines:
            line = lines.readline(LINE_MAX)
            separator = _separator(line)
            columns = next(csv.reader([line], delimiter=separator), [])
    except (UnicodeError, csv.Error):
        raise _misencoded(path.name, 1, encoding) from None
    if "\N{REPLACEMENT CHARACTER}" in line:
        raise _misencoded(path.name, 1, encoding)
    if not line.strip():
        raise Unreadable.at(path.name, _("The file is empty. Its first line must name the columns."))
    columns = [column.strip() for column in columns]
    if errors := list(_header_errors(path.name, columns)):
        raise Unreadable(errors=errors)
    return File(path, separator, tuple(columns), encoding)


def _separator(line: str) -> str:
    """The most frequent candidate outside quotes; a comma for a file of one column."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(SEPARATORS, key=bare.count)


def _header_errors(file: str, columns: Sequence[str]) -> Iterator[FieldError]:
    messages = (
        (lambda n: not columns[n], _("This column has no name.")),
        (lambda n: columns[n] in columns[:n], _("“%(name)s” stands here twice. Rename one.")),
        (
            lambda n: FORMULA.match(columns[n]),
            _("“%(name)s” looks like a formula, not like a name. Rename the column."),
        ),
    )
    for n, column in enumerate(columns):
        place = _("%(file)s, line 1, column %(column)s") % {"file": file, "column": n + 1}
        found = (message for refused, message in messages if refused(n))
        if message := next(found, None):
            yield FieldError(place, "unreadable", message % {"name": column})


def _line(file: str, line: int) -> str:
    return _("%(file)s, line %(line)s") % {"file": file, "line": line}


def _misencoded(file: str, line: int, encoding: str) -> Unreadable:
    message = _("The text is not %(encoding)s. Save the file as UTF-8, or name its encoding with --encoding.")
    return Unreadable.at(_line(file, line), message % {"encoding": encoding})


# The rows


@contextmanager
def _workbench() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that keeps what it loads in a temporary file, so that memory stays flat."""
    with TemporaryDirectory(prefix="bricks-import-") as folder:
        bench = duckdb.connect(str(Path(folder) / "rows.duckdb"))
        try:
            for setting, value in SETTINGS.items():
                bench.execute(f"SET {setting} = {text(value)}")
            yield bench
        finally:
            bench.close()


def _load(bench: duckdb.DuckDBPyConnection, file: File) -> None:
    """All rows as text; raises `Unreadable` naming the lines of broken ones."""
    columns = "{" + ", ".join(f"{text(column)}: 'VARCHAR'" for column in file.columns) + "}"
    options = f"auto_detect = false, columns = {columns}, {file.options}, store_rejects = true"
    try:
        bench.execute(f"CREATE TABLE {name(file.table)} AS FROM read_csv({text(str(file.path))}, {options})")
    except duckdb.Error as error:
        raise _broken(file, str(error)) from None
    # No file before this one had any, or we would not be here.
    broken = bench.execute(
        "SELECT line, line_byte_position, error_type::VARCHAR FROM reject_errors"
        f" ORDER BY line LIMIT {BROKEN_SHOWN}"
    ).fetchall()
    rows = [(_line_of(file, line, position), kind) for line, position, kind in broken]
    if encoded := [line for line, kind in rows if kind == "INVALID ENCODING"]:
        raise _misencoded(file.path.name, encoded[0], file.encoding)
    if rows:
        raise Unreadable(
            _("Some rows cannot be read. Correct the file and import again."),
            errors=[_row_error(file, line, kind) for line, kind in rows],
        )


def _line_of(file: File, row: int, position: int | None) -> int:
    """The line in the file: DuckDB counts rows, and a value in quotes may go over several lines."""
    if position is None or file.encoding == "utf-16":
        return row
    lines, left = 1, position - 1
    with file.path.open("rb") as content:
        while left > 0 and (chunk := content.read(min(left, CHUNK_BYTES))):
            lines, left = lines + chunk.count(b"\n"), left - len(chunk)
    return lines


def _row_error(file: File, line: int, kind: str) -> FieldError:
    reasons = {
        "MISSING COLUMNS": _("This row has fewer values than the header's %(count)s."),
        "TOO MANY COLUMNS": _("This row has more values than the header's %(count)s."),
        "UNQUOTED VALUE": _("A quotation mark is not closed, or text follows it."),
        "LINE SIZE OVER MAXIMUM": _("This row is too long."),
    }
    message = reasons.get(kind, _("This row cannot be read."))
    return FieldError(_line(file.path.name, line), "unreadable", message % {"count": len(file.columns)})


def _broken(file: File, error: str) -> Unreadable:
    """What DuckDB refused outright; its message holds the file's path, so only the line is taken."""
    line = re.search(r"Line: (\d+)", error)
    place = _line(file.path.name, int(line[1])) if line else file.path.name
    if "unicode" in error or "encod" in error:
        return _misencoded(file.path.name, int(line[1]) if line else 1, file.encoding)
    return Unreadable.at(place, _("This row cannot be read. Look for a quotation mark that is not closed."))


def _types(bench: duckdb.DuckDBPyConnection, file: File) -> list[str]:
    """The type of each column over all rows; numbers with leading zeros are codes, so they stay text."""
    marks = [".", ","] if file.separator != "," else ["."]
    sniffed = [_sniffed(bench, file, mark) for mark in marks]
    types = [max(kinds, key=lambda kind: kind == FieldType.DECIMAL) for kinds in zip(*sniffed, strict=True)]
    checks = [
        f"coalesce(bool_or(regexp_matches({name(column)}, '^(0[0-9]|\\+)')), false)"
        for column in file.columns
    ]
    codes = bench.execute(f"SELECT {', '.join(checks)} FROM {name(file.table)}").fetchone() or ()
    return [
        FieldType.STRING.value if kind == FieldType.INTEGER.value and is_code else kind
        for kind, is_code in zip(types, codes, strict=True)
    ]


def _sniffed(bench: duckdb.DuckDBPyConnection, file: File, decimal_mark: str) -> list[str]:
    options = f"sample_size = -1, decimal_separator = {text(decimal_mark)}, {file.options}"
    found = bench.execute(f'SELECT "Columns" FROM sniff_csv({text(str(file.path))}, {options})').fetchone()
    assert found is not None
    return [TYPES.get(column["type"], FieldType.STRING).value for column in found[0]]


def _counted(bench: duckdb.DuckDBPyConnection, file: File, types: Sequence[str]) -> Table:
    """The table with the counts that proposals need; only columns that look like keys are counted exactly."""
    counts = [
        f"count({name(c)}), {f'count(DISTINCT {name(c)})' if proposals.is_key_like(c) else '0'}"
        for c in file.columns
    ]
    row = bench.execute(f"SELECT count(*), {', '.join(counts)} FROM {name(file.table)}").fetchone()
    assert row is not None
    columns = tuple(
        Column(column, types[n], filled=row[2 * n + 1], distinct=row[2 * n + 2])
        for n, column in enumerate(file.columns)
    )
    return Table(file.table, row[0], columns)


def _primary_keys(bench: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> dict[str, list[str]]:
    """The proposed primary key of each table that has one."""
    keys: dict[str, list[str]] = {}
    for table in tables:
        if single := proposals.primary_key_propose(table):
            keys[table.name] = [single]
        elif (several := proposals.composite_candidate(table)) and _is_unique(bench, table, several):
            keys[table.name] = several
    return keys


def _is_unique(bench: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> bool:
    row = ", ".join(map(name, columns))
    found = bench.execute(f"SELECT count(DISTINCT ({row})) FROM {name(table.name)}").fetchone()
    return found is not None and found[0] == table.rows


def _includes(
    bench: duckdb.DuckDBPyConnection, table: str, column: str, target: str, target_column: str
) -> bool:
    """Whether every value here is among those there."""
    found = bench.execute(
        f"SELECT 1 FROM {name(table)} WHERE {name(column)} IS NOT NULL AND {name(column)} NOT IN"
        f" (SELECT {name(target_column)} FROM {name(target)} WHERE {name(target_column)} IS NOT NULL) LIMIT 1"
    ).fetchone()
    return found is None


# The document


def _document(namespace: str, table: Table, key: Sequence[str], links: Iterable[Link]) -> AssetChange:
    own = sorted((link for link in links if link.table == table.name), key=lambda link: link.column)
    values = {
        "namespace": namespace,
        "name": table.name,
        "fields": [{"name": c.name, "type": c.type, "required": c.name in key} for c in table.columns],
        "primary_key": list(key),
        "unique_keys": [],
        "foreign_keys": [
            {
                "name": f"{table.name}_{link.column}_fkey"[:200],
                "target": {"namespace": namespace, "name": link.target},
                "columns": [{"field": link.column, "target_field": link.target_column}],
                "proposed": True,
            }
            for link in own
        ],
        "tags": [PROPOSED_KEY] if key else [],
    }
    return table_read(f"{table.name}.csv", values)
