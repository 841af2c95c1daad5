"""What the page of an asset offers is what the reader may do."""

from django.urls import reverse

from tests.catalog.conftest import Visit
from tests.people import Room


def test_what_one_may_not_do_is_not_offered(room: Room, visit: Visit) -> None:
    url = reverse("catalog:asset-detail", args=[room.asset()])
    offered = {
        role: visit(room, role).get(url).context["rights"] for role in ("client", "engineer", "steward")
    }
    assert offered == {
        "client": {"describe": False, "rate": False, "key": False, "delete": False, "move": []},
        "engineer": {"describe": False, "rate": False, "key": True, "delete": False, "move": []},
        "steward": {"describe": True, "rate": True, "key": True, "delete": True, "move": ["submitted"]},
    }
    html = visit(room, "client").get(url).content.decode()
    assert "/edit/" not in html
    assert "/move/" not in html
