"""Is it good: rules, checks and what they found, incidents with their timelines, data contracts.

Only rules change; all else is written once and never again. The state of an incident is not stored: it is what its
timeline says (`quality.incidents`). Assets and bricks are pointed to without a database constraint: what was found
stays when they go.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Asset
from common.actor import Door
from common.models import Governed, bilingual
from exchange.models import Transfer
from quality.choices import (
    IncidentEventKind,
    IncidentOrigin,
    QualityDimension,
    ResultOutcome,
    RuleState,
    RuleType,
    Severity,
    Trigger,
    Unmeasured,
)
from workshop.models import Participant


def _workshop_key() -> Any:
    return models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="+", db_index=False)


def _asset_key(name: str) -> Any:
    return models.ForeignKey(
        Asset,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name=name,
        verbose_name=_("asset"),
    )


def _rule_key(name: str, **options: Any) -> Any:
    return models.ForeignKey(
        "quality.Rule",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name=name,
        verbose_name=_("rule"),
        **options,
    )


def _person_key(label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
        **options,
    )


def _door() -> Any:
    return models.CharField(_("door"), max_length=12, choices=[(door.value, door.value) for door in Door])


class Rule(Governed):
    """What must hold of the bricks of an asset, and of their copies in the lake."""

    asset = _asset_key("rules")
    type = models.CharField(_("type"), max_length=14, choices=RuleType.choices)
    parameters = models.JSONField(
        _("parameters"), default=dict, help_text=_("What a rule of its type says; fields by name.")
    )
    references = models.JSONField(
        default=dict, help_text="The ids behind the names in the parameters, so that a rename is followed."
    )
    dimension = models.CharField(_("dimension"), max_length=12, choices=QualityDimension.choices)
    severity = models.CharField(
        _("severity"),
        max_length=9,
        choices=Severity.choices,
        default=Severity.MAJOR,
        help_text=_("What a failure keeps from happening."),
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=RuleState.choices,
        default=RuleState.ACTIVE,
        help_text=_("Only active rules are checked."),
    )
    why = models.TextField(_("why"), blank=True, help_text=_("What the rule is for, in plain words."))

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        indexes = [models.Index(fields=["asset", "id"], name="rule_by_asset")]

    def __str__(self) -> str:
        return self.get_type_display()


class Check(models.Model):
    """One run of the rules over the bricks of an asset."""

    workshop = _workshop_key()
    asset = _asset_key("checks")
    participant = _person_key(_("who"))
    trigger = models.CharField(_("trigger"), max_length=12, choices=Trigger.choices)
    door = _door()
    request_id = models.UUIDField(_("request"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    duration = models.DurationField(_("duration"))
    brick_count = models.PositiveIntegerField(_("bricks"))
    score = models.FloatField(
        _("score"), null=True, help_text=_("0 to 1, weighted by severity; empty when nothing was measured.")
    )
    transfer = models.ForeignKey(
        Transfer, on_delete=models.SET_NULL, null=True, related_name="checks", verbose_name=_("transfer")
    )

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        indexes = [
            models.Index(fields=["workshop", "id"], name="check_by_workshop"),
            models.Index(fields=["asset", "id"], name="check_by_asset"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CheckResult(models.Model):
    """What one rule said in a check, with the rule as it was then."""

    check_run = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="results", db_index=False)
    rule = _rule_key("results")
    rule_version = models.PositiveIntegerField()
    said_fr = models.TextField(_("rule (French)"))
    said_en = models.TextField(_("rule (English)"))
    dimension = models.CharField(_("dimension"), max_length=12, choices=QualityDimension.choices)
    severity = models.CharField(_("severity"), max_length=9, choices=Severity.choices)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ResultOutcome.choices)
    unmeasured = models.CharField(
        _("why not measured"), max_length=14, choices=Unmeasured.choices, blank=True
    )
    checked_count = models.PositiveIntegerField(
        _("checked"), help_text=_("Bricks that the rule has anything to say about.")
    )
    passed_count = models.PositiveIntegerField(_("passed"))
    found = models.CharField(
        _("found"),
        max_length=200,
        blank=True,
        help_text=_("For rules about the whole: what is there instead."),
    )
    failing = models.JSONField(
        _("failing bricks"), default=list, help_text=_("The ids of the first of them.")
    )

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [models.UniqueConstraint(fields=["check_run", "rule"], name="check_result_unique")]
        indexes = [models.Index(fields=["rule", "check_run"], name="check_result_by_rule")]

    def __str__(self) -> str:
        return bilingual(self, "said")

    @property
    def failed_count(self) -> int:
        return self.checked_count - self.passed_count


class Incident(models.Model):
    """A problem with bricks, from its report to its end. What became of it is in its events."""

    workshop = _workshop_key()
    asset = _asset_key("incidents")
    origin = models.CharField(_("reported by"), max_length=9, choices=IncidentOrigin.choices)
    rule = _rule_key("incidents", null=True)
    key = models.CharField(max_length=300, help_text="The same failure has the same key.")
    field = models.CharField(_("field"), max_length=200, blank=True)
    producer = _person_key(
        _("producer"),
        null=True,
        help_text=_("Who made the bricks, and so corrects them unless it is assigned to somebody else."),
    )
    check_run = models.ForeignKey(
        Check, on_delete=models.SET_NULL, null=True, related_name="incidents", db_index=False
    )
    created_at = models.DateTimeField(_("reported"), default=timezone.now)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [
            models.Index(fields=["workshop", "id"], name="incident_by_workshop"),
            models.Index(fields=["asset", "id"], name="incident_by_asset"),
            models.Index(fields=["workshop", "key", "id"], name="incident_by_key"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class IncidentBrick(models.Model):
    """A brick that an incident is about, and the brick in the source system that it was copied from."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="bricks", db_index=False)
    brick_id = models.BigIntegerField(_("brick"))
    source_id = models.BigIntegerField(_("brick at the source"))
    source_version = models.PositiveIntegerField(help_text="That of the source brick when it was found.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "source_id"], name="incident_brick_unique")
        ]
        indexes = [
            models.Index(fields=["brick_id", "incident"], name="incident_brick_by_brick"),
            models.Index(fields=["source_id", "incident"], name="incident_brick_by_source"),
        ]


class IncidentEvent(models.Model):
    """Something that happened to an incident. Rows are added, never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(_("what"), max_length=8, choices=IncidentEventKind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    participant = _person_key(_("who"))
    severity = models.CharField(_("severity"), max_length=9, choices=Severity.choices, blank=True)
    dimension = models.CharField(_("dimension"), max_length=12, choices=QualityDimension.choices, blank=True)
    assignee = _person_key(_("assigned to"), null=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    text = models.TextField(_("words"), blank=True)
    facts = models.JSONField(
        _("facts"), default=dict, help_text=_("What else is known, such as counts, the check, the fix.")
    )
    door = _door()
    request_id = models.UUIDField(_("request"))

    class Meta:
        verbose_name = _("event of an incident")
        verbose_name_plural = _("events of incidents")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=IncidentEventKind.WAIVE) | Q(expires_at__isnull=False),
                name="waiver_expires",
            )
        ]
        indexes = [models.Index(fields=["incident", "id"], name="incident_event_in_order")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Contract(models.Model):
    """A published version of what consumers of an asset can rely on. The latest one holds."""

    workshop = _workshop_key()
    asset = _asset_key("contracts")
    major = models.PositiveIntegerField(_("major version"))
    minor = models.PositiveIntegerField(_("minor version"))
    document = models.JSONField(_("contract"), help_text=_("Fields, keys, rules, owner and terms of use."))
    breaks = models.JSONField(
        _("what it breaks"), default=list, help_text=_("Of the version before; empty for a compatible one.")
    )
    published_by = _person_key(_("published by"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    door = _door()
    request_id = models.UUIDField(_("request"))

    class Meta:
        verbose_name = _("data contract")
        verbose_name_plural = _("data contracts")
        constraints = [
            models.UniqueConstraint(fields=["asset", "major", "minor"], name="contract_version_unique")
        ]
        indexes = [models.Index(fields=["workshop", "id"], name="contract_by_workshop")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"
