"""What every template may ask: `here.actor` and `here.workshop`, read when first used."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from common.actor import NOBODY, Actor
from workshop.models import Workshop
from workshop.queries import workshop_current


@dataclass
class Here:
    request: HttpRequest

    @cached_property
    def actor(self) -> Actor:
        return getattr(self.request, "actor", NOBODY)

    @cached_property
    def workshop(self) -> Workshop | None:
        return workshop_current(self.actor) if self.actor.workshop_id else None


def here(request: HttpRequest) -> dict[str, Here]:
    return {"here": Here(request)}
