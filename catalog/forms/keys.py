"""Keys: which fields identify a record, and which point to the key of another asset."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.choices import FieldType
from catalog.forms.base import DocumentForm, number, with_empty
from common.errors import FieldError

Asset = Mapping[str, Any]


class KeysForm(DocumentForm):
    """The primary key by the place of each field in it, and the other unique combinations."""

    def __init__(self, data: Any = None, *, asset: Asset):
        super().__init__(data, initial={"version": asset["version"]})
        self.asset = asset
        self.names = [row["name"] for row in asset["fields"]]
        self._add_positions()
        for index, key in enumerate([*asset["unique_keys"], {"name": "", "fields": []}]):
            self._add_unique_key(index, key)

    def _add_positions(self) -> None:
        places = [(place, place) for place in range(1, len(self.names) + 1)]
        for row in self.asset["fields"]:
            self.fields[f"position_{row['id']}"] = forms.ChoiceField(
                label=row["name"],
                required=False,
                choices=with_empty(places, _("no")),
                initial=row["primary_key_position"] or "",
            )

    def _add_unique_key(self, index: int, key: Mapping[str, Any]) -> None:
        self.fields[f"unique_{index}_name"] = forms.CharField(
            label=_("Name"), required=False, initial=key["name"]
        )
        self.fields[f"unique_{index}_fields"] = forms.MultipleChoiceField(
            label=_("Fields"),
            required=False,
            choices=[(name, name) for name in self.names],
            initial=key["fields"],
            widget=forms.CheckboxSelectMultiple,
        )

    def positions(self) -> list[dict[str, Any]]:
        return [{"row": row, "input": self[f"position_{row['id']}"]} for row in self.asset["fields"]]

    def unique_keys(self) -> list[dict[str, Any]]:
        """The inputs of each unique key; the last one is a new, empty one."""
        count = len(self.asset["unique_keys"])
        return [
            {"name": self[f"unique_{n}_name"], "fields": self[f"unique_{n}_fields"], "is_new": n == count}
            for n in range(count + 1)
        ]

    def document(self) -> dict[str, Any]:
        return {
            "primary_key": [row["name"] for row in self._key_rows()],
            "unique_keys": [self._unique_key(n) for n in self._unique_typed()],
        }

    def _key_rows(self) -> list[Mapping[str, Any]]:
        places = {
            row["id"]: number(self.cleaned_data[f"position_{row['id']}"]) for row in self.asset["fields"]
        }
        return sorted(
            (row for row in self.asset["fields"] if places[row["id"]]), key=lambda row: places[row["id"]] or 0
        )

    def _unique_typed(self) -> list[int]:
        """The numbers of the unique keys that say anything; emptying one removes it."""
        values = self.cleaned_data
        numbers = range(len(self.asset["unique_keys"]) + 1)
        return [n for n in numbers if values[f"unique_{n}_name"] or values[f"unique_{n}_fields"]]

    def _unique_key(self, index: int) -> dict[str, Any]:
        values = self.cleaned_data
        fields = values[f"unique_{index}_fields"]
        return {"name": values[f"unique_{index}_name"] or "_".join(["unique", *fields]), "fields": fields}

    def input_of(self, error: FieldError) -> str:
        section, _dot, rest = error.path.partition(".")
        index, _dot, name = rest.partition(".")
        if section == "primary_key" and index:
            return f"position_{self._key_rows()[int(index)]['id']}"
        if section == "unique_keys" and index:
            return f"unique_{self._unique_typed()[int(index)]}_{name.partition('.')[0] or 'name'}"
        return ""


class LinkForm(DocumentForm):
    """A foreign key to one key of a target: for each field of that key, the field here that points to it."""

    name = forms.CharField(
        label=_("Name of the link"), required=False, help_text=_("Left empty, it is made from both names.")
    )

    def __init__(
        self, data: Any = None, *, asset: Asset, target: Asset, key: Sequence[str], link: Asset | None = None
    ):
        super().__init__(data, initial={"version": asset["version"], "name": link["name"] if link else ""})
        self.asset, self.target, self.key, self.link = asset, target, list(key), link
        types = {row["name"]: FieldType(row["type"]).label for row in asset["fields"]}
        choices = with_empty((name, f"{name} · {type_}") for name, type_ in types.items())
        pairs = {pair["target_field"]: pair["field"] for pair in link["columns"]} if link else {}
        for index, column in enumerate(self.key):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=f"{target['name']}.{column}",
                choices=choices,
                initial=pairs.get(column) or self._namesake(column),
            )

    def _namesake(self, column: str) -> str:
        """The field that most likely points there: `client_id`, also for the key `id` of `client`."""
        names = {row["name"] for row in self.asset["fields"]}
        if self.target["id"] == self.asset["id"]:
            return ""
        likely = (column, f"{self.target['name']}_{column}")
        return next((name for name in likely if name in names), "")

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{index}"] for index in range(len(self.key))]

    def document(self, links: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """All links of the asset, with this one changed or added."""
        own = {
            "name": self.cleaned_data["name"] or f"{self.asset['name']}_{self.target['name']}",
            "target": {"namespace": self.target["namespace"], "name": self.target["name"]},
            "columns": [
                {"field": self.cleaned_data[f"column_{index}"], "target_field": column}
                for index, column in enumerate(self.key)
            ],
        }
        position = self._position(links)
        return {"foreign_keys": [*links[:position], own, *links[position + 1 :]]}

    def _position(self, links: Sequence[Mapping[str, Any]]) -> int:
        names = [link["name"] for link in links]
        return names.index(self.link["name"]) if self.link else len(names)

    def input_of(self, error: FieldError) -> str:
        """`foreign_keys.0.columns.1.field` is the second pair."""
        steps = error.path.split(".")
        if "columns" in steps[2:3] and len(steps) > 3:
            return f"column_{steps[3]}"
        return "name" if steps[2:3] == ["name"] else ""
