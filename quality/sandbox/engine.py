"""DuckDB, locked: no files, no network, no extensions, no settings; one statement at a time, and limits on it.

Only DuckDB and the standard library, since a child process runs this file alone (see `quality.sandbox`): SQL that
people wrote is never parsed or run inside the server. What the engine says of an error names paths of the machine,
so it never leaves here: errors are codes, and at most a name that stood in the SQL.
"""

# ruff: noqa: S608 - names are quoted, values are parameters, and what people wrote is read before it is run

import json
import marshal
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Timer
from typing import Any, BinaryIO, TextIO

import duckdb

BRICK = "·brick"  # the id of a brick beside the fields of an asset; no field is called so
SETTINGS = (
    "SET temp_directory = ''",
    "SET max_temp_directory_size = '0B'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET python_scan_all_frames = false",
)
LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")


class Refused(Exception):
    """`code` says why; `name` is what stood in the SQL, if anything in particular was wrong."""

    def __init__(self, code: str, name: str = ""):
        super().__init__(code, name)
        self.code, self.name = code, name


class Engine:
    """One database in memory, for the bricks of some assets.

    First `add_table` for each, then `lock`; from then on only `ask`.
    """

    def __init__(self, *, memory_mb: int, threads: int, time_zone: str):
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
        }
        self.connection = duckdb.connect(config=config)
        for setting in (*SETTINGS, f"SET TimeZone = {_text(time_zone)}"):
            self.connection.execute(setting)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.close()

    def add_table(
        self,
        table: str,
        fields: Sequence[tuple[str, str]],
        chunks: Iterable[tuple[list[int], list[str]]],
        names: Sequence[str] = (),
    ) -> None:
        """A table with columns `brick`, `said` (the JSON) and, typed, `f0`, `f1`… for `fields`.

        `chunks` are ids of bricks and their values as JSON texts, some thousands at a time. With `names` (schema,
        name) also a view in which the columns bear the names of the fields.
        """
        columns = [
            "brick BIGINT",
            "said VARCHAR",
            *(f"f{n} {type_}" for n, (_name, type_) in enumerate(fields)),
        ]
        self.connection.execute(f"CREATE TABLE {_name(table)} ({', '.join(columns)})")
        plain, clashing = _told_apart(fields)
        values = [f"TRY_CAST(json_extract_string(said, ?) AS {fields[n][1]})" for n in clashing]
        parameters = [pointer(fields[n][0]) for n in clashing]
        if plain:
            values.insert(0, "unnest(from_json(said, ?))")
            parameters.insert(0, json.dumps(dict(fields[n] for n in plain)))
        into = ["brick", "said", *(f"f{n}" for n in (*plain, *clashing))]
        insert = (
            f"INSERT INTO {_name(table)} ({', '.join(into)}) SELECT {', '.join(['brick', 'said', *values])} "
            "FROM (SELECT unnest(?::BIGINT[]) AS brick, unnest(?::VARCHAR[]) AS said)"
        )
        for ids, texts in chunks:
            self.connection.execute(insert, [*parameters, ids, texts])
        if names:
            self._add_view(table, [field for field, _type in fields], names)

    def _add_view(self, table: str, fields: Sequence[str], names: Sequence[str]) -> None:
        schema, name = names
        if schema:
            self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_name(schema)}")
        columns = [f"f{n} AS {_name(column)}" for n, column in enumerate(column_names(fields))]
        place = ".".join(_name(part) for part in (schema, name) if part)
        self.connection.execute(
            f"CREATE VIEW {place} AS "
            f"SELECT {', '.join([f'brick AS {_name(BRICK)}', *columns])} FROM {_name(table)}"
        )

    def lock(self) -> None:
        for lock in LOCKS:
            self.connection.execute(lock)

    def ask(self, sql: str, parameters: Sequence[Any], seconds: float) -> list[tuple[Any, ...]]:
        """The rows that one statement answers; raises `Refused`."""
        timer = Timer(seconds, self.connection.interrupt)
        timer.start()
        try:
            rows: list[tuple[Any, ...]] = self.connection.execute(sql, list(parameters)).fetchall()
        except (duckdb.Error, MemoryError) as error:
            raise refusal(error) from None
        finally:
            timer.cancel()
        return rows

    def type_of(self, sql: str) -> str:
        """The type of the first column of a statement; raises `Refused`."""
        try:
            described = self.connection.execute(sql).description
        except (duckdb.Error, MemoryError) as error:
            raise refusal(error) from None
        return str(described[0][1]) if described else ""


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def pointer(field: str) -> str:
    """The JSON pointer of a key."""
    return "/" + field.replace("~", "~0").replace("/", "~1")


def _told_apart(fields: Sequence[tuple[str, str]]) -> tuple[list[int], list[int]]:
    """The positions of fields that the engine can read together, and of those that differ by case alone."""
    seen: set[str] = set()
    plain: list[int] = []
    clashing: list[int] = []
    for position, (name, _type) in enumerate(fields):
        (clashing if name.casefold() in seen else plain).append(position)
        seen.add(name.casefold())
    return plain, clashing


def column_names(fields: Sequence[str]) -> list[str]:
    """The fields as columns of one view: of two that differ by case alone, the second gets a number."""
    taken: set[str] = {BRICK}
    names = []
    for field in fields:
        name, number = field, 2
        while name.casefold() in taken:
            name, number = f"{field}_{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


CODES: tuple[tuple[Any, str], ...] = (
    (duckdb.InterruptException, "time"),
    ((duckdb.OutOfMemoryException, MemoryError), "memory"),
    (duckdb.PermissionException, "forbidden"),
    (duckdb.ParserException, "syntax"),
    ((duckdb.BinderException, duckdb.CatalogException), "unknown"),
    ((duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException), "conversion"),
)


def refusal(error: BaseException) -> Refused:
    code = next((code for types, code in CODES if isinstance(error, types)), "failed")
    named = re.search(r'(?:column|Table|Function)[^"\n]{0,40}"([^"/\\]{1,100})"', str(error))
    return Refused(code, named.group(1) if code == "unknown" and named else "")


# What people may write

PREDICATE = "SELECT (\n{}\n)"
FORBIDDEN = "forbidden"
# Expressions, tables and queries by their kind in the engine's own syntax tree. What is not named is refused.
EXPRESSIONS = frozenset(
    "BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA LAMBDA_REF OPERATOR STAR "
    "SUBQUERY TYPE WINDOW".split()
)
TABLES = frozenset({"BASE_TABLE", "SUBQUERY", "JOIN", "EMPTY", "EXPRESSION_LIST"})
QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE"})
# Functions of values alone: they read nothing, tell nothing of the machine, and are the same each time.
FUNCTIONS = frozenset(
    """
    + - * / // % ** ^ & | << >> || ~ ! @ ~~ !~~ ~~* !~~* ~~~ -> ->> !__postfix
    abs ceil ceiling floor round round_even sign sqrt cbrt exp ln log log10 log2 pow power mod fmod trunc even
    greatest least isnan isinf isfinite pi degrees radians sin cos tan asin acos atan atan2
    add subtract multiply divide fdiv
    coalesce nullif ifnull if constant_or_null
    lower upper lcase ucase length len strlen char_length character_length trim ltrim rtrim left right substr
    substring replace reverse concat concat_ws contains starts_with ends_with prefix suffix position strpos instr
    split_part string_split str_split split strip_accents nfc_normalize ascii unicode ord chr translate overlay
    like_escape ilike_escape not_like_escape not_ilike_escape
    regexp_matches regexp_full_match regexp_replace regexp_extract regexp_extract_all regexp_split_to_array
    regexp_escape levenshtein damerau_levenshtein editdist3 jaccard jaro_similarity jaro_winkler_similarity hamming
    md5 sha1 sha256 hash
    date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add year month day hour minute
    second quarter week weekday dayofweek isodow dayofmonth dayofyear dayname monthname weekofyear yearweek isoyear
    last_day make_date make_time make_timestamp age epoch epoch_ms strftime strptime try_strptime timezone
    to_days to_hours to_minutes to_seconds to_months to_weeks to_years now current_date today
    get_current_timestamp current_localtimestamp current_localtime get_current_time transaction_timestamp
    typeof
    count count_star count_if countif sum avg mean min max median mode quantile_cont quantile_disc stddev
    stddev_pop stddev_samp variance var_pop var_samp bool_and bool_or any_value first last arbitrary
    approx_count_distinct string_agg listagg group_concat list array_agg product corr
    row_number rank dense_rank rank_dense percent_rank cume_dist ntile lag lead first_value last_value nth_value
    list_value list_contains list_has array_contains array_has array_length list_sum list_min list_max
    list_avg list_count list_distinct list_unique list_sort list_any_value array_extract list_extract list_element
    list_filter list_transform list_apply array_apply array_filter array_transform list_has_any list_has_all
    list_position row struct_pack struct_extract
    json_extract json_extract_string json_extract_path json_extract_path_text json_array_length json_type json_keys
    json_valid json_exists json_contains json_value
    """.split()
)


class Reading(dict[str, Any]):
    """What an SQL text names: `tables` as (schema, name), `columns` as names."""


def read_predicate(connection: Any, text: str) -> Reading:
    """What a condition names, if it is one condition and does nothing else; raises `Refused`."""
    tree = _tree(connection, PREDICATE.format(text))
    outside = {name: tree.get(name) for name in ("where_clause", "having", "qualify", "sample")}
    is_alone = (
        tree["type"] == "SELECT_NODE"
        and len(tree["select_list"]) == 1
        and tree["from_table"]["type"] == "EMPTY"
        and not tree["modifiers"]
        and not tree["group_expressions"]
        and not any(outside.values())
        and not tree["cte_map"]["map"]
    )
    if not is_alone:
        raise Refused("syntax")
    return _names(tree)


def _tree(connection: Any, sql: str) -> dict[str, Any]:
    """The syntax tree of one query."""
    try:
        ((text,),) = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
    except (duckdb.Error, MemoryError) as error:
        raise refusal(error) from None
    said = json.loads(text)
    if said["error"]:
        raise Refused("syntax" if said["error_type"] == "parser" else FORBIDDEN)
    if len(said["statements"]) != 1:
        raise Refused(FORBIDDEN)
    tree: dict[str, Any] = said["statements"][0]["node"]
    return tree


def _names(tree: dict[str, Any]) -> Reading:
    """The tables and columns of a tree; raises `Refused` at whatever is not allowed in it."""
    tables: dict[tuple[str, str], None] = {}
    columns: dict[str, None] = {}
    ctes: set[str] = set()
    for node in _nodes(tree):
        _judge(node)
        ctes |= {entry["key"].casefold() for entry in (node.get("cte_map") or {"map": []})["map"]}
        if node.get("type") == "BASE_TABLE":
            tables[node["schema_name"], node["table_name"]] = None
        elif node.get("class") == "COLUMN_REF":
            columns |= dict.fromkeys(node["column_names"])
    named = [table for table in tables if table[0] or table[1].casefold() not in ctes]
    return Reading(tables=named, columns=list(columns))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a tree, without recursion: trees may be deep."""
    waiting = [value]
    while waiting:
        present = waiting.pop()
        if isinstance(present, dict):
            yield present
            waiting += present.values()
        elif isinstance(present, list):
            waiting += present


def _judge(node: Mapping[str, Any]) -> None:
    kind, type_ = node.get("class"), node.get("type")
    if kind is not None:
        if kind not in EXPRESSIONS:
            raise Refused(FORBIDDEN, str(type_).lower())
        if "function_name" in node:
            _judge_function(node)
    elif isinstance(type_, str) and not _is_known(node, type_):
        raise Refused(FORBIDDEN, type_.lower())
    if type_ == "BASE_TABLE" and (node.get("catalog_name") or node.get("at_clause")):
        raise Refused(FORBIDDEN, str(node["table_name"]))


def _is_known(node: Mapping[str, Any], type_: str) -> bool:
    """Whether a table or a query is of a kind that people may use."""
    if type_.endswith("_NODE"):
        return type_ in QUERIES
    return "query_location" not in node or type_ in TABLES


def _judge_function(node: Mapping[str, Any]) -> None:
    name = node["function_name"]
    if node.get("schema") or node.get("catalog") or name.casefold() not in FUNCTIONS:
        raise Refused(FORBIDDEN, name)


def predicate_sql(text: str, view: str) -> str:
    """How many bricks a condition holds of, and for which it does not (see `quality.rules.compiling`)."""
    return (
        f"SELECT count(ok), count_if(ok), list(brick ORDER BY brick) FILTER (NOT ok), NULL "
        f"FROM (SELECT {_name(BRICK)} AS brick, CAST((\n{text}\n) AS BOOLEAN) AS ok FROM {view})"
    )


def view_place(names: Sequence[str]) -> str:
    return ".".join(_name(part) for part in names if part)


# The child


def serve(source: BinaryIO, answers: TextIO) -> None:
    """Carry out one job. It comes as marshalled values: what to do, then the rows of its tables in chunks.

    Answers are lines of JSON, one for each question, so that whoever asks knows which one did not come back.
    """
    job = marshal.load(source)  # noqa: S302 - it comes from the server, which started this process
    with Engine(memory_mb=job["memory_mb"], threads=1, time_zone=job["time_zone"]) as engine:
        for table in job["tables"]:
            chunks = iter(lambda: marshal.load(source), None)  # noqa: S302
            engine.add_table(table["name"], table["fields"], chunks, table["view"])
        engine.lock()
        _say(answers, {"ready": True})
        for question in job["questions"]:
            _say(answers, _answered(engine, question, job))


def _answered(engine: Engine, question: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    handed_over = {_folded(table["view"]) for table in job["tables"] if table["view"]}
    do: Callable[[], Any] = {
        "read": lambda: _read_told(engine, question, handed_over),
        "run": lambda: _run(engine, question, handed_over, job["seconds"]),
    }[question["kind"]]
    try:
        return {"answer": do()}
    except Refused as refused:
        return {"refused": refused.code, "name": refused.name}


def _read_told(engine: Engine, question: Mapping[str, Any], handed_over: set[tuple[str, ...]]) -> Reading:
    """What a condition names; with a view to stand on, also whether it is yes or no for each brick."""
    reading = read_predicate(engine.connection, question["predicate"])
    if question["view"]:
        _refuse_others(reading, handed_over)
        place = view_place(question["view"])
        type_ = engine.type_of(f"SELECT (\n{question['predicate']}\n) FROM {place} LIMIT 0")
        if type_ not in ("BOOLEAN", '"NULL"'):
            raise Refused("not_boolean")
    return reading


def _run(
    engine: Engine, question: Mapping[str, Any], handed_over: set[tuple[str, ...]], seconds: float
) -> list[Any]:
    _refuse_others(read_predicate(engine.connection, question["predicate"]), handed_over)
    sql = predicate_sql(question["predicate"], view_place(question["view"]))
    return list(engine.ask(sql, (), seconds)[0])


def _refuse_others(reading: Reading, handed_over: set[tuple[str, ...]]) -> None:
    """The engine has tables of its own, about itself and the machine."""
    for table in reading["tables"]:
        if _folded(table) not in handed_over:
            raise Refused("unknown", table[1])


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


def _say(answers: TextIO, said: Mapping[str, Any]) -> None:
    print(json.dumps(said), file=answers, flush=True)


def _limit(memory_mb: int, cpu_seconds: int) -> None:
    """What the system itself refuses this process: memory, time, and to write any file."""
    try:
        import resource
    except ImportError:  # not every system has these; the one who started us still watches the clock
        return
    room = (memory_mb + 1024) * 2**20  # the engine's own, beside that of Python and its libraries
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    serve(sys.stdin.buffer, sys.stdout)
