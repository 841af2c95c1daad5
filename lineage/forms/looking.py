"""What to look at: the query string of a graph, two dates to compare. Read with indulgence."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from catalog.choices import Kind, Zone
from lineage.choices import Direction
from lineage.queries.graphs import NODES_MAX, GraphWish
from lineage.queries.pictures import SIDES

LIMIT = 200  # bricks shown at first
STEP = 300  # more of them at each “continue”
DEPTHS = [("", _("As far as it goes")), *((n, n) for n in (1, 2, 3, 5, 10))]
OVERLAYS = [
    ("dicp", _("Sensitivity (DICP)")),
    ("status", _("Status")),
    ("none", _("Nothing more")),
]
MANY = ("kind", "zone")


def moment_read(text: str) -> datetime | None:
    """A moment from an address or an input: with its zone, or local; a day alone means its end."""
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime.combine(day, time.max)
    except ValueError:
        return None
    if moment is None or timezone.is_aware(moment):
        return moment
    return timezone.make_aware(moment)


def moment_input(moment: datetime | None) -> str:
    """The same as a `datetime-local` input wants it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S") if moment else ""


class MomentField(forms.CharField):
    """A moment whose text is read by `moment_read`; what it cannot read is no moment."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"})

    def clean(self, value: Any) -> datetime | None:
        return moment_read(value or "")

    def prepare_value(self, value: Any) -> Any:
        return moment_input(value if isinstance(value, datetime) else moment_read(value or ""))


def _many(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class GraphForm(forms.Form):
    """Filters and looks of the graph of an asset. What cannot be read is left out: a link must not break the page."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[(Direction.BOTH.value, Direction.BOTH.label), *((d, Direction(d).label) for d in SIDES)],
    )
    depth = forms.ChoiceField(label=_("Steps away"), required=False, choices=DEPTHS)
    overlay = forms.ChoiceField(label=_("On the bricks"), required=False, choices=OVERLAYS)
    job = forms.TypedChoiceField(label=_("Job"), required=False, coerce=int, empty_value=None)
    at = MomentField(label=_("As it was on"), required=False)
    kind = _many(_("Kind"), Kind.choices)
    zone = _many(_("Zone"), Zone.choices)

    data: QueryDict

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.fields["job"].choices = [("", _("Every job")), (self._asked("job"), "")]  # type: ignore[attr-defined]
        self.is_valid()

    def _asked(self, name: str) -> str:
        text = self.data.get(name, "")
        return text if text.isdecimal() and len(text) < 19 else ""

    def _read(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    @property
    def at_chosen(self) -> datetime | None:
        return self._read("at") if hasattr(self, "cleaned_data") else None

    @property
    def overlay_chosen(self) -> str:
        return self._read("overlay") or "dicp"

    def wanted(self) -> GraphWish:
        known = {
            name: [code for code in self.data.getlist(name) if code in dict(self.fields[name].choices)]  # type: ignore[attr-defined]
            for name in MANY
        }
        return GraphWish(
            direction=self._read("direction") or Direction.BOTH.value,
            depth=int(self._read("depth")) if self._read("depth") else None,
            at=self._read("at"),
            kinds=known["kind"],
            zones=known["zone"],
            job_id=self._read("job"),
            limit=min(max(1, int(self._asked("limit") or LIMIT)), NODES_MAX),
        )

    def opened(self) -> Counter[tuple[int, str]]:
        """Which nodes were opened to which side, and how often: `open=12.upstream` once for each time."""
        found: Counter[tuple[int, str]] = Counter()
        for text in self.data.getlist("open"):
            pk, _dot, side = text.partition(".")
            if side in SIDES and pk.isdecimal() and len(pk) < 19:
                found[int(pk), side] += 1
        return found

    def jobs_offered(self, jobs: Iterable[tuple[int, str]]) -> None:
        """Offer the jobs that the picture shows."""
        self.fields["job"].choices = [("", _("Every job")), *jobs]  # type: ignore[attr-defined]


class DifferenceForm(forms.Form):
    """Two moments; at first the last week."""

    since = MomentField(label=_("Before"))
    until = MomentField(label=_("After"))
