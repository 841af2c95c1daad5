"""Constants of the lineage."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.choices import Zone


class Direction(models.TextChoices):
    """Which way a reader walks: against the flow of the data, with it, or both."""

    UPSTREAM = "upstream", _("Upstream")
    DOWNSTREAM = "downstream", _("Downstream")
    BOTH = "both", _("Both ways")


class OriginKind(models.TextChoices):
    """Who says that an edge is there. An edge holds while at least one of its origins does."""

    MANUAL = "manual", _("Drawn by hand")
    OPENLINEAGE = "openlineage", _("Observed by OpenLineage")
    TRANSFER = "transfer", _("Written by a transfer")
    INDICATOR = "indicator", _("Read from a calculation")


class RunState(models.TextChoices):
    NEW = "new", _("New")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    ABORTED = "aborted", _("Aborted")


FINISHED = frozenset({RunState.COMPLETED, RunState.FAILED, RunState.ABORTED})


class Side(models.TextChoices):
    """What a dataset is to a run."""

    INPUT = "input", _("Input")
    OUTPUT = "output", _("Output")


class EventKind(models.TextChoices):
    RUN = "run", _("Run event")
    DATASET = "dataset", _("Dataset event")
    JOB = "job", _("Job event")


class Dependency(models.TextChoices):
    """How a field depends on another (OpenLineage columnLineage): its value, or what is done with it."""

    DIRECT = "DIRECT", _("Direct")
    INDIRECT = "INDIRECT", _("Indirect")


class Axis(models.TextChoices):
    """The four axes of sensitivity (DICP)."""

    AVAILABILITY = "availability", _("Availability")
    INTEGRITY = "integrity", _("Integrity")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    PROOF = "proof", _("Proof")


class Technique(models.TextChoices):
    """What may lower confidentiality. Pseudonymisation alone may not: it can be reversed."""

    MASKING = "masking", _("Masking")
    ANONYMISATION = "anonymisation", _("Anonymisation")
    AGGREGATION = "aggregation", _("Aggregation")


class LoweringState(models.TextChoices):
    """Where a lowering stands at a moment; derived, never stored."""

    WAITING = "waiting", _("Waiting for a review")
    ACTIVE = "active", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")

    @classmethod
    def of(cls, accepted: bool | None, expires_at: datetime, at: datetime) -> Self:
        if accepted is False:
            return cls.REFUSED
        if expires_at <= at:
            return cls.ENDED  # its time is over, or somebody ended it, or nobody reviewed it in time
        return cls.ACTIVE if accepted else cls.WAITING


class Flag(models.TextChoices):
    """Why an edge deserves a look: how it crosses the zones."""

    SKIPS = "skips", _("It skips a zone.")
    AGAINST = "against", _("It goes against the flow.")
    QUARANTINE = "quarantine", _("It lets quarantined data out.")


# The floors in the order of the flow; quarantine stands beside it.
FLOW = (Zone.SOURCE, Zone.RAW, Zone.CLEANSED, Zone.STORE, Zone.ANALYSIS, Zone.AI)
K_MIN = 3  # people per cell below which an aggregate may still show somebody (domain: k-anonymity)
DATASET_JOB = "DATASET"  # the type of a job that stands for a dataset event that tells its own lineage
