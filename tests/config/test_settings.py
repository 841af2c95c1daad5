"""What the settings promise: production is hardened, secrets come from outside, SQLite is tuned."""

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

PRODUCTION = {
    "BRICKS_MODE": "production",
    "BRICKS_SECRET_KEY": "k" * 60,
    "BRICKS_ALLOWED_HOSTS": "example.org",
}


def settings_of(**environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a new process with only these variables reads them."""
    names = (
        "DEBUG",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
    )
    code = f"import json; from config import settings; print(json.dumps([getattr(settings, n) for n in {names}]))"
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )


def test_production_is_hardened():
    assert json.loads(settings_of(**PRODUCTION).stdout) == [False, True, 31_536_000, True, True]


@pytest.mark.parametrize("name", ["BRICKS_SECRET_KEY", "BRICKS_ALLOWED_HOSTS"])
def test_production_names_the_missing_variable(name):
    without = {key: value for key, value in PRODUCTION.items() if key != name}
    assert f"Set the environment variable {name}" in settings_of(**without).stderr


def test_unknown_mode_is_refused():
    assert "BRICKS_MODE is 'live'" in settings_of(**PRODUCTION | {"BRICKS_MODE": "live"}).stderr


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_is_tuned():
    with connection.cursor() as cursor:
        read = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert read == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 20_000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
