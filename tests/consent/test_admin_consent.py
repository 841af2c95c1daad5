"""Consent in the admin: what is looked at opens, purposes are written by the command, other workshops see nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from consent.commands import processing_write, request_file, verdict_ask
from consent.documents import ProcessingDocument, RequestDocument, UseDocument
from consent.models import Purpose
from tests.consent.conftest import Shop
from tests.people import Room

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def objects(shop: Shop) -> dict[str, int]:
    """One of each, by the name of its model."""
    owner, subject = shop.room["owner"], shop.subject("1")
    use = UseDocument(asset=shop.assets["client"], kind="list", purpose=shop.purposes["newsletter"])
    sheet = ProcessingDocument(code="orders", title_fr="Commandes")
    return {
        "consentevent": shop.said("1"),
        "subject": subject,
        "purpose": shop.purposes["newsletter"],
        "verdict": verdict_ask(actor=owner, use=use),
        "rightsrequest": request_file(actor=owner, document=RequestDocument(subject=subject, right="access")),
        "processing": processing_write(actor=owner, document=sheet),
    }


def visit(room: Room, role: str) -> Client:
    client = Client()
    client.force_login(room.user(role), backend=BACKEND)
    return client


@pytest.mark.parametrize("role", ["steward", "facilitator"])
def test_everything_opens(shop: Shop, objects: dict[str, int], role: str) -> None:
    client = visit(shop.room, role)
    assert client.get(reverse("admin:consent_erasure_changelist")).status_code == 200
    for name, pk in objects.items():
        assert client.get(reverse(f"admin:consent_{name}_changelist")).status_code == 200
        for page in ("change", "history"):
            # Requests are read by who answers them, and a steward does not.
            hidden = name == "rightsrequest" and role == "steward"
            answer = client.get(reverse(f"admin:consent_{name}_{page}", args=[pk]))
            assert answer.status_code == (302 if hidden else 200), (name, page)


def test_other_workshops_see_nothing(objects: dict[str, int], other_room: Room) -> None:
    client = visit(other_room, "facilitator")
    for name, pk in objects.items():
        assert client.get(reverse(f"admin:consent_{name}_change", args=[pk])).status_code == 302
        assert (
            f"/{pk}/change/" not in client.get(reverse(f"admin:consent_{name}_changelist")).content.decode()
        )


def test_purpose_is_written_and_refused_at_its_place(shop: Shop) -> None:
    client, path = visit(shop.room, "facilitator"), reverse("admin:consent_purpose_add")
    given = {
        "code": "study",
        "title_fr": "Étude",
        "basis": "consent",
        "recipients": '["CNRS"]',
        "reason": "R80",
    }
    lists = {"categories": "[]", "transfers": "[]"}
    assert client.post(path, {**given, **lists}).status_code == 302
    purpose = Purpose.objects.get(code="study")
    assert (purpose.basis, purpose.recipients) == ("consent", ["CNRS"])
    again = client.post(path, {**given, **lists})
    assert list(again.context["adminform"].form.errors) == ["code"]
    change = reverse("admin:consent_purpose_change", args=[purpose.pk])
    assert client.post(change, {**given, **lists, "retention_days": "30"}).status_code == 302
    assert client.get(reverse("admin:consent_purpose_history", args=[purpose.pk])).status_code == 200
    purpose.refresh_from_db()
    assert (purpose.retention_days, purpose.version) == (30, 2)


def test_steward_looks_at_purposes_only(shop: Shop) -> None:
    client = visit(shop.room, "steward")
    assert client.get(reverse("admin:consent_purpose_add")).status_code == 403
    assert (
        client.get(reverse("admin:consent_purpose_delete", args=[shop.purposes["orders"]])).status_code == 403
    )
