"""A rule built by choosing: which inputs its type has, and the document that they make."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.choices import FieldType
from catalog.forms.base import DocumentForm, with_empty
from common.errors import AppError, FieldError
from common.models import bilingual
from quality.choices import (
    DIMENSIONS,
    SEVERITY_MEANINGS,
    Measure,
    Operator,
    QualityDimension,
    RuleState,
    RuleType,
    Severity,
)
from quality.documents import RuleDocument
from quality.rules.kinds import KINDS
from quality.rules.sentences import sentence

Asset = Mapping[str, Any]
PAIRS = 3  # pairs of fields that the page offers; more by the API
UNITS = {"1": _("minutes"), "60": _("hours"), "1440": _("days")}
ENDS = ("dimension", "severity", "state", "why", "reason", "version")  # what every rule has
NEEDS_TARGET = frozenset({RuleType.FOREIGN_KEY, RuleType.RECONCILIATION})


class TargetForm(forms.Form):
    """The other asset that a rule compares with, chosen before its fields can be offered."""

    target = forms.ChoiceField(label=_("Compare with"))

    def __init__(self, data: Any = None, *, assets: Sequence[Asset]):
        super().__init__(data)
        target: Any = self.fields["target"]
        target.choices = [
            (asset["id"], f"{bilingual(asset, 'title') or asset['name']} · {asset['system']}")
            for asset in assets
        ]


class RuleForm(DocumentForm):
    """One rule of a type about an asset; `target` for the types that compare with another one."""

    severity = forms.ChoiceField(
        label=_("How bad is a failure?"),
        choices=[
            (code.value, format_lazy("{} – {}", code.label, SEVERITY_MEANINGS[code])) for code in Severity
        ],
        initial=Severity.MAJOR.value,
        widget=forms.RadioSelect,
    )
    dimension = forms.ChoiceField(label=_("Dimension"), choices=QualityDimension.choices)
    state = forms.ChoiceField(label=_("State"), choices=RuleState.choices, initial=RuleState.ACTIVE.value)
    why = forms.CharField(  # type: ignore[assignment]  # taken out of the class by Django
        label=_("What is it for?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=10_000,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        type_: str,
        asset: Asset,
        target: Asset | None = None,
        rule: Mapping[str, Any] | None = None,
    ):
        self.type, self.asset, self.target = type_, asset, target
        given = rule["parameters"] if rule else {}
        outer = (
            {name: rule[name] for name in ("severity", "dimension", "state", "why", "version")}
            if rule
            else {}
        )
        super().__init__(data, initial={"dimension": DIMENSIONS[type_].value, **outer})
        if rule is None:
            del self.fields["state"]
        self._build(given)
        self.order_fields([*(name for name in self.fields if name not in ENDS), *ENDS])

    # The inputs of each type

    def _build(self, given: Mapping[str, Any]) -> None:
        builders = {
            RuleType.UNIQUE: self._add_fields,
            RuleType.ALLOWED: self._add_allowed,
            RuleType.RANGE: self._add_range,
            RuleType.PATTERN: self._add_pattern,
            RuleType.LENGTH: self._add_length,
            RuleType.FOREIGN_KEY: self._add_pairs,
            RuleType.COMPARISON: self._add_comparison,
            RuleType.FRESHNESS: self._add_freshness,
            RuleType.VOLUME: self._add_volume,
            RuleType.RECONCILIATION: self._add_reconciliation,
            RuleType.SQL: self._add_sql,
        }
        builders.get(RuleType(self.type), self._add_field)(given)

    def _choices(self, asset: Asset | None = None, *, fitting: bool = True) -> list[tuple[str, str]]:
        types = KINDS[self.type].types
        return [
            (row["name"], f"{row['name']} · {FieldType(row['type']).label}")
            for row in (asset or self.asset)["fields"]
            if not fitting or row["type"] in types
        ]

    def _add_field(self, given: Mapping[str, Any]) -> None:
        self.fields["field"] = forms.ChoiceField(
            label=_("Field"), choices=self._choices(), initial=_first(given.get("fields"))
        )

    def _add_fields(self, given: Mapping[str, Any]) -> None:
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("Fields that together are unique"),
            choices=self._choices(),
            initial=given.get("fields"),
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_allowed(self, given: Mapping[str, Any]) -> None:
        self._add_field(given)
        self.fields["values"] = forms.CharField(
            label=_("Allowed values, one a line"),
            initial="\n".join(given.get("values", ())),
            widget=forms.Textarea(attrs={"rows": 5}),
        )

    def _add_range(self, given: Mapping[str, Any]) -> None:
        self._add_field(given)
        self._add_text("minimum", _("At least"), given, _("Dates as 2026-12-31, decimals with a point."))
        self._add_text("maximum", _("At most"), given)

    def _add_pattern(self, given: Mapping[str, Any]) -> None:
        self._add_field(given)
        help_text = _("A regular expression (RE2) for the whole value: [A-Z]{2}-[0-9]+")
        self._add_text("pattern", _("Written form"), given, help_text)

    def _add_length(self, given: Mapping[str, Any]) -> None:
        self._add_field(given)
        self._add_number("length_min", _("At least, in characters"), given)
        self._add_number("length_max", _("At most, in characters"), given)

    def _add_comparison(self, given: Mapping[str, Any]) -> None:
        names = [*given.get("fields", ()), "", ""]
        choices = self._choices()
        self.fields["field"] = forms.ChoiceField(label=_("Field"), choices=choices, initial=names[0])
        self.fields["operator"] = forms.ChoiceField(
            label=_("must be"), choices=Operator.choices, initial=given.get("operator")
        )
        self.fields["other"] = forms.ChoiceField(label=_("Other field"), choices=choices, initial=names[1])

    def _add_freshness(self, given: Mapping[str, Any]) -> None:
        minutes = given.get("max_age_minutes", 1440)
        unit = next(unit for unit in ("1440", "60", "1") if minutes % int(unit) == 0)
        self.fields["age"] = forms.IntegerField(
            label=_("At most this old"), min_value=1, initial=minutes // int(unit)
        )
        self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=UNITS.items(), initial=unit)
        self.fields["field"] = forms.ChoiceField(
            label=_("Judged by"),
            required=False,
            choices=with_empty(self._choices(), _("when the last brick came")),
            initial=_first(given.get("fields")),
        )

    def _add_volume(self, given: Mapping[str, Any]) -> None:
        self._add_number("count_min", _("At least, bricks"), given)
        self._add_number("count_max", _("At most, bricks"), given)

    def _add_sql(self, given: Mapping[str, Any]) -> None:
        self.fields["predicate"] = forms.CharField(
            label=_("Condition"),
            initial=given.get("predicate", ""),
            widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "input-sql"}),
            help_text=_(
                "As after WHERE, true for a good brick. It may read fields, and bricks of other assets by their names: "
                "client_id IN (SELECT client_id FROM client)"
            ),
        )

    def _add_pairs(self, given: Mapping[str, Any]) -> None:
        assert self.target is not None
        pairs = list(zip(given.get("fields", ()), given.get("target_fields", ()), strict=False))
        self._add_pair_inputs("pair", pairs or self._documented(), required=1)

    def _add_reconciliation(self, given: Mapping[str, Any]) -> None:
        self.fields["measure"] = forms.ChoiceField(
            label=_("What must agree"), choices=Measure.choices, initial=given.get("measure")
        )
        pairs = list(zip(given.get("fields", ()), given.get("target_fields", ()), strict=False))
        self._add_pair_inputs("pair", pairs, required=0)
        compared = [(pair["field"], pair["target_field"]) for pair in given.get("compared", ())]
        self._add_pair_inputs("compared", compared, required=0)
        self.fields["tolerance_percent"] = forms.IntegerField(
            label=_("Give or take, in percent"),
            min_value=0,
            max_value=100,
            required=False,
            initial=given.get("tolerance_percent", 0),
        )

    def _add_pair_inputs(self, name: str, pairs: Sequence[tuple[str, str]], *, required: int) -> None:
        assert self.target is not None
        known = [*pairs, *[("", "")] * PAIRS]
        for n in range(max(PAIRS, len(pairs))):
            for end, asset, initial in (
                ("here", self.asset, known[n][0]),
                ("there", self.target, known[n][1]),
            ):
                self.fields[f"{name}_{n}_{end}"] = forms.ChoiceField(
                    label=format_lazy("{} · {}", _("Field"), asset["name"]),
                    required=n < required,
                    choices=with_empty(self._choices(asset, fitting=False)),
                    initial=initial,
                )

    def _documented(self) -> list[tuple[str, str]]:
        """The pairs of a documented link to the target, else its key."""
        assert self.target is not None
        for link in self.asset["foreign_keys"]:
            if link["target"]["id"] == self.target["id"]:
                return [(pair["field"], pair["target_field"]) for pair in link["columns"]]
        return [("", name) for name in self.target["primary_key"]]

    def _add_text(self, name: str, label: Any, given: Mapping[str, Any], help_text: Any = "") -> None:
        self.fields[name] = forms.CharField(
            label=label, required=False, initial=given.get(name, ""), help_text=help_text
        )

    def _add_number(self, name: str, label: Any, given: Mapping[str, Any]) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, required=False, min_value=0, initial=given.get(name)
        )

    # What they make

    def pairs(self, name: str) -> list[dict[str, Any]]:
        """The inputs of each pair of fields, for the template."""
        numbers = sorted({int(key.split("_")[1]) for key in self.fields if key.startswith(f"{name}_")})
        return [{"here": self[f"{name}_{n}_here"], "there": self[f"{name}_{n}_there"]} for n in numbers]

    @property
    def key_pairs(self) -> list[dict[str, Any]]:
        return self.pairs("pair")

    @property
    def compared_pairs(self) -> list[dict[str, Any]]:
        return self.pairs("compared")

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The inputs that stand for themselves, before those that every rule has."""

        return [
            self[name] for name in self.fields if name not in ENDS and not name.endswith(("_here", "_there"))
        ]

    def _typed(self, name: str) -> list[tuple[str, str]]:
        values = self.cleaned_data
        numbers = [
            int(key.split("_")[1])
            for key in self.fields
            if key.startswith(f"{name}_") and key.endswith("_here")
        ]
        rows = [(values.get(f"{name}_{n}_here", ""), values.get(f"{name}_{n}_there", "")) for n in numbers]
        return [row for row in rows if any(row)]

    def parameters(self) -> dict[str, Any]:
        values = self.cleaned_data
        parameters: dict[str, Any] = {
            name: values[name]
            for name in (
                "minimum", "maximum", "pattern", "length_min", "length_max", "count_min", "count_max", "operator",
                "measure", "predicate",
            )
            if values.get(name) not in (None, "")
        }  # fmt: skip
        parameters["fields"] = self._fields()
        if "values" in self.fields:
            lines = (line.strip() for line in values.get("values", "").splitlines())
            parameters["values"] = [line for line in lines if line]
        if values.get("age"):
            parameters["max_age_minutes"] = values["age"] * int(values.get("unit", "1"))
        if values.get("tolerance_percent"):
            parameters["tolerance_percent"] = values["tolerance_percent"]
        return parameters | self._target_parameters()

    def _fields(self) -> list[str]:
        values = self.cleaned_data
        if self.type in NEEDS_TARGET:
            return [here for here, _there in self._typed("pair")]
        if "fields" in self.fields:
            return list(values.get("fields", ()))
        return [values[name] for name in ("field", "other") if values.get(name)]

    def _target_parameters(self) -> dict[str, Any]:
        if self.target is None:
            return {}
        told: dict[str, Any] = {
            "target": {"namespace": self.target["namespace"], "name": self.target["name"]},
            "target_fields": [there for _here, there in self._typed("pair")],
        }
        if compared := self._typed("compared"):
            told["compared"] = [{"field": here, "target_field": there} for here, there in compared]
        return told

    def document(self) -> dict[str, Any]:
        values = self.cleaned_data
        outer: dict[str, Any] = {
            name: values[name] for name in ("severity", "dimension", "state", "why") if name in values
        }
        return {"type": self.type, "parameters": self.parameters(), **outer}

    def said(self) -> str:
        """What is chosen so far, as a sentence; nothing while it says nothing yet."""
        try:
            if not hasattr(self, "cleaned_data"):
                self.full_clean()
            rule = RuleDocument.read(
                {**self.document(), "severity": "minor", "dimension": "", "state": "active"}
            )
            title = (bilingual(self.target, "title") or self.target["name"]) if self.target else ""
            return sentence(rule.type, rule.parameters, title)
        except (AppError, KeyError, ValueError, TypeError):
            return ""

    def input_of(self, error: FieldError) -> str:
        """`parameters.fields.0` is the first field chosen, wherever it was chosen."""
        steps = error.path.removeprefix("parameters.").split(".")
        name = steps[0]
        if name in self.fields:
            return name
        place = {"fields": "here", "target_fields": "there"}.get(name)
        if place and self.type in NEEDS_TARGET:
            return f"pair_{steps[1] if len(steps) > 1 else 0}_{place}"
        if name == "compared":
            end = "there" if steps[-1] == "target_field" else "here"
            return f"compared_{steps[1] if len(steps) > 1 else 0}_{end}"
        aliases = {"fields": "other" if steps[1:] == ["1"] else "field", "max_age_minutes": "age"}
        return aliases.get(name, "")


def _first(names: Sequence[str] | None) -> str:
    return names[0] if names else ""
