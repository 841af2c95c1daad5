"""Databases made once and copied: to migrate an empty one takes twenty seconds, to load the example workshop three.

For SQLite only; on PostgreSQL every run migrates, and every test that shows the example loads it.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from portal.example import JOIN_CODE, example_load
from workshop.models import Workshop

IS_SQLITE = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def migrated() -> Path:
    """Where the migrated database lies: its name changes with what makes it."""
    made_of = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    made_of.append(settings.BASE_DIR / "requirements" / "development.txt")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()
    return Path(settings.VAR_DIR) / f"migrated-{digest[:16]}.sqlite3"


def migrated_make() -> None:
    """Migrate an empty database, unless these migrations were run before."""
    target = migrated()
    if target.exists():
        return
    for old in Path(settings.VAR_DIR).glob("migrated-*"):
        old.unlink()
    unfinished = target.with_suffix(f".{os.getpid()}")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{unfinished.as_posix()}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    with sqlite3.connect(unfinished) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.replace(target)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Django takes the copy as it is, and runs what it lacks."""
    return django_db_keepdb or IS_SQLITE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    if not IS_SQLITE:
        yield
        return
    own = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    shutil.copy(migrated(), own)
    yield
    for path in own.parent.glob(f"{own.name}*"):
        path.unlink()


@pytest.fixture(scope="session")
def example_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that shows the example leaves a copy for the others."""
    return tmp_path_factory.mktemp("example") / "example.sqlite3"


@pytest.fixture
def example(transactional_db: None, example_copy: Path) -> Workshop:
    """The example workshop, for tests that serve it."""
    if not IS_SQLITE:
        return example_load()
    if example_copy.exists():
        _copy(sqlite3.connect(example_copy), _own())
        return Workshop.objects.get(join_code=JOIN_CODE)
    workshop = example_load()
    _copy(_own(), sqlite3.connect(example_copy))
    return workshop


def _own() -> Any:
    connection.ensure_connection()
    return connection.connection


def _copy(source: Any, target: Any) -> None:
    source.backup(target)
    for opened in (source, target):
        if opened is not connection.connection:
            opened.close()
