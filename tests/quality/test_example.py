"""The example workshop: rules, checks, one incident at each state, the store and its contracts."""

import pytest

from common.actor import Actor, Door
from portal.example import example_load
from quality.choices import IncidentState
from quality.documents import IncidentFilter
from quality.queries.checks import scores_latest
from quality.queries.contracts import contracts_page
from quality.queries.incidents import incidents_page
from workshop.actors import actor_of_participant
from workshop.models import Participant


@pytest.fixture
def owner(db: None) -> Actor:
    workshop = example_load()
    return actor_of_participant(Participant.objects.get(workshop=workshop, nickname="owner"), Door.CLI)


def test_the_example_shows_each_state_and_what_the_rules_found(owner: Actor) -> None:
    rows = incidents_page(owner, IncidentFilter(), limit=100).rows
    assert sorted(row["state"] for row in rows) == sorted(IncidentState.values)
    assert {row["origin"] for row in rows} == {"rule", "person"}
    assert all(row["brick_count"] for row in rows)
    scores = {(row["asset"]["name"], row["zone"]): row["score"] for row in scores_latest(owner)}
    assert scores["produit", "source"] == 1
    assert 0.9 < scores["commande", "raw"] < 1
    contracts = contracts_page(owner).rows
    assert {row["document"]["asset"]["zone"] for row in contracts} == {"store"}
    assert [row["broken_now"] for row in contracts] == [[], []]
