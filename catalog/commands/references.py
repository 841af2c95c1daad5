"""Names in documents become rows: systems, terms, people, target assets, in one query each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from catalog.choices import NAME_BYTES_MAX
from catalog.documents import AssetDocument
from catalog.models import Asset, System, Term
from catalog.wording import names_too_long
from common.errors import FieldError, Invalid
from common.text import fold
from workshop.models import Participant

AssetKey = tuple[str, str]  # namespace, name
FIELD, TERM, SYSTEM, PARTICIPANT = _lazy("field"), _lazy("term"), _lazy("system"), _lazy("participant")


@dataclass(slots=True)
class References:
    """Ids by the names that documents use, within one workshop."""

    systems: Mapping[str, int] = field(default_factory=dict)
    terms: Mapping[str, int] = field(default_factory=dict)
    participants: Mapping[str, int] = field(default_factory=dict)
    assets: dict[AssetKey, int] = field(default_factory=dict)


def target_key(document: AssetDocument, index: int) -> AssetKey:
    """The asset that the document's foreign key number `index` points to."""
    target = document.foreign_keys[index].target
    return target.namespace or document.namespace, target.name


def references_read(workshop_id: int, documents: Iterable[AssetDocument]) -> References:
    """Look up all names in `documents`; what is unknown is simply absent."""
    documents = list(documents)
    terms = {code for d in documents for code in [*d.terms, *(c for f in d.fields for c in f.terms)]}
    people = {fold(o.participant) for d in documents for o in d.ownerships}
    targets = {target_key(d, n) for d in documents for n in range(len(d.foreign_keys))}
    return References(
        systems=_ids(System, workshop_id, "code", {d.system for d in documents}),
        terms=_ids(Term, workshop_id, "code", terms),
        participants=_ids(Participant, workshop_id, "nickname_key", people),
        assets=assets_named(workshop_id, targets),
    )


def assets_named(workshop_id: int, keys: Iterable[AssetKey]) -> dict[AssetKey, int]:
    """The ids of the assets with these namespaces and names."""
    wanted = set(keys)
    rows = Asset.objects.filter(workshop_id=workshop_id, name__in={name for _ns, name in wanted})
    found = {(ns, name): pk for ns, name, pk in rows.values_list("namespace", "name", "pk")} if wanted else {}
    return {key: pk for key, pk in found.items() if key in wanted}


def _ids(model: Any, workshop_id: int, column: str, names: set[str]) -> dict[str, int]:
    if not names:
        return {}
    rows = model.objects.filter(workshop_id=workshop_id, **{f"{column}__in": names})
    return dict(rows.values_list(column, "pk"))


def document_errors(document: AssetDocument, references: References) -> list[FieldError]:
    """Everything in a document that does not hold together or names something unknown."""
    names = [f.name for f in document.fields]
    errors = [
        *_duplicates("fields", names, "name"),
        *_duplicates("unique_keys", [key.name for key in document.unique_keys], "name"),
        *_duplicates("foreign_keys", [key.name for key in document.foreign_keys], "name"),
        *_duplicates("primary_key", document.primary_key),
        *_unknown("primary_key", document.primary_key, names, FIELD),
        *_unknown("terms", document.terms, references.terms, TERM),
    ]
    if len(f"{document.namespace}{document.name}".encode(errors="replace")) > NAME_BYTES_MAX:
        errors.append(FieldError("name", "string_too_long", names_too_long()))
    if document.system not in references.systems:
        errors.append(_unknown_name("system", document.system, SYSTEM))
    for n, key in enumerate(document.unique_keys):
        errors += _unknown(f"unique_keys.{n}.fields", key.fields, names, FIELD)
        errors += _duplicates(f"unique_keys.{n}.fields", key.fields)
    for n, described in enumerate(document.fields):
        errors += _unknown(f"fields.{n}.terms", described.terms, references.terms, TERM)
    return errors + _ownership_errors(document, references)


def _ownership_errors(document: AssetDocument, references: References) -> list[FieldError]:
    people = [fold(o.participant) for o in document.ownerships]
    errors = [
        _unknown_name(f"ownerships.{n}.participant", document.ownerships[n].participant, PARTICIPANT)
        for n, key in enumerate(people)
        if key not in references.participants
    ]
    if sum(o.responsibility == "accountable" for o in document.ownerships) > 1:
        message = _("An asset has one accountable owner. Keep one, make the others stewards.")
        errors.append(FieldError("ownerships", "several_accountable", message))
    return errors


def _duplicates(path: str, names: list[str], key: str = "") -> list[FieldError]:
    if len(set(names)) == len(names):
        return []
    message = _("“%(name)s” stands here twice. Remove one.")
    return [
        FieldError(f"{path}.{n}.{key}".rstrip("."), "duplicate", message % {"name": name})
        for n, name in enumerate(names)
        if name in names[:n]
    ]


def _unknown(path: str, names: list[str], known: Iterable[str], what: Any) -> list[FieldError]:
    known = set(known)
    return [_unknown_name(f"{path}.{n}", name, what) for n, name in enumerate(names) if name not in known]


def _unknown_name(path: str, name: str, what: Any) -> FieldError:
    message = _("No %(what)s here is named “%(name)s”. Create it or correct the name.")
    return FieldError(path, "unknown", message % {"what": what, "name": name})


def refuse(errors: Iterable[FieldError]) -> None:
    """Raise `Invalid` when there is any error."""
    if found := list(errors):
        raise Invalid(errors=found)
