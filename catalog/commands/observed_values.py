"""Writes what machines said into assets and their fields, with history, where people wrote nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.choices import FIELDS_MAX, FieldType, Responsibility
from catalog.commands.homes import homes_for
from catalog.models import Asset, Field, Ownership
from catalog.observed import (
    TAGS_MAX,
    AssetKey,
    Said,
    order_of,
    tags_of,
    text_of,
    type_of,
    value_of,
    values_of,
)
from catalog.search.entries import entries_refresh
from common.actor import Actor
from common.errors import Invalid
from common.history import rows_insert, rows_update
from common.prepared import Prepared
from workshop.models import Participant, Workshop

Values = dict[str, Any]


@dataclass(slots=True)
class Observed:
    """An asset that machines spoke of: what they had said of it, and what they have said now. A new one has id 0."""

    asset_id: int
    before: Said = field(default_factory=dict)
    after: Said = field(default_factory=dict)
    version: int = 0  # of the asset
    was_known: bool = False  # before this statement
    fields_known: bool = False  # nothing changed since the ids of its fields were noted in `before`
    keys: dict[AssetKey, None] = field(default_factory=dict)  # the names used for it

    @property
    def key(self) -> AssetKey:
        return next(iter(self.keys))

    @property
    def differs(self) -> bool:
        return not self.asset_id or values_of(self.before) != values_of(self.after)

    @property
    def grows(self) -> bool:
        """Whether it was known, and machines name fields of it that they did not name before."""
        known = self.before.get("fields", {})
        return self.was_known and not known.keys() >= self.after.get("fields", {}).keys()


def observed_write(actor: Actor, assets: Sequence[Observed]) -> None:
    """Bring these assets in line with what machines say; new ones get their id. Inside a command."""
    if not assets:
        return
    ((language,),) = _language(actor.workshop_id)
    new = [asset for asset in assets if not asset.asset_id]
    known = [asset for asset in assets if asset.asset_id]
    _register(actor, new, language)
    changed = _complete(actor, known, language)
    changed |= {asset.asset_id for asset in new} | _owners_write(actor, assets)
    entries_refresh(sorted(changed))


_language = Prepared(lambda workshop: Workshop.objects.filter(pk=workshop), ("language",), int)


# New assets


def _register(actor: Actor, new: Sequence[Observed], language: str) -> None:
    homes = homes_for(actor, {asset.key[0] for asset in new})
    rows = [
        {
            "workshop_id": actor.workshop_id,
            "system_id": homes[asset.key[0]],
            "namespace": asset.key[0],
            "name": asset.key[1],
            f"description_{language}": text_of(asset.after),
            "tags": tags_of(asset.after),
        }
        for asset in new
    ]
    for asset, pk in zip(new, rows_insert(Asset, rows), strict=True):
        asset.asset_id, asset.version = pk, 1
    fields = [planned for asset in new for planned in _new_fields(actor, asset, language)]
    _fields_insert(fields)


def _new_fields(actor: Actor, asset: Observed, language: str) -> Iterable[tuple[Said, Values]]:
    """All of its fields: what is remembered of each, and its row."""
    names = list(dict.fromkeys(name.strip() for name in order_of(asset.after)))
    places = {name: place for place, name in enumerate(names)}
    for name in order_of(asset.after):
        if name.strip() in places:
            position = places.pop(name.strip())
            yield _new_field(actor, asset, name, language, position)


def _new_field(actor: Actor, asset: Observed, name: str, language: str, position: int) -> tuple[Said, Values]:
    said = {**asset.after["fields"][name], "made": True}
    asset.after["fields"][name] = said
    return said, {
        "workshop_id": actor.workshop_id,
        "asset_id": asset.asset_id,
        "name": name.strip(),
        "position": position,
        "type": type_of(said),
        f"description_{language}": text_of(said),
    }


def _fields_insert(fields: Sequence[tuple[Said, Values]]) -> None:
    ids = rows_insert(Field, [values for _said, values in fields])
    for (said, _values), pk in zip(fields, ids, strict=True):
        said["id"] = pk


# Assets that are known


def _complete(actor: Actor, known: Sequence[Observed], language: str) -> set[int]:
    """Set what machines now say otherwise; answers which assets change."""
    if not known:
        return set()
    rows = _locked([asset.asset_id for asset in known])
    fields = _FieldsWriter(actor, rows, language)
    changed = {asset.asset_id for asset in known if _plan(rows[asset.asset_id], asset, fields, language)}
    fields.write()
    for pk in changed:
        rows[pk].version += 1
        rows[pk].modified_at = timezone.now()
    columns = ["description_fr", "description_en", "tags", "version", "modified_at"]
    rows_update(Asset, [rows[pk] for pk in sorted(changed)], columns)
    for asset in known:
        asset.version, asset.fields_known = rows[asset.asset_id].version, False
    return changed


def _locked(asset_ids: Sequence[int]) -> dict[int, Asset]:
    """The rows, held until the end of the transaction."""
    rows = Asset.objects.filter(pk__in=asset_ids).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def _plan(row: Asset, asset: Observed, fields: "_FieldsWriter", language: str) -> bool:
    """Set on the row, and plan for its fields, what machines say; answers whether anything changes."""
    described = _describe(row, asset.before, asset.after, language)
    return any([described, _tag(row, asset), fields.complete(asset)])


# One value: what machines said before, how it stands, what they say now


def _describe(row: Any, before: Said, after: Said, language: str) -> bool:
    """Texts of machines have no language: theirs stands where it stood, else in the workshop's when both are empty."""
    base, said = (text_of(known) for known in (before, after))
    if base == said:
        return False
    names = (f"description_{language}", "description_en" if language == "fr" else "description_fr")
    texts = [getattr(row, name) for name in names]
    if base in texts and (base or not any(texts)):
        setattr(row, names[texts.index(base)], said)
        return True
    return False


def _tag(row: Asset, asset: Observed) -> bool:
    """People's tags first, then the machine's; one that people took off stays off."""
    base, said = (tags_of(known) for known in (asset.before, asset.after))
    if base == said:
        return False
    theirs = [tag for tag in row.tags if tag not in base]
    tags = [*theirs, *(tag for tag in said if tag not in theirs and (tag in row.tags or tag not in base))]
    changed = bool(tags[:TAGS_MAX] != row.tags)
    row.tags = tags[:TAGS_MAX]
    return changed


# Fields


class _FieldsWriter:
    """Plans what becomes of the fields of some assets, then writes it at once."""

    def __init__(self, actor: Actor, asset_ids: Iterable[int], language: str):
        self.actor = actor
        self.language = language
        self.present: dict[int, list[Field]] = defaultdict(list)
        for row in Field.objects.filter(asset__in=asset_ids).order_by("position", "pk"):
            self.present[row.asset_id].append(row)
        self.new: list[tuple[Said, Values]] = []  # what is remembered of a field, and its row
        self.changed: dict[int, Field] = {}

    def complete(self, asset: Observed) -> bool:
        """Plan one asset; answers whether anything of its fields changes."""
        before, after = (known.get("fields", {}) for known in (asset.before, asset.after))
        rows = self.present[asset.asset_id]
        by_id, by_name = {row.pk: row for row in rows}, {row.name: row for row in rows}
        theirs: list[Field | Values] = []  # in the machine's order
        planned: set[str] = set()
        changes = False
        for name in order_of(asset.after):
            row = by_id.get(after[name].get("id")) or by_name.get(name.strip())
            if row is not None:
                theirs.append(row)
                changes = self._fill(row, before.get(name, {}), after[name]) or changes
            elif name not in before and name.strip() not in planned:
                planned.add(name.strip())
                self.new.append(_new_field(self.actor, asset, name, self.language, 0))
                theirs.append(self.new[-1][1])
        if len(rows) + len(planned) > FIELDS_MAX:
            message = _("“%(name)s” would have more than %(max)s fields.")
            raise Invalid(message % {"name": asset.key[1], "max": FIELDS_MAX}, code="too_many_fields")
        was = [by_id.get(before[name].get("id")) for name in order_of(asset.before)]
        moved = self._place(rows, [row for row in was if row is not None], theirs)
        return bool(changes or planned or moved)

    def _fill(self, row: Field, before: Said, after: Said) -> bool:
        """The type follows the machine where it is the machine's, or of a field that it made without one."""
        base, said = value_of(before, "type"), value_of(after, "type")
        unsaid = FieldType.STRING.value if before.get("made") else None
        typed = bool(said != base and row.type == (base or unsaid))
        if typed:
            row.type = said
        if not (_describe(row, before, after, self.language) or typed):
            return False
        self.changed[row.pk] = row
        return True

    def _place(self, rows: Sequence[Field], was: Sequence[Field], theirs: Sequence[Field | Values]) -> bool:
        """The machine's order, unless people made their own; what only people have, or only machines, comes last."""
        machines = set(map(id, was))
        untouched = [row for row in rows if id(row) in machines] == list(was)
        first, second = (theirs, rows) if untouched and (was or not rows) else (rows, theirs)
        placed = {id(one): one for one in (*first, *second)}.values()
        moved = False
        for position, one in enumerate(placed):
            if isinstance(one, dict):
                one["position"] = position
            elif one.position != position:
                one.position, self.changed[one.pk], moved = position, one, True
        return moved

    def write(self) -> None:
        _fields_insert(self.new)
        for row in self.changed.values():
            row.version += 1
            row.modified_at = timezone.now()
        columns = ["type", "position", "description_fr", "description_en", "version", "modified_at"]
        rows_update(Field, list(self.changed.values()), columns)


# People


def _owners_write(actor: Actor, assets: Sequence[Observed]) -> set[int]:
    """Name the people that machines call owners, where nobody is accountable yet; answers which assets changed."""
    said = {
        (asset.asset_id, name, responsibility)
        for asset in assets
        for name, responsibility in asset.after.get("owners", [])
        if [name, responsibility] not in asset.before.get("owners", [])
    }
    if not said:
        return set()
    people = Participant.objects.filter(
        workshop_id=actor.workshop_id, nickname_key__in={name for _pk, name, _responsibility in said}
    )
    ids = dict(people.values_list("nickname_key", "pk"))
    known = Ownership.objects.filter(asset__in={pk for pk, _name, _responsibility in said})
    standing = set(known.values_list("asset_id", "participant_id", "responsibility"))
    answered = {pk for pk, _person, how in standing if how == Responsibility.ACCOUNTABLE}
    wanted = {(pk, ids[name], how) for pk, name, how in said if name in ids and pk not in answered}
    rows = [
        {"workshop_id": actor.workshop_id, "asset_id": pk, "participant_id": person, "responsibility": how}
        for pk, person, how in sorted(wanted - standing)
    ]
    rows_insert(Ownership, rows)
    return {row["asset_id"] for row in rows}
