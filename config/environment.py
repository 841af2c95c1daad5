"""What the environment says: the only place that reads variables, and that explains a missing one.

BRICKS_MODE is `production` (default), `demo`, `debug` or `test`. Where nothing says otherwise, a checkout in
which the demo ran stays the demo, so that `manage.py token steward` works right after `dev.py demo`.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MODES = ("production", "demo", "debug", "test")


def required(name: str, meaning: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: {meaning}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def mode(local_key: Path) -> str:
    demo_ran_here = local_key.exists() and "BRICKS_SECRET_KEY" not in os.environ
    named = os.environ.get("BRICKS_MODE") or ("demo" if demo_ran_here else "production")
    if named not in MODES:
        raise ImproperlyConfigured(f"BRICKS_MODE is {named!r}; it may be {', '.join(MODES)}.")
    return named


def secret_key(mode: str, local_key: Path) -> str:
    """The key that signs sessions. Demo and debug make one for this checkout and keep it in `local_key`."""
    if mode not in ("demo", "debug") or "BRICKS_SECRET_KEY" in os.environ:
        return required("BRICKS_SECRET_KEY", "a long random text, kept secret; it signs sessions")
    if not local_key.exists():
        local_key.parent.mkdir(exist_ok=True)
        local_key.write_text(get_random_secret_key(), encoding="utf-8")
        local_key.chmod(0o600)
    return local_key.read_text(encoding="utf-8")
