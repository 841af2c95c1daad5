"""Constants of the exchange."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.choices import Zone


class BrickState(models.TextChoices):
    """What the owner has said of a brick. Copies in the lake are made of accepted ones, and are accepted."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class SubmissionState(models.TextChoices):
    """What has become of a send; derived from its bricks."""

    WAITING = "waiting", _("Waiting")
    PARTLY = "partly", _("Partly decided")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    MIXED = "mixed", _("Partly returned")
    EMPTY = "empty", _("Withdrawn")


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class Basis(models.TextChoices):
    """What an owner looked at before deciding."""

    CHOSEN = "chosen", _("One by one")
    SAMPLE = "sample", _("On a sample")
    WHOLE = "whole", _("As a whole")


class ErrorKind(models.TextChoices):
    """What a producer may do wrong on purpose (R53)."""

    COLOUR = "colour", _("Colour")
    SIZE = "size", _("Size")
    APPEARANCE = "appearance", _("Appearance")
    LINK = "link", _("Missing link")
    DUPLICATE = "duplicate", _("Duplicate")
    VALUE = "value", _("Wrong value")
    MISSING = "missing", _("Missing value")
    OTHER = "other", _("Something else")


# Bricks are made in sources only; one floor at a time they are copied up.
NEXT_FLOOR: dict[str, str] = {
    Zone.SOURCE: Zone.RAW,
    Zone.RAW: Zone.CLEANSED,
    Zone.CLEANSED: Zone.STORE,
}
# The order in which pages show them; quarantine stands beside the raw zone.
FLOORS = (Zone.SOURCE, Zone.RAW, Zone.QUARANTINE, Zone.CLEANSED, Zone.STORE, Zone.ANALYSIS, Zone.AI)
SEEDED_MAX = 2  # errors that one producer may hide at a time (R53)
SEND_MAX = 1_000_000  # bricks in one stream
BULK_MAX = 5_000  # bricks in one JSON body
REFUSED_SHOWN = 100  # refused places that one answer names
