"""Documents: the checked shapes in which data comes in, the same through every door.

pydantic refuses unknown keys, wrong types and control characters; its errors become ours,
with the place and a translated message.
"""

import re
from typing import Annotated, Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import literal_schema

from common.errors import FieldError, Invalid

MESSAGES: dict[str, Any] = {
    "missing": _("This value is required."),
    "extra_forbidden": _("This key is not known here. Remove it or correct its name."),
    "string_type": _("Give a text."),
    "int_type": _("Give a whole number."),
    "int_parsing": _("Give a whole number."),
    "bool_type": _("Give true or false."),
    "bool_parsing": _("Give true or false."),
    "list_type": _("Give a list."),
    "model_type": _("Give an object with named values."),
    "model_attributes_type": _("Give an object with named values."),
    "dict_type": _("Give an object with named values."),
    "string_too_short": _("Too few characters: give %(min_length)s or more."),
    "string_too_long": _("Give at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This text does not have the expected form (%(pattern)s)."),
    "greater_than_equal": _("Give a value of %(ge)s or more."),
    "less_than_equal": _("Give a value of %(le)s or less."),
    "literal_error": _("Choose one of: %(expected)s."),
    "enum": _("Choose one of: %(expected)s."),
    "too_long": _("Give at most %(max_length)s items."),
    "too_short": _("Too few items: give %(min_length)s or more."),
    "control_character": _("Remove the control characters from this text."),
    "reference": _("Give an id, or an object with a name."),
    "datetime_type": _("Give a moment as in 2026-01-31T08:00:00Z."),
    "datetime_from_date_parsing": _("Give a moment as in 2026-01-31T08:00:00Z."),
    "datetime_parsing": _("Give a moment as in 2026-01-31T08:00:00Z."),
    "timezone_aware": _("Say how far this moment is from UTC, as in 2026-01-31T08:00:00Z."),
}
UNSAID = "~"  # begins the name of an alternative, which is no place in what was sent
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FALLBACK = _("This value is not valid.")


def control_characters(text: str) -> bool:
    """Whether a text holds any, line breaks and tabs aside."""
    return CONTROL.search(text) is not None


def _refuse_control_characters(text: str) -> str:
    if control_characters(text):
        raise PydanticCustomError("control_character", "control character")
    return text


Line = Annotated[
    str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(_refuse_control_characters)
]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_refuse_control_characters),
]
LongLine = Annotated[
    str, StringConstraints(max_length=500, strip_whitespace=True), AfterValidator(_refuse_control_characters)
]
LongName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, strip_whitespace=True),
    AfterValidator(_refuse_control_characters),
]
Text = Annotated[
    str,
    StringConstraints(max_length=10_000, strip_whitespace=True),
    AfterValidator(_refuse_control_characters),
]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class OneOf:
    """`Annotated[str, OneOf(Zone)]`: one of the codes of a Django `TextChoices` (or nothing)."""

    def __init__(self, choices: type[TextChoices], *, empty: bool = False):
        self.choices = choices
        self.codes = [*choices.values, *([""] if empty else [])]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return literal_schema(self.codes)


class Document(BaseModel):
    """Base of all input shapes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @classmethod
    def read(cls, data: Any, *, path: str = "") -> Self:
        """Check `data` (parsed JSON); raises `Invalid` with every refused place."""
        if isinstance(data, cls):
            return data
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise invalid(error, path=path) from None

    def given(self) -> dict[str, Any]:
        """Only what the sender wrote, so that a partial change leaves the rest alone."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def invalid(error: ValidationError, *, path: str = "") -> Invalid:
    """A refusal of pydantic as ours, every place under `path`."""
    refused = [_field_error(item) for item in error.errors(include_url=False)]
    return Invalid(errors=[e.under(path) if path else e for e in refused])


def _field_error(item: Any) -> FieldError:
    path = ".".join(str(step) for step in item["loc"] if not str(step).startswith(UNSAID))
    message = MESSAGES.get(item["type"], FALLBACK)
    return FieldError(path, item["type"], str(message) % _context(item.get("ctx", {})))


def _context(context: dict[str, Any]) -> dict[str, Any]:
    """What a message may name; pydantic joins the last two of a list by an English “or”."""
    if "expected" in context:
        return context | {"expected": context["expected"].replace("' or '", "', '")}
    return context
