"""Writes the parts of assets so that they become what their documents say, many assets at once.

Each kind of part is reconciled: what is new is inserted, what differs updated, what is gone
deleted, each with its history.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.commands.references import References, refuse, target_key
from catalog.documents import AssetDocument
from catalog.keys import foreign_key_errors
from catalog.models import (
    Field,
    ForeignKey,
    ForeignKeyColumn,
    Ownership,
    TermLink,
    UniqueKey,
    UniqueKeyField,
)
from common.errors import FieldError, Referenced
from common.history import rows_delete, rows_insert, rows_record, rows_update
from common.models import Governed
from common.text import fold

Values = dict[str, Any]
Wanted = dict[tuple[Any, ...], Values]


@dataclass(slots=True)
class Target:
    """An asset being written: its id, what it shall be, and where its errors are reported."""

    asset_id: int
    document: AssetDocument
    path: str = ""


class PartsWriter:
    """Brings the parts of some assets of one workshop in line with their documents."""

    def __init__(self, workshop_id: int, targets: Sequence[Target], references: References, *, fresh: bool):
        self.workshop_id = workshop_id
        self.targets = targets
        self.references = references
        self.fresh = fresh  # just inserted: nothing to compare with
        self.ids = [target.asset_id for target in targets]

    def write(self) -> None:
        """All parts, in the order in which they refer to each other."""
        fields, gone = self._write_fields()
        self._write_unique_keys(fields)
        self._write_foreign_keys(fields)
        self._delete_fields(gone)
        if not self.fresh:
            self._check_incoming()
        self._write_ownerships()
        self._write_terms(fields)

    # Fields

    def _write_fields(self) -> tuple[dict[tuple[int, str], int], list[Field]]:
        """Field ids by (asset, name), and the fields that are no longer wanted."""
        current = self._current(Field)
        by_id = {field.pk: field for field in current}
        by_name = {(field.asset_id, field.name): field for field in current}
        ids: dict[tuple[int, str], int] = {}
        new: dict[tuple[int, str], Values] = {}
        changed, kept = [], set()
        for target in self.targets:
            for values in _field_values(target.document):
                described = by_id.get(values.pop("id") or 0)
                if described is None or described.asset_id != target.asset_id:
                    described = by_name.get((target.asset_id, values["name"]))
                if described is None or described.pk in kept:
                    new[target.asset_id, values["name"]] = {"asset_id": target.asset_id, **values}
                    continue
                kept.add(described.pk)
                ids[target.asset_id, values["name"]] = described.pk
                if _differs(described, values):
                    changed.append(described)
        gone = [field for field in current if field.pk not in kept]
        rows_record(Field, [field.pk for field in gone], "-")
        self._make_room(gone + changed)
        rows_update(Field, changed, [*FIELD_VALUES, "version", "modified_at"])
        return {**ids, **self._insert(Field, new)}, gone

    @staticmethod
    def _make_room(fields: Sequence[Field]) -> None:
        """Free names and key positions before others take them: both are unique row by row."""
        aside = Concat(Value("~"), Cast("pk", CharField()))
        Field.objects.filter(pk__in=[field.pk for field in fields]).update(
            primary_key_position=None, name=aside
        )

    @staticmethod
    def _delete_fields(gone: Sequence[Field]) -> None:
        if not gone:
            return
        referring = ForeignKeyColumn.objects.filter(target_field__in=gone)
        if keys := ForeignKey.objects.filter(columns__in=referring).select_related("asset").distinct():
            raise Referenced(errors=[_reference(key) for key in keys])
        rows_delete(TermLink.objects.filter(field__in=gone))
        rows_delete(Field.objects.filter(pk__in=[field.pk for field in gone]), recorded=True)

    # Keys

    def _write_unique_keys(self, fields: Mapping[tuple[int, str], int]) -> None:
        wanted: Wanted = {
            (target.asset_id, key.name): {} for target in self.targets for key in target.document.unique_keys
        }
        keys = self._reconcile(UniqueKey, ("asset_id", "name"), wanted, before=UniqueKeyField)
        columns: Wanted = {
            (target.asset_id, keys[target.asset_id, key.name], position): {
                "field_id": fields[target.asset_id, name]
            }
            for target in self.targets
            for key in target.document.unique_keys
            for position, name in enumerate(key.fields)
        }
        self._reconcile(UniqueKeyField, ("asset_id", "unique_key_id", "position"), columns)

    def _write_foreign_keys(self, fields: Mapping[tuple[int, str], int]) -> None:
        shapes = self._shapes()
        refuse(error for target in self.targets for error in self._foreign_key_errors(target, shapes))
        wanted: Wanted = {
            (target.asset_id, key.name): {
                "target_id": self.references.assets[target_key(target.document, n)],
                "proposed": key.proposed,
            }
            for target in self.targets
            for n, key in enumerate(target.document.foreign_keys)
        }
        keys = self._reconcile(ForeignKey, ("asset_id", "name"), wanted, before=ForeignKeyColumn)
        columns: Wanted = {
            (target.asset_id, keys[target.asset_id, key.name], position): {
                "field_id": fields[target.asset_id, pair.field],
                "target_field_id": shapes[wanted[target.asset_id, key.name]["target_id"]].ids[
                    pair.target_field
                ],
            }
            for target in self.targets
            for key in target.document.foreign_keys
            for position, pair in enumerate(key.columns)
        }
        self._reconcile(ForeignKeyColumn, ("asset_id", "foreign_key_id", "position"), columns)

    def _foreign_key_errors(self, target: Target, shapes: Mapping[int, "Shape"]) -> list[FieldError]:
        own = {field.name: field.type for field in target.document.fields}
        errors = []
        for n, key in enumerate(target.document.foreign_keys):
            path = f"{target.path}foreign_keys.{n}"
            pointed = self.references.assets.get(target_key(target.document, n))
            if pointed is None:
                message = _("No asset here is named “%(name)s”. Create it or correct the name.")
                errors.append(FieldError(f"{path}.target", "unknown", message % {"name": key.target.name}))
                continue
            shape = shapes[pointed]
            pairs = [(pair.field, pair.target_field) for pair in key.columns]
            errors += [e.under(path) for e in foreign_key_errors(pairs, own, shape.types, shape.keys)]
        return errors

    def _shapes(self) -> dict[int, "Shape"]:
        """Fields and keys of all assets that foreign keys point to, as they are now."""
        pointed = {
            pk
            for target in self.targets
            for n in range(len(target.document.foreign_keys))
            if (pk := self.references.assets.get(target_key(target.document, n)))
        }
        return shapes_of(pointed)

    def _check_incoming(self) -> None:
        """Keys of other assets that point here must still find a key of the right type."""
        incoming = ForeignKey.objects.filter(target_id__in=self.ids).prefetch_related(
            "columns__field", "columns__target_field"
        )
        shapes = shapes_of(self.ids) if incoming else {}
        broken = [
            _reference(key)
            for key in incoming
            if foreign_key_errors(
                [(pair.field.name, pair.target_field.name) for pair in key.columns.all()],
                {pair.field.name: pair.field.type for pair in key.columns.all()},
                shapes[key.target_id].types,
                shapes[key.target_id].keys,
            )
        ]
        if broken:
            raise Referenced(errors=broken)

    # People and terms

    def _write_ownerships(self) -> None:
        wanted: Wanted = {
            (target.asset_id, self.references.participants[fold(o.participant)], o.responsibility): {}
            for target in self.targets
            for o in target.document.ownerships
        }
        self._reconcile(Ownership, ("asset_id", "participant_id", "responsibility"), wanted)

    def _write_terms(self, fields: Mapping[tuple[int, str], int]) -> None:
        terms = self.references.terms
        wanted: Wanted = {
            (target.asset_id, None, terms[code]): {}
            for target in self.targets
            for code in target.document.terms
        }
        for target in self.targets:
            for field in target.document.fields:
                pk = fields[target.asset_id, field.name]
                wanted |= {(target.asset_id, pk, terms[code]): {} for code in field.terms}
        self._reconcile(TermLink, ("asset_id", "field_id", "term_id"), wanted)

    # Machinery

    def _current(self, model: type[Any]) -> list[Any]:
        """The rows there are; none around assets that were just inserted."""
        return [] if self.fresh else list(model._default_manager.filter(asset_id__in=self.ids))

    def _insert(self, model: type[Governed], rows: Mapping[Any, Values]) -> dict[Any, int]:
        """Insert rows given by key; answers their ids by key."""
        values = [{"workshop_id": self.workshop_id, **row} for row in rows.values()]
        return dict(zip(rows, rows_insert(model, values), strict=True))

    def _reconcile(
        self,
        model: type[Governed],
        key: Sequence[str],
        wanted: Wanted,
        before: type[Governed] | None = None,
    ) -> dict[tuple[Any, ...], int]:
        """Make the rows of `model` those of `wanted` (values by key); answers their ids by key.

        Rows of `before` that hang on deleted ones go first.
        """
        rows = {tuple(getattr(row, name) for name in key): row for row in self._current(model)}
        gone = [row.pk for found, row in rows.items() if found not in wanted]
        if gone and before is not None:
            rows_delete(before._default_manager.filter(**{f"{_link_name(before, model)}__in": gone}))
        rows_delete(model._default_manager.filter(pk__in=gone))
        changed = [rows[k] for k, values in wanted.items() if k in rows and _differs(rows[k], values)]
        names = {name for values in wanted.values() for name in values}
        rows_update(model, changed, [*names, "version", "modified_at"])
        new = {
            k: {**dict(zip(key, k, strict=True)), **values} for k, values in wanted.items() if k not in rows
        }
        kept = {k: row.pk for k, row in rows.items() if k in wanted}
        return {**kept, **self._insert(model, new)}


FIELD_VALUES = (
    "name", "position", "type", "required", "description_fr", "description_en",
    "primary_key_position", "personal_data_category", "confidentiality",
)  # fmt: skip


def _field_values(document: AssetDocument) -> Iterable[Values]:
    positions = {name: n for n, name in enumerate(document.primary_key, start=1)}
    for position, field in enumerate(document.fields):
        yield {
            "id": field.id,
            "name": field.name,
            "position": position,
            "type": field.type,
            "required": field.required,
            "description_fr": field.description_fr,
            "description_en": field.description_en,
            "primary_key_position": positions.get(field.name),
            "personal_data_category": field.personal_data_category,
            "confidentiality": field.confidentiality,
        }


def _differs(row: Governed, values: Values) -> bool:
    """Set `values` on `row`; whether anything changed."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        for name, value in {**changed, "version": row.version + 1, "modified_at": timezone.now()}.items():
            setattr(row, name, value)
    return bool(changed)


def _link_name(child: type[Governed], parent: type[Governed]) -> str:
    return next(f.name for f in child._meta.fields if f.related_model is parent)


@dataclass(slots=True)
class Shape:
    """What a foreign key needs to know of its target."""

    ids: dict[str, int]
    types: dict[str, str]
    keys: list[list[str]]


def shapes_of(asset_ids: Iterable[int]) -> dict[int, Shape]:
    """Fields and keys of assets, as they are in the database now."""
    ids = list(asset_ids)
    shapes = {pk: Shape({}, {}, []) for pk in ids}
    if not ids:
        return shapes
    primary: dict[int, list[str]] = defaultdict(list)
    columns = ("asset_id", "id", "name", "type", "primary_key_position")
    for asset_id, pk, name, kind, position in Field.objects.filter(asset_id__in=ids).values_list(*columns):
        shapes[asset_id].ids[name] = pk
        shapes[asset_id].types[name] = kind
        if position:
            primary[asset_id].append(name)
    unique: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = UniqueKeyField.objects.filter(asset_id__in=ids)
    for asset_id, key, name in rows.values_list("asset_id", "unique_key_id", "field__name"):
        unique[asset_id, key].append(name)
    for asset_id, names in primary.items():
        shapes[asset_id].keys.append(names)
    for (asset_id, _key), names in unique.items():
        shapes[asset_id].keys.append(names)
    return shapes


def _reference(key: ForeignKey) -> FieldError:
    message = _("The foreign key “%(key)s” of “%(asset)s” needs it. Change or remove that key first.")
    return FieldError("foreign_keys", "referenced", message % {"key": key.name, "asset": key.asset.name})
