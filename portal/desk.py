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
SEND = Task(_("Send bricks"), "exchange:exchange")
SHOP = Task(_("Buy in the shop"), "exchange:shop")
VERIFY = Task(_("Verify what was sent"), "exchange:verification")
COPY = Task(_("Copy into the lake"), "exchange:transfer-list")
HUNT = Task(_("Errors on purpose"), "exchange:seeded-errors")
MAY_WE = Task(_("Ask: may we?"), "consent:verdict-list")
MY_DATA = Task(_("Decide on my data"), "consent:mine")
REQUESTS = Task(_("Answer the requests"), "consent:request-list")
RECORD = Task(_("Keep the record of processing"), "consent:processing-list")
PEOPLE = Task(_("Give roles"), "workshop:people")
CONSOLE = Task(_("Lead the room"), "portal:console")
POSTER = Task(_("Show the invitation"), "workshop:poster")

TASKS: dict[str, tuple[Task, ...]] = {
    Role.FACILITATOR: (CONSOLE, POSTER, PEOPLE, COMPLETE, HUNT),
    Role.STEWARD: (COMPLETE, GLOSSARY, DIAGRAM),
    Role.OWNER: (SUBMITTED, COMPLETE, VERIFY, MAY_WE),
    Role.PRODUCER: (BROWSE, SEND, HUNT, GLOSSARY),
    Role.CLIENT: (SHOP, MY_DATA, PERSONAL, GLOSSARY),
    Role.CONSUMER: (MAY_WE, BROWSE, GLOSSARY),
    Role.ENGINEER: (COPY, DIAGRAM, COMPLETE),
    Role.ANALYST: (DATASETS, DIAGRAM, MAY_WE),
    Role.SCIENTIST: (DATASETS, DIAGRAM, MAY_WE),
    Role.DPO: (REQUESTS, RECORD, PERSONAL),
}
NEWCOMER = (BROWSE, GLOSSARY)


def tasks_of(roles: Collection[str]) -> list[Task]:
    """The tasks of these roles, each once, in the order of the roles."""
    tasks = [task for role in Role.values if role in roles for task in TASKS[role]]
    return list(dict.fromkeys(tasks or NEWCOMER))
