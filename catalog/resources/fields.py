"""The sheet of fields: one row is one field; fields that a file does not name stay."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.commands.assets import DEFAULT_NAMESPACE
from catalog.commands.references import AssetKey
from catalog.documents import AssetChange
from catalog.representation import as_document
from catalog.resources.cells import cell_text, items_join, items_split, number, yes_no
from catalog.resources.sheet import Cells, Plan, Sheet, SheetRow
from common.errors import AppError

FIELD_TEXTS = ("type", "description_fr", "description_en", "personal_data_category")


class FieldSheet(Sheet):
    name = gettext_lazy("fields: one row is one field of an asset")
    key = ("asset", "field")
    columns = (
        "namespace", "asset", "field", "type", "required", "primary_key_position", "personal_data_category",
        "confidentiality", "description_fr", "description_en", "terms",
    )  # fmt: skip

    def cells_of(self, asset: Mapping[str, Any]) -> Iterator[Cells]:
        places = {name: n for n, name in enumerate(asset["primary_key"], start=1)}
        for described in asset["fields"]:
            yield {
                "namespace": asset["namespace"],
                "asset": asset["name"],
                "field": described["name"],
                **{name: cell_text(described[name]) for name in FIELD_TEXTS},
                "required": cell_text(described["required"]),
                "confidentiality": cell_text(described["confidentiality"]),
                "primary_key_position": cell_text(places.get(described["name"])),
                "terms": items_join(described["terms"]),
            }

    def plan(self, rows: list[SheetRow]) -> Plan:
        grouped: dict[AssetKey, list[SheetRow]] = defaultdict(list)
        for row in rows:
            key = (row.cells.get("namespace") or DEFAULT_NAMESPACE, row.cells["asset"])
            if "namespace" in row.cells:
                row.cells["namespace"] = key[0]
            grouped[key].append(row)
        known = self._assets(grouped)
        plan = Plan([], [])
        for key, own in grouped.items():
            if key not in known:
                message = _("No asset here is named “%(name)s”. Create it or correct the name.") % {
                    "name": key[1]
                }
                for row in own:
                    row.refuse("asset", message)
                continue
            present = {cells["field"]: cells for cells in self.cells_of(known[key])}
            for row in own:
                row.present = present.get(row.cells["field"])
            if any(row.changed for row in own):
                self._add(plan, key, known[key], own)
        return plan

    def _add(self, plan: Plan, key: AssetKey, asset: Mapping[str, Any], rows: list[SheetRow]) -> None:
        fields = {described["name"]: described for described in as_document(asset)["fields"]}
        places = {name: str(n) for n, name in enumerate(asset["primary_key"], start=1)}
        for row in rows:
            name = row.cells["field"]
            fields[name] = {**fields.get(name, {"name": name}), **self._values(row)}
            places[name] = row.cells.get("primary_key_position", places.get(name, ""))
        document: dict[str, Any] = {"namespace": key[0], "name": key[1], "fields": list(fields.values())}
        if any("primary_key_position" in row.changed for row in rows):
            document["primary_key"] = self._primary_key(places, rows)
        try:
            change = AssetChange.read(document)
        except AppError as refused:
            for error in refused.errors:
                row, column = self._row_at(list(fields), rows, error.path)
                row.refuse(column, error.message)
            return
        plan.changes.append(change)
        plan.rows.append(rows)

    @staticmethod
    def _values(row: SheetRow) -> dict[str, Any]:
        changed = row.changed
        values: dict[str, Any] = {name: changed[name] for name in FIELD_TEXTS if name in changed}
        if "required" in changed:
            values["required"] = yes_no(changed["required"]) or False
        if "confidentiality" in changed:
            values["confidentiality"] = number(changed["confidentiality"])
        if "terms" in changed:
            values["terms"] = items_split(changed["terms"])
        return values

    @staticmethod
    def _primary_key(places: Mapping[str, str], rows: list[SheetRow]) -> list[str]:
        wanted = {name: number(place) for name, place in places.items() if place}
        for row in rows:
            place = wanted.get(row.cells["field"])
            if place is not None and (not isinstance(place, int) or list(wanted.values()).count(place) > 1):
                row.refuse("primary_key_position", _("Give each field of the key its own position, from 1."))
        return sorted(wanted, key=lambda name: str(wanted[name]).zfill(6))

    def place(self, change: AssetChange, rows: list[SheetRow], path: str) -> tuple[SheetRow, str]:
        return self._row_at([described.name for described in change.fields], rows, path)

    @staticmethod
    def _row_at(names: list[str], rows: list[SheetRow], path: str) -> tuple[SheetRow, str]:
        section, _dot, rest = path.partition(".")
        index, _dot, column = rest.partition(".")
        if section != "fields" or not index.isdigit():
            return rows[0], "primary_key_position" if section == "primary_key" else ""
        named = names[int(index)]
        row = next((row for row in rows if row.cells["field"] == named), rows[0])
        return row, {"name": "field"}.get(column.partition(".")[0], column.partition(".")[0])
