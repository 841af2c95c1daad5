"""What data is there: bricks (the records themselves), how they were sent, decided on, copied.

A brick's values are a JSON object by field name, of the right *shape* (known fields, JSON types); whether their
*content* is right is what the workshop finds out. Assets are pointed to without a database constraint by what
outlives them; bricks hold their asset (`commands/following.py`).
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Asset
from common.actor import Door
from common.history import History
from common.models import Governed
from exchange.choices import Basis, BrickState, ErrorKind, Verdict
from lineage.models import Run
from workshop.models import Participant


def _workshop_key() -> Any:
    return models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="+", db_index=False)


def _asset_key(label: Any, name: str) -> Any:
    """To an asset that may be deleted: what happened with it stays."""
    return models.ForeignKey(
        Asset,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name=name,
        verbose_name=label,
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


class Submission(models.Model):
    """One send of bricks to a system, through one door. Its state is that of its bricks."""

    workshop = _workshop_key()
    asset = _asset_key(_("asset"), "submissions")
    producer = _person_key(_("producer"))
    door = models.CharField(_("door"), max_length=12, choices=[(door.value, door.value) for door in Door])
    idempotency_key = models.CharField(
        _("idempotency key"),
        max_length=100,
        blank=True,
        help_text=_("The sender's own name for it: sending it again does nothing twice."),
    )
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was sent.")
    brick_count = models.PositiveIntegerField(_("bricks"), help_text=_("How many bricks were sent."))
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.UUIDField(_("request"))
    created_at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="submission_key_unique",
            )
        ]
        indexes = [
            models.Index(fields=["workshop", "id"], name="submission_by_workshop"),
            models.Index(fields=["asset", "id"], name="submission_by_asset"),
            models.Index(fields=["producer", "id"], name="submission_by_producer"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Decision(models.Model):
    """An owner's word on bricks of one asset: who, when, on what basis, why. Never changed."""

    workshop = _workshop_key()
    asset = _asset_key(_("asset"), "decisions")
    submission = models.ForeignKey(
        Submission,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("submission"),
        help_text=_("When it was decided as a whole or on a sample."),
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    basis = models.CharField(_("basis"), max_length=6, choices=Basis.choices)
    reason = models.TextField(_("reason"), blank=True)
    brick_count = models.PositiveIntegerField(_("bricks"))
    seen = models.JSONField(
        _("bricks looked at"), default=list, blank=True, help_text=_("Their ids, for a decision on a sample.")
    )
    decided_by = _person_key(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    door = models.CharField(_("door"), max_length=12, choices=[(door.value, door.value) for door in Door])
    request_id = models.UUIDField(_("request"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(fields=["workshop", "id"], name="decision_by_workshop"),
            models.Index(fields=["asset", "id"], name="decision_by_asset"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Brick(models.Model):
    """One record of an asset. Keys may stand twice: a duplicate is a finding, not a refusal.

    Governed like the rest; there are many, so that neither it nor its history has an index more than it needs.
    """

    workshop = _workshop_key()
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified"), default=timezone.now, editable=False)
    history = History(no_db_index=["workshop", "asset", "producer", "submission", "decision"])
    asset = models.ForeignKey(
        Asset, on_delete=models.RESTRICT, related_name="bricks", db_index=False, verbose_name=_("asset")
    )
    key = models.CharField(
        _("key"),
        max_length=400,
        help_text=_("The values of the primary key as text; without primary key, one made here."),
    )
    values = models.JSONField(
        _("values"), default=dict, help_text=_("By field name. Fields without a value are left out.")
    )
    state = models.CharField(_("state"), max_length=8, choices=BrickState.choices, default=BrickState.WAITING)
    producer = _person_key(
        _("producer"), null=True, blank=True, help_text=_("Who sent it; of a copy, who sent its origin.")
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bricks",
        db_index=False,
        verbose_name=_("submission"),
        help_text=_("Empty for a copy."),
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bricks",
        db_index=False,
        verbose_name=_("decision"),
        help_text=_("The owner's latest word on it; empty while it waits."),
    )

    class Meta:
        verbose_name = _("brick")
        verbose_name_plural = _("bricks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BrickState.values), name="brick_state_known"),
            # Lists of what waits read an index of bricks that were sent and not decided on.
            models.CheckConstraint(
                condition=Q(submission=None)
                | Q(state="waiting", decision=None)
                | Q(state__in=("accepted", "returned"), decision__isnull=False),
                name="brick_waits_undecided",
            ),
        ]
        indexes = [
            models.Index(fields=["asset", "id"], name="brick_by_asset"),
            models.Index(fields=["asset", "key"], name="brick_by_key"),
            models.Index(fields=["asset", "state", "id"], name="brick_by_state"),
            models.Index(
                fields=["submission", "id", "state"],  # with its state, so that counts read this alone
                name="brick_by_submission",
                condition=Q(submission__isnull=False),
            ),
            models.Index(
                fields=["producer", "asset", "id"],
                name="brick_by_producer",
                condition=Q(submission__isnull=False),
            ),
            models.Index(
                fields=["workshop", "submission", "id"],
                name="brick_undecided",
                condition=Q(submission__isnull=False, decision__isnull=True),
            ),
            models.Index(
                fields=["decision", "id"], name="brick_by_decision", condition=Q(decision__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Transfer(models.Model):
    """Bricks of one asset copied, never moved, into another. Written once, when it is done."""

    workshop = _workshop_key()
    source = _asset_key(_("source"), "transfers_out")
    target = _asset_key(_("target"), "transfers_in")
    quarantine_id = models.BigIntegerField(null=True, help_text="The asset that rejected bricks went to.")
    run = models.ForeignKey(
        Run,
        on_delete=models.SET_NULL,
        null=True,
        related_name="transfers",
        db_index=False,
        verbose_name=_("run"),
        help_text=_("In the lineage."),
    )
    participant = _person_key(_("who"))
    door = models.CharField(_("door"), max_length=12, choices=[(door.value, door.value) for door in Door])
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.UUIDField(_("request"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    duration = models.DurationField(_("duration"), null=True)
    read_count = models.PositiveIntegerField(
        _("read"), default=0, help_text=_("Accepted bricks of the source.")
    )
    copied_count = models.PositiveIntegerField(_("copied"), default=0, help_text=_("New in the target."))
    updated_count = models.PositiveIntegerField(
        _("updated"), default=0, help_text=_("Copied before, and corrected at the source since.")
    )
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected_count = models.PositiveIntegerField(
        _("rejected"), default=0, help_text=_("Not taken: a rule failed. They stand in quarantine.")
    )
    removed_count = models.PositiveIntegerField(
        _("removed"), default=0, help_text=_("Copies whose origin is gone.")
    )
    waiting_count = models.PositiveIntegerField(
        _("not accepted"), default=0, help_text=_("Left at the source: their owner has not accepted them.")
    )

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["workshop", "id"], name="transfer_by_workshop"),
            models.Index(fields=["source", "target", "id"], name="transfer_by_source"),
            models.Index(fields=["target", "id"], name="transfer_by_target"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BrickOrigin(models.Model):
    """That a brick was made from another one: lineage of records. Of a copy there is one for each target."""

    workshop = _workshop_key()
    brick = models.ForeignKey(Brick, on_delete=models.CASCADE, related_name="origins", db_index=False)
    asset_id = models.BigIntegerField(help_text="That of the brick.")
    origin = models.ForeignKey(
        Brick,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="derived",
        help_text="It may be gone: the past keeps naming it.",
    )
    origin_version = models.PositiveIntegerField(help_text="The version of the origin that was taken.")
    transfer = models.ForeignKey(
        Transfer, on_delete=models.CASCADE, null=True, related_name="origins", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brick", "origin"], name="brick_origin_unique"),
            models.UniqueConstraint(
                fields=["origin", "asset_id"],
                condition=Q(transfer__isnull=False),
                name="brick_origin_one_copy",
            ),
        ]
        indexes = [
            models.Index(fields=["origin", "brick"], name="brick_origin_by_origin"),
            models.Index(fields=["transfer", "brick"], name="brick_origin_by_transfer"),
        ]


class Rejection(models.Model):
    """A brick that a transfer did not take, with the rules that failed."""

    workshop = _workshop_key()
    transfer = models.ForeignKey(
        Transfer, on_delete=models.CASCADE, related_name="rejections", db_index=False
    )
    brick = models.ForeignKey(
        Brick, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="rejections"
    )
    brick_version = models.PositiveIntegerField()
    refusals = models.JSONField(
        default=list, help_text="Why: {rule, fr, en}; the rule's id in `quality`, and its sentence then."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "brick"], name="rejection_unique")]
        indexes = [models.Index(fields=["brick", "transfer"], name="rejection_by_brick")]


class SeededError(Governed):
    """A mistake made on purpose, which only its author sees until the facilitator reveals all of them."""

    brick = models.OneToOneField(
        Brick, on_delete=models.CASCADE, related_name="seeded_error", verbose_name=_("brick")
    )
    kind = models.CharField(_("type"), max_length=10, choices=ErrorKind.choices)
    note = models.TextField(_("note"), blank=True, help_text=_("What is wrong: the green brick is missing."))
    seeded_by = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("hidden by")
    )
    revealed_at = models.DateTimeField(_("revealed"), null=True, blank=True)

    class Meta:
        verbose_name = _("seeded error")
        verbose_name_plural = _("seeded errors")

    def __str__(self) -> str:
        return self.get_kind_display()


class Shop(Governed):
    """Which assets and fields the workshop's shop sells from and writes to (`exchange/shop.py`)."""

    workshop = models.OneToOneField("workshop.Workshop", on_delete=models.CASCADE, related_name="+")
    mapping = models.JSONField(_("mapping"), default=dict)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")


class ShopClient(models.Model):
    """The client brick that a participant buys as."""

    workshop = _workshop_key()
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="shop_client", verbose_name=_("participant")
    )
    brick = models.OneToOneField(Brick, on_delete=models.CASCADE, related_name="shop_client")
