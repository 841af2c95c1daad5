"""Data contracts: what one says, what breaks it, and its shape in the Open Data Contract Standard. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.choices import FieldType, Responsibility
from common.models import bilingual
from quality.documents import TermsDocument

Document = Mapping[str, Any]
FIELD_KEYS = (
    "id", "name", "type", "required", "description_fr", "description_en", "personal_data_category", "confidentiality",
)  # fmt: skip
RULE_KEYS = ("id", "type", "parameters", "dimension", "severity", "sentence_fr", "sentence_en")
ASSET_KEYS = (
    "id", "namespace", "name", "title_fr", "title_en", "description_fr", "description_en", "kind", "system", "zone",
    "personal_data", "tags",
)  # fmt: skip


def contract_document(
    asset: Document, rules: Sequence[Document], terms: TermsDocument | Document
) -> dict[str, Any]:
    """What a contract says, from an asset with its parts, its active rules, and terms of use."""
    people = {
        responsibility.value: [
            one["participant"] for one in asset["ownerships"] if one["responsibility"] == responsibility
        ]
        for responsibility in Responsibility
    }
    return {
        "asset": {key: asset[key] for key in ASSET_KEYS},
        "fields": [{key: field[key] for key in FIELD_KEYS} for field in asset["fields"]],
        "primary_key": list(asset["primary_key"]),
        "unique_keys": [{"name": key["name"], "fields": list(key["fields"])} for key in asset["unique_keys"]],
        "foreign_keys": [
            {
                "name": key["name"],
                "target": {name: key["target"][name] for name in ("namespace", "name")},
                "columns": [dict(pair) for pair in key["columns"]],
            }
            for key in asset["foreign_keys"]
            if not key["proposed"]
        ],
        "sensitivity": {key: value for key, value in asset["sensitivity"].items() if key != "reason"},
        "rules": [{key: rule[key] for key in RULE_KEYS} for rule in rules],
        "people": people,
        "terms": terms.model_dump() if isinstance(terms, TermsDocument) else dict(terms),
    }


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that consumers could rely on, and can no longer: a stable code, where, and in words."""

    code: str
    path: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "path": self.path, "message": self.message}


def breaks(before: Document, after: Document) -> list[Break]:
    """What of a contract does not hold of another state of its asset. Adding breaks nothing."""
    return [*_fields_broken(before, after), *_keys_broken(before, after), *_rules_broken(before, after)]


def _fields_broken(before: Document, after: Document) -> Iterable[Break]:
    present = {field["name"]: field for field in after["fields"]}
    by_id = {field["id"]: field["name"] for field in after["fields"] if field.get("id")}
    for field in before["fields"]:
        name = field["name"]
        path = f"fields.{name}"
        now = present.get(name)
        if now is None:
            yield _gone(path, name, by_id.get(field["id"]))
            continue
        if now["type"] != field["type"]:
            message = _("“%(name)s” was of type “%(before)s” and is “%(after)s”.")
            said = {"before": FieldType(field["type"]).label, "after": FieldType(now["type"]).label}
            yield Break("field_type", f"{path}.type", message % {"name": name, **said})
        if field["required"] and not now["required"]:
            message = _("“%(name)s” was always filled in and may be empty now.")
            yield Break("field_optional", f"{path}.required", message % {"name": name})


def _gone(path: str, name: str, renamed_to: str | None) -> Break:
    if renamed_to:
        message = _("“%(name)s” is called “%(now)s” now.") % {"name": name, "now": renamed_to}
        return Break("field_renamed", path, message)
    return Break("field_removed", path, _("“%(name)s” is gone.") % {"name": name})


def _keys_broken(before: Document, after: Document) -> Iterable[Break]:
    if before["primary_key"] and list(before["primary_key"]) != list(after["primary_key"]):
        message = _("The primary key was %(before)s and is %(after)s.")
        said = {
            "before": ", ".join(before["primary_key"]),
            "after": ", ".join(after["primary_key"]) or "–",
        }
        yield Break("primary_key", "primary_key", message % said)
    present = [list(key["fields"]) for key in after["unique_keys"]]
    for key in before["unique_keys"]:
        if list(key["fields"]) not in present:
            message = _("%(fields)s need not be unique any more.") % {"fields": ", ".join(key["fields"])}
            yield Break("unique_key", f"unique_keys.{key['name']}", message)


def _rules_broken(before: Document, after: Document) -> Iterable[Break]:
    """A promise that nobody checks any more. What it says in words is kept in the contract."""
    present = [(rule["type"], rule["parameters"]) for rule in after["rules"]]
    for rule in before["rules"]:
        if (rule["type"], rule["parameters"]) not in present:
            message = _("No longer checked: %(rule)s") % {"rule": said_of(rule)}
            yield Break("rule_removed", f"rules.{rule['id']}", message)


def said_of(rule: Document) -> str:
    return bilingual(dict(rule), "sentence")


def version_after(major: int, minor: int, is_breaking: bool) -> tuple[int, int]:
    """The number of the next version: a breaking one is a new major."""
    return (major + 1, 0) if is_breaking else (major, minor + 1)
