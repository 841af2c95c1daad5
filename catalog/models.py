"""What exists: systems on plates, assets with fields and keys, ownership, DICP, glossary."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.choices import (
    AXES,
    NAME_MAX,
    Colour,
    FieldType,
    Kind,
    PersonalDataCategory,
    Plate,
    Responsibility,
    Shape,
    Status,
    Zone,
)
from common.models import Governed, bilingual


def _level_field(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MaxValueValidator(4)],
        help_text=_("0 (no need) to 4 (critical); empty is “not assessed”, which is not 0."),
    )


class System(Governed):
    """An application or a store, on its plate and in its zone."""

    code = models.SlugField(_("code"), max_length=63, help_text=_("Short stable name, such as crm."))
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    description_fr = models.TextField(_("description (French)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    plate = models.CharField(_("plate"), max_length=8, choices=Plate.choices)
    zone = models.CharField(_("zone"), max_length=10, choices=Zone.choices)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order from left to right.")
    )

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="system_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "title")


class Asset(Governed):
    """A data asset as built in the room: a dataset, an indicator, a dashboard, a model, a campaign.

    `namespace` and `name` identify it as in OpenLineage. Sensitivity is declared here; the level
    that holds along the lineage is computed elsewhere.
    """

    system = models.ForeignKey(
        System, on_delete=models.RESTRICT, related_name="assets", verbose_name=_("system")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DATASET)
    namespace = models.CharField(
        _("namespace"),
        max_length=NAME_MAX,
        help_text=_("Where the name is unique, as in OpenLineage: postgres://host:5432 or the workshop."),
    )
    name = models.CharField(
        _("name"), max_length=NAME_MAX, help_text=_("Technical name, unique in its namespace: client.")
    )
    title_fr = models.CharField(_("title (French)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    description_fr = models.TextField(_("description (French)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    colour = models.CharField(_("brick colour"), max_length=8, choices=Colour.choices, default=Colour.GREY)
    shape = models.CharField(_("brick shape"), max_length=8, choices=Shape.choices, default=Shape.BRICK)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    importance = models.PositiveSmallIntegerField(
        _("importance"), null=True, blank=True, help_text=_("Potential value, 1 (low) to 4 (vital).")
    )
    importance_reason = models.TextField(_("reason for the importance"), blank=True)
    personal_data = models.BooleanField(
        _("personal data"), null=True, blank=True, help_text=_("Does it hold data about identifiable people?")
    )
    tags = models.JSONField(_("tags"), default=list, blank=True)
    availability = _level_field(_("availability (D)"))
    integrity = _level_field(_("integrity (I)"))
    confidentiality = _level_field(_("confidentiality (C)"))
    proof = _level_field(_("proof (P)"))
    sensitivity_reason = models.TextField(_("justification of the sensitivity"), blank=True)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "namespace", "name"], name="asset_name_unique"),
            models.CheckConstraint(
                condition=Q(importance=None) | Q(importance__range=(1, 4)), name="asset_importance_1_to_4"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{axis: None}) | Q(**{f"{axis}__lte": 4}), name=f"asset_{axis}_0_to_4"
                )
                for axis in AXES
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "name", "id"], name="asset_by_name"),
            # A page and its total are read from one of these alone, also when the filters are combined.
            models.Index(fields=["workshop", "kind", "name", "id", "status", "system"], name="asset_by_kind"),
            models.Index(
                fields=["workshop", "status", "name", "id", "kind", "system"], name="asset_by_status"
            ),
            models.Index(
                fields=["workshop", "system", "name", "id", "kind", "status"], name="asset_by_system"
            ),
            models.Index(fields=["workshop", "modified_at", "id"], name="asset_by_modified"),
        ]

    def __str__(self) -> str:
        return bilingual(self, "title") or self.name


class Field(Governed):
    """A column of an asset."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="fields", verbose_name=_("asset"))
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField(_("position"), default=0)
    type = models.CharField(_("type"), max_length=10, choices=FieldType.choices, default=FieldType.STRING)
    required = models.BooleanField(_("required"), default=False)
    description_fr = models.TextField(_("description (French)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    primary_key_position = models.PositiveSmallIntegerField(
        _("position in the primary key"),
        null=True,
        blank=True,
        help_text=_("From 1; empty outside the primary key."),
    )
    personal_data_category = models.CharField(
        _("personal-data category"), max_length=14, blank=True, choices=PersonalDataCategory.choices
    )
    confidentiality = _level_field(_("confidentiality"))

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["asset_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "name"], name="field_name_unique"),
            models.UniqueConstraint(
                fields=["asset", "primary_key_position"],
                condition=Q(primary_key_position__isnull=False),
                name="field_primary_key_position_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UniqueKey(Governed):
    """A combination of fields that identifies a record, beside the primary key."""

    asset = models.ForeignKey(
        Asset, on_delete=models.CASCADE, related_name="unique_keys", verbose_name=_("asset")
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("unique key")
        verbose_name_plural = _("unique keys")
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="unique_key_name_unique")]

    def __str__(self) -> str:
        return self.name


class UniqueKeyField(Governed):
    unique_key = models.ForeignKey(UniqueKey, on_delete=models.CASCADE, related_name="columns")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(Field, on_delete=models.RESTRICT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["unique_key_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["unique_key", "position"], name="unique_key_field_unique")
        ]


class ForeignKey(Governed):
    """A link from fields of an asset to a key of another one (or of itself)."""

    asset = models.ForeignKey(
        Asset, on_delete=models.CASCADE, related_name="foreign_keys", verbose_name=_("asset")
    )
    name = models.CharField(_("name"), max_length=200)
    target = models.ForeignKey(
        Asset, on_delete=models.RESTRICT, related_name="referring_keys", verbose_name=_("target")
    )
    proposed = models.BooleanField(
        _("proposed"), default=False, help_text=_("Guessed by an import; nobody has confirmed it yet.")
    )

    class Meta:
        verbose_name = _("foreign key")
        verbose_name_plural = _("foreign keys")
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="foreign_key_name_unique")]

    def __str__(self) -> str:
        return self.name


class ForeignKeyColumn(Governed):
    """One pair of a foreign key: `field` here points to `target_field` there."""

    foreign_key = models.ForeignKey(ForeignKey, on_delete=models.CASCADE, related_name="columns")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(Field, on_delete=models.RESTRICT, related_name="+")
    target_field = models.ForeignKey(Field, on_delete=models.RESTRICT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["foreign_key_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["foreign_key", "position"], name="foreign_key_column_unique")
        ]


class Ownership(Governed):
    """Who answers for an asset, and how. One accountable owner at most."""

    asset = models.ForeignKey(
        Asset, on_delete=models.CASCADE, related_name="ownerships", verbose_name=_("asset")
    )
    participant = models.ForeignKey(
        "workshop.Participant",
        on_delete=models.PROTECT,
        related_name="ownerships",
        verbose_name=_("participant"),
    )
    responsibility = models.CharField(_("responsibility"), max_length=12, choices=Responsibility.choices)

    class Meta:
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "participant", "responsibility"], name="ownership_unique"
            ),
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(responsibility=Responsibility.ACCOUNTABLE),
                name="ownership_one_accountable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.get_responsibility_display()}"


class Term(Governed):
    """A notion of the glossary, in both languages."""

    code = models.SlugField(_("code"), max_length=63)
    name_fr = models.CharField(_("name (French)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    definition_fr = models.TextField(_("definition (French)"), blank=True)
    definition_en = models.TextField(_("definition (English)"), blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="term_code_unique")]

    def __str__(self) -> str:
        return bilingual(self, "name")


class TermLink(Governed):
    """A term that an asset, or one of its fields, is about."""

    term = models.ForeignKey(Term, on_delete=models.RESTRICT, related_name="links")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="term_links")
    field = models.ForeignKey(
        Field, on_delete=models.CASCADE, null=True, blank=True, related_name="term_links"
    )

    class Meta:
        verbose_name = _("linked term")
        verbose_name_plural = _("linked terms")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "asset"], condition=Q(field=None), name="term_link_asset_unique"
            ),
            models.UniqueConstraint(fields=["term", "field"], name="term_link_field_unique"),
        ]


class ImportedSource(Governed):
    """What a source said of an asset when it was last imported.

    The next import compares with it, and so tells what the source changed from what people changed.
    """

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="imported_source")
    namespace = models.CharField(max_length=NAME_MAX)
    name = models.CharField(
        max_length=NAME_MAX, help_text="As the source calls it; people may rename the asset."
    )
    said = models.JSONField(help_text="An AssetDocument with what a source can know.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "namespace", "name"], name="imported_source_unique")
        ]


class Observation(models.Model):
    """What machines said of an asset, each value with its moment; see `catalog.observed`.

    The next statement compares with it, and so tells what machines said from what people wrote. It outlives its
    asset: one that comes back is known again.
    """

    asset = models.OneToOneField(
        Asset, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="observation"
    )
    workshop = models.ForeignKey(
        "workshop.Workshop", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    namespace = models.CharField(max_length=NAME_MAX)
    name = models.CharField(
        max_length=NAME_MAX, help_text="As machines call it; people may rename the asset."
    )
    said = models.JSONField(default=dict)
    asset_version = models.PositiveIntegerField(
        default=0, help_text="Of the asset when the ids of its fields were looked up for `said`."
    )

    class Meta:
        indexes = [models.Index(fields=["workshop", "namespace", "name"], name="observation_by_name")]


class SearchEntry(models.Model):
    """What search reads of an asset: folded text and what it lacks. Derived; written by `catalog.search`.

    The full-text structures hang on this table (migration 0003): FTS5 on SQLite, a generated
    `tsvector` and trigram indexes on PostgreSQL.
    """

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    workshop = models.ForeignKey("workshop.Workshop", on_delete=models.CASCADE, related_name="+")
    name_key = models.CharField(
        max_length=200, help_text="Folded name (its beginning), to rank exact names first."
    )
    names = models.TextField()
    titles = models.TextField(blank=True)
    body = models.TextField(blank=True)
    missing = models.JSONField(default=list)
    completeness = models.PositiveSmallIntegerField(default=0, help_text="0 to 100.")
    to_complete = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["workshop", "to_complete"], name="search_entry_to_complete")]


PARTS: tuple[type[Any], ...] = (
    Field,
    UniqueKey,
    UniqueKeyField,
    ForeignKey,
    ForeignKeyColumn,
    Ownership,
    TermLink,
    ImportedSource,
)
