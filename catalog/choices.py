"""Constants of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_MAX = 500  # characters of an asset's name, and of its namespace: OpenLineage's clients send long ones
NAME_BYTES_MAX = 2_400  # of both together in UTF-8: PostgreSQL's indexes hold no more
FIELDS_MAX = 2_000  # of one asset
FIELD_NAME_MAX = 200


class Zone(models.TextChoices):
    """The floors a datum passes, in the direction of the flow (quarantine stands beside it)."""

    SOURCE = "source", _("Source")
    RAW = "raw", _("Raw zone")
    QUARANTINE = "quarantine", _("Quarantine")
    CLEANSED = "cleansed", _("Cleansed zone")
    STORE = "store", _("Data store")
    ANALYSIS = "analysis", _("Analysis")
    AI = "ai", _("AI")


class Plate(models.TextChoices):
    """The colour of the plate a system stands on."""

    WHITE = "white", _("White plate")
    BLUE = "blue", _("Blue plate")
    GREEN = "green", _("Green plate")
    GREY = "grey", _("Grey plate")


class Kind(models.TextChoices):
    DATASET = "dataset", _("Dataset")
    INDICATOR = "indicator", _("Indicator")
    DASHBOARD = "dashboard", _("Dashboard")
    MODEL = "model", _("Model")
    CAMPAIGN = "campaign", _("Campaign")


class Colour(models.TextChoices):
    """Brick colours of the guide."""

    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    RED = "red", _("Red")
    WHITE = "white", _("White")
    GREY = "grey", _("Grey")
    ORANGE = "orange", _("Orange")
    PURPLE = "purple", _("Purple")


class Shape(models.TextChoices):
    """What is put on the brick, so that nothing is told by colour alone."""

    BRICK = "brick", _("Brick")
    HEAD = "head", _("Brick with a head (client)")
    LANTERN = "lantern", _("Brick with a lantern (product)")
    ROUND = "round", _("Brick with a round piece (order and its satisfaction)")
    FLAG = "flag", _("Brick with a flag (message, campaign)")
    CONE = "cone", _("Cone (indicator)")
    WHEEL = "wheel", _("Wheel (algorithm)")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    VALIDATED = "validated", _("Validated")
    DEPRECATED = "deprecated", _("Deprecated")


TRANSITIONS: dict[str, tuple[str, ...]] = {
    Status.DRAFT: (Status.SUBMITTED,),
    Status.SUBMITTED: (Status.VALIDATED, Status.DRAFT),
    Status.VALIDATED: (Status.DEPRECATED, Status.DRAFT),
    Status.DEPRECATED: (Status.DRAFT,),
}


class FieldType(models.TextChoices):
    STRING = "string", _("Text")
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Decimal number")
    FLOAT = "float", _("Floating-point number")
    BOOLEAN = "boolean", _("Yes / no")
    DATE = "date", _("Date")
    TIME = "time", _("Time")
    DATETIME = "datetime", _("Date and time")
    UUID = "uuid", _("Unique identifier (UUID)")
    BINARY = "binary", _("Binary")
    JSON = "json", _("Structured (JSON)")


# Two key columns may be linked when their types are of one family.
TYPE_FAMILIES: dict[str, str] = {
    FieldType.INTEGER: "number",
    FieldType.DECIMAL: "number",
    FieldType.FLOAT: "number",
    FieldType.STRING: "text",
    FieldType.UUID: "text",
    FieldType.DATE: "date",
    FieldType.DATETIME: "date",
}


class PersonalDataCategory(models.TextChoices):
    """Categories of the CNIL's record of processing; `none` is an answer, empty is not."""

    NONE = "none", _("Not personal")
    IDENTITY = "identity", _("Identity")
    PERSONAL_LIFE = "personal_life", _("Personal life")
    PROFESSIONAL = "professional", _("Professional life")
    FINANCIAL = "financial", _("Economic and financial")
    CONNECTION = "connection", _("Connection")
    LOCATION = "location", _("Location")
    SPECIAL = "special", _("Special category (art. 9)")
    OFFENCE = "offence", _("Offences (art. 10)")


class Responsibility(models.TextChoices):
    ACCOUNTABLE = "accountable", _("Accountable owner")
    STEWARD = "steward", _("Steward")
    PRODUCER = "producer", _("Producer")
    CUSTODIAN = "custodian", _("Custodian")


class Missing(models.TextChoices):
    """What an asset still lacks; the weight of each is in `completeness.py`."""

    OWNER = "owner", _("an accountable owner")
    SENSITIVITY = "sensitivity", _("its sensitivity (all four of D, I, C, P)")
    KEY = "key", _("a primary key")
    DESCRIPTION = "description", _("a description")
    FIELDS = "fields", _("its fields")
    IMPORTANCE = "importance", _("its importance")
    PERSONAL_DATA = "personal_data", _("whether it holds personal data")


AXES = ("availability", "integrity", "confidentiality", "proof")
AXIS_LABELS = {
    "availability": _("Availability"),
    "integrity": _("Integrity"),
    "confidentiality": _("Confidentiality"),
    "proof": _("Proof"),
}
AXIS_LETTERS = {"availability": "D", "integrity": "I", "confidentiality": "C", "proof": "P"}
LEVEL_LABELS = {
    0: _("no need"),
    1: _("low"),
    2: _("moderate"),
    3: _("strong"),
    4: _("critical"),
}
LEVEL_DEFINITIONS = {
    "availability": {
        0: _("No need: the data may disappear."),
        1: _("Out for more than 3 days is bearable; it can be made again."),
        2: _("Back within 3 days."),
        3: _("Back within 1 day."),
        4: _("Back within 4 hours."),
    },
    "integrity": {
        0: _("No need: exactness does not matter."),
        1: _("Errors are tolerated."),
        2: _("Errors must be detectable."),
        3: _("Errors are detected and corrected before use."),
        4: _("No unauthorised change is possible."),
    },
    "confidentiality": {
        0: _("No need: published."),
        1: _("Public."),
        2: _("Internal."),
        3: _("Restricted to a list of people."),
        4: _("Named persons only, encrypted."),
    },
    "proof": {
        0: _("No need: nothing has to be shown afterwards."),
        1: _("None."),
        2: _("Who changed what and when."),
        3: _("Changes and reads are logged and kept 6 to 12 months."),
        4: _("Tamper-evident log, usable as evidence."),
    },
}
IMPORTANCE_LABELS = {1: _("low"), 2: _("useful"), 3: _("important"), 4: _("vital")}
