"""What each role does first, as links; the pages check what is allowed, this only shows the way."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from workshop.choices import Role


@dataclass(frozen=True, slots=True)
class Task:
    label: Any
    url_name: str
    query: str = ""


BROWSE = Task(_("Browse the assets"), "catalog:asset-list")
COMPLETE = Task(_("See what is to complete"), "catalog:to-complete")
DIAGRAM = Task(_("See the keys and links"), "catalog:diagram")
GLOSSARY = Task(_("Look up a notion"), "catalog:glossary")
PERSONAL = Task(_("Find the personal data"), "catalog:asset-list", "?personal_data=yes")
SUBMITTED = Task(_("Decide on what is submitted"), "catalog:asset-list", "?status=submitted")
DATASETS = Task(_("Find the datasets"), "catalog:asset-list", "?kind=dataset")
LINEAGE = Task(_("See where data comes from and goes"), "lineage:overview")
JOBS = Task(_("Look at jobs and runs"), "lineage:job-list")
GAPS = Task(_("Close my gaps in sensitivity"), "lineage:gap-list", "?mine=1")
ALL_GAPS = Task(_("Find the gaps in sensitivity"), "lineage:gap-list")
LOWERINGS = Task(_("Review lowerings"), "lineage:lowering-list")
PEOPLE = Task(_("Give roles"), "workshop:people")
POSTER = Task(_("Show the invitation"), "workshop:poster")

TASKS: dict[str, tuple[Task, ...]] = {
    Role.FACILITATOR: (POSTER, PEOPLE, COMPLETE),
    Role.STEWARD: (COMPLETE, GLOSSARY, DIAGRAM),
    Role.OWNER: (SUBMITTED, COMPLETE, GAPS, LOWERINGS),
    Role.PRODUCER: (BROWSE, GLOSSARY),
    Role.CLIENT: (PERSONAL, GLOSSARY),
    Role.CONSUMER: (BROWSE, GLOSSARY),
    Role.ENGINEER: (LINEAGE, JOBS, DIAGRAM, COMPLETE),
    Role.ANALYST: (DATASETS, LINEAGE, DIAGRAM),
    Role.SCIENTIST: (DATASETS, LINEAGE, DIAGRAM),
    Role.DPO: (PERSONAL, LOWERINGS, ALL_GAPS, COMPLETE),
}
NEWCOMER = (BROWSE, GLOSSARY)


def tasks_of(roles: Collection[str]) -> list[Task]:
    """The tasks of these roles, each once, in the order of the roles."""
    tasks = [task for role in Role.values if role in roles for task in TASKS[role]]
    return list(dict.fromkeys(tasks or NEWCOMER))
