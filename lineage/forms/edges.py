"""Edges drawn by hand: their field links and why; and taking them back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import with_empty
from common.errors import FieldError
from common.forms import CommandForm
from common.models import bilingual
from lineage.choices import Dependency

MASKED = "masked"
HOW = [
    ("IDENTITY", _("Taken as it is")),
    ("TRANSFORMATION", _("Computed from it")),
    ("AGGREGATION", _("Aggregated")),
    (MASKED, _("Masked")),
]
EMPTY_ROWS = 2
ROWS_MAX = 2_000


def _count(data: Any, otherwise: int) -> int:
    """How many rows the form had that was sent."""
    asked = data.get("rows", "") if data is not None else ""
    return min(int(asked), ROWS_MAX) if asked.isdecimal() and len(asked) < 6 else otherwise


def _called(asset: Mapping[str, Any]) -> str:
    """What an asset is called in the reader's language."""
    return bilingual(asset, "title") or str(asset["name"])


class ReasonForm(CommandForm):
    reason = forms.CharField(
        required=False, max_length=200, label=_("Why?"), help_text=_("Shown in the history.")
    )

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


class RemovalForm(ReasonForm):
    """Takes back what people drew."""


class EdgeForm(ReasonForm):
    """An edge from `source` to `target`; each row says that a field of one goes into a field of the other."""

    def __init__(
        self,
        data: Any = None,
        *,
        source: Mapping[str, Any],
        target: Mapping[str, Any],
        links: Iterable[tuple[str, str]] = (),
        more_rows: int = 0,
    ):
        super().__init__(data)
        self.source, self.target = source, target
        rows = list(links) if data is None else []
        self.count = _count(data, len(rows) + EMPTY_ROWS) + more_rows
        for n in range(self.count):
            self._add_row(n, rows[n] if n < len(rows) else ("", ""))

    def hold_judgement(self) -> None:
        """Show no errors: the reader asked for one more row, and is not done."""
        self.is_valid()
        self.errors.clear()

    def _add_row(self, n: int, link: tuple[str, str]) -> None:
        for end, name in zip(("source", "target"), link, strict=True):
            title = gettext("Field of “%(name)s”") % {"name": _called(getattr(self, end))}
            self.fields[f"{end}_{n}"] = forms.CharField(
                label=title,
                required=False,
                initial=name,
                widget=forms.TextInput(attrs={"list": f"fields-{end}", "autocomplete": "off"}),
            )
        self.fields[f"how_{n}"] = forms.ChoiceField(
            label=_("What happens to it"), required=False, choices=with_empty(HOW, _("Not said"))
        )

    def rows(self) -> list[dict[str, forms.BoundField]]:
        return [
            {name: self[f"{name}_{n}"] for name in ("source", "target", "how")} for n in range(self.count)
        ]

    def _typed(self) -> list[int]:
        values = self.cleaned_data
        return [n for n in range(self.count) if values[f"source_{n}"] or values[f"target_{n}"]]

    def document(self) -> dict[str, Any]:
        return {
            "source": self.source["id"],
            "target": self.target["id"],
            "fields": [self._link(n) for n in self._typed()],
        }

    def _link(self, n: int) -> dict[str, Any]:
        values = self.cleaned_data
        how = values[f"how_{n}"]
        return {
            "source_field": values[f"source_{n}"],
            "target_field": values[f"target_{n}"],
            "dependency": Dependency.DIRECT.value if how else "",
            "subtype": "TRANSFORMATION" if how == MASKED else how,
            "masking": how == MASKED,
        }

    def input_of(self, error: FieldError) -> str:
        """`0.fields.2.target_field`, or the same without the number of the edge, is the third row that was typed."""
        steps = error.path.removeprefix("0.").split(".")
        if steps[0] == "fields" and len(steps) > 1:
            end = "target" if steps[2:3] == ["target_field"] else "source"
            return f"{end}_{self._typed()[int(steps[1])]}"
        return ""
