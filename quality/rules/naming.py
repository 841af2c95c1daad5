"""The names in a rule and the ids behind them, so that a renamed field or asset keeps its rules. Pure.

`references` is plain data kept beside the parameters: `{"fields": {name: id}, "target": id, "target_fields":
{name: id}, "view": name, "reads": [[schema, name, asset id], …]}`.
"""

from collections.abc import Mapping
from typing import Any

from catalog.documents import AssetName, ForeignKeyColumnDocument
from quality.documents import RuleParametersDocument

Ids = Mapping[str, int]  # of the fields of an asset, by name
References = Mapping[str, Any]


def references_of(
    parameters: RuleParametersDocument, fields: Ids, target_id: int | None, target_fields: Ids
) -> dict[str, Any]:
    """What stands behind the names, when they are written."""
    here = [*parameters.fields, *(pair.field for pair in parameters.compared)]
    there = [*parameters.target_fields, *(pair.target_field for pair in parameters.compared)]
    return {
        "fields": {name: fields[name] for name in here},
        "target": target_id,
        "target_fields": {name: target_fields[name] for name in there},
    }


def renamed(
    parameters: RuleParametersDocument,
    references: References,
    fields: Mapping[int, str],
    target: AssetName | None,
    target_fields: Mapping[int, str],
) -> RuleParametersDocument:
    """The parameters with the names of now; `fields` are names by id. A field that is gone keeps its name."""

    def here(name: str) -> str:
        return fields.get(references.get("fields", {}).get(name, 0), name)

    def there(name: str) -> str:
        return target_fields.get(references.get("target_fields", {}).get(name, 0), name)

    return parameters.model_copy(
        update={
            "fields": [here(name) for name in parameters.fields],
            "target": target if parameters.target is not None and target is not None else parameters.target,
            "target_fields": [there(name) for name in parameters.target_fields],
            "compared": [
                ForeignKeyColumnDocument(field=here(pair.field), target_field=there(pair.target_field))
                for pair in parameters.compared
            ],
        }
    )
