"""Constants of consent: legal bases and the rights they open, what people say, what a verdict answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.TextChoices):
    """The six legal bases of GDPR art. 6."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGAL = "legal", _("Legal obligation")
    VITAL = "vital", _("Vital interests")
    PUBLIC = "public", _("Public task")
    LEGITIMATE = "legitimate", _("Legitimate interest")


class Right(models.TextChoices):
    ACCESS = "access", _("Access")
    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction")
    PORTABILITY = "portability", _("Portability")
    OBJECTION = "objection", _("Objection")


_ALWAYS = frozenset({Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION})
# The CNIL's table. Under consent one objects by withdrawing; to direct marketing one always may (art. 21(2)).
RIGHTS: dict[str, frozenset[str]] = {
    LegalBasis.CONSENT: _ALWAYS | {Right.ERASURE, Right.PORTABILITY},
    LegalBasis.CONTRACT: _ALWAYS | {Right.ERASURE, Right.PORTABILITY},
    LegalBasis.LEGAL: _ALWAYS,
    LegalBasis.VITAL: _ALWAYS | {Right.ERASURE},
    LegalBasis.PUBLIC: _ALWAYS | {Right.OBJECTION},
    LegalBasis.LEGITIMATE: _ALWAYS | {Right.ERASURE, Right.OBJECTION},
}


class ConsentKind(models.TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    RENEWED = "renewed", _("Renewed")


AGREEING = frozenset({ConsentKind.GIVEN, ConsentKind.RENEWED})


class Channel(models.TextChoices):
    PHONE_PAGE = "page", _("Page on the phone")
    IN_ROOM = "room", _("Asked in the room")
    PAPER = "paper", _("Paper")
    TELEPHONE = "telephone", _("Telephone")
    EMAIL = "email", _("E-mail")
    IMPORT = "import", _("Import")


class Act(models.TextChoices):
    """What the person did to say yes or no. The last two are no act (GDPR recital 32)."""

    BUTTON = "button", _("Pressed a button")
    BOX = "box", _("Ticked an empty box")
    SIGNATURE = "signature", _("Signed")
    SPOKEN = "spoken", _("Said so, recorded")
    PRETICKED = "preticked", _("Left a ticked box")
    SILENCE = "silence", _("Did nothing")


CLEAR_ACTS = frozenset({Act.BUTTON, Act.BOX, Act.SIGNATURE, Act.SPOKEN})


class Criterion(models.TextChoices):
    """What GDPR art. 4(11) demands of consent."""

    FREE = "free", _("Free")
    SPECIFIC = "specific", _("Specific")
    INFORMED = "informed", _("Informed")
    UNAMBIGUOUS = "unambiguous", _("Unambiguous")


class Told(models.TextChoices):
    """What a notice must tell before somebody agrees."""

    CONTROLLER = "controller", _("who the controller is")
    PURPOSE = "purpose", _("what for")
    DATA = "data", _("which data")
    WITHDRAWAL = "withdrawal", _("that one may withdraw at any time")
    AUTOMATED = "automated", _("whether decisions are automated")
    TRANSFERS = "transfers", _("whether data leaves the EU")


class Standing(models.TextChoices):
    """Where one person stands towards one purpose at one moment; all but the first keep them out."""

    COVERED = "covered", _("Covered")
    ERASED = "erased", _("Erased")
    OBJECTED = "objected", _("Objected")
    RESTRICTED = "restricted", _("Restriction asked")
    NO_ANSWER = "no_answer", _("No answer yet, which is no")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    NEEDS_PARENT = "needs_parent", _("Under 15 without a parent’s agreement")
    UNPROVEN = "unproven", _("Agreement not proven (free, specific, informed, unambiguous)")


class UseKind(models.TextChoices):
    LIST = "list", _("List of persons")
    AGGREGATE = "aggregate", _("Aggregate")
    PROFILE = "profile", _("Score or profile of persons")
    MODEL = "model", _("Training of a model")


class Answer(models.TextChoices):
    """From the widest to the strictest. “Cannot tell” is neither a yes nor a violation."""

    YES = "yes", _("Yes")
    CONDITIONS = "conditions", _("Yes, under conditions")
    DPO = "dpo", _("Ask the DPO")
    UNKNOWN = "unknown", _("Cannot tell")
    NO = "no", _("No")


USABLE = frozenset({Answer.YES, Answer.CONDITIONS})


class Dpia(models.TextChoices):
    """Whether an impact assessment (art. 35) is needed; empty is “nobody has asked yet”."""

    UNNEEDED = "unneeded", _("Not needed")
    REQUIRED = "required", _("Needed, not done")
    DONE = "done", _("Done")


class Exception9(models.TextChoices):
    """The exceptions of art. 9(2) that let special categories be used."""

    EXPLICIT = "explicit", _("Explicit consent")
    EMPLOYMENT = "employment", _("Employment and social law")
    VITAL = "vital", _("Vital interests")
    MEMBERS = "members", _("Members of a non-profit body")
    PUBLIC = "public", _("Made public by the person")
    LEGAL_CLAIMS = "claims", _("Legal claims")
    PUBLIC_INTEREST = "interest", _("Substantial public interest")
    HEALTH = "health", _("Health care")
    STATISTICS = "statistics", _("Archives, research, statistics")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


class RequestState(models.TextChoices):
    """Derived from the dates of a request."""

    OPEN = "open", _("To answer")
    LATE = "late", _("Late")
    ANSWERED = "answered", _("Answered")


class Form(models.TextChoices):
    """The two records of art. 30."""

    CONTROLLER = "controller", _("Controller (art. 30(1))")
    PROCESSOR = "processor", _("Processor (art. 30(2))")


class Duty(models.TextChoices):
    """What must happen with something that holds a person."""

    STOP = "stop", _("Stop using")
    ERASE = "erase", _("Erase")
    RECOMPUTE = "recompute", _("Compute again")
    RETRAIN = "retrain", _("Train again")
    KEEP = "keep", _("Keep")


AGE_OF_CONSENT = 15  # years, for online services in France; below, a parent agrees too
K_DEFAULT = 3  # people per cell (French business statistics)
DOMINANCE_PERCENT = 85  # no unit may carry more of a cell
SUBJECTS_MAX = 200_000  # enrolled at once
EVENTS_MAX = 5_000  # in one call
