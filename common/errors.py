"""The errors of the product: one small family that each door renders in its own way.

`code` is stable and in English, `message` is for the reader and translated, `errors` name the
places (`fields.0.name`) of a refused input.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FieldError:
    """One refused value: `path` in the input (dotted, list positions from 0), why, and what to do.

    A `verbatim` path holds names of the sender's own, which no door spells in its way.
    """

    path: str
    code: str
    message: Any
    verbatim: bool = False

    def as_dict(self) -> dict[str, str]:
        return {"path": self.path, "code": self.code, "message": str(self.message)}

    def under(self, prefix: str) -> "FieldError":
        return replace(self, path=f"{prefix}.{self.path}" if self.path else prefix)


class AppError(Exception):
    """Base of every refusal."""

    status = 400
    code = "error"
    message: Any = _("The request could not be carried out.")

    def __init__(self, message: Any = None, *, code: str = "", errors: Iterable[FieldError] = ()):
        self.message = message or self.message
        self.code = code or self.code
        self.errors = tuple(errors)
        super().__init__(self.code)

    def __str__(self) -> str:
        places = "; ".join(f"{error.path}: {error.message}" for error in self.errors)
        return f"{self.message} {places}".strip()


class Invalid(AppError):
    status = 400
    code = "invalid"
    message = _("Some values are not valid. Correct them and send again.")

    @classmethod
    def at(cls, path: str, code: str, message: Any) -> "Invalid":
        return cls(errors=[FieldError(path, code, message)])


class Unauthenticated(AppError):
    status = 401
    code = "unauthenticated"
    message = _("Log in, or send an API token, to do this.")


class Forbidden(AppError):
    status = 403
    code = "forbidden"
    message = _("Your role does not allow this.")


class NotFound(AppError):
    status = 404
    code = "not_found"
    message = _("This does not exist in your workshop.")


class Conflict(AppError):
    status = 409
    code = "conflict"
    message = _("This clashes with what already exists.")


class Referenced(Conflict):
    code = "referenced"
    message = _("Other objects refer to this one. Change them first.")


class Outdated(AppError):
    """The writer had seen an older version (lost update)."""

    status = 412
    code = "outdated"
    message = _("Somebody changed this since you read it. Read it again, then redo your change.")


class KeyReused(AppError):
    """A sender's own name for a request came back with another content."""

    status = 422
    code = "idempotency_key_reused"
    message = _("This Idempotency-Key was used for another request. Choose a new one.")


class TooMany(AppError):
    status = 429
    code = "too_many"
    message = _("Too many attempts. Wait a few minutes, then try again.")
