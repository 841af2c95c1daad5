"""The catalogue as sheets (CSV, XLSX): one row is one asset, or one field.

The flow is django-import-export's: dry run, differences, confirmation. What is read becomes asset
documents for one command, so that a file is taken whole or not at all. A cell that still says what
an export would write changes nothing; a column that is missing leaves its values alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export.fields import Field as SheetField
from import_export.resources import Resource
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from catalog.commands import assets_put
from catalog.commands.assets import DEFAULT_NAMESPACE
from catalog.commands.references import AssetKey, assets_named
from catalog.documents import AssetChange
from catalog.queries.assets import assets_get
from catalog.resources.cells import cell_export, cell_import
from common.actor import Actor
from common.errors import AppError, FieldError

ROWS_MAX = 5000
CHUNK = 500  # assets read at once
Cells = dict[str, str]


@dataclass
class SheetRow:
    """A row of the file, beside what the catalogue says now (empty when it is new)."""

    line: int  # as the spreadsheet counts, the header being 1
    cells: Cells
    present: Cells | None = None
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def changed(self) -> Cells:
        before = self.present or {}
        return {name: cell for name, cell in self.cells.items() if cell != before.get(name, "")}

    def refuse(self, column: str, message: Any) -> None:
        self.errors[column if column in self.cells else NON_FIELD_ERRORS].append(str(message))


@dataclass
class Plan:
    """What the file asks for, and which row each place of it came from."""

    changes: list[AssetChange]
    rows: list[list[SheetRow]]  # of each change


class Sheet(Resource):
    """What both sheets share; subclasses say what a row means."""

    name: Promise
    columns: Sequence[str]
    key: Sequence[str]  # the columns without which a row names nothing

    def __init__(self, actor: Actor | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.actor = actor or Actor()

    @classmethod
    def get_display_name(cls) -> Any:
        return cls.name

    def get_user_visible_fields(self) -> list[SheetField]:
        return [SheetField(column_name=column) for column in self.columns]

    # Out

    def cells_of(self, asset: Mapping[str, Any]) -> Iterator[Cells]:
        """The rows that describe one asset."""
        raise NotImplementedError

    def export(self, queryset: Any = None, **kwargs: Any) -> Dataset:
        sheet = Dataset(headers=list(self.columns))
        ids = list(queryset.values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            for asset in assets_get(self.actor, ids[start : start + CHUNK]):
                for cells in self.cells_of(asset):
                    sheet.append([cell_export(cells[column]) for column in self.columns])
        return sheet

    # In

    def plan(self, rows: list[SheetRow]) -> Plan:
        """Compare the rows with the catalogue (`present`) and turn what differs into changes."""
        raise NotImplementedError

    def place(self, change: AssetChange, rows: list[SheetRow], path: str) -> tuple[SheetRow, str]:
        """The row and the column that a refused place of a change came from."""
        raise NotImplementedError

    def import_data(self, dataset: Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        result = Result()
        headers = [str(header or "").strip() for header in dataset.headers or []]
        result.diff_headers = headers
        if problem := self._problem(headers, dataset):
            result.append_base_error(Error(ValueError(problem)))
            return result
        rows = [
            SheetRow(n, dict(zip(headers, map(cell_import, values), strict=True)))
            for n, values in enumerate(dataset, start=2)
        ]
        try:
            self._run([row for row in rows if any(row.cells.values())], dry_run, str(kwargs.get("file_name")))
        except AppError as refused:
            result.append_base_error(Error(ValueError(str(refused))))
        self._report(result, rows)
        return result

    def _problem(self, headers: list[str], dataset: Dataset) -> str:
        """Why the file as a whole cannot be read."""
        missing = [column for column in self.key if column not in headers]
        unknown = [header for header in headers if header not in self.columns]
        if missing:
            return _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        if unknown:
            known = ", ".join(self.columns)
            message = _("These columns are not known here: %(names)s. Known are: %(known)s.")
            return message % {"names": ", ".join(unknown), "known": known}
        if len(set(headers)) < len(headers):
            return _("A column stands here twice.")
        if len(dataset) > ROWS_MAX:
            message = _("The file has %(count)s rows; send at most %(max)s at once.")
            return message % {"count": len(dataset), "max": ROWS_MAX}
        return ""

    def _run(self, rows: list[SheetRow], dry_run: bool, file_name: str) -> None:
        self._check_keys(rows)
        if any(row.errors for row in rows):
            return
        plan = self.plan(rows)
        if any(row.errors for row in rows):
            return
        try:
            with transaction.atomic():
                assets_put(actor=self.actor, changes=plan.changes, reason=_("Import of %s") % file_name)
                transaction.set_rollback(dry_run)
        except AppError as refused:
            if not refused.errors:
                raise
            for error in refused.errors:
                self._refuse(plan, error)

    def _check_keys(self, rows: list[SheetRow]) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            for column in self.key:
                if not row.cells[column]:
                    row.refuse(column, _("This value is required."))
            key = (row.cells.get("namespace", "") or DEFAULT_NAMESPACE, *(row.cells[c] for c in self.key))
            if key in seen:
                row.refuse(self.key[-1], _("The same stands in row %(line)s.") % {"line": seen[key]})
            seen[key] = row.line

    def _refuse(self, plan: Plan, error: FieldError) -> None:
        index, _dot, path = error.path.partition(".")
        n = int(index) if index.isdigit() else 0
        row, column = self.place(plan.changes[n], plan.rows[n], path)
        row.refuse(column, error.message)

    def _report(self, result: Result, rows: list[SheetRow]) -> None:
        """The rows that would change, or those that cannot; rows that stay the same are only counted."""
        for row in rows:
            said = RowResult()
            said.row_values = row.cells
            if row.errors:
                said.import_type = RowResult.IMPORT_TYPE_INVALID
                result.append_invalid_row(row.line, row.cells, ValidationError(dict(row.errors)))
            elif not row.changed:
                said.import_type = RowResult.IMPORT_TYPE_SKIP
            else:
                new = row.present is None
                said.import_type = RowResult.IMPORT_TYPE_NEW if new else RowResult.IMPORT_TYPE_UPDATE
                said.diff = [_difference((row.present or {}).get(c, ""), row.cells[c]) for c in row.cells]
                result.append_row_result(said)
            result.increment_row_result_total(said)
        result.total_rows = len(rows)

    def _assets(self, keys: Iterable[AssetKey]) -> dict[AssetKey, dict[str, Any]]:
        ids = assets_named(self.actor.workshop_id, keys)
        return {(a["namespace"], a["name"]): a for a in assets_get(self.actor, list(ids.values()))}


def _difference(before: str, after: str) -> str:
    if before == after:
        return after
    return (
        format_html("<del>{}</del> <ins>{}</ins>", before, after)
        if before
        else format_html("<ins>{}</ins>", after)
    )
