"""What an asset becomes when its source is imported again. Pure, over plain documents.

Three things are compared: what the source said last time (`base`), how the asset stands (`now`)
and what the source says today (`said`). Where people changed nothing, the source wins; where they
did, they win; what the source lost goes, unless people wrote on it or something hangs on it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Row = Mapping[str, Any]

TEXTS = ("description_fr", "description_en")
FIELD_SAID = ("type", "required", *TEXTS)
FIELD_OWN: Mapping[str, Any] = {"personal_data_category": "", "confidentiality": None, "terms": []}
KEY_SAID = ("target", "columns", "proposed")


def merged(base: Document, now: Document, said: Document, pointed_at: Collection[str] = ()) -> dict[str, Any]:
    """The document after the import; fields in `pointed_at` stay, because other assets' keys need them."""
    result = dict(now)
    for name in TEXTS:
        result[name] = _value(base.get(name, ""), now[name], said.get(name, now[name]))
    result["tags"] = _tags(base.get("tags", []), now["tags"], said.get("tags", []))
    result["primary_key"] = _value(base.get("primary_key", []), now["primary_key"], said["primary_key"])
    result["unique_keys"] = _rows("unique_keys", base, now, said, ("fields",))
    result["foreign_keys"] = foreign_keys_merged(base, now, said)
    needed = {*pointed_at, *key_fields(result)}
    result["fields"] = _rows(
        "fields", base, now, said, FIELD_SAID, stays=lambda row: row["name"] in needed or _is_written_on(row)
    )
    return _without_loose_keys(result)


def foreign_keys_merged(base: Document, now: Document, said: Document) -> list[dict[str, Any]]:
    return _rows("foreign_keys", base, now, said, KEY_SAID)


def key_fields(document: Document) -> set[str]:
    """The fields that the asset's own keys are made of."""
    return {
        *document["primary_key"],
        *(name for key in document["unique_keys"] for name in key["fields"]),
        *(pair["field"] for key in document["foreign_keys"] for pair in key["columns"]),
    }


def _value(base: Any, now: Any, said: Any) -> Any:
    return said if now == base else now


def _tags(base: Sequence[str], now: Sequence[str], said: Sequence[str]) -> list[str]:
    lost = set(base) - set(said)
    return [tag for tag in now if tag not in lost] + [tag for tag in said if tag not in (*base, *now)]


def _rows(
    section: str,
    base: Document,
    now: Document,
    said: Document,
    values: Sequence[str],
    stays: Callable[[Row], bool] = lambda row: False,
) -> list[dict[str, Any]]:
    old, here, there = (_by_name(document.get(section, ())) for document in (base, now, said))
    result = []
    for name in _order(section, list(old), list(here), list(there)):
        if name in here and name in there:
            result.append(_row_merged(old.get(name, {}), here[name], there[name], values))
        elif name in there and name not in old:
            result.append(dict(there[name]))
        elif name in here and (
            name not in old or stays(here[name]) or _differs(old[name], here[name], values)
        ):
            result.append(dict(here[name]))
    return result


def _by_name(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["name"]: row for row in rows}


def _row_merged(base: Row, now: Row, said: Row, values: Sequence[str]) -> dict[str, Any]:
    """A row nobody imported before (no `base`) is people's: only its empty texts are filled."""
    empty = dict.fromkeys(TEXTS, "")
    known = {**empty, **base}
    return {**now, **{v: _value(known.get(v), now[v], said[v]) for v in values if v in said}}


def _differs(base: Row, now: Row, values: Sequence[str]) -> bool:
    return any(base[value] != now[value] for value in values if value in base)


def _is_written_on(row: Row) -> bool:
    return any(row.get(name, empty) != empty for name, empty in FIELD_OWN.items())


def _order(section: str, old: list[str], here: list[str], there: list[str]) -> list[str]:
    """Fields in the source's order, unless people made their own; what only one side has comes last."""
    untouched = [name for name in here if name in old] == [name for name in old if name in here]
    theirs = section == "fields" and untouched
    first, second = (there, here) if theirs else (here, there)
    return [*first, *(name for name in second if name not in first)]


def _without_loose_keys(document: dict[str, Any]) -> dict[str, Any]:
    """Keys over fields that people took away go with them."""
    names = {field["name"] for field in document["fields"]}
    return {
        **document,
        "primary_key": document["primary_key"] if names.issuperset(document["primary_key"]) else [],
        "unique_keys": [key for key in document["unique_keys"] if names.issuperset(key["fields"])],
        "foreign_keys": [
            key
            for key in document["foreign_keys"]
            if names.issuperset(pair["field"] for pair in key["columns"])
        ],
    }
