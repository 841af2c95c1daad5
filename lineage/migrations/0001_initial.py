import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.history


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0004_machine_names"),
        ("workshop", "0002_agenda"),
        ("workshop", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetFacets",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="facets",
                        serialize=False,
                        to="catalog.asset",
                    ),
                ),
                ("facets", models.JSONField(default=dict, verbose_name="facets")),
                ("seen_at", models.DateTimeField(help_text="When a machine last spoke of it.", null=True)),
                (
                    "dropped_at",
                    models.DateTimeField(
                        help_text="When its source was dropped.", null=True, verbose_name="dropped"
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                ("request_id", models.UUIDField(verbose_name="request")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "assets_left",
                    models.BooleanField(
                        default=False, help_text="It closed what it did because assets left the catalogue."
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workshop", "request_id"], name="lineage_change_by_request")
                ],
            },
        ),
        migrations.CreateModel(
            name="Edge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="edges_out",
                        to="catalog.asset",
                        verbose_name="source",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="edges_in",
                        to="catalog.asset",
                        verbose_name="target",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "edge",
                "verbose_name_plural": "edges",
                "indexes": [models.Index(fields=["workshop", "id"], name="edge_by_workshop")],
                "constraints": [models.UniqueConstraint(fields=("source", "target"), name="edge_unique")],
            },
        ),
        migrations.CreateModel(
            name="FieldTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tag")),
                (
                    "field",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="field_tags",
                        to="catalog.field",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workshop", "name"], name="field_tag_by_name")],
                "constraints": [models.UniqueConstraint(fields=("field", "name"), name="field_tag_unique")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFieldTag",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        default=common.history.current_door,
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(
                        db_index=True,
                        default=common.history.current_request_id,
                        null=True,
                        verbose_name="request",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tag")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.field",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical field tag",
                "verbose_name_plural": "historical field tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLowering",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        default=common.history.current_door,
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(
                        db_index=True,
                        default=common.history.current_request_id,
                        null=True,
                        verbose_name="request",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                (
                    "technique",
                    models.CharField(
                        choices=[
                            ("masking", "Masking"),
                            ("anonymisation", "Anonymisation"),
                            ("aggregation", "Aggregation"),
                        ],
                        max_length=13,
                        verbose_name="technique",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        help_text="The level that the target inherits along this edge, 0 to 4.",
                        verbose_name="confidentiality after",
                    ),
                ),
                (
                    "k",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For an aggregation: people per cell, 3 or more.",
                        null=True,
                        verbose_name="k",
                    ),
                ),
                ("asked_reason", models.TextField(verbose_name="reason")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="reviewed")),
                (
                    "accepted",
                    models.BooleanField(
                        help_text="Empty until somebody has reviewed it.", null=True, verbose_name="accepted"
                    ),
                ),
                ("review_reason", models.TextField(blank=True, verbose_name="reason of the review")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "edge",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="lineage.edge",
                        verbose_name="edge",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical lowering",
                "verbose_name_plural": "historical lowerings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNamespace",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        default=common.history.current_door,
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(
                        db_index=True,
                        default=common.history.current_request_id,
                        null=True,
                        verbose_name="request",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("owner_name", models.CharField(max_length=500, verbose_name="owner")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical namespace",
                "verbose_name_plural": "historical namespaces",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        default=common.history.current_door,
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(
                        db_index=True,
                        default=common.history.current_request_id,
                        null=True,
                        verbose_name="request",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                (
                    "type",
                    models.CharField(
                        help_text="As its tool says: POSTGRESQL, KAFKA…", max_length=64, verbose_name="type"
                    ),
                ),
                ("connection_url", models.CharField(max_length=1000, verbose_name="address")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical source",
                "verbose_name_plural": "historical sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTag",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "page"),
                            ("admin", "admin"),
                            ("rest", "rest"),
                            ("graphql", "graphql"),
                            ("openlineage", "openlineage"),
                            ("cli", "cli"),
                        ],
                        default=common.history.current_door,
                        max_length=12,
                        verbose_name="door",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(
                        db_index=True,
                        default=common.history.current_request_id,
                        null=True,
                        verbose_name="request",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical tag",
                "verbose_name_plural": "historical tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namespace", models.CharField(max_length=500, verbose_name="namespace")),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        help_text="As its tool says: BATCH, MODEL…",
                        max_length=64,
                        verbose_name="type",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("location", models.CharField(blank=True, max_length=1000, verbose_name="location")),
                (
                    "facets",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="By name, each {at, body}: the latest of each.",
                        verbose_name="facets",
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="tags")),
                (
                    "moments",
                    models.JSONField(
                        default=dict, help_text="When each value was said: `lineage/latest.py`."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="updated"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="lineage.job",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "namespace", "name"), name="job_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldEdge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("manual", "Drawn by hand"),
                            ("openlineage", "Observed by OpenLineage"),
                            ("transfer", "Written by a transfer"),
                            ("indicator", "Read from a calculation"),
                        ],
                        max_length=11,
                        verbose_name="origin",
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="from")),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "dependency",
                    models.CharField(
                        blank=True,
                        choices=[("DIRECT", "Direct"), ("INDIRECT", "Indirect")],
                        max_length=8,
                        verbose_name="dependency",
                    ),
                ),
                (
                    "subtype",
                    models.CharField(
                        blank=True,
                        help_text="IDENTITY, TRANSFORMATION, AGGREGATION, JOIN, FILTER…",
                        max_length=64,
                        verbose_name="subtype",
                    ),
                ),
                ("masking", models.BooleanField(default=False, verbose_name="masked")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "closed",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lineage.change",
                    ),
                ),
                (
                    "edge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="lineage.edge",
                    ),
                ),
                (
                    "opened",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lineage.change",
                    ),
                ),
                (
                    "source_field",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="field_edges_out",
                        to="catalog.field",
                    ),
                ),
                (
                    "target_field",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="field_edges_in",
                        to="catalog.field",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="lineage.job",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["source_field", "valid_until", "target_field", "valid_from"],
                        name="field_edge_out",
                    ),
                    models.Index(
                        fields=["target_field", "valid_until", "source_field", "valid_from"],
                        name="field_edge_in",
                    ),
                    models.Index(fields=["edge", "valid_until"], name="field_edge_of_edge"),
                    models.Index(
                        condition=models.Q(("job__isnull", False)),
                        fields=["job", "valid_until"],
                        name="field_edge_of_job",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lowering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                (
                    "technique",
                    models.CharField(
                        choices=[
                            ("masking", "Masking"),
                            ("anonymisation", "Anonymisation"),
                            ("aggregation", "Aggregation"),
                        ],
                        max_length=13,
                        verbose_name="technique",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        help_text="The level that the target inherits along this edge, 0 to 4.",
                        verbose_name="confidentiality after",
                    ),
                ),
                (
                    "k",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For an aggregation: people per cell, 3 or more.",
                        null=True,
                        verbose_name="k",
                    ),
                ),
                ("asked_reason", models.TextField(verbose_name="reason")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="reviewed")),
                (
                    "accepted",
                    models.BooleanField(
                        help_text="Empty until somebody has reviewed it.", null=True, verbose_name="accepted"
                    ),
                ),
                ("review_reason", models.TextField(blank=True, verbose_name="reason of the review")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "edge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lowerings",
                        to="lineage.edge",
                        verbose_name="edge",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "lowering",
                "verbose_name_plural": "lowerings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__lte", 4)), name="lowering_level_0_to_4"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="lowering_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Namespace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("owner_name", models.CharField(max_length=500, verbose_name="owner")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "namespace",
                "verbose_name_plural": "namespaces",
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "name"), name="namespace_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("manual", "Drawn by hand"),
                            ("openlineage", "Observed by OpenLineage"),
                            ("transfer", "Written by a transfer"),
                            ("indicator", "Read from a calculation"),
                        ],
                        max_length=11,
                        verbose_name="origin",
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="from")),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "source_id",
                    models.BigIntegerField(help_text="That of the edge, so that a walk reads one index."),
                ),
                ("target_id", models.BigIntegerField()),
                (
                    "closed",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lineage.change",
                    ),
                ),
                (
                    "edge",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="lineage.edge",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="lineage.job",
                    ),
                ),
                (
                    "opened",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lineage.change",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["source_id", "valid_until", "target_id", "valid_from", "edge"],
                        name="origin_out",
                    ),
                    models.Index(
                        fields=["target_id", "valid_until", "source_id", "valid_from", "edge"],
                        name="origin_in",
                    ),
                    models.Index(fields=["edge", "valid_until"], name="origin_of_edge"),
                    models.Index(
                        condition=models.Q(("job__isnull", False)),
                        fields=["job", "valid_until"],
                        name="origin_of_job",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("job", None), ("valid_until", None)),
                        fields=("edge", "kind"),
                        name="origin_open_without_job_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("job__isnull", False), ("valid_until", None)),
                        fields=("edge", "job"),
                        name="origin_open_of_job_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="origin_from_until",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.UUIDField(verbose_name="run")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("aborted", "Aborted"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="Its earliest event: the order of the runs of a job, whatever order they arrive in.",
                        verbose_name="since",
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(help_text="When the event happened that set the state.", null=True),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("nominal_start_at", models.DateTimeField(null=True, verbose_name="nominal start")),
                ("nominal_end_at", models.DateTimeField(null=True, verbose_name="nominal end")),
                ("parent_run_id", models.UUIDField(null=True, verbose_name="parent run")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("facets", models.JSONField(blank=True, default=dict, verbose_name="facets")),
                (
                    "columns",
                    models.JSONField(
                        default=list, help_text="What it says of fields: `FieldLink`s as lists."
                    ),
                ),
                (
                    "moments",
                    models.JSONField(
                        default=dict, help_text="When each value was said: `lineage/latest.py`."
                    ),
                ),
                (
                    "is_design",
                    models.BooleanField(
                        default=False,
                        help_text="Of a JobEvent: what the job is made to do, not an execution.",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="lineage.job",
                        verbose_name="job",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "indexes": [models.Index(fields=["job", "at", "id"], name="run_by_time")],
                "constraints": [models.UniqueConstraint(fields=("workshop", "run_id"), name="run_id_unique")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("run", "Run event"), ("dataset", "Dataset event"), ("job", "Job event")],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the body: a resent event is known by it.", max_length=64
                    ),
                ),
                ("event_time", models.DateTimeField(verbose_name="happened")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received"),
                ),
                ("body", models.JSONField(verbose_name="body")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="lineage.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["workshop", "event_time", "id"], name="event_by_time"),
                    models.Index(fields=["run", "event_time"], name="event_by_run"),
                ],
                "constraints": [models.UniqueConstraint(fields=("workshop", "digest"), name="event_unique")],
            },
        ),
        migrations.CreateModel(
            name="RunDataset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("input", "Input"), ("output", "Output")], max_length=6, verbose_name="side"
                    ),
                ),
                ("facets", models.JSONField(blank=True, default=dict, verbose_name="facets")),
                (
                    "whole",
                    models.BooleanField(
                        default=False,
                        help_text="Written, and something goes into all of its fields, whichever these are.",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="run_datasets",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="datasets",
                        to="lineage.run",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["asset", "side", "run"], name="run_dataset_by_asset")],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "asset", "side"), name="run_dataset_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                (
                    "type",
                    models.CharField(
                        help_text="As its tool says: POSTGRESQL, KAFKA…", max_length=64, verbose_name="type"
                    ),
                ),
                ("connection_url", models.CharField(max_length=1000, verbose_name="address")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "name"), name="source_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="modified"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "constraints": [models.UniqueConstraint(fields=("workshop", "name"), name="tag_name_unique")],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("namespace", models.CharField(max_length=500, verbose_name="namespace")),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                (
                    "until",
                    models.DateTimeField(
                        help_text="The rename; who bears the name afterwards is another asset.", null=True
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="aliases",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "namespace", "name"), name="alias_unique")
                ],
            },
        ),
    ]
