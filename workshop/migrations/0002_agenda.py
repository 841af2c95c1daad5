import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import common.history


class Migration(migrations.Migration):
    dependencies = [
        ("workshop", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="presence",
                        serialize=False,
                        to="workshop.participant",
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("help_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                (
                    "workshop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pulse",
                        serialize=False,
                        to="workshop.workshop",
                    ),
                ),
                ("stamp", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name="Activity",
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
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="Within the whole agenda.", verbose_name="position"
                    ),
                ),
                ("title_fr", models.CharField(max_length=120, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title (English)")),
                ("text_fr", models.TextField(blank=True, verbose_name="instructions (French)")),
                ("text_en", models.TextField(blank=True, verbose_name="instructions (English)")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 shows no countdown.",
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="minutes",
                    ),
                ),
                ("slides", models.CharField(blank=True, max_length=20, verbose_name="slides")),
                (
                    "notions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes of the glossary that are met here.",
                        verbose_name="notions",
                    ),
                ),
                (
                    "questions_fr",
                    models.TextField(
                        blank=True,
                        help_text="One a line, put to the room.",
                        verbose_name="questions (French)",
                    ),
                ),
                ("questions_en", models.TextField(blank=True, verbose_name="questions (English)")),
                (
                    "collects",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("word", "A word"),
                            ("notion", "A notion met"),
                            ("link", "An answer to the question"),
                            ("debrief", "Debrief"),
                        ],
                        help_text="Which notes the room writes meanwhile.",
                        max_length=8,
                        verbose_name="collects",
                    ),
                ),
                (
                    "tasks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Who does what: roles (none means everybody), text in both languages, name of the page.",
                        verbose_name="tasks",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="workshop.step",
                        verbose_name="step",
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
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "position"), name="activity_position_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
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
                ("text", models.CharField(max_length=200, verbose_name="message")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
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
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
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
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="Within the whole agenda.", verbose_name="position"
                    ),
                ),
                ("title_fr", models.CharField(max_length=120, verbose_name="title (French)")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title (English)")),
                ("text_fr", models.TextField(blank=True, verbose_name="instructions (French)")),
                ("text_en", models.TextField(blank=True, verbose_name="instructions (English)")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 shows no countdown.",
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="minutes",
                    ),
                ),
                ("slides", models.CharField(blank=True, max_length=20, verbose_name="slides")),
                (
                    "notions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes of the glossary that are met here.",
                        verbose_name="notions",
                    ),
                ),
                (
                    "questions_fr",
                    models.TextField(
                        blank=True,
                        help_text="One a line, put to the room.",
                        verbose_name="questions (French)",
                    ),
                ),
                ("questions_en", models.TextField(blank=True, verbose_name="questions (English)")),
                (
                    "collects",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("word", "A word"),
                            ("notion", "A notion met"),
                            ("link", "An answer to the question"),
                            ("debrief", "Debrief"),
                        ],
                        help_text="Which notes the room writes meanwhile.",
                        max_length=8,
                        verbose_name="collects",
                    ),
                ),
                (
                    "tasks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Who does what: roles (none means everybody), text in both languages, name of the page.",
                        verbose_name="tasks",
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
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.step",
                        verbose_name="step",
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
                "verbose_name": "historical activity",
                "verbose_name_plural": "historical activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAnnouncement",
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
                ("text", models.CharField(max_length=200, verbose_name="message")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
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
                "verbose_name": "historical message",
                "verbose_name_plural": "historical messages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMaturityGoal",
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
                    "dimension",
                    models.CharField(
                        choices=[
                            ("knowledge", "Knowledge"),
                            ("roles", "Roles"),
                            ("quality", "Quality"),
                            ("use", "Use"),
                            ("compliance", "Compliance, security"),
                            ("culture", "Culture, AI"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "target",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="target",
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=200, verbose_name="action")),
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
                "verbose_name": "historical maturity goal",
                "verbose_name_plural": "historical maturity goals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMaturityVote",
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
                    "dimension",
                    models.CharField(
                        choices=[
                            ("knowledge", "Knowledge"),
                            ("roles", "Roles"),
                            ("quality", "Quality"),
                            ("use", "Use"),
                            ("compliance", "Compliance, security"),
                            ("culture", "Culture, AI"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="level",
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
                "verbose_name": "historical maturity vote",
                "verbose_name_plural": "historical maturity votes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNote",
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
                            ("word", "A word"),
                            ("notion", "A notion met"),
                            ("link", "An answer to the question"),
                            ("debrief", "Debrief"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="text")),
                ("key", models.CharField(editable=False, max_length=500)),
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
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="author",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.step",
                        verbose_name="step",
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
                "verbose_name": "historical note",
                "verbose_name_plural": "historical notes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPicture",
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
                ("code", models.SlugField(max_length=20, verbose_name="picture")),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        help_text="From the smallest, from 0.", verbose_name="place"
                    ),
                ),
                ("revealed", models.BooleanField(default=False, verbose_name="revealed")),
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
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="holder",
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
                "verbose_name": "historical picture",
                "verbose_name_plural": "historical pictures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTimer",
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
                            ("start", "start"),
                            ("pause", "pause"),
                            ("resume", "resume"),
                            ("go", "go to an activity"),
                            ("adjust", "add or take time"),
                        ],
                        max_length=8,
                        verbose_name="press",
                    ),
                ),
                (
                    "seconds",
                    models.IntegerField(
                        default=0, help_text="Time added to the activity.", verbose_name="seconds"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("undone", models.BooleanField(default=False, verbose_name="taken back")),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workshop.activity",
                        verbose_name="activity",
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
                "verbose_name": "historical press on the clock",
                "verbose_name_plural": "historical presses on the clock",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MaturityGoal",
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
                    "dimension",
                    models.CharField(
                        choices=[
                            ("knowledge", "Knowledge"),
                            ("roles", "Roles"),
                            ("quality", "Quality"),
                            ("use", "Use"),
                            ("compliance", "Compliance, security"),
                            ("culture", "Culture, AI"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "target",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="target",
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=200, verbose_name="action")),
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
                "verbose_name": "maturity goal",
                "verbose_name_plural": "maturity goals",
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "dimension"), name="goal_once_a_dimension")
                ],
            },
        ),
        migrations.CreateModel(
            name="MaturityVote",
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
                    "dimension",
                    models.CharField(
                        choices=[
                            ("knowledge", "Knowledge"),
                            ("roles", "Roles"),
                            ("quality", "Quality"),
                            ("use", "Use"),
                            ("compliance", "Compliance, security"),
                            ("culture", "Culture, AI"),
                        ],
                        max_length=12,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="level",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                "verbose_name": "maturity vote",
                "verbose_name_plural": "maturity votes",
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "dimension"), name="vote_once_a_dimension")
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                            ("word", "A word"),
                            ("notion", "A notion met"),
                            ("link", "An answer to the question"),
                            ("debrief", "Debrief"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="text")),
                ("key", models.CharField(editable=False, max_length=500)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.participant",
                        verbose_name="author",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.step",
                        verbose_name="step",
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
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["workshop", "kind", "step"], name="note_shown")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "step", "kind", "key"),
                        name="note_said_once",
                        violation_error_message="You wrote this already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
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
                ("code", models.SlugField(max_length=20, verbose_name="picture")),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        help_text="From the smallest, from 0.", verbose_name="place"
                    ),
                ),
                ("revealed", models.BooleanField(default=False, verbose_name="revealed")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture",
                        to="workshop.participant",
                        verbose_name="holder",
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
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "code"), name="picture_dealt_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Timer",
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
                            ("start", "start"),
                            ("pause", "pause"),
                            ("resume", "resume"),
                            ("go", "go to an activity"),
                            ("adjust", "add or take time"),
                        ],
                        max_length=8,
                        verbose_name="press",
                    ),
                ),
                (
                    "seconds",
                    models.IntegerField(
                        default=0, help_text="Time added to the activity.", verbose_name="seconds"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("undone", models.BooleanField(default=False, verbose_name="taken back")),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.activity",
                        verbose_name="activity",
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
                "verbose_name": "press on the clock",
                "verbose_name_plural": "presses on the clock",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="historicalstep",
            name="purpose_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="purpose (English)"),
        ),
        migrations.AddField(
            model_name="historicalstep",
            name="purpose_fr",
            field=models.CharField(blank=True, max_length=200, verbose_name="purpose (French)"),
        ),
        migrations.AddField(
            model_name="historicalworkshop",
            name="expected_people",
            field=models.PositiveSmallIntegerField(
                default=13,
                help_text="Roles are proposed for so many people, and the bricks are counted for them.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(200),
                ],
                verbose_name="people expected",
            ),
        ),
        migrations.AddField(
            model_name="historicalworkshop",
            name="starts_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the clock shall be started.",
                null=True,
                verbose_name="planned beginning",
            ),
        ),
        migrations.AddField(
            model_name="historicalworkshop",
            name="table_count",
            field=models.PositiveSmallIntegerField(
                default=2,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
                verbose_name="tables",
            ),
        ),
        migrations.AddField(
            model_name="historicalworkshop",
            name="votes_shown",
            field=models.BooleanField(
                default=False,
                help_text="Whether the room sees the median of its maturity votes.",
                verbose_name="votes shown",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="purpose_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="purpose (English)"),
        ),
        migrations.AddField(
            model_name="step",
            name="purpose_fr",
            field=models.CharField(blank=True, max_length=200, verbose_name="purpose (French)"),
        ),
        migrations.AddField(
            model_name="workshop",
            name="expected_people",
            field=models.PositiveSmallIntegerField(
                default=13,
                help_text="Roles are proposed for so many people, and the bricks are counted for them.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(200),
                ],
                verbose_name="people expected",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="starts_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the clock shall be started.",
                null=True,
                verbose_name="planned beginning",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="table_count",
            field=models.PositiveSmallIntegerField(
                default=2,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
                verbose_name="tables",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="votes_shown",
            field=models.BooleanField(
                default=False,
                help_text="Whether the room sees the median of its maturity votes.",
                verbose_name="votes shown",
            ),
        ),
    ]
