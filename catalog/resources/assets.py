"""The sheet of assets: one row is one asset without its fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.choices import AXES, Responsibility, Status
from catalog.commands.assets import DEFAULT_NAMESPACE
from catalog.commands.references import AssetKey
from catalog.documents import AssetChange
from catalog.resources.cells import cell_text, items_join, items_split, number, yes_no
from catalog.resources.sheet import Cells, Plan, Sheet, SheetRow
from common.errors import AppError

TEXTS = (
    "title_fr", "title_en", "description_fr", "description_en", "kind", "colour", "shape", "importance_reason",
)  # fmt: skip
OWNERS = {
    "owner": Responsibility.ACCOUNTABLE,
    "stewards": Responsibility.STEWARD,
    "producers": Responsibility.PRODUCER,
    "custodians": Responsibility.CUSTODIAN,
}


class AssetSheet(Sheet):
    name = gettext_lazy("assets: one row is one asset")
    key = ("name",)
    columns = (
        "namespace", "name", "system", "status", *TEXTS, "importance", "personal_data", *AXES, "sensitivity_reason",
        *OWNERS, "tags", "terms",
    )  # fmt: skip

    def cells_of(self, asset: Mapping[str, Any]) -> Iterator[Cells]:
        people = {
            column: items_join(
                o["participant"] for o in asset["ownerships"] if o["responsibility"] == responsibility
            )
            for column, responsibility in OWNERS.items()
        }
        rating = asset["sensitivity"]
        yield {
            **{name: cell_text(asset[name]) for name in ("namespace", "name", "system", "status", *TEXTS)},
            **{axis: cell_text(rating[axis]) for axis in AXES},
            "sensitivity_reason": cell_text(rating["reason"]),
            "importance": cell_text(asset["importance"]),
            "personal_data": cell_text(asset["personal_data"]),
            **people,
            "tags": items_join(asset["tags"]),
            "terms": items_join(asset["terms"]),
        }

    def plan(self, rows: list[SheetRow]) -> Plan:
        keys = [(row.cells.get("namespace") or DEFAULT_NAMESPACE, row.cells["name"]) for row in rows]
        known = self._assets(keys)
        plan = Plan([], [])
        for key, row in zip(keys, rows, strict=True):
            if "namespace" in row.cells:
                row.cells["namespace"] = key[0]
            if key in known:
                row.present = next(self.cells_of(known[key]))
            status = row.present["status"] if row.present else Status.DRAFT.value
            if row.cells.get("status", status) not in ("", status):
                row.refuse(
                    "status", _("A file does not move an asset. Choose it in the list and set its status.")
                )
                continue
            if "status" in row.cells:
                row.cells["status"] = status
            if row.changed:
                self._add(plan, key, row)
        return plan

    def _add(self, plan: Plan, key: AssetKey, row: SheetRow) -> None:
        try:
            change = AssetChange.read(self._document(key, row))
        except AppError as refused:
            for error in refused.errors:
                row.refuse(self._column(error.path, row), error.message)
            return
        plan.changes.append(change)
        plan.rows.append([row])

    def _document(self, key: AssetKey, row: SheetRow) -> dict[str, Any]:
        changed = row.changed
        document: dict[str, Any] = {name: changed[name] for name in ("system", *TEXTS) if changed.get(name)}
        if row.present:
            document |= {name: "" for name in ("system", *TEXTS) if changed.get(name) == ""}
        document |= {"namespace": key[0], "name": key[1]}
        if "importance" in changed:
            document["importance"] = number(changed["importance"])
        if "personal_data" in changed:
            document["personal_data"] = yes_no(changed["personal_data"])
        rating: dict[str, Any] = {axis: number(changed[axis]) for axis in AXES if axis in changed}
        if "sensitivity_reason" in changed:
            rating["reason"] = changed["sensitivity_reason"]
        if rating:
            document["sensitivity"] = rating
        if changed.keys() & OWNERS.keys():
            document["ownerships"] = [
                {"participant": who, "responsibility": OWNERS[column].value}
                for column, who in self._owners(row)
            ]
        document |= {name: items_split(changed[name]) for name in ("tags", "terms") if name in changed}
        return document

    @staticmethod
    def _owners(row: SheetRow) -> list[tuple[str, str]]:
        """(column, nickname); a column that is missing in the file keeps its people."""
        cells = {**(row.present or {}), **row.cells}
        return [(column, who) for column in OWNERS for who in items_split(cells.get(column, ""))]

    def place(self, change: AssetChange, rows: list[SheetRow], path: str) -> tuple[SheetRow, str]:
        return rows[0], self._column(path, rows[0])

    def _column(self, path: str, row: SheetRow) -> str:
        first, _dot, rest = path.partition(".")
        if first == "ownerships":
            owners, index = self._owners(row), rest.partition(".")[0]
            return owners[int(index)][0] if index.isdigit() else "owner"
        if first == "sensitivity" and rest:
            return "sensitivity_reason" if rest == "reason" else rest
        return first
