"""The plan of an import: what each asset becomes, what goes, what is kept and why. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from catalog.choices import Status
from catalog.diff import Difference, differences
from catalog.documents import AssetDocument
from catalog.importing.merge import FIELD_SAID, foreign_keys_merged, merged
from catalog.importing.source import PROPOSED_KEY
from catalog.keys import foreign_key_errors

Name = tuple[str, str]  # namespace, name
Document = dict[str, Any]
SILENCE: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Known:
    """An asset of the catalogue: how it stands, and what its source said last time (if ever)."""

    asset_id: int
    source: Name
    now: Document
    said: Document | None = None
    status: str = Status.DRAFT.value
    pointed_at: frozenset[str] = frozenset()  # its fields that keys from outside this import need

    @property
    def name(self) -> Name:
        return self.now["namespace"], self.now["name"]


@dataclass(frozen=True)
class Step:
    """One table: what the source says (with the names that people gave), and the asset it makes."""

    source: Name
    said: Document
    document: Document
    known: Known | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def changes(self) -> list[Difference]:
        return differences(self.known.now if self.known else None, self.document)

    @cached_property
    def kept(self) -> list[Difference]:
        """Where the source says something, and people something else: (source, people)."""
        if self.known is None:
            return []
        spoken = differences(self.said, _projected(self.document, self.said))
        return [difference for difference in spoken if difference.before not in SILENCE]

    @property
    def proposed(self) -> int:
        """Keys that wait for somebody's confirmation."""
        links = sum(key["proposed"] for key in self.document["foreign_keys"])
        return links + (PROPOSED_KEY in self.document["tags"])


@dataclass(frozen=True)
class Plan:
    steps: Sequence[Step]
    gone: Sequence[Known] = ()  # imported once, no longer in the source
    pruned: Sequence[Known] = ()  # those of them that go

    @property
    def created(self) -> list[Step]:
        return [step for step in self.steps if step.known is None]

    @property
    def changed(self) -> list[Step]:
        return [step for step in self.steps if step.known and step.changes]

    @property
    def unchanged(self) -> list[Step]:
        return [step for step in self.steps if step.known and not step.changes]

    @property
    def writes(self) -> bool:
        """Whether any asset gets a new version."""
        return bool(self.created or self.changed or self.pruned)


def plan_make(
    tables: Mapping[Name, Document], known: Mapping[Name, Known], blank: Document, *, prune: bool = False
) -> Plan:
    """Compare what the source says (by its own names) with what is known of it.

    `blank` is an asset as it is created, before the source says anything of it.
    """
    names = {source: one.name for source, one in known.items()}
    steps = [_said(source, said, known.get(source), names) for source, said in sorted(tables.items())]
    links = {step.source: _links(step, names) for step in steps}
    pointed = _pointed_at(links.values())
    steps = [_made(step, blank, names, pointed.get(_name(step, names), frozenset())) for step in steps]
    made = {_name(step, names): step.document for step in steps}
    steps = [_sound(step, made) for step in steps]
    gone = [one for source, one in sorted(known.items()) if source not in tables]
    return Plan(steps, gone, _prunable(gone, made.values(), blank) if prune else ())


def _said(source: Name, said: Document, known: Known | None, names: Mapping[Name, Name]) -> Step:
    return Step(source, _renamed(said, names), {}, known)


def _name(step: Step, names: Mapping[Name, Name]) -> Name:
    return names.get(step.source, step.source)


def _renamed(said: Document, names: Mapping[Name, Name]) -> Document:
    """What the source says, with the names that people gave to the assets."""
    namespace, name = names.get((said["namespace"], said["name"]), (said["namespace"], said["name"]))
    return {
        **said,
        "namespace": namespace,
        "name": name,
        "foreign_keys": [_key_renamed(key, names) for key in said["foreign_keys"]],
    }


def _key_renamed(key: Document, names: Mapping[Name, Name]) -> Document:
    target = key["target"]["namespace"], key["target"]["name"]
    namespace, name = names.get(target, target)
    return {**key, "target": {"namespace": namespace, "name": name}}


def _base(step: Step, names: Mapping[Name, Name]) -> Document:
    return _renamed(step.known.said, names) if step.known and step.known.said else {}


def _links(step: Step, names: Mapping[Name, Name]) -> list[Document]:
    if step.known is None:
        return list(step.said["foreign_keys"])
    return foreign_keys_merged(_base(step, names), step.known.now, step.said)


def _pointed_at(links: Iterable[Iterable[Document]]) -> dict[Name, frozenset[str]]:
    """The fields that foreign keys need, by asset."""
    needed: dict[Name, frozenset[str]] = {}
    for key in (key for own in links for key in own):
        target = key["target"]["namespace"], key["target"]["name"]
        fields = frozenset(pair["target_field"] for pair in key["columns"])
        needed[target] = needed.get(target, frozenset()) | fields
    return needed


def _made(step: Step, blank: Document, names: Mapping[Name, Name], pointed: frozenset[str]) -> Step:
    if step.known is None:
        return replace(step, document={**blank, **step.said})
    base = _base(step, names)
    document = merged(base, step.known.now, step.said, pointed | step.known.pointed_at)
    return replace(step, document=document, notes=tuple(_vanished(base, step.said, document)))


def _vanished(base: Document, said: Document, document: Document) -> Iterable[str]:
    message = _(
        "the column “%(name)s” is gone from the source; kept, because people wrote on it or a key needs it"
    )
    gone = _names(base.get("fields", ())) - _names(said["fields"])
    return (message % {"name": name} for name in sorted(gone & _names(document["fields"])))


def _names(rows: Iterable[Document]) -> set[str]:
    return {row["name"] for row in rows}


def _sound(step: Step, made: Mapping[Name, Document]) -> Step:
    """Without the source's foreign keys that no key or no type answers; real schemas have such."""
    said = _names(step.said["foreign_keys"])
    kept, notes = [], list(step.notes)
    for key in step.document["foreign_keys"]:
        target = made.get((key["target"]["namespace"], key["target"]["name"]))
        if key["name"] in said and (reason := _unsound(key, step.document, target)):
            message = _("the foreign key “%(name)s” is left out: %(reason)s")
            notes.append(message % {"name": key["name"], "reason": reason})
        else:
            kept.append(key)
    return replace(step, document={**step.document, "foreign_keys": kept}, notes=tuple(notes))


def _unsound(key: Document, document: Document, target: Document | None) -> str:
    if target is None:
        return _("the table “%(name)s” is not in the source") % {"name": key["target"]["name"]}
    keys = [target["primary_key"], *(unique["fields"] for unique in target["unique_keys"])]
    pairs = [(pair["field"], pair["target_field"]) for pair in key["columns"]]
    errors = foreign_key_errors(pairs, _types(document), _types(target), [k for k in keys if k])
    return str(errors[0].message) if errors else ""


def _types(document: Document) -> dict[str, str]:
    return {row["name"]: row["type"] for row in document["fields"]}


def _projected(document: Document, said: Document) -> Document:
    """Of the document, what the source speaks of too."""
    result = {name: document[name] for name in said}
    result["tags"] = said.get("tags", [])  # a tag that was taken off is a confirmation, no contradiction
    for section, values in (("fields", FIELD_SAID), ("unique_keys", ("fields",)), ("foreign_keys", ())):
        spoken = {row["name"]: row for row in said[section]}
        result[section] = [
            {**spoken[row["name"]], **{v: row[v] for v in values if v in spoken[row["name"]]}}
            for row in document[section]
            if row["name"] in spoken
        ]
    return {name: result[name] for name in said}


def _prunable(gone: Sequence[Known], made: Iterable[Document], blank: Document) -> list[Known]:
    """Those that are as an import made them, and that no key of what stays needs."""
    going = [one for one in gone if _is_untouched(one, blank)]
    while True:
        staying = [*made, *(one.now for one in gone if one not in going)]
        needed = _pointed_at(document["foreign_keys"] for document in staying)
        free = [one for one in going if one.name not in needed]
        if len(free) == len(going):
            return going
        going = free


def _is_untouched(one: Known, blank: Document) -> bool:
    if one.said is None or one.pointed_at or one.status != Status.DRAFT:
        return False
    own = {name: one.now[name] for name in ("system", "namespace", "name")}
    return not differences(AssetDocument.read({**blank, **one.said, **own}).model_dump(), one.now)
