"""The guide's agenda as data, and the agenda of a workshop as a template for the next one."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from common.history import rows_insert
from workshop.choices import STEPS
from workshop.models import Activity, Step

AGENDA = Path(__file__).parent / "data" / "agenda.json"
STEP_COLUMNS = (
    "code", "title_fr", "title_en", "position", "starts_minute", "minutes", "slides", "purpose_fr", "purpose_en",
)  # fmt: skip
ACTIVITY_COLUMNS = (
    "position", "title_fr", "title_en", "text_fr", "text_en", "minutes", "slides", "notions", "questions_fr",
    "questions_en", "collects", "tasks",
)  # fmt: skip
Row = dict[str, Any]


@cache
def guide_activities() -> list[Row]:
    """Each with the code of its `step`; texts in both languages, what is named comes from the glossary."""
    rows: list[Row] = json.loads(AGENDA.read_text(encoding="utf-8"))
    return [{"position": place, **row} for place, row in enumerate(rows)]


def guide_clone(workshop_id: int) -> None:
    """Give a new workshop the agenda of the guide."""
    steps = [{"position": place, **asdict(step)} for place, step in enumerate(STEPS)]
    _insert(workshop_id, steps, guide_activities())


def agenda_clone(workshop_id: int, from_workshop_id: int) -> None:
    """Give a new workshop the agenda of another one, as it was edited there."""
    steps = list(Step.objects.filter(workshop_id=from_workshop_id).values(*STEP_COLUMNS))
    activities = Activity.objects.filter(workshop_id=from_workshop_id).order_by("position")
    rows = [
        {**row, "step": row.pop("step__code")} for row in activities.values("step__code", *ACTIVITY_COLUMNS)
    ]
    _insert(workshop_id, steps, rows)


def _insert(workshop_id: int, steps: list[Row], activities: list[Row]) -> None:
    ids = rows_insert(Step, [{"workshop_id": workshop_id, **step} for step in steps])
    by_code = {step["code"]: pk for step, pk in zip(steps, ids, strict=True)}
    rows = [
        {
            "workshop_id": workshop_id,
            "step_id": by_code[row["step"]],
            **{name: row[name] for name in ACTIVITY_COLUMNS},
        }
        for row in activities
    ]
    rows_insert(Activity, rows)
