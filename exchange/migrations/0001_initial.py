import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.history


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0003_search"),
        ("catalog", "0004_machine_names"),
        ("lineage", "0001_initial"),
        ("workshop", "0001_initial"),
        ("workshop", "0002_agenda"),
        ("workshop", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalShop",
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
                ("mapping", models.JSONField(default=dict, verbose_name="mapping")),
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
                    ),
                ),
            ],
            options={
                "verbose_name": "historical shop",
                "verbose_name_plural": "historical shops",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Shop",
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
                ("mapping", models.JSONField(default=dict, verbose_name="mapping")),
                (
                    "workshop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workshop.workshop"
                    ),
                ),
            ],
            options={
                "verbose_name": "shop",
                "verbose_name_plural": "shops",
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                (
                    "idempotency_key",
                    models.CharField(
                        blank=True,
                        help_text="The sender's own name for it: sending it again does nothing twice.",
                        max_length=100,
                        verbose_name="idempotency key",
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(blank=True, help_text="SHA-256 of what was sent.", max_length=64),
                ),
                (
                    "brick_count",
                    models.PositiveIntegerField(
                        help_text="How many bricks were sent.", verbose_name="bricks"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("request_id", models.UUIDField(verbose_name="request")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="submissions",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "producer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="producer",
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
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="submission_by_workshop"),
                    models.Index(fields=["asset", "id"], name="submission_by_asset"),
                    models.Index(fields=["producer", "id"], name="submission_by_producer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("idempotency_key", ""), _negated=True),
                        fields=("producer", "idempotency_key"),
                        name="submission_key_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("returned", "Returned")],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("chosen", "One by one"),
                            ("sample", "On a sample"),
                            ("whole", "As a whole"),
                        ],
                        max_length=6,
                        verbose_name="basis",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("brick_count", models.PositiveIntegerField(verbose_name="bricks")),
                (
                    "seen",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Their ids, for a decision on a sample.",
                        verbose_name="bricks looked at",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided"),
                ),
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
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="decisions",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="decided by",
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
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        help_text="When it was decided as a whole or on a sample.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="exchange.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="decision_by_workshop"),
                    models.Index(fields=["asset", "id"], name="decision_by_asset"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Brick",
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
                    "key",
                    models.CharField(
                        help_text="The values of the primary key as text; without primary key, one made here.",
                        max_length=400,
                        verbose_name="key",
                    ),
                ),
                (
                    "values",
                    models.JSONField(
                        default=dict,
                        help_text="By field name. Fields without a value are left out.",
                        verbose_name="values",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("accepted", "Accepted"), ("returned", "Returned")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bricks",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "producer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Who sent it; of a copy, who sent its origin.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="producer",
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
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The owner's latest word on it; empty while it waits.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bricks",
                        to="exchange.decision",
                        verbose_name="decision",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Empty for a copy.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bricks",
                        to="exchange.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "brick",
                "verbose_name_plural": "bricks",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["asset", "id"], name="brick_by_asset"),
                    models.Index(fields=["asset", "key"], name="brick_by_key"),
                    models.Index(
                        condition=models.Q(("submission__isnull", False)),
                        fields=["producer", "asset", "id"],
                        name="brick_by_producer",
                    ),
                    models.Index(
                        condition=models.Q(("decision__isnull", False)),
                        fields=["decision", "id"],
                        name="brick_by_decision",
                    ),
                    models.Index(fields=["asset", "state", "id"], name="brick_by_state"),
                    models.Index(
                        condition=models.Q(("submission__isnull", False)),
                        fields=["submission", "id", "state"],
                        name="brick_by_submission",
                    ),
                    models.Index(
                        condition=models.Q(("decision__isnull", True), ("submission__isnull", False)),
                        fields=["workshop", "submission", "id"],
                        name="brick_undecided",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "accepted", "returned"])),
                        name="brick_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submission", None),
                            models.Q(("decision", None), ("state", "waiting")),
                            models.Q(("decision__isnull", False), ("state__in", ("accepted", "returned"))),
                            _connector="OR",
                        ),
                        name="brick_waits_undecided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSeededError",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("colour", "Colour"),
                            ("size", "Size"),
                            ("appearance", "Appearance"),
                            ("link", "Missing link"),
                            ("duplicate", "Duplicate"),
                            ("value", "Wrong value"),
                            ("missing", "Missing value"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What is wrong: the green brick is missing.",
                        verbose_name="note",
                    ),
                ),
                ("revealed_at", models.DateTimeField(blank=True, null=True, verbose_name="revealed")),
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
                    "brick",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exchange.brick",
                        verbose_name="brick",
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
                    "seeded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="hidden by",
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
                "verbose_name": "historical seeded error",
                "verbose_name_plural": "historical seeded errors",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SeededError",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("colour", "Colour"),
                            ("size", "Size"),
                            ("appearance", "Appearance"),
                            ("link", "Missing link"),
                            ("duplicate", "Duplicate"),
                            ("value", "Wrong value"),
                            ("missing", "Missing value"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="What is wrong: the green brick is missing.",
                        verbose_name="note",
                    ),
                ),
                ("revealed_at", models.DateTimeField(blank=True, null=True, verbose_name="revealed")),
                (
                    "brick",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seeded_error",
                        to="exchange.brick",
                        verbose_name="brick",
                    ),
                ),
                (
                    "seeded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="hidden by",
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
                "verbose_name": "seeded error",
                "verbose_name_plural": "seeded errors",
            },
        ),
        migrations.CreateModel(
            name="ShopClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "brick",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_client",
                        to="exchange.brick",
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_client",
                        to="workshop.participant",
                        verbose_name="participant",
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
            name="HistoricalBrick",
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
                    "key",
                    models.CharField(
                        help_text="The values of the primary key as text; without primary key, one made here.",
                        max_length=400,
                        verbose_name="key",
                    ),
                ),
                (
                    "values",
                    models.JSONField(
                        default=dict,
                        help_text="By field name. Fields without a value are left out.",
                        verbose_name="values",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("accepted", "Accepted"), ("returned", "Returned")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
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
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="The owner's latest word on it; empty while it waits.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exchange.decision",
                        verbose_name="decision",
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
                    "producer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Who sent it; of a copy, who sent its origin.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="producer",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.workshop",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Empty for a copy.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="exchange.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical brick",
                "verbose_name_plural": "historical bricks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quarantine_id",
                    models.BigIntegerField(help_text="The asset that rejected bricks went to.", null=True),
                ),
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
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("request_id", models.UUIDField(verbose_name="request")),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started"),
                ),
                ("duration", models.DurationField(null=True, verbose_name="duration")),
                (
                    "read_count",
                    models.PositiveIntegerField(
                        default=0, help_text="Accepted bricks of the source.", verbose_name="read"
                    ),
                ),
                (
                    "copied_count",
                    models.PositiveIntegerField(
                        default=0, help_text="New in the target.", verbose_name="copied"
                    ),
                ),
                (
                    "updated_count",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Copied before, and corrected at the source since.",
                        verbose_name="updated",
                    ),
                ),
                ("unchanged_count", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                (
                    "rejected_count",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Not taken: a rule failed. They stand in quarantine.",
                        verbose_name="rejected",
                    ),
                ),
                (
                    "removed_count",
                    models.PositiveIntegerField(
                        default=0, help_text="Copies whose origin is gone.", verbose_name="removed"
                    ),
                ),
                (
                    "waiting_count",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Left at the source: their owner has not accepted them.",
                        verbose_name="not accepted",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="who",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        help_text="In the lineage.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="transfers",
                        to="lineage.run",
                        verbose_name="run",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="transfers_out",
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
                        related_name="transfers_in",
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
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="transfer_by_workshop"),
                    models.Index(fields=["source", "target", "id"], name="transfer_by_source"),
                    models.Index(fields=["target", "id"], name="transfer_by_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("brick_version", models.PositiveIntegerField()),
                (
                    "refusals",
                    models.JSONField(
                        default=list,
                        help_text="Why: {rule, fr, en}; the rule's id in `quality`, and its sentence then.",
                    ),
                ),
                (
                    "brick",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="rejections",
                        to="exchange.brick",
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
                    "transfer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="exchange.transfer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["brick", "transfer"], name="rejection_by_brick")],
                "constraints": [
                    models.UniqueConstraint(fields=("transfer", "brick"), name="rejection_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="BrickOrigin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset_id", models.BigIntegerField(help_text="That of the brick.")),
                (
                    "origin_version",
                    models.PositiveIntegerField(help_text="The version of the origin that was taken."),
                ),
                (
                    "brick",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="exchange.brick",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="It may be gone: the past keeps naming it.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="derived",
                        to="exchange.brick",
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
                    "transfer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="exchange.transfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["origin", "brick"], name="brick_origin_by_origin"),
                    models.Index(fields=["transfer", "brick"], name="brick_origin_by_transfer"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("brick", "origin"), name="brick_origin_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("transfer__isnull", False)),
                        fields=("origin", "asset_id"),
                        name="brick_origin_one_copy",
                    ),
                ],
            },
        ),
    ]
