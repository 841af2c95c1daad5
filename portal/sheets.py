"""What is printed before and projected during: role cards, pieces, DICP, checklist, slides. Data in both languages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"
SHEETS = {
    "checklist": _("Preparation checklist"),
    "roles": _("Role cards"),
    "pieces": _("Piece sheets"),
    "dicp": _("DICP sheet"),
    "phases": _("Phase sheets"),
}
SLIDES_COUNT = 20


@cache
def texts() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads((DATA / "sheets.json").read_text(encoding="utf-8"))
    return found


@cache
def slides() -> Sequence[Mapping[str, Any]]:
    """Slides 1 to 20 of the guide in our own words, with the facilitator's notes."""
    found: list[dict[str, Any]] = json.loads((DATA / "slides.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Supply:
    """How many of something to prepare."""

    count: int
    label: Any


def supplies(people: int) -> list[Supply]:
    """Bricks, plates and papers for so many people.

    Pieces have 4 or 5 bricks. Half of the people build, each a client, a product and three orders; an order
    also takes a blue, up to two green and a round brick. A quarter more stays in reserve.
    """
    builders = ceil(people / 2)

    def bricks(each: int) -> int:
        return ceil(builders * each * 1.25)

    return [
        Supply(bricks(15), _("yellow bricks (orders)")),
        Supply(bricks(5 + 6), _("green bricks (products, and links to them)")),
        Supply(bricks(5 + 3), _("blue bricks (clients, and links to them)")),
        Supply(bricks(3), _("red bricks (messages, campaigns, problems)")),
        Supply(bricks(3), _("round bricks in two colours (satisfaction)")),
        Supply(builders, _("heads (clients)")),
        Supply(builders, _("lanterns (products)")),
        Supply(6, _("cones (indicators)")),
        Supply(12, _("special pieces: wheels, levers, hooks (algorithms)")),
        Supply(2, _("white plates: CRM and ERP")),
        Supply(2, _("blue plates: data lake and ETL")),
        Supply(1, _("green plate: data store")),
        Supply(2, _("grey plates: data analysis and AI, with heart, flags and doors")),
        Supply(people * 3, _("sticky notes in green, yellow and blue")),
        Supply(people, _("role cards")),
    ]
