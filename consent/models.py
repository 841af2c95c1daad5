"""May we use it? Purposes and notices, persons and what they said, verdicts, rights, the record of processing.

What people said is only ever added to. A person is a key of an asset (`Subject`): names stay where they are, in the
bricks. Assets are pointed to without a database constraint by what outlives them.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Asset
from common.actor import Door
from common.models import Governed, bilingual
from consent.choices import (
    Act,
    Answer,
    Channel,
    ConsentKind,
    Dpia,
    Exception9,
    Form,
    LegalBasis,
    Outcome,
    Right,
    UseKind,
)
from workshop.models import Participant

DOORS = [(door.value, door.value) for door in Door]


def _workshop_key() -> Any:
    return models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="+", db_index=False)


def _person_key(label: Any) -> Any:
    return models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=label
    )


class Purpose(Governed):
    """An exact aim, on one legal basis."""

    code = models.SlugField(_("code"), max_length=63)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    text_fr = models.TextField(_("text (French)"), blank=True, help_text=_("What exactly is done, and why."))
    text_en = models.TextField(_("text (English)"), blank=True)
    basis = models.CharField(_("legal basis"), max_length=10, choices=LegalBasis.choices, blank=True)
    retention_days = models.PositiveIntegerField(
        _("retention in days"), null=True, blank=True, help_text=_("Prospects: 3 years, 1095.")
    )
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    categories = models.JSONField(
        _("categories of data"),
        default=list,
        blank=True,
        help_text=_("Those that this purpose needs, and no other."),
    )
    transfers = models.JSONField(
        _("transfers outside the EU"), default=list, blank=True, help_text=_("Country and guarantee of each.")
    )
    controller = models.CharField(_("controller"), max_length=200, blank=True)
    dpo = models.CharField(_("DPO"), max_length=200, blank=True)
    direct_marketing = models.BooleanField(
        _("direct marketing"), default=False, help_text=_("Then an objection always wins (art. 21(2)).")
    )
    exception_9 = models.CharField(
        _("exception for special categories (art. 9)"), max_length=10, choices=Exception9.choices, blank=True
    )
    dpia = models.CharField(_("impact assessment"), max_length=8, choices=Dpia.choices, blank=True)

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="purpose_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "title")


class CollectedFor(Governed):
    """That data of an asset was collected for a purpose."""

    asset = models.ForeignKey(
        Asset, on_delete=models.CASCADE, related_name="collected_for", verbose_name=_("asset")
    )
    purpose = models.ForeignKey(
        Purpose, on_delete=models.CASCADE, related_name="collections", verbose_name=_("purpose")
    )

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [models.UniqueConstraint(fields=["asset", "purpose"], name="collected_for_unique")]


class Compatibility(Governed):
    """The test of art. 6(4): may data collected for `original` serve `purpose` too?"""

    purpose = models.ForeignKey(
        Purpose, on_delete=models.CASCADE, related_name="tests", verbose_name=_("purpose")
    )
    original = models.ForeignKey(
        Purpose, on_delete=models.CASCADE, related_name="+", verbose_name=_("original purpose")
    )
    link = models.TextField(_("link between the purposes"))
    context = models.TextField(_("context of the collection"))
    nature = models.TextField(_("nature of the data"))
    consequences = models.TextField(_("consequences for the persons"))
    safeguards = models.TextField(_("safeguards"))
    compatible = models.BooleanField(_("compatible"))

    class Meta:
        verbose_name = _("compatibility test")
        verbose_name_plural = _("compatibility tests")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "original"], name="compatibility_unique"),
            models.CheckConstraint(condition=~Q(purpose=F("original")), name="compatibility_of_two"),
        ]


class Notice(models.Model):
    """A version of the text that people were shown. Never changed: a new text is a new number."""

    workshop = _workshop_key()
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, related_name="notices", db_index=False, verbose_name=_("purpose")
    )
    number = models.PositiveIntegerField(_("number"))
    text_fr = models.TextField(_("text (French)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    told = models.JSONField(_("what it tells"), default=list)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = _person_key(_("published by"))

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["purpose", "number"], name="notice_number_unique")]
        indexes = [models.Index(fields=["workshop", "id"], name="notice_by_workshop")]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.number}"


class Subject(models.Model):
    """A person: a key of an asset. After an erasure only a keyed digest is left, so that they stay away."""

    workshop = _workshop_key()
    asset = models.ForeignKey(
        Asset,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="subjects",
        verbose_name=_("asset"),
    )
    key = models.CharField(_("key"), max_length=400, blank=True)
    digest = models.CharField(max_length=64)
    participant = models.ForeignKey(
        Participant,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subjects",
        verbose_name=_("participant"),
        help_text=_("Who plays this person in the room."),
    )
    of_age_on = models.DateField(
        _("fifteen on"),
        null=True,
        blank=True,
        help_text=_("Of a child: the day from which they agree alone."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.UniqueConstraint(fields=["asset", "digest"], name="subject_digest_unique"),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(participant__isnull=False),
                name="subject_participant_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["asset", "key", "id"], name="subject_by_key"),
            models.Index(  # likewise
                fields=["asset", "id", "created_at", "erased_at", "of_age_on"], name="subject_standing"
            ),
            models.Index(fields=["workshop", "id"], name="subject_by_workshop"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ConsentEvent(models.Model):
    """What a person said about one purpose. Rows are only added."""

    workshop = _workshop_key()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="events", db_index=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(_("what"), max_length=10, choices=ConsentKind.choices)
    at = models.DateTimeField(_("when"), help_text=_("When it was said; it holds from then."))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    refusal_offered = models.BooleanField(
        _("refusing was as easy"), help_text=_("The same effort, and nothing is lost by it.")
    )
    by_parent = models.BooleanField(_("a parent agreed too"), default=False)
    proof = models.TextField(_("proof"), blank=True, help_text=_("Where it can be looked up."))
    sound = models.BooleanField(
        default=False, help_text="All four criteria held when it was recorded; notice and row never change."
    )
    participant = _person_key(_("recorded by"))
    door = models.CharField(_("door"), max_length=12, choices=DOORS)
    request_id = models.UUIDField(_("request"))

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        indexes = [
            models.Index(  # with all that a verdict asks, so that it reads this alone
                fields=[
                    "purpose",
                    "subject",
                    "at",
                    "id",
                    "recorded_at",
                    "kind",
                    "expires_at",
                    "by_parent",
                    "sound",
                ],
                name="consent_event_latest",
            ),
            models.Index(fields=["subject", "id"], name="consent_event_by_subject"),
            models.Index(fields=["workshop", "id"], name="consent_event_by_workshop"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Objection(models.Model):
    """“Not this, or no direct marketing at all”, from a moment until it is taken back."""

    workshop = _workshop_key()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="objections", db_index=False)
    purpose = models.ForeignKey(
        Purpose,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text=_("Empty: all direct marketing."),
    )
    at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    participant = _person_key(_("recorded by"))
    door = models.CharField(_("door"), max_length=12, choices=DOORS)
    request_id = models.UUIDField(_("request"))

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [
            models.Index(fields=["subject", "id"], name="objection_by_subject"),
            models.Index(fields=["workshop", "id"], name="objection_by_workshop"),
        ]


class RightsRequest(Governed):
    """Somebody uses a right. The clock runs from the day it came: one month, three when extended."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="requests", verbose_name=_("person")
    )
    right = models.CharField(_("right"), max_length=13, choices=Right.choices)
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("purpose")
    )
    received_at = models.DateTimeField(_("received"))
    due_at = models.DateTimeField(_("due"))
    extended_reason = models.TextField(_("reason of the extension"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    ended_at = models.DateTimeField(_("restriction lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("rights request")
        verbose_name_plural = _("rights requests")
        indexes = [models.Index(fields=["workshop", "due_at", "id"], name="rights_request_by_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Processing(Governed):
    """A row of the record of processing (art. 30, the CNIL's sheet); the catalogue fills what it knows."""

    code = models.SlugField(_("reference"), max_length=63)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form.choices, default=Form.CONTROLLER)
    controller = models.CharField(_("controller"), max_length=200, blank=True)
    joint_controller = models.CharField(_("joint controller"), max_length=200, blank=True)
    representative = models.CharField(_("representative"), max_length=200, blank=True)
    dpo = models.CharField(_("DPO"), max_length=200, blank=True)
    people = models.JSONField(_("categories of persons"), default=list, blank=True)
    security = models.TextField(_("security measures"), blank=True)
    purposes = models.ManyToManyField(Purpose, related_name="processings", verbose_name=_("purposes"))
    assets = models.ManyToManyField(Asset, related_name="processings", verbose_name=_("assets"))

    class Meta:
        verbose_name = _("processing")
        verbose_name_plural = _("processings")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="processing_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "title")


class Verdict(models.Model):
    """An answer to “may we?” as it was given. Whether it still holds is derived (`queries/verdicts.py`)."""

    workshop = _workshop_key()
    purpose = models.ForeignKey(
        Purpose, on_delete=models.PROTECT, null=True, related_name="verdicts", db_index=False
    )
    asset = models.ForeignKey(
        Asset,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="verdicts",
        help_text=_("What is used."),
    )
    kind = models.CharField(_("kind of use"), max_length=9, choices=UseKind.choices)
    use = models.JSONField(help_text="The question, a UseDocument.")
    at = models.DateTimeField(_("as of"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    reasons = models.JSONField(default=list)
    people = models.JSONField(
        default=dict, null=True, help_text="How many by standing; null: not known whose."
    )
    field_ids = models.JSONField(default=list, help_text="Those of the asset that may be used.")
    inputs = models.CharField(max_length=64, help_text="SHA-256 of all that it was decided from.")
    participant = _person_key(_("asked by"))
    door = models.CharField(_("door"), max_length=12, choices=DOORS)
    request_id = models.UUIDField(_("request"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        indexes = [
            models.Index(fields=["workshop", "id"], name="verdict_by_workshop"),
            models.Index(fields=["asset", "id"], name="verdict_by_asset"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Erasure(models.Model):
    """The proof that a person was erased: what went, what was kept and why, in numbers. No personal data."""

    workshop = _workshop_key()
    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="erasure")
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    done = models.JSONField(
        default=dict, help_text="By holder: erased and kept, each with numbers and reasons."
    )
    participant = _person_key(_("carried out by"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes = [models.Index(fields=["workshop", "id"], name="erasure_by_workshop")]

    def __str__(self) -> str:
        return f"#{self.pk}"
