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
        ("workshop", "0001_initial"),
        ("workshop", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalProcessing",
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
                ("code", models.SlugField(max_length=63, verbose_name="reference")),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("controller", "Controller (art. 30(1))"),
                            ("processor", "Processor (art. 30(2))"),
                        ],
                        default="controller",
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                ("controller", models.CharField(blank=True, max_length=200, verbose_name="controller")),
                (
                    "joint_controller",
                    models.CharField(blank=True, max_length=200, verbose_name="joint controller"),
                ),
                (
                    "representative",
                    models.CharField(blank=True, max_length=200, verbose_name="representative"),
                ),
                ("dpo", models.CharField(blank=True, max_length=200, verbose_name="DPO")),
                ("people", models.JSONField(blank=True, default=list, verbose_name="categories of persons")),
                ("security", models.TextField(blank=True, verbose_name="security measures")),
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
                "verbose_name": "historical processing",
                "verbose_name_plural": "historical processings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPurpose",
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
                ("code", models.SlugField(max_length=63, verbose_name="code")),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "text_fr",
                    models.TextField(
                        blank=True, help_text="What exactly is done, and why.", verbose_name="text (French)"
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="text (English)")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consent", "Consent"),
                            ("contract", "Contract"),
                            ("legal", "Legal obligation"),
                            ("vital", "Vital interests"),
                            ("public", "Public task"),
                            ("legitimate", "Legitimate interest"),
                        ],
                        max_length=10,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "retention_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Prospects: 3 years, 1095.",
                        null=True,
                        verbose_name="retention in days",
                    ),
                ),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="recipients")),
                (
                    "categories",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Those that this purpose needs, and no other.",
                        verbose_name="categories of data",
                    ),
                ),
                (
                    "transfers",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Country and guarantee of each.",
                        verbose_name="transfers outside the EU",
                    ),
                ),
                ("controller", models.CharField(blank=True, max_length=200, verbose_name="controller")),
                ("dpo", models.CharField(blank=True, max_length=200, verbose_name="DPO")),
                (
                    "direct_marketing",
                    models.BooleanField(
                        default=False,
                        help_text="Then an objection always wins (art. 21(2)).",
                        verbose_name="direct marketing",
                    ),
                ),
                (
                    "exception_9",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("explicit", "Explicit consent"),
                            ("employment", "Employment and social law"),
                            ("vital", "Vital interests"),
                            ("members", "Members of a non-profit body"),
                            ("public", "Made public by the person"),
                            ("claims", "Legal claims"),
                            ("interest", "Substantial public interest"),
                            ("health", "Health care"),
                            ("statistics", "Archives, research, statistics"),
                        ],
                        max_length=10,
                        verbose_name="exception for special categories (art. 9)",
                    ),
                ),
                (
                    "dpia",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unneeded", "Not needed"),
                            ("required", "Needed, not done"),
                            ("done", "Done"),
                        ],
                        max_length=8,
                        verbose_name="impact assessment",
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
                "verbose_name": "historical purpose",
                "verbose_name_plural": "historical purposes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Purpose",
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
                ("code", models.SlugField(max_length=63, verbose_name="code")),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "text_fr",
                    models.TextField(
                        blank=True, help_text="What exactly is done, and why.", verbose_name="text (French)"
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="text (English)")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consent", "Consent"),
                            ("contract", "Contract"),
                            ("legal", "Legal obligation"),
                            ("vital", "Vital interests"),
                            ("public", "Public task"),
                            ("legitimate", "Legitimate interest"),
                        ],
                        max_length=10,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "retention_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Prospects: 3 years, 1095.",
                        null=True,
                        verbose_name="retention in days",
                    ),
                ),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="recipients")),
                (
                    "categories",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Those that this purpose needs, and no other.",
                        verbose_name="categories of data",
                    ),
                ),
                (
                    "transfers",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Country and guarantee of each.",
                        verbose_name="transfers outside the EU",
                    ),
                ),
                ("controller", models.CharField(blank=True, max_length=200, verbose_name="controller")),
                ("dpo", models.CharField(blank=True, max_length=200, verbose_name="DPO")),
                (
                    "direct_marketing",
                    models.BooleanField(
                        default=False,
                        help_text="Then an objection always wins (art. 21(2)).",
                        verbose_name="direct marketing",
                    ),
                ),
                (
                    "exception_9",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("explicit", "Explicit consent"),
                            ("employment", "Employment and social law"),
                            ("vital", "Vital interests"),
                            ("members", "Members of a non-profit body"),
                            ("public", "Made public by the person"),
                            ("claims", "Legal claims"),
                            ("interest", "Substantial public interest"),
                            ("health", "Health care"),
                            ("statistics", "Archives, research, statistics"),
                        ],
                        max_length=10,
                        verbose_name="exception for special categories (art. 9)",
                    ),
                ),
                (
                    "dpia",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unneeded", "Not needed"),
                            ("required", "Needed, not done"),
                            ("done", "Done"),
                        ],
                        max_length=8,
                        verbose_name="impact assessment",
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
                "verbose_name": "purpose",
                "verbose_name_plural": "purposes",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "code"), name="purpose_code_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Processing",
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
                ("code", models.SlugField(max_length=63, verbose_name="reference")),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("controller", "Controller (art. 30(1))"),
                            ("processor", "Processor (art. 30(2))"),
                        ],
                        default="controller",
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                ("controller", models.CharField(blank=True, max_length=200, verbose_name="controller")),
                (
                    "joint_controller",
                    models.CharField(blank=True, max_length=200, verbose_name="joint controller"),
                ),
                (
                    "representative",
                    models.CharField(blank=True, max_length=200, verbose_name="representative"),
                ),
                ("dpo", models.CharField(blank=True, max_length=200, verbose_name="DPO")),
                ("people", models.JSONField(blank=True, default=list, verbose_name="categories of persons")),
                ("security", models.TextField(blank=True, verbose_name="security measures")),
                (
                    "assets",
                    models.ManyToManyField(
                        related_name="processings", to="catalog.asset", verbose_name="assets"
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
                (
                    "purposes",
                    models.ManyToManyField(
                        related_name="processings", to="consent.purpose", verbose_name="purposes"
                    ),
                ),
            ],
            options={
                "verbose_name": "processing",
                "verbose_name_plural": "processings",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "code"), name="processing_code_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("text_fr", models.TextField(verbose_name="text (French)")),
                ("text_en", models.TextField(blank=True, verbose_name="text (English)")),
                ("told", models.JSONField(default=list, verbose_name="what it tells")),
                (
                    "published_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="published"),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="published by",
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
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "indexes": [models.Index(fields=["workshop", "id"], name="notice_by_workshop")],
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "number"), name="notice_number_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCompatibility",
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
                ("link", models.TextField(verbose_name="link between the purposes")),
                ("context", models.TextField(verbose_name="context of the collection")),
                ("nature", models.TextField(verbose_name="nature of the data")),
                ("consequences", models.TextField(verbose_name="consequences for the persons")),
                ("safeguards", models.TextField(verbose_name="safeguards")),
                ("compatible", models.BooleanField(verbose_name="compatible")),
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
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="original purpose",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical compatibility test",
                "verbose_name_plural": "historical compatibility tests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCollectedFor",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.asset",
                        verbose_name="asset",
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
                (
                    "purpose",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical collection",
                "verbose_name_plural": "historical collections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Compatibility",
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
                ("link", models.TextField(verbose_name="link between the purposes")),
                ("context", models.TextField(verbose_name="context of the collection")),
                ("nature", models.TextField(verbose_name="nature of the data")),
                ("consequences", models.TextField(verbose_name="consequences for the persons")),
                ("safeguards", models.TextField(verbose_name="safeguards")),
                ("compatible", models.BooleanField(verbose_name="compatible")),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.workshop",
                        verbose_name="workshop",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="original purpose",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tests",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "compatibility test",
                "verbose_name_plural": "compatibility tests",
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "original"), name="compatibility_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", models.F("original")), _negated=True),
                        name="compatibility_of_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectedFor",
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
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collected_for",
                        to="catalog.asset",
                        verbose_name="asset",
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
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collections",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection",
                "verbose_name_plural": "collections",
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "purpose"), name="collected_for_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=400, verbose_name="key")),
                ("digest", models.CharField(max_length=64)),
                (
                    "of_age_on",
                    models.DateField(
                        blank=True,
                        help_text="Of a child: the day from which they agree alone.",
                        null=True,
                        verbose_name="fifteen on",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased")),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="subjects",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who plays this person in the room.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="subjects",
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
            options={
                "verbose_name": "person",
                "verbose_name_plural": "persons",
                "indexes": [
                    models.Index(fields=["asset", "key", "id"], name="subject_by_key"),
                    models.Index(
                        fields=["asset", "id", "created_at", "erased_at", "of_age_on"],
                        name="subject_standing",
                    ),
                    models.Index(fields=["workshop", "id"], name="subject_by_workshop"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "digest"), name="subject_digest_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("participant__isnull", False)),
                        fields=("participant",),
                        name="subject_participant_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
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
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "Access"),
                            ("rectification", "Rectification"),
                            ("erasure", "Erasure"),
                            ("restriction", "Restriction"),
                            ("portability", "Portability"),
                            ("objection", "Objection"),
                        ],
                        max_length=13,
                        verbose_name="right",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("extended_reason", models.TextField(blank=True, verbose_name="reason of the extension")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("partly", "Granted in part"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="restriction lifted")),
                (
                    "purpose",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="purpose",
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
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="consent.subject",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "rights request",
                "verbose_name_plural": "rights requests",
                "indexes": [models.Index(fields=["workshop", "due_at", "id"], name="rights_request_by_due")],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "Page on the phone"),
                            ("room", "Asked in the room"),
                            ("paper", "Paper"),
                            ("telephone", "Telephone"),
                            ("email", "E-mail"),
                            ("import", "Import"),
                        ],
                        max_length=10,
                        verbose_name="channel",
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
                ("request_id", models.UUIDField(verbose_name="request")),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="recorded by",
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
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Empty: all direct marketing.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.purpose",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="consent.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "indexes": [
                    models.Index(fields=["subject", "id"], name="objection_by_subject"),
                    models.Index(fields=["workshop", "id"], name="objection_by_workshop"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRightsRequest",
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
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "Access"),
                            ("rectification", "Rectification"),
                            ("erasure", "Erasure"),
                            ("restriction", "Restriction"),
                            ("portability", "Portability"),
                            ("objection", "Objection"),
                        ],
                        max_length=13,
                        verbose_name="right",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("extended_reason", models.TextField(blank=True, verbose_name="reason of the extension")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("partly", "Granted in part"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="restriction lifted")),
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
                (
                    "purpose",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.purpose",
                        verbose_name="purpose",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="consent.subject",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical rights request",
                "verbose_name_plural": "historical rights requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="started"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "done",
                    models.JSONField(
                        default=dict, help_text="By holder: erased and kept, each with numbers and reasons."
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="carried out by",
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
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="consent.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "indexes": [models.Index(fields=["workshop", "id"], name="erasure_by_workshop")],
            },
        ),
        migrations.CreateModel(
            name="ConsentEvent",
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
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                            ("renewed", "Renewed"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="When it was said; it holds from then.", verbose_name="when"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded"),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "Page on the phone"),
                            ("room", "Asked in the room"),
                            ("paper", "Paper"),
                            ("telephone", "Telephone"),
                            ("email", "E-mail"),
                            ("import", "Import"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("button", "Pressed a button"),
                            ("box", "Ticked an empty box"),
                            ("signature", "Signed"),
                            ("spoken", "Said so, recorded"),
                            ("preticked", "Left a ticked box"),
                            ("silence", "Did nothing"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                (
                    "refusal_offered",
                    models.BooleanField(
                        help_text="The same effort, and nothing is lost by it.",
                        verbose_name="refusing was as easy",
                    ),
                ),
                ("by_parent", models.BooleanField(default=False, verbose_name="a parent agreed too")),
                (
                    "proof",
                    models.TextField(
                        blank=True, help_text="Where it can be looked up.", verbose_name="proof"
                    ),
                ),
                (
                    "sound",
                    models.BooleanField(
                        default=False,
                        help_text="All four criteria held when it was recorded; notice and row never change.",
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
                ("request_id", models.UUIDField(verbose_name="request")),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="recorded by",
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
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.notice",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.purpose",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="consent.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent event",
                "verbose_name_plural": "consent events",
                "indexes": [
                    models.Index(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                            ("list", "List of persons"),
                            ("aggregate", "Aggregate"),
                            ("profile", "Score or profile of persons"),
                            ("model", "Training of a model"),
                        ],
                        max_length=9,
                        verbose_name="kind of use",
                    ),
                ),
                ("use", models.JSONField(help_text="The question, a UseDocument.")),
                ("at", models.DateTimeField(verbose_name="as of")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("conditions", "Yes, under conditions"),
                            ("dpo", "Ask the DPO"),
                            ("unknown", "Cannot tell"),
                            ("no", "No"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                (
                    "people",
                    models.JSONField(
                        default=dict, help_text="How many by standing; null: not known whose.", null=True
                    ),
                ),
                (
                    "field_ids",
                    models.JSONField(default=list, help_text="Those of the asset that may be used."),
                ),
                (
                    "inputs",
                    models.CharField(help_text="SHA-256 of all that it was decided from.", max_length=64),
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="What is used.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="verdicts",
                        to="catalog.asset",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="consent.purpose",
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
                "verbose_name": "verdict",
                "verbose_name_plural": "verdicts",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="verdict_by_workshop"),
                    models.Index(fields=["asset", "id"], name="verdict_by_asset"),
                ],
            },
        ),
    ]
