"""Live databases (SQLite, PostgreSQL) through SQLAlchemy's inspector. Only reads.

Named as OpenLineage names them: `postgres://host:port` and `database.schema.table`; a SQLite file
is `sqlite:file name` and `table`, without its folder, which is nobody's business.
"""

import re
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text, types
from sqlalchemy.dialects.postgresql import BYTEA, HSTORE, MONEY
from sqlalchemy.engine.interfaces import ReflectedForeignKeyConstraint
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.exc import ArgumentError, SAWarning, SQLAlchemyError
from sqlalchemy.pool import NullPool

from catalog.choices import FieldType
from catalog.documents import AssetChange
from catalog.importing.source import Source, Unreadable, table_read

POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
PORT = 5432
CONNECT_SECONDS = 10
SQLITE_MAGIC = b"SQLite format 3\0"
SQLITE_OWN = "sqlite_autoindex"
NAME_MAX = 200
ROWS_HELD = 1_000  # of a table that is read through
SYSTEM_SCHEMAS = re.compile(r"information_schema|pg_.*")

# The first that fits; a type not listed is kept as text.
TYPES: tuple[tuple[type[Any] | tuple[type[Any], ...], FieldType], ...] = (
    (types.Uuid, FieldType.UUID),
    (types.Boolean, FieldType.BOOLEAN),
    (types.Integer, FieldType.INTEGER),
    (types.Float, FieldType.FLOAT),
    ((types.Numeric, MONEY), FieldType.DECIMAL),
    (types.DateTime, FieldType.DATETIME),
    (types.Date, FieldType.DATE),
    (types.Time, FieldType.TIME),
    ((types.LargeBinary, BYTEA), FieldType.BINARY),
    ((types.JSON, types.ARRAY, HSTORE), FieldType.JSON),
)

Key = tuple[str | None, str]  # schema, table


def is_database(location: str) -> bool:
    return "://" in location or _is_sqlite_file(Path(location))


def _is_sqlite_file(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


@dataclass(frozen=True, slots=True)
class Opening:
    """How a database is reached, what it is called, and what its tables' names begin with."""

    engine: Engine
    label: str
    prefix: str
    namespace: str


def database_read(location: str, *, namespace: str = "", language: str = "fr", views: bool = False) -> Source:
    """The tables (and views, when wanted) of a database; comments become descriptions in `language`."""
    return _read(_opening(location, namespace), language, views)


def database_rows(
    location: str, *, namespace: str = ""
) -> Iterator[tuple[str, str, Iterator[dict[str, Any]]]]:
    """Each table's namespace, name and rows, read as they are asked for: take one table's before the next one."""
    opening = _opening(location, namespace)
    with _connected(opening.engine, opening.label) as connection:
        reader = _Reader(connection, opening.prefix, opening.namespace, "fr", views=False)
        for key in reader.named():
            yield opening.namespace, reader.name(key), _rows(connection, key)


def _rows(connection: Connection, key: Key) -> Iterator[dict[str, Any]]:
    quote_name = connection.dialect.identifier_preparer.quote
    table = ".".join(quote_name(part) for part in key if part is not None)
    streamed = connection.execution_options(stream_results=True, yield_per=ROWS_HELD)
    found = streamed.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - a name of the database's own, quoted
    yield from (dict(row) for row in found.mappings())


def _opening(location: str, namespace: str) -> Opening:
    if location.startswith("sqlite:") or "://" not in location:
        return _sqlite_opening(location, namespace)
    return _postgresql_opening(_postgresql_url(location), namespace)


def _sqlite_opening(location: str, namespace: str) -> Opening:
    path = Path(re.sub(r"^sqlite:(//)?/?", "", location) if location.startswith("sqlite:") else location)
    if not _is_sqlite_file(path):
        message = _("There is no SQLite database of this name.")
        raise Unreadable.at(path.name, message)
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    return Opening(engine, path.name, "", namespace or f"sqlite:{path.name}")


def _postgresql_url(location: str) -> URL:
    """The address, checked without ever repeating it: a slip may put the password anywhere in it."""
    form = _("Give the address as postgres://user:password@host:5432/database.")
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        raise Unreadable.at(_("database address"), form) from None
    if url.drivername not in POSTGRESQL:
        message = _("Only SQLite and PostgreSQL can be read.")
        raise Unreadable.at(_("database address"), f"{message} {form}")
    host = unquote(url.host or "")
    if "@" in host:
        message = _("Write an @ in the password as %(code)s.") % {"code": "%40"}
        raise Unreadable.at(_("database address"), message)
    if not url.database:
        raise Unreadable.at(_("database address"), form)
    url = url.set(drivername="postgresql+psycopg")
    return url.set(host=None, query={**url.query, "host": host}) if host.startswith("/") else url


def _postgresql_opening(url: URL, namespace: str) -> Opening:
    host, port = url.host or "localhost", url.port or PORT
    options = {"connect_timeout": CONNECT_SECONDS, "options": "-c default_transaction_read_only=on"}
    engine = create_engine(url, connect_args=options, poolclass=NullPool)
    namespace = namespace or f"postgres://{host}:{port}"
    return Opening(engine, f"{host}:{port}/{url.database}", f"{url.database}.", namespace)


def _read(opening: Opening, language: str, views: bool) -> Source:
    label, namespace = opening.label, opening.namespace
    with _connected(opening.engine, label) as connection:
        reader = _Reader(connection, opening.prefix, namespace, language, views)
        tables = tuple(reader.tables())
    if not tables:
        raise Unreadable.at(label, _("There is no table in this database."))
    return Source(label, namespace, tables, tuple(reader.notes))


@contextmanager
def _connected(engine: Engine, label: str) -> Iterator[Connection]:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _read_text_as_it_is)
    try:
        # SQLAlchemy warns of what it does not know (a type, an index over an expression): we leave it out.
        with warnings.catch_warnings(), engine.connect() as connection:
            warnings.simplefilter("ignore", SAWarning)
            yield connection
    except SQLAlchemyError as error:
        raise Unreadable.at(label, _explained(str(error))) from None


def _read_text_as_it_is(connection: Any, _record: Any) -> None:
    """SQLite keeps any bytes as text; what is not UTF-8 must not stop the reading of a schema."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")


def _explained(error: str) -> str:
    """Why a connection failed, in our words: the driver's may repeat what was typed."""
    reasons = (
        (r"password|authentication|role .* does not exist", _("The user name or the password is refused.")),
        (r"database .* does not exist", _("The server has no database of this name.")),
        (r"resolve|translate host|getaddrinfo", _("There is no server of this name.")),
        (r"refused|time(d )?out|unreachable|No such file", _("The server does not answer at this address.")),
        (r"permission denied", _("This user may not read the database's structure.")),
        (
            r"malformed|not a database|encrypted",
            _("The file is damaged, encrypted or not a SQLite database."),
        ),
    )
    found = (message for pattern, message in reasons if re.search(pattern, error, re.IGNORECASE))
    return next(found, _("The database cannot be read."))


class _Reader:
    """One pass over the inspector's answers, each asked once for a whole schema."""

    def __init__(self, connection: Connection, prefix: str, namespace: str, language: str, views: bool):
        self.inspector: Any = inspect(connection)
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.prefix, self.namespace, self.language = prefix, namespace, language
        self.kind = ObjectKind.ANY if views else ObjectKind.TABLE
        self.notes: list[str] = []

    def tables(self) -> Iterator[AssetChange]:
        schemas = [None] if self.is_sqlite else self._schemas()
        left_out = 0
        for schema in schemas:
            yield from self._schema(schema)
            left_out += len(self.inspector.get_view_names(schema)) if self.kind is ObjectKind.TABLE else 0
        if left_out:
            message = ngettext("%(count)s view left out", "%(count)s views left out", left_out)
            self.notes.append(message % {"count": left_out} + " (--views)")

    def named(self) -> list[Key]:
        """The tables, in their order of name."""
        schemas: list[str | None] = [None] if self.is_sqlite else [*self._schemas()]
        return [
            (schema, table) for schema in schemas for table in sorted(self.inspector.get_table_names(schema))
        ]

    def _schemas(self) -> list[str]:
        return [name for name in self.inspector.get_schema_names() if not SYSTEM_SCHEMAS.fullmatch(name)]

    def _schema(self, schema: str | None) -> Iterator[AssetChange]:
        ask = {"schema": schema, "kind": self.kind}
        columns = self.inspector.get_multi_columns(**ask)
        primary = self.inspector.get_multi_pk_constraint(**ask)
        unique = self.inspector.get_multi_unique_constraints(**ask)
        indexes = self._indexes(ask, columns)
        foreign = self.inspector.get_multi_foreign_keys(**ask)
        comments = {} if self.is_sqlite else self.inspector.get_multi_table_comment(**ask)
        for key in sorted(columns, key=lambda key: key[1]):
            primary_key = list(primary.get(key, {}).get("constrained_columns", []))
            comment = comments.get(key, {}).get("text") or ""
            uniques = _unique_keys(key[1], primary_key, unique.get(key) or [], indexes.get(key) or [])
            values = {
                "namespace": self.namespace,
                "name": self.name(key),
                f"description_{self.language}": comment,
                "fields": [self._field(column, primary_key) for column in columns[key]],
                "primary_key": primary_key,
                "unique_keys": uniques,
                "foreign_keys": self._foreign_keys(key, foreign.get(key) or [], primary),
            }
            yield table_read(key[1], values)

    def _indexes(self, ask: dict[str, Any], tables: Iterable[Key]) -> dict[Key, list[Any]]:
        """SQLAlchemy overlooks UNIQUE behind a type such as VARCHAR(9); SQLite's own indexes have it."""
        if not self.is_sqlite:
            found: dict[Key, list[Any]] = self.inspector.get_multi_indexes(**ask)
            return found
        own = {key: self.inspector.get_indexes(key[1], include_auto_indexes=True) for key in tables}
        return {
            key: [
                {**one, "name": None if one["name"].startswith(SQLITE_OWN) else one["name"]} for one in found
            ]
            for key, found in own.items()
        }

    def name(self, key: Key) -> str:
        schema, table = key
        return f"{self.prefix}{schema}.{table}" if schema else f"{self.prefix}{table}"

    def _field(self, column: Mapping[str, Any], primary_key: Iterable[str]) -> dict[str, Any]:
        return {
            "name": column["name"],
            "type": field_type(column["type"]),
            "required": not column["nullable"] or column["name"] in primary_key,
            f"description_{self.language}": column.get("comment") or "",
        }

    def _foreign_keys(
        self, key: Key, found: Iterable[ReflectedForeignKeyConstraint], primary: Mapping[Key, Any]
    ) -> list[dict[str, Any]]:
        keys = [
            {
                "name": _key_name(one.get("name"), key[1], one["constrained_columns"], "fkey"),
                "target": {"namespace": self.namespace, "name": self.name(self._target(key, one, primary))},
                "columns": pairs,
                "proposed": False,
            }
            for one in found
            if (pairs := self._pairs(key, one, primary))
        ]
        return sorted(keys, key=lambda key: str(key["name"]))

    def _pairs(
        self, key: Key, one: ReflectedForeignKeyConstraint, primary: Mapping[Key, Any]
    ) -> list[dict[str, str]]:
        """Without columns named there, the target's primary key is meant; none when there is no such table."""
        own = primary.get(self._target(key, one, primary), {}).get("constrained_columns", [])
        pairs = zip(one["constrained_columns"], one["referred_columns"] or own, strict=False)
        return [{"field": field, "target_field": target} for field, target in pairs]

    def _target(self, key: Key, one: ReflectedForeignKeyConstraint, primary: Mapping[Key, Any]) -> Key:
        """The table meant; SQLite does not mind the case in which it is written."""
        if not self.is_sqlite:
            return one["referred_schema"] or key[0], one["referred_table"]
        meant = one["referred_table"].casefold()
        return None, next(
            (table for _s, table in primary if table.casefold() == meant), one["referred_table"]
        )


def field_type(kind: Any) -> str:
    return next((ours for theirs, ours in TYPES if isinstance(kind, theirs)), FieldType.STRING).value


def _unique_keys(
    table: str, primary_key: list[str], constraints: Iterable[Any], indexes: Iterable[Any]
) -> list[dict[str, Any]]:
    """Unique constraints, and unique indexes over whole columns and all rows; the primary key aside."""
    whole = [
        index
        for index in indexes
        if index["unique"] and None not in index["column_names"] and not _is_partial(index)
    ]
    found: dict[frozenset[str], dict[str, Any]] = {}
    for one in [*constraints, *whole]:
        fields = list(one["column_names"])
        if fields and set(fields) != set(primary_key):
            name = _key_name(one.get("name"), table, fields, "key")
            found.setdefault(frozenset(fields), {"name": name, "fields": fields})
    return sorted(found.values(), key=lambda key: key["name"])


def _is_partial(index: Any) -> bool:
    options = index.get("dialect_options", {})
    return any(options.get(f"{dialect}_where") is not None for dialect in ("postgresql", "sqlite"))


def _key_name(name: Any, table: str, columns: Iterable[str], suffix: str) -> str:
    """A key's own name, or the one PostgreSQL would give it."""
    return str(name or f"{table}_{'_'.join(columns)}_{suffix}")[:NAME_MAX]
