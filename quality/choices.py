"""Constants of quality: what a rule says, how bad a failure is, how an incident goes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualityDimension(models.TextChoices):
    """The six dimensions of DAMA, in the guide's order."""

    COMPLETENESS = "completeness", _("Completeness")
    UNIQUENESS = "uniqueness", _("Uniqueness")
    TIMELINESS = "timeliness", _("Timeliness")
    VALIDITY = "validity", _("Validity")
    ACCURACY = "accuracy", _("Accuracy")
    CONSISTENCY = "consistency", _("Consistency")


class RuleType(models.TextChoices):
    NOT_NULL = "not_null", _("Is filled in")
    UNIQUE = "unique", _("Is unique")
    TYPE = "type", _("Has the form of its type")
    ALLOWED = "allowed", _("Is one of a list")
    RANGE = "range", _("Lies within bounds")
    PATTERN = "pattern", _("Has a written form")
    LENGTH = "length", _("Has a length")
    FOREIGN_KEY = "foreign_key", _("Points to an existing brick")
    COMPARISON = "comparison", _("Compares two fields")
    FRESHNESS = "freshness", _("Bricks are recent")
    VOLUME = "volume", _("There are enough bricks")
    RECONCILIATION = "reconciliation", _("Agrees with another asset")
    SQL = "sql", _("A condition in SQL")


# About each brick, or about the asset as a whole (which then has no failing bricks to show).
OF_THE_WHOLE = frozenset({RuleType.FRESHNESS, RuleType.VOLUME})

DIMENSIONS: dict[str, QualityDimension] = {
    RuleType.NOT_NULL: QualityDimension.COMPLETENESS,
    RuleType.UNIQUE: QualityDimension.UNIQUENESS,
    RuleType.TYPE: QualityDimension.VALIDITY,
    RuleType.ALLOWED: QualityDimension.VALIDITY,
    RuleType.RANGE: QualityDimension.VALIDITY,
    RuleType.PATTERN: QualityDimension.VALIDITY,
    RuleType.LENGTH: QualityDimension.VALIDITY,
    RuleType.FOREIGN_KEY: QualityDimension.CONSISTENCY,
    RuleType.COMPARISON: QualityDimension.CONSISTENCY,
    RuleType.FRESHNESS: QualityDimension.TIMELINESS,
    RuleType.VOLUME: QualityDimension.COMPLETENESS,
    RuleType.RECONCILIATION: QualityDimension.CONSISTENCY,
    RuleType.SQL: QualityDimension.VALIDITY,
}


class Severity(models.TextChoices):
    """What a failure keeps from happening, heaviest first."""

    BLOCKING = "blocking", _("Blocking")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    COSMETIC = "cosmetic", _("Cosmetic")


SEVERITY_MEANINGS = {
    Severity.BLOCKING: _("Nothing of it enters the data store."),
    Severity.MAJOR: _("An indicator would be wrong."),
    Severity.MINOR: _("It disturbs one place only."),
    Severity.COSMETIC: _("It only looks wrong."),
}
# How much a rule counts in the score of its asset.
WEIGHTS: dict[str, int] = {
    Severity.BLOCKING: 8,
    Severity.MAJOR: 4,
    Severity.MINOR: 2,
    Severity.COSMETIC: 1,
}


class RuleState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")


class Operator(models.TextChoices):
    """How the first field of a comparison stands to the second."""

    EQ = "eq", _("is equal to")
    NE = "ne", _("is different from")
    LT = "lt", _("is less than")
    LE = "le", _("is at most")
    GT = "gt", _("is greater than")
    GE = "ge", _("is at least")


class Measure(models.TextChoices):
    """What two assets must agree on."""

    COUNT = "count", _("the number of bricks")
    SUM = "sum", _("the sum of a field")
    DISTINCT = "distinct", _("the number of different values")
    VALUES = "values", _("the values of bricks with the same key")


class Trigger(models.TextChoices):
    """Why a check was run."""

    DEMAND = "demand", _("On demand")
    TRANSFER = "transfer", _("On a transfer")
    API = "api", _("Through the API")


class ResultOutcome(models.TextChoices):
    """What a rule said. “Not measured” is neither good nor bad, and never 0."""

    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    NOT_MEASURED = "not_measured", _("Not measured")


class Unmeasured(models.TextChoices):
    """Why a rule has nothing to say."""

    NO_BRICKS = "no_bricks", _("There is nothing to check.")
    UNFIT = "unfit", _("It no longer fits the fields. Change or delete the rule.")
    CONVERSION = "conversion", _("Its SQL met a value that it cannot convert. Use TRY_CAST.")
    TIME = "time", _("Its SQL takes longer than is allowed. Simplify it.")
    MEMORY = "memory", _("Its SQL takes more memory than is allowed. Simplify it.")
    FAILED = "failed", _("It could not be run.")


class IncidentState(models.TextChoices):
    REPORTED = "reported", _("Reported")
    QUALIFIED = "qualified", _("Qualified")
    ASSIGNED = "assigned", _("Assigned")
    CORRECTED = "corrected", _("Corrected at the source")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Rejected (false alarm)")
    WAIVED = "waived", _("Waived")
    REOPENED = "reopened", _("Reopened")


class IncidentOrigin(models.TextChoices):
    """Who found it."""

    RULE = "rule", _("A rule")
    PERSON = "person", _("A person")
    ASSERTION = "assertion", _("A test of another tool")


class IncidentEventKind(models.TextChoices):
    """What happened to an incident; its timeline is a row of these."""

    REPORT = "report", _("reported it")
    QUALIFY = "qualify", _("qualified it")
    ASSIGN = "assign", _("assigned it")
    CORRECT = "correct", _("corrected it at the source")
    VERIFY = "verify", _("verified the correction")
    CLOSE = "close", _("closed it")
    REJECT = "reject", _("rejected it as a false alarm")
    WAIVE = "waive", _("waived it")
    REOPEN = "reopen", _("reopened it")
    FOUND = "found", _("met it again")
    PASSED = "passed", _("saw its rule pass again")
    COMMENT = "comment", _("said")


# The state that each event leads to; the others leave it as it is.
STATES: dict[str, IncidentState] = {
    IncidentEventKind.REPORT: IncidentState.REPORTED,
    IncidentEventKind.QUALIFY: IncidentState.QUALIFIED,
    IncidentEventKind.ASSIGN: IncidentState.ASSIGNED,
    IncidentEventKind.CORRECT: IncidentState.CORRECTED,
    IncidentEventKind.VERIFY: IncidentState.VERIFIED,
    IncidentEventKind.CLOSE: IncidentState.CLOSED,
    IncidentEventKind.REJECT: IncidentState.REJECTED,
    IncidentEventKind.WAIVE: IncidentState.WAIVED,
    IncidentEventKind.REOPEN: IncidentState.REOPENED,
}
_DECIDE = (IncidentEventKind.ASSIGN, IncidentEventKind.REJECT, IncidentEventKind.WAIVE)
TRANSITIONS: dict[str, tuple[IncidentEventKind, ...]] = {
    IncidentState.REPORTED: (IncidentEventKind.QUALIFY, IncidentEventKind.REJECT),
    IncidentState.QUALIFIED: (IncidentEventKind.QUALIFY, *_DECIDE),
    IncidentState.ASSIGNED: (IncidentEventKind.CORRECT, *_DECIDE),
    IncidentState.CORRECTED: (IncidentEventKind.VERIFY, IncidentEventKind.REOPEN),
    IncidentState.VERIFIED: (IncidentEventKind.CLOSE, IncidentEventKind.REOPEN),
    IncidentState.CLOSED: (IncidentEventKind.REOPEN,),
    IncidentState.REJECTED: (IncidentEventKind.REOPEN,),
    IncidentState.WAIVED: (IncidentEventKind.WAIVE, IncidentEventKind.REOPEN),
    IncidentState.REOPENED: (IncidentEventKind.CORRECT, IncidentEventKind.QUALIFY, *_DECIDE),
}
# Nothing is to be done about these now.
SETTLED = frozenset({IncidentState.CLOSED, IncidentState.REJECTED, IncidentState.WAIVED})
OPEN = tuple(state for state in IncidentState if state not in SETTLED)
SAMPLE_MAX = 200  # failing bricks kept with a result
