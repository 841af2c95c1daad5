"""Django's settings for every mode; `config/environment.py` says which variables steer them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything this checkout makes: database, key, collected static files

# Mode

LOCAL_KEY = VAR_DIR / "secret-key"
MODE = environment.mode(LOCAL_KEY)
DEMO = MODE == "demo"
DEBUG = MODE == "debug"
SECRET_KEY = environment.secret_key(MODE, LOCAL_KEY)
ALLOWED_HOSTS = (
    environment.words("BRICKS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    if MODE != "production"
    else environment.required("BRICKS_ALLOWED_HOSTS", "the host names served, separated by commas").split(",")
)
CSRF_TRUSTED_ORIGINS = environment.words("BRICKS_TRUSTED_ORIGINS")

# Apps

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "graphene_django",
    "import_export",
    "knox",
    "rest_framework",
    "simple_history",
    "common",
    "workshop",
    "catalog",
    "lineage",
    "exchange",
    "quality",
    "consent",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workshop.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workshop.context.here",
            ],
        },
    },
]

# Database

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction takes the write lock at its start: it waits its turn instead of failing at its end.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds to wait for that turn (SQLite's busy_timeout)
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-2000;"  # 2 MB for each connection, and the system caches the file once for all
        "PRAGMA mmap_size=0;"  # each thread would map, and count as resident, the file again
    ),
}

DATABASES: dict[str, Any] = {
    "default": dj_database_url.config(
        default=f"sqlite:///{(VAR_DIR / 'bricks.sqlite3').as_posix()}",
        conn_max_age=600,
        conn_health_checks=True,
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

AUTH_USER_MODEL = "workshop.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "workshop:login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"

# A room shares one address: lock one account from one address, never the room.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# A form may hold an asset of 2 000 fields, each with its inputs; Django's own limit is 1 000 inputs.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000

# Language and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# Files served

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", VAR_DIR / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())

if MODE == "production":
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Doors

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["workshop.api.authentication.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],  # whoever has an actor may ask; commands and queries decide
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.media.StrictJsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "common.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
API_BODY_BYTES_MAX = 20_000_000
SPECTACULAR_SETTINGS = {
    "TITLE": "Bricks4DataGov",
    "VERSION": "1",
    "DESCRIPTION": (
        "The catalogue of a workshop. Send `Authorization: Bearer <token>`; a token acts for one "
        "participant in one workshop, and whatever belongs to another workshop does not exist (404). "
        "Messages are in French unless `Accept-Language` asks for English; codes and keys never change. "
        "Say why in `X-Change-Reason`: it stays in the history."
    ),
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "POSTPROCESSING_HOOKS": ["common.api.openapi.document_problems"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "persistAuthorization": False,
        "tryItOutEnabled": True,
        # Hundreds of operations and shapes: closed until asked for, and found by typing.
        "docExpansion": "none",
        "filter": True,
        "defaultModelsExpandDepth": -1,
    },
}
GRAPHENE = {"SCHEMA": "config.schema.schema", "SCHEMA_OUTPUT": "docs/schema.graphql", "SCHEMA_INDENT": None}
KNOX_TOKEN_MODEL = "workshop.ApiToken"  # noqa: S105 - a model, not a token
MIGRATION_MODULES = {"knox": None}  # its own table, which we replace, would stand in the way of a flush
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": None}  # tokens live until revoked

# Quality

QUALITY_MEMORY_MB = 1024  # that a check of our own rules may take
QUALITY_CHECK_SECONDS = 60.0  # for one of them
QUALITY_SQL_MEMORY_MB = 512  # the same for SQL that people wrote, in a process of its own
QUALITY_SQL_SECONDS = 5.0

# History and logs

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
