"""`manage.py import_bricks <source> --workshop <code>`: the rows behind what `import_catalogue` brought in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.actor import Actor, Door
from common.errors import AppError
from exchange.importing import Loaded, bricks_load
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.codes import code_normalise
from workshop.models import Participant


class Command(BaseCommand):
    help = (
        "Send the rows of a database (postgres://user:password@host:5432/database, sqlite:///file, or a SQLite "
        "file) or of a folder of CSV files as bricks, into the assets that import_catalogue made of them. Running "
        "it again sends the rows whose keys are new."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a database's address or file, a folder of CSV files, a CSV file")
        parser.add_argument("--workshop", required=True, metavar="CODE", help="join code of the workshop")
        parser.add_argument("--table", default="", help="this table only")
        parser.add_argument("--as", dest="username", help="who signs; the workshop's facilitator otherwise")
        parser.add_argument("--namespace", default="", help="the one that import_catalogue was given")
        parser.add_argument(
            "--accept", action="store_true", help="also accept what was sent, as its owner would"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = _actor(options["workshop"], options["username"])
        how = {"namespace": options["namespace"], "only": options["table"], "accept": options["accept"]}
        try:
            for loaded in bricks_load(actor, options["source"], **how):
                self.stdout.write(_line(loaded))
        except AppError as refused:
            places = [f"\n  {error.path}: {error.message}" for error in refused.errors]
            raise CommandError(f"{refused.message}{''.join(places)}") from None


def _line(loaded: Loaded) -> str:
    if loaded.asset_id is None:
        return _("%(table)s: not in the catalogue yet. Run import_catalogue first.") % {"table": loaded.name}
    sent = ngettext("%(count)s brick sent", "%(count)s bricks sent", loaded.sent) % {"count": loaded.sent}
    known = _("%(count)s there already") % {"count": loaded.known} if loaded.known else ""
    return f"{loaded.name}: {', '.join(filter(None, (sent, known)))}"


def _actor(code: str, username: str | None) -> Actor:
    people = Participant.objects.filter(workshop__join_code=code_normalise(code), user__is_active=True)
    who = {"user__username": username} if username else {"role_assignments__role": Role.FACILITATOR}
    participant = people.filter(**who).order_by("pk").first()
    if participant is None:
        raise CommandError(_("Nobody of this name takes part in a workshop with this join code."))
    return actor_of_participant(participant, Door.CLI)
