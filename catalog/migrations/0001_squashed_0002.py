import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.history


class Migration(migrations.Migration):
    replaces = [("catalog", "0001_initial"), ("catalog", "0002_initial")]

    initial = True

    dependencies = [
        ("workshop", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSystem",
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
                    "code",
                    models.SlugField(
                        help_text="Short stable name, such as crm.", max_length=63, verbose_name="code"
                    ),
                ),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "plate",
                    models.CharField(
                        choices=[
                            ("white", "White plate"),
                            ("blue", "Blue plate"),
                            ("green", "Green plate"),
                            ("grey", "Grey plate"),
                        ],
                        max_length=8,
                        verbose_name="plate",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("source", "Source"),
                            ("raw", "Raw zone"),
                            ("quarantine", "Quarantine"),
                            ("cleansed", "Cleansed zone"),
                            ("store", "Data store"),
                            ("analysis", "Analysis"),
                            ("ai", "AI"),
                        ],
                        max_length=10,
                        verbose_name="zone",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order from left to right.", verbose_name="position"
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
                "verbose_name": "historical system",
                "verbose_name_plural": "historical systems",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTerm",
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
                ("name_fr", models.CharField(max_length=200, verbose_name="name (French)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("definition_fr", models.TextField(blank=True, verbose_name="definition (French)")),
                ("definition_en", models.TextField(blank=True, verbose_name="definition (English)")),
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
                "verbose_name": "historical term",
                "verbose_name_plural": "historical terms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="System",
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
                    "code",
                    models.SlugField(
                        help_text="Short stable name, such as crm.", max_length=63, verbose_name="code"
                    ),
                ),
                ("title_fr", models.CharField(max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "plate",
                    models.CharField(
                        choices=[
                            ("white", "White plate"),
                            ("blue", "Blue plate"),
                            ("green", "Green plate"),
                            ("grey", "Grey plate"),
                        ],
                        max_length=8,
                        verbose_name="plate",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("source", "Source"),
                            ("raw", "Raw zone"),
                            ("quarantine", "Quarantine"),
                            ("cleansed", "Cleansed zone"),
                            ("store", "Data store"),
                            ("analysis", "Analysis"),
                            ("ai", "AI"),
                        ],
                        max_length=10,
                        verbose_name="zone",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order from left to right.", verbose_name="position"
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
                "verbose_name": "system",
                "verbose_name_plural": "systems",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "code"), name="system_code_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Asset",
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
                            ("dataset", "Dataset"),
                            ("indicator", "Indicator"),
                            ("dashboard", "Dashboard"),
                            ("model", "Model"),
                            ("campaign", "Campaign"),
                        ],
                        default="dataset",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "namespace",
                    models.CharField(
                        help_text="Where the name is unique, as in OpenLineage: postgres://host:5432 or the workshop.",
                        max_length=200,
                        verbose_name="namespace",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Technical name, unique in its namespace: client.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("blue", "Blue"),
                            ("green", "Green"),
                            ("yellow", "Yellow"),
                            ("red", "Red"),
                            ("white", "White"),
                            ("grey", "Grey"),
                            ("orange", "Orange"),
                            ("purple", "Purple"),
                        ],
                        default="grey",
                        max_length=8,
                        verbose_name="brick colour",
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("brick", "Brick"),
                            ("head", "Brick with a head (client)"),
                            ("lantern", "Brick with a lantern (product)"),
                            ("round", "Brick with a round piece (order and its satisfaction)"),
                            ("flag", "Brick with a flag (message, campaign)"),
                            ("cone", "Cone (indicator)"),
                            ("wheel", "Wheel (algorithm)"),
                        ],
                        default="brick",
                        max_length=8,
                        verbose_name="brick shape",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("validated", "Validated"),
                            ("deprecated", "Deprecated"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Potential value, 1 (low) to 4 (vital).",
                        null=True,
                        verbose_name="importance",
                    ),
                ),
                ("importance_reason", models.TextField(blank=True, verbose_name="reason for the importance")),
                (
                    "personal_data",
                    models.BooleanField(
                        blank=True,
                        help_text="Does it hold data about identifiable people?",
                        null=True,
                        verbose_name="personal data",
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="tags")),
                (
                    "availability",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="availability (D)",
                    ),
                ),
                (
                    "integrity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="integrity (I)",
                    ),
                ),
                (
                    "confidentiality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="confidentiality (C)",
                    ),
                ),
                (
                    "proof",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="proof (P)",
                    ),
                ),
                (
                    "sensitivity_reason",
                    models.TextField(blank=True, verbose_name="justification of the sensitivity"),
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
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="assets",
                        to="catalog.system",
                        verbose_name="system",
                    ),
                ),
            ],
            options={
                "verbose_name": "asset",
                "verbose_name_plural": "assets",
                "ordering": ["name", "id"],
                "indexes": [
                    models.Index(fields=["workshop", "name", "id"], name="asset_by_name"),
                    models.Index(
                        fields=["workshop", "kind", "name", "id", "status", "system"], name="asset_by_kind"
                    ),
                    models.Index(
                        fields=["workshop", "status", "name", "id", "kind", "system"], name="asset_by_status"
                    ),
                    models.Index(
                        fields=["workshop", "system", "name", "id", "kind", "status"], name="asset_by_system"
                    ),
                    models.Index(fields=["workshop", "modified_at", "id"], name="asset_by_modified"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "namespace", "name"), name="asset_name_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("importance", None), ("importance__range", (1, 4)), _connector="OR"
                        ),
                        name="asset_importance_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("availability", None), ("availability__lte", 4), _connector="OR"),
                        name="asset_availability_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("integrity", None), ("integrity__lte", 4), _connector="OR"),
                        name="asset_integrity_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidentiality", None), ("confidentiality__lte", 4), _connector="OR"
                        ),
                        name="asset_confidentiality_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proof", None), ("proof__lte", 4), _connector="OR"),
                        name="asset_proof_0_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Field",
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
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("string", "Text"),
                            ("integer", "Whole number"),
                            ("decimal", "Decimal number"),
                            ("float", "Floating-point number"),
                            ("boolean", "Yes / no"),
                            ("date", "Date"),
                            ("time", "Time"),
                            ("datetime", "Date and time"),
                            ("uuid", "Unique identifier (UUID)"),
                            ("binary", "Binary"),
                            ("json", "Structured (JSON)"),
                        ],
                        default="string",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="required")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "primary_key_position",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="From 1; empty outside the primary key.",
                        null=True,
                        verbose_name="position in the primary key",
                    ),
                ),
                (
                    "personal_data_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not personal"),
                            ("identity", "Identity"),
                            ("personal_life", "Personal life"),
                            ("professional", "Professional life"),
                            ("financial", "Economic and financial"),
                            ("connection", "Connection"),
                            ("location", "Location"),
                            ("special", "Special category (art. 9)"),
                            ("offence", "Offences (art. 10)"),
                        ],
                        max_length=14,
                        verbose_name="personal-data category",
                    ),
                ),
                (
                    "confidentiality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="confidentiality",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
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
            ],
            options={
                "verbose_name": "field",
                "verbose_name_plural": "fields",
                "ordering": ["asset_id", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "name"), name="field_name_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("primary_key_position__isnull", False)),
                        fields=("asset", "primary_key_position"),
                        name="field_primary_key_position_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForeignKey",
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
                (
                    "proposed",
                    models.BooleanField(
                        default=False,
                        help_text="Guessed by an import; nobody has confirmed it yet.",
                        verbose_name="proposed",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="foreign_keys",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="referring_keys",
                        to="catalog.asset",
                        verbose_name="target",
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
                "verbose_name": "foreign key",
                "verbose_name_plural": "foreign keys",
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "name"), name="foreign_key_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="ForeignKeyColumn",
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
                ("position", models.PositiveSmallIntegerField()),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.asset"
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="catalog.field"
                    ),
                ),
                (
                    "foreign_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="catalog.foreignkey",
                    ),
                ),
                (
                    "target_field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="catalog.field"
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
                "ordering": ["foreign_key_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foreign_key", "position"), name="foreign_key_column_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAsset",
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
                            ("dataset", "Dataset"),
                            ("indicator", "Indicator"),
                            ("dashboard", "Dashboard"),
                            ("model", "Model"),
                            ("campaign", "Campaign"),
                        ],
                        default="dataset",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "namespace",
                    models.CharField(
                        help_text="Where the name is unique, as in OpenLineage: postgres://host:5432 or the workshop.",
                        max_length=200,
                        verbose_name="namespace",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Technical name, unique in its namespace: client.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title (English)")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("blue", "Blue"),
                            ("green", "Green"),
                            ("yellow", "Yellow"),
                            ("red", "Red"),
                            ("white", "White"),
                            ("grey", "Grey"),
                            ("orange", "Orange"),
                            ("purple", "Purple"),
                        ],
                        default="grey",
                        max_length=8,
                        verbose_name="brick colour",
                    ),
                ),
                (
                    "shape",
                    models.CharField(
                        choices=[
                            ("brick", "Brick"),
                            ("head", "Brick with a head (client)"),
                            ("lantern", "Brick with a lantern (product)"),
                            ("round", "Brick with a round piece (order and its satisfaction)"),
                            ("flag", "Brick with a flag (message, campaign)"),
                            ("cone", "Cone (indicator)"),
                            ("wheel", "Wheel (algorithm)"),
                        ],
                        default="brick",
                        max_length=8,
                        verbose_name="brick shape",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("validated", "Validated"),
                            ("deprecated", "Deprecated"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Potential value, 1 (low) to 4 (vital).",
                        null=True,
                        verbose_name="importance",
                    ),
                ),
                ("importance_reason", models.TextField(blank=True, verbose_name="reason for the importance")),
                (
                    "personal_data",
                    models.BooleanField(
                        blank=True,
                        help_text="Does it hold data about identifiable people?",
                        null=True,
                        verbose_name="personal data",
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="tags")),
                (
                    "availability",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="availability (D)",
                    ),
                ),
                (
                    "integrity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="integrity (I)",
                    ),
                ),
                (
                    "confidentiality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="confidentiality (C)",
                    ),
                ),
                (
                    "proof",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="proof (P)",
                    ),
                ),
                (
                    "sensitivity_reason",
                    models.TextField(blank=True, verbose_name="justification of the sensitivity"),
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
                (
                    "system",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.system",
                        verbose_name="system",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical asset",
                "verbose_name_plural": "historical assets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalField",
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
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("string", "Text"),
                            ("integer", "Whole number"),
                            ("decimal", "Decimal number"),
                            ("float", "Floating-point number"),
                            ("boolean", "Yes / no"),
                            ("date", "Date"),
                            ("time", "Time"),
                            ("datetime", "Date and time"),
                            ("uuid", "Unique identifier (UUID)"),
                            ("binary", "Binary"),
                            ("json", "Structured (JSON)"),
                        ],
                        default="string",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="required")),
                ("description_fr", models.TextField(blank=True, verbose_name="description (French)")),
                ("description_en", models.TextField(blank=True, verbose_name="description (English)")),
                (
                    "primary_key_position",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="From 1; empty outside the primary key.",
                        null=True,
                        verbose_name="position in the primary key",
                    ),
                ),
                (
                    "personal_data_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not personal"),
                            ("identity", "Identity"),
                            ("personal_life", "Personal life"),
                            ("professional", "Professional life"),
                            ("financial", "Economic and financial"),
                            ("connection", "Connection"),
                            ("location", "Location"),
                            ("special", "Special category (art. 9)"),
                            ("offence", "Offences (art. 10)"),
                        ],
                        max_length=14,
                        verbose_name="personal-data category",
                    ),
                ),
                (
                    "confidentiality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="0 (no need) to 4 (critical); empty is “not assessed”, which is not 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="confidentiality",
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
            ],
            options={
                "verbose_name": "historical field",
                "verbose_name_plural": "historical fields",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalForeignKey",
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
                (
                    "proposed",
                    models.BooleanField(
                        default=False,
                        help_text="Guessed by an import; nobody has confirmed it yet.",
                        verbose_name="proposed",
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
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.asset",
                        verbose_name="target",
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
                "verbose_name": "historical foreign key",
                "verbose_name_plural": "historical foreign keys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalForeignKeyColumn",
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
                ("position", models.PositiveSmallIntegerField()),
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
                    "foreign_key",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.foreignkey",
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
                    "target_field",
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
                "verbose_name": "historical foreign key column",
                "verbose_name_plural": "historical foreign key columns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalImportedSource",
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
                ("namespace", models.CharField(max_length=200)),
                (
                    "name",
                    models.CharField(
                        help_text="As the source calls it; people may rename the asset.", max_length=200
                    ),
                ),
                ("said", models.JSONField(help_text="An AssetDocument with what a source can know.")),
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
                "verbose_name": "historical imported source",
                "verbose_name_plural": "historical imported sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOwnership",
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
                    "responsibility",
                    models.CharField(
                        choices=[
                            ("accountable", "Accountable owner"),
                            ("steward", "Steward"),
                            ("producer", "Producer"),
                            ("custodian", "Custodian"),
                        ],
                        max_length=12,
                        verbose_name="responsibility",
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
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="participant",
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
                "verbose_name": "historical ownership",
                "verbose_name_plural": "historical ownerships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUniqueKey",
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
            ],
            options={
                "verbose_name": "historical unique key",
                "verbose_name_plural": "historical unique keys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportedSource",
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
                ("namespace", models.CharField(max_length=200)),
                (
                    "name",
                    models.CharField(
                        help_text="As the source calls it; people may rename the asset.", max_length=200
                    ),
                ),
                ("said", models.JSONField(help_text="An AssetDocument with what a source can know.")),
                (
                    "asset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_source",
                        to="catalog.asset",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "namespace", "name"), name="imported_source_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ownership",
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
                    "responsibility",
                    models.CharField(
                        choices=[
                            ("accountable", "Accountable owner"),
                            ("steward", "Steward"),
                            ("producer", "Producer"),
                            ("custodian", "Custodian"),
                        ],
                        max_length=12,
                        verbose_name="responsibility",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownerships",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="workshop.participant",
                        verbose_name="participant",
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
                "verbose_name": "ownership",
                "verbose_name_plural": "ownerships",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("asset", "participant", "responsibility"), name="ownership_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("responsibility", "accountable")),
                        fields=("asset",),
                        name="ownership_one_accountable",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
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
                ("name_fr", models.CharField(max_length=200, verbose_name="name (French)")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name (English)")),
                ("definition_fr", models.TextField(blank=True, verbose_name="definition (French)")),
                ("definition_en", models.TextField(blank=True, verbose_name="definition (English)")),
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
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "code"), name="term_code_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTermLink",
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
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical linked term",
                "verbose_name_plural": "historical linked terms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TermLink",
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
                        related_name="term_links",
                        to="catalog.asset",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="term_links",
                        to="catalog.field",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="links", to="catalog.term"
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
                "verbose_name": "linked term",
                "verbose_name_plural": "linked terms",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("field", None)),
                        fields=("term", "asset"),
                        name="term_link_asset_unique",
                    ),
                    models.UniqueConstraint(fields=("term", "field"), name="term_link_field_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UniqueKey",
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
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unique_keys",
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
            ],
            options={
                "verbose_name": "unique key",
                "verbose_name_plural": "unique keys",
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "name"), name="unique_key_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalUniqueKeyField",
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
                ("position", models.PositiveSmallIntegerField()),
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
                (
                    "unique_key",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.uniquekey",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical unique key field",
                "verbose_name_plural": "historical unique key fields",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="UniqueKeyField",
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
                ("position", models.PositiveSmallIntegerField()),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.asset"
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="catalog.field"
                    ),
                ),
                (
                    "unique_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="catalog.uniquekey",
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
                "ordering": ["unique_key_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("unique_key", "position"), name="unique_key_field_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="catalog.asset",
                    ),
                ),
                (
                    "name_key",
                    models.CharField(help_text="Folded name, to rank exact names first.", max_length=200),
                ),
                ("names", models.TextField()),
                ("titles", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("missing", models.JSONField(default=list)),
                ("completeness", models.PositiveSmallIntegerField(default=0, help_text="0 to 100.")),
                ("to_complete", models.BooleanField(default=True)),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workshop.workshop"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workshop", "to_complete"], name="search_entry_to_complete")
                ],
            },
        ),
    ]
