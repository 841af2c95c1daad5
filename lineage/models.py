"""Where data comes from and where it goes: jobs, runs, events, and edges that hold from … until ….

Validity is half-open, `[valid_from, valid_until)`, and nothing is ever overwritten: the graph can be read as it
was at any moment. Assets and fields are pointed to without a database constraint: what is deleted in the
catalogue is closed here (`commands/following.py`), and the past keeps naming it.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Asset, Field
from common.actor import Door
from common.models import Governed
from lineage.choices import Dependency, EventKind, OriginKind, RunState, Side, Technique


def _asset_key(label: Any, name: str) -> Any:
    return models.ForeignKey(
        Asset,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name=name,
        verbose_name=label,
    )


def _workshop_key() -> Any:
    return models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="+", db_index=False)


class Change(models.Model):
    """One write to the lineage: who, when, why, through which door. All rows it opened or closed name it."""

    workshop = _workshop_key()
    user = models.ForeignKey("workshop.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    door = models.CharField(_("door"), max_length=12, choices=[(door.value, door.value) for door in Door])
    request_id = models.UUIDField(_("request"))
    reason = models.TextField(_("reason"), blank=True)
    assets_left = models.BooleanField(
        default=False, help_text="It closed what it did because assets left the catalogue."
    )

    class Meta:
        indexes = [models.Index(fields=["workshop", "request_id"], name="lineage_change_by_request")]


class Job(models.Model):
    """What moves or computes data: a script, a dbt model, a transfer, the SQL of an indicator."""

    workshop = _workshop_key()
    namespace = models.CharField(_("namespace"), max_length=500)
    name = models.CharField(_("name"), max_length=500)
    kind = models.CharField(
        _("type"), max_length=64, blank=True, help_text=_("As its tool says: BATCH, MODEL…")
    )
    description = models.TextField(_("description"), blank=True)
    location = models.CharField(_("location"), max_length=1000, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    facets = models.JSONField(
        _("facets"), default=dict, blank=True, help_text=_("By name, each {at, body}: the latest of each.")
    )
    tags = models.JSONField(_("tags"), default=list, blank=True)
    moments = models.JSONField(default=dict, help_text="When each value was said: `lineage/latest.py`.")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "namespace", "name"], name="job_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One execution of a job."""

    workshop = _workshop_key()
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="runs", verbose_name=_("job"))
    run_id = models.UUIDField(_("run"))
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.NEW)
    at = models.DateTimeField(
        _("since"),
        help_text=_("Its earliest event: the order of the runs of a job, whatever order they arrive in."),
    )
    state_at = models.DateTimeField(null=True, help_text="When the event happened that set the state.")
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    nominal_start_at = models.DateTimeField(_("nominal start"), null=True)
    nominal_end_at = models.DateTimeField(_("nominal end"), null=True)
    parent_run_id = models.UUIDField(_("parent run"), null=True)
    error = models.TextField(_("error"), blank=True)
    facets = models.JSONField(_("facets"), default=dict, blank=True)
    columns = models.JSONField(default=list, help_text="What it says of fields: `FieldLink`s as lists.")
    moments = models.JSONField(default=dict, help_text="When each value was said: `lineage/latest.py`.")
    is_design = models.BooleanField(
        default=False, help_text="Of a JobEvent: what the job is made to do, not an execution."
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [models.UniqueConstraint(fields=["workshop", "run_id"], name="run_id_unique")]
        indexes = [models.Index(fields=["job", "at", "id"], name="run_by_time")]

    def __str__(self) -> str:
        return str(self.run_id)


class RunDataset(models.Model):
    """A dataset that a run read or wrote."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="datasets", db_index=False)
    asset = _asset_key(_("asset"), "run_datasets")
    side = models.CharField(_("side"), max_length=6, choices=Side.choices)
    facets = models.JSONField(_("facets"), default=dict, blank=True)
    whole = models.BooleanField(
        default=False, help_text="Written, and something goes into all of its fields, whichever these are."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "asset", "side"], name="run_dataset_unique")]
        indexes = [models.Index(fields=["asset", "side", "run"], name="run_dataset_by_asset")]


class Event(models.Model):
    """An OpenLineage event exactly as it came; what was derived from it can be derived again."""

    workshop = _workshop_key()
    kind = models.CharField(_("kind"), max_length=7, choices=EventKind.choices)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the body: a resent event is known by it.")
    event_time = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="events", db_index=False)
    user = models.ForeignKey(
        "workshop.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    body = models.JSONField(_("body"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=["workshop", "digest"], name="event_unique")]
        indexes = [
            models.Index(fields=["workshop", "event_time", "id"], name="event_by_time"),
            models.Index(fields=["run", "event_time"], name="event_by_run"),
        ]


class AssetFacets(models.Model):
    """What machines said of a dataset: the latest facet of each name, `{name: {at, body}}`."""

    asset = models.OneToOneField(
        Asset, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="facets"
    )
    workshop = _workshop_key()
    facets = models.JSONField(_("facets"), default=dict)
    seen_at = models.DateTimeField(null=True, help_text="When a machine last spoke of it.")
    dropped_at = models.DateTimeField(_("dropped"), null=True, help_text=_("When its source was dropped."))


class Alias(models.Model):
    """Another name under which machines know an asset: a symlink, or the name it had before a rename."""

    workshop = _workshop_key()
    namespace = models.CharField(_("namespace"), max_length=500)
    name = models.CharField(_("name"), max_length=500)
    asset = _asset_key(_("asset"), "aliases")
    until = models.DateTimeField(
        null=True, help_text="The rename; who bears the name afterwards is another asset."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "namespace", "name"], name="alias_unique")]


class Edge(models.Model):
    """That data goes from `source` to `target`. It holds while one of its origins does."""

    workshop = _workshop_key()
    source = _asset_key(_("source"), "edges_out")
    target = _asset_key(_("target"), "edges_in")

    class Meta:
        verbose_name = _("edge")
        verbose_name_plural = _("edges")
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="edge_unique")]
        indexes = [models.Index(fields=["workshop", "id"], name="edge_by_workshop")]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Validity(models.Model):
    """Something that somebody says, from a moment until another."""

    workshop = _workshop_key()
    edge = models.ForeignKey(Edge, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False)
    kind = models.CharField(_("origin"), max_length=11, choices=OriginKind.choices)
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss", db_index=False
    )
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"), null=True, blank=True)
    opened = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Origin(Validity):
    """Why an edge is there: somebody drew it, or a job's runs show it. Walks read this table alone."""

    source_id = models.BigIntegerField(help_text="That of the edge, so that a walk reads one index.")
    target_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edge", "kind"],
                condition=Q(valid_until=None, job=None),
                name="origin_open_without_job_unique",
            ),
            models.UniqueConstraint(
                fields=["edge", "job"],
                condition=Q(valid_until=None, job__isnull=False),
                name="origin_open_of_job_unique",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="origin_from_until"
            ),
        ]
        indexes = [
            # A walk reads one of these two alone.
            models.Index(
                fields=["source_id", "valid_until", "target_id", "valid_from", "edge"], name="origin_out"
            ),
            models.Index(
                fields=["target_id", "valid_until", "source_id", "valid_from", "edge"], name="origin_in"
            ),
            models.Index(fields=["edge", "valid_until"], name="origin_of_edge"),
            models.Index(fields=["job", "valid_until"], name="origin_of_job", condition=Q(job__isnull=False)),
        ]


class FieldEdge(Validity):
    """That a field's value, or what is done with it, goes into another field."""

    source_field = models.ForeignKey(
        Field,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="field_edges_out",
    )
    target_field = models.ForeignKey(
        Field,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="field_edges_in",
    )
    dependency = models.CharField(_("dependency"), max_length=8, choices=Dependency.choices, blank=True)
    subtype = models.CharField(
        _("subtype"),
        max_length=64,
        blank=True,
        help_text=_("IDENTITY, TRANSFORMATION, AGGREGATION, JOIN, FILTER…"),
    )
    masking = models.BooleanField(_("masked"), default=False)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["source_field", "valid_until", "target_field", "valid_from"], name="field_edge_out"
            ),
            models.Index(
                fields=["target_field", "valid_until", "source_field", "valid_from"], name="field_edge_in"
            ),
            models.Index(fields=["edge", "valid_until"], name="field_edge_of_edge"),
            models.Index(
                fields=["job", "valid_until"], name="field_edge_of_job", condition=Q(job__isnull=False)
            ),
        ]


class Lowering(Governed):
    """Why confidentiality may fall along an edge: a technique, a reason, a second person's review, an expiry."""

    edge = models.ForeignKey(Edge, on_delete=models.CASCADE, related_name="lowerings", verbose_name=_("edge"))
    technique = models.CharField(_("technique"), max_length=13, choices=Technique.choices)
    level = models.PositiveSmallIntegerField(
        _("confidentiality after"), help_text=_("The level that the target inherits along this edge, 0 to 4.")
    )
    k = models.PositiveSmallIntegerField(
        _("k"), null=True, blank=True, help_text=_("For an aggregation: people per cell, 3 or more.")
    )
    asked_reason = models.TextField(_("reason"))
    expires_at = models.DateTimeField(_("expires"))
    asked_by = models.ForeignKey(
        "workshop.Participant", on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    reviewed_by = models.ForeignKey(
        "workshop.Participant",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    accepted = models.BooleanField(
        _("accepted"), null=True, help_text=_("Empty until somebody has reviewed it.")
    )
    review_reason = models.TextField(_("reason of the review"), blank=True)

    class Meta:
        verbose_name = _("lowering")
        verbose_name_plural = _("lowerings")
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=4), name="lowering_level_0_to_4"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")), name="lowering_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edge} · {self.get_technique_display()}"


# What Marquez's clients keep beside: notes on namespaces and sources, tags. All of these also exist by being used.


class Namespace(Governed):
    """Who answers for a namespace, and what it is for."""

    name = models.CharField(_("name"), max_length=500)
    owner_name = models.CharField(_("owner"), max_length=500)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("namespace")
        verbose_name_plural = _("namespaces")
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="namespace_name_unique")]

    def __str__(self) -> str:
        return self.name


class Source(Governed):
    """Where datasets physically are: a database, a bucket, a broker."""

    name = models.CharField(_("name"), max_length=500)
    type = models.CharField(_("type"), max_length=64, help_text=_("As its tool says: POSTGRESQL, KAFKA…"))
    connection_url = models.CharField(_("address"), max_length=1000)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="source_name_unique")]

    def __str__(self) -> str:
        return self.name


class Tag(Governed):
    """What a tag of assets and fields means."""

    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="tag_name_unique")]

    def __str__(self) -> str:
        return self.name


class FieldTag(Governed):
    """A tag on a field."""

    field = models.ForeignKey(
        Field, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="field_tags"
    )
    name = models.CharField(_("tag"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "name"], name="field_tag_unique")]
        indexes = [models.Index(fields=["workshop", "name"], name="field_tag_by_name")]
