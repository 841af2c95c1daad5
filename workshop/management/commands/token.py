"""`manage.py token <username>`: prints a fresh API token and nothing else, for scripts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.actor import Door
from workshop.actors import actor_of_participant, participation_of
from workshop.commands import token_create
from workshop.models import User, Workshop


class Command(BaseCommand):
    help = "Print a fresh API token of a user, for their latest (or the named) workshop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--workshop", help="join code, when the user takes part in several")

    def handle(self, *args: Any, username: str, workshop: str | None, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"No user is named {username!r}.")
        chosen = Workshop.objects.filter(join_code=workshop.upper()).first() if workshop else None
        if workshop and chosen is None:
            raise CommandError(f"No workshop has the join code {workshop!r}.")
        participant = participation_of(user, chosen.pk if chosen else None)
        if participant is None or (chosen and participant.workshop_id != chosen.pk):
            raise CommandError(f"{username} takes part in no such workshop.")
        _token, secret = token_create(
            actor=actor_of_participant(participant, Door.CLI), label="manage.py token"
        )
        self.stdout.write(secret)
