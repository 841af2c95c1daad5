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
        ("exchange", "0001_initial"),
        ("workshop", "0001_initial"),
        ("workshop", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("demand", "On demand"),
                            ("transfer", "On a transfer"),
                            ("api", "Through the API"),
                        ],
                        max_length=12,
                        verbose_name="trigger",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("duration", models.DurationField(verbose_name="duration")),
                ("brick_count", models.PositiveIntegerField(verbose_name="bricks")),
                (
                    "score",
                    models.FloatField(
                        help_text="0 to 1, weighted by severity; empty when nothing was measured.",
                        null=True,
                        verbose_name="score",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="checks",
                        to="catalog.asset",
                        verbose_name="asset",
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
                    "transfer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checks",
                        to="exchange.transfer",
                        verbose_name="transfer",
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
                "verbose_name": "check",
                "verbose_name_plural": "checks",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="check_by_workshop"),
                    models.Index(fields=["asset", "id"], name="check_by_asset"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("major", models.PositiveIntegerField(verbose_name="major version")),
                ("minor", models.PositiveIntegerField(verbose_name="minor version")),
                (
                    "document",
                    models.JSONField(
                        help_text="Fields, keys, rules, owner and terms of use.", verbose_name="contract"
                    ),
                ),
                (
                    "breaks",
                    models.JSONField(
                        default=list,
                        help_text="Of the version before; empty for a compatible one.",
                        verbose_name="what it breaks",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="published"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                        related_name="contracts",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
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
            ],
            options={
                "verbose_name": "data contract",
                "verbose_name_plural": "data contracts",
                "indexes": [models.Index(fields=["workshop", "id"], name="contract_by_workshop")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("asset", "major", "minor"), name="contract_version_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRule",
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
                    "type",
                    models.CharField(
                        choices=[
                            ("not_null", "Is filled in"),
                            ("unique", "Is unique"),
                            ("type", "Has the form of its type"),
                            ("allowed", "Is one of a list"),
                            ("range", "Lies within bounds"),
                            ("pattern", "Has a written form"),
                            ("length", "Has a length"),
                            ("foreign_key", "Points to an existing brick"),
                            ("comparison", "Compares two fields"),
                            ("freshness", "Bricks are recent"),
                            ("volume", "There are enough bricks"),
                            ("reconciliation", "Agrees with another asset"),
                            ("sql", "A condition in SQL"),
                        ],
                        max_length=14,
                        verbose_name="type",
                    ),
                ),
                (
                    "parameters",
                    models.JSONField(
                        default=dict,
                        help_text="What a rule of its type says; fields by name.",
                        verbose_name="parameters",
                    ),
                ),
                (
                    "references",
                    models.JSONField(
                        default=dict,
                        help_text="The ids behind the names in the parameters, so that a rename is followed.",
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness"),
                            ("uniqueness", "Uniqueness"),
                            ("timeliness", "Timeliness"),
                            ("validity", "Validity"),
                            ("accuracy", "Accuracy"),
                            ("consistency", "Consistency"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("blocking", "Blocking"),
                            ("major", "Major"),
                            ("minor", "Minor"),
                            ("cosmetic", "Cosmetic"),
                        ],
                        default="major",
                        help_text="What a failure keeps from happening.",
                        max_length=9,
                        verbose_name="severity",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("active", "Active"), ("paused", "Paused")],
                        default="active",
                        help_text="Only active rules are checked.",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, help_text="What the rule is for, in plain words.", verbose_name="why"
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
                "verbose_name": "historical rule",
                "verbose_name_plural": "historical rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Rule",
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
                    "type",
                    models.CharField(
                        choices=[
                            ("not_null", "Is filled in"),
                            ("unique", "Is unique"),
                            ("type", "Has the form of its type"),
                            ("allowed", "Is one of a list"),
                            ("range", "Lies within bounds"),
                            ("pattern", "Has a written form"),
                            ("length", "Has a length"),
                            ("foreign_key", "Points to an existing brick"),
                            ("comparison", "Compares two fields"),
                            ("freshness", "Bricks are recent"),
                            ("volume", "There are enough bricks"),
                            ("reconciliation", "Agrees with another asset"),
                            ("sql", "A condition in SQL"),
                        ],
                        max_length=14,
                        verbose_name="type",
                    ),
                ),
                (
                    "parameters",
                    models.JSONField(
                        default=dict,
                        help_text="What a rule of its type says; fields by name.",
                        verbose_name="parameters",
                    ),
                ),
                (
                    "references",
                    models.JSONField(
                        default=dict,
                        help_text="The ids behind the names in the parameters, so that a rename is followed.",
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness"),
                            ("uniqueness", "Uniqueness"),
                            ("timeliness", "Timeliness"),
                            ("validity", "Validity"),
                            ("accuracy", "Accuracy"),
                            ("consistency", "Consistency"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("blocking", "Blocking"),
                            ("major", "Major"),
                            ("minor", "Minor"),
                            ("cosmetic", "Cosmetic"),
                        ],
                        default="major",
                        help_text="What a failure keeps from happening.",
                        max_length=9,
                        verbose_name="severity",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("active", "Active"), ("paused", "Paused")],
                        default="active",
                        help_text="Only active rules are checked.",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, help_text="What the rule is for, in plain words.", verbose_name="why"
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="rules",
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
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "indexes": [models.Index(fields=["asset", "id"], name="rule_by_asset")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("rule", "A rule"),
                            ("person", "A person"),
                            ("assertion", "A test of another tool"),
                        ],
                        max_length=9,
                        verbose_name="reported by",
                    ),
                ),
                ("key", models.CharField(help_text="The same failure has the same key.", max_length=300)),
                ("field", models.CharField(blank=True, max_length=200, verbose_name="field")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reported"),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="incidents",
                        to="catalog.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "check_run",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="incidents",
                        to="quality.check",
                    ),
                ),
                (
                    "producer",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Who made the bricks, and so corrects them unless it is assigned to somebody else.",
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
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="incidents",
                        to="quality.rule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "indexes": [
                    models.Index(fields=["workshop", "id"], name="incident_by_workshop"),
                    models.Index(fields=["asset", "id"], name="incident_by_asset"),
                    models.Index(fields=["workshop", "key", "id"], name="incident_by_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentBrick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("brick_id", models.BigIntegerField(verbose_name="brick")),
                ("source_id", models.BigIntegerField(verbose_name="brick at the source")),
                (
                    "source_version",
                    models.PositiveIntegerField(help_text="That of the source brick when it was found."),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bricks",
                        to="quality.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["brick_id", "incident"], name="incident_brick_by_brick"),
                    models.Index(fields=["source_id", "incident"], name="incident_brick_by_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "source_id"), name="incident_brick_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
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
                            ("report", "reported it"),
                            ("qualify", "qualified it"),
                            ("assign", "assigned it"),
                            ("correct", "corrected it at the source"),
                            ("verify", "verified the correction"),
                            ("close", "closed it"),
                            ("reject", "rejected it as a false alarm"),
                            ("waive", "waived it"),
                            ("reopen", "reopened it"),
                            ("found", "met it again"),
                            ("passed", "saw its rule pass again"),
                            ("comment", "said"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("blocking", "Blocking"),
                            ("major", "Major"),
                            ("minor", "Minor"),
                            ("cosmetic", "Cosmetic"),
                        ],
                        max_length=9,
                        verbose_name="severity",
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completeness", "Completeness"),
                            ("uniqueness", "Uniqueness"),
                            ("timeliness", "Timeliness"),
                            ("validity", "Validity"),
                            ("accuracy", "Accuracy"),
                            ("consistency", "Consistency"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expires")),
                ("text", models.TextField(blank=True, verbose_name="words")),
                (
                    "facts",
                    models.JSONField(
                        default=dict,
                        help_text="What else is known, such as counts, the check, the fix.",
                        verbose_name="facts",
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
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="quality.incident",
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
            ],
            options={
                "verbose_name": "event of an incident",
                "verbose_name_plural": "events of incidents",
                "indexes": [models.Index(fields=["incident", "id"], name="incident_event_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "waive"), _negated=True),
                            ("expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="waiver_expires",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_version", models.PositiveIntegerField()),
                ("said_fr", models.TextField(verbose_name="rule (French)")),
                ("said_en", models.TextField(verbose_name="rule (English)")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("completeness", "Completeness"),
                            ("uniqueness", "Uniqueness"),
                            ("timeliness", "Timeliness"),
                            ("validity", "Validity"),
                            ("accuracy", "Accuracy"),
                            ("consistency", "Consistency"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("blocking", "Blocking"),
                            ("major", "Major"),
                            ("minor", "Minor"),
                            ("cosmetic", "Cosmetic"),
                        ],
                        max_length=9,
                        verbose_name="severity",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("passed", "Passed"),
                            ("failed", "Failed"),
                            ("not_measured", "Not measured"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "unmeasured",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_bricks", "There is nothing to check."),
                            ("unfit", "It no longer fits the fields. Change or delete the rule."),
                            ("conversion", "Its SQL met a value that it cannot convert. Use TRY_CAST."),
                            ("time", "Its SQL takes longer than is allowed. Simplify it."),
                            ("memory", "Its SQL takes more memory than is allowed. Simplify it."),
                            ("failed", "It could not be run."),
                        ],
                        max_length=14,
                        verbose_name="why not measured",
                    ),
                ),
                (
                    "checked_count",
                    models.PositiveIntegerField(
                        help_text="Bricks that the rule has anything to say about.", verbose_name="checked"
                    ),
                ),
                ("passed_count", models.PositiveIntegerField(verbose_name="passed")),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        help_text="For rules about the whole: what is there instead.",
                        max_length=200,
                        verbose_name="found",
                    ),
                ),
                (
                    "failing",
                    models.JSONField(
                        default=list, help_text="The ids of the first of them.", verbose_name="failing bricks"
                    ),
                ),
                (
                    "check_run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="quality.check",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="results",
                        to="quality.rule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "verbose_name_plural": "results",
                "indexes": [models.Index(fields=["rule", "check_run"], name="check_result_by_rule")],
                "constraints": [
                    models.UniqueConstraint(fields=("check_run", "rule"), name="check_result_unique")
                ],
            },
        ),
    ]
