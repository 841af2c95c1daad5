"""What consent itself keeps of a person: what they said, and their requests. The proof stays, the texts go."""

from collections.abc import Mapping
from typing import Any

from common.actor import Actor
from common.history import history_of
from consent.choices import Duty
from consent.holding.registry import Forgotten, Held, Person
from consent.models import ConsentEvent, Objection, RightsRequest

REQUEST_TEXTS = {"answer": "", "extended_reason": ""}


class RecordHolder:
    code = "records"
    tables = ("consent.Subject", "consent.ConsentEvent", "consent.Objection", "consent.RightsRequest")

    def held(self, actor: Actor, person: Person, ended: int | None) -> list[Held]:
        counts = {model: model.objects.filter(subject=person.id).count() for model in _MODELS}
        return [
            Held(self.code, str(model._meta.verbose_name_plural), Duty.KEEP, count, why="proof")
            for model, count in counts.items()
            if count
        ]

    def forget(self, actor: Actor, person: Person) -> Forgotten:
        """Who they are is no longer said: texts are emptied here, the key when all holders are done."""
        events = ConsentEvent.objects.filter(subject=person.id)
        requests = RightsRequest.objects.filter(subject=person.id)
        texts = events.exclude(proof="").update(proof="")
        texts += requests.exclude(**REQUEST_TEXTS).update(**REQUEST_TEXTS)
        past = history_of(RightsRequest).objects.filter(subject_id=person.id)
        past.update(**REQUEST_TEXTS, history_change_reason="")
        kept = [
            {
                "what": str(model._meta.label),
                "count": model.objects.filter(subject=person.id).count(),
                "why": "proof",
            }
            for model in _MODELS
        ]
        return Forgotten({"texts": texts}, [row for row in kept if row["count"]])

    def told(self, actor: Actor, person: Person) -> Mapping[str, Any]:
        return {
            "consents": list(
                ConsentEvent.objects.filter(subject=person.id)
                .order_by("pk")
                .values(
                    "purpose__code", "kind", "at", "expires_at", "channel", "act", "notice__number", "proof"
                )
            ),
            "objections": list(
                Objection.objects.filter(subject=person.id)
                .order_by("pk")
                .values("purpose__code", "at", "until", "channel")
            ),
            "requests": list(
                RightsRequest.objects.filter(subject=person.id)
                .order_by("pk")
                .values("right", "purpose__code", "received_at", "due_at", "answered_at", "outcome", "answer")
            ),
        }


_MODELS = (ConsentEvent, Objection, RightsRequest)
