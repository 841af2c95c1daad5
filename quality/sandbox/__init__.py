"""Asking DuckDB about bricks.

Rules that we compiled ourselves are asked in this process (`answers`). SQL that people wrote runs in a child process
with nothing but the tables handed over, which the system limits and which is ended when it takes too long
(`answers_of_people`): an engine inside the server could be made to hang or to die with it.
"""

import json
import logging
import os
import queue
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from marshal import dumps
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any, BinaryIO

import duckdb
from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import TooMany
from quality.sandbox import engine
from quality.sandbox.engine import Engine, Refused, pointer

__all__ = [
    "Answer",
    "Question",
    "Refused",
    "Table",
    "answers",
    "answers_of_people",
    "pattern_holds",
    "pointer",
    "predicate_read",
]

logger = logging.getLogger(__name__)

CHUNK = 20_000  # bricks handed over at once
LOAD_SECONDS = 60.0  # for a child to start and take its tables in
GRACE_SECONDS = 1.5  # the engine interrupts itself; whoever does not within this time is ended
WAIT_SECONDS = 20.0  # for one of the places below
_places = BoundedSemaphore(2)  # children at the same time: each may take its whole memory

Rows = Iterable[tuple[int, str]]  # bricks by id, their values as JSON text


@dataclass(frozen=True, slots=True)
class Table:
    """The bricks of one asset. `fields` are JSON keys with the engine's types; `view` is (schema, name)."""

    name: str
    fields: Sequence[tuple[str, str]]
    rows: Callable[[], Rows]
    view: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A compiled statement, or (in a child) a person's condition about the bricks of a view."""

    sql: str = ""
    parameters: Sequence[Any] = ()
    predicate: str = ""
    view: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of values, or why there is none (`Refused.code`)."""

    row: Sequence[Any] = ()
    refused: str = ""
    name: str = field(default="", compare=False)


def answers(tables: Iterable[Table], questions: Sequence[Question]) -> list[Answer]:
    """The answer to each of our own statements."""
    if not questions:
        return []
    with Engine(memory_mb=settings.QUALITY_MEMORY_MB, threads=2, time_zone=settings.TIME_ZONE) as duck:
        for table in tables:
            duck.add_table(table.name, table.fields, _chunks(table.rows()))
        duck.lock()
        return [_answer(duck, question) for question in questions]


def _answer(duck: Engine, question: Question) -> Answer:
    try:
        rows = duck.ask(question.sql, question.parameters, settings.QUALITY_CHECK_SECONDS)
    except Refused as refused:
        logger.warning("A compiled rule could not be run: %s", refused.code)
        return Answer(refused=refused.code)
    return Answer(rows[0])


def _chunks(rows: Rows) -> Iterator[tuple[list[int], list[str]]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield [pk for pk, _text in chunk], [text for _pk, text in chunk]


def pattern_holds(pattern: str) -> bool:
    """Whether it is a regular expression of the engine (RE2, whose time is linear in the text)."""
    with Engine(memory_mb=64, threads=1, time_zone="UTC") as duck:
        duck.lock()
        return not _answer(duck, Question("SELECT regexp_full_match('', ?)", [pattern])).refused


# SQL that people wrote


def predicate_read(
    text: str, tables: Iterable[Table] = (), view: tuple[str, str] | None = None
) -> dict[str, Any]:
    """What a condition names: `{tables: [[schema, name]], columns: […]}`; raises `Refused`.

    With `view` (one of the views of `tables`, whose rows are not read) also whether it fits its columns.
    """
    empty = [Table(table.name, table.fields, lambda: (), table.view) for table in tables]
    question = {"kind": "read", "predicate": text, "view": view}
    (said,) = _said_by_child(empty, [question])
    if "answer" not in said:
        raise Refused(said["refused"], said["name"])
    reading: dict[str, Any] = said["answer"]
    return reading


def answers_of_people(tables: Sequence[Table], questions: Sequence[Question]) -> list[Answer]:
    """The answer to each condition that a person wrote; one that hangs or dies costs the others nothing."""
    asked = [{"kind": "run", "predicate": q.predicate, "view": q.view} for q in questions]
    said = _said_by_child(tables, asked)
    return [
        Answer(one["answer"]) if "answer" in one else Answer(refused=one["refused"], name=one["name"])
        for one in said
    ]


def _said_by_child(tables: Sequence[Table], questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What children say to these questions: when one ends at a question, the next child begins after it."""
    said: list[dict[str, Any]] = []
    while len(said) < len(questions):
        with _child() as child:
            said += _conversation(child, tables, questions[len(said) :])
    for question, one in zip(questions, said, strict=True):
        if "refused" in one:
            logger.warning("Refused SQL (%s): %.200r", one["refused"], question["predicate"])
    return said


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that knows nothing of ours: no environment, no inherited files, no Django."""
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TooMany(_("Others are running SQL at the moment. Try again soon."))
    try:
        limits = (settings.QUALITY_SQL_MEMORY_MB, int(settings.QUALITY_SQL_SECONDS * 4 + LOAD_SECONDS))
        packages = str(Path(duckdb.__file__).parent.parent)
        start = f"sys.path.append({packages!r}); runpy.run_path({engine.__file__!r}, run_name='__main__')"
        child = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-I", "-X", "utf8", "-c", f"import sys, runpy; {start}", *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
            cwd=tempfile.gettempdir(),
        )
        try:
            yield child
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()
    finally:
        _places.release()


def _conversation(
    child: subprocess.Popen[bytes], tables: Sequence[Table], questions: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Its answers until it has given all of them, or has not come back from one."""
    assert child.stdin is not None
    assert child.stdout is not None
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
    with suppress(BrokenPipeError):
        _hand_over(child.stdin, tables, questions)
    if _next(lines, LOAD_SECONDS) is None:
        return [{"refused": "memory", "name": ""} for _question in questions]
    said = []
    for _question in questions:
        answer = _next(lines, settings.QUALITY_SQL_SECONDS + GRACE_SECONDS)
        said.append(answer or {"refused": "time" if child.poll() is None else "memory", "name": ""})
        if answer is None:
            break
    return said


def _listen(pipe: BinaryIO, lines: "queue.SimpleQueue[bytes]") -> None:
    with suppress(ValueError, OSError):  # the pipe is closed when nobody waits for more
        for line in pipe:
            lines.put(line)
    lines.put(b"")


def _next(lines: "queue.SimpleQueue[bytes]", seconds: float) -> dict[str, Any] | None:
    """What the child said next; nothing when it is silent for so long, or gone."""
    try:
        line = lines.get(timeout=seconds)
    except queue.Empty:
        return None
    said: dict[str, Any] | None = json.loads(line) if line else None
    return said


def _hand_over(pipe: Any, tables: Sequence[Table], questions: Sequence[dict[str, Any]]) -> None:
    job = {
        "memory_mb": settings.QUALITY_SQL_MEMORY_MB,
        "seconds": settings.QUALITY_SQL_SECONDS,
        "time_zone": settings.TIME_ZONE,
        "tables": [{"name": t.name, "fields": list(t.fields), "view": t.view or ()} for t in tables],
        "questions": list(questions),
    }
    pipe.write(dumps(job))
    for table in tables:
        for chunk in _chunks(table.rows()):
            pipe.write(dumps(chunk))
        pipe.write(dumps(None))
    pipe.flush()
