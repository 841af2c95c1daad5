"""The product's settings, made fast for tests; hardening is tested on the production mode in tests/config/."""

import os

os.environ["BRICKS_MODE"] = "test"
os.environ["BRICKS_SECRET_KEY"] = "known to everybody, for tests only"

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads then meet the locks that the product meets. One for each process, so that
    # several test runs may share a checkout.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / f"test-{os.getpid()}.sqlite3"}
