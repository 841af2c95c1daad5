"""`manage.py import_catalogue <source> --workshop <code>`: bring in what already exists, again and again."""

from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.importing.commands import import_plan, import_run
from catalog.importing.databases import database_read, is_database
from catalog.importing.folders import ENCODINGS, folder_read
from catalog.importing.report import lines_of, summary_of
from catalog.importing.source import Source, Unreadable
from common.actor import Actor, Door
from common.errors import AppError
from workshop.actors import actor_of_participant
from workshop.choices import Role
from workshop.codes import code_normalise
from workshop.models import Participant, Workshop


class Command(BaseCommand):
    help = (
        "Import tables of a database (postgres://user:password@host:5432/database, sqlite:///file, or a "
        "SQLite file) or of a folder of CSV files as assets. Running it again brings changes of the source; "
        "what people wrote is kept. PGPASSWORD keeps a password out of the command line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a database's address or file, a folder of CSV files, a CSV file")
        parser.add_argument("--workshop", required=True, metavar="CODE", help="join code of the workshop")
        parser.add_argument("--system", default="erp", metavar="CODE", help="where new assets stand (erp)")
        parser.add_argument("--as", dest="username", help="who signs; the workshop's facilitator otherwise")
        parser.add_argument("--namespace", default="", help="instead of the one that the source gives")
        parser.add_argument("--encoding", default="utf-8", choices=ENCODINGS, help="of CSV files (utf-8)")
        parser.add_argument("--views", action="store_true", help="also import a database's views")
        parser.add_argument("--prune", action="store_true", help="delete what is gone and nobody wrote on")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except AppError as refused:
            places = [f"\n  {error.path}: {error.message}" for error in refused.errors]
            raise CommandError(f"{refused.message}{''.join(places)}") from None

    def _import(self, options: dict[str, Any]) -> None:
        start = monotonic()
        workshop = _workshop(options["workshop"])
        actor = _actor(workshop, options["username"])
        source = _read(options, workshop.language)
        self._say(_read_line(source))
        for note in source.notes:
            self._say(f"  ! {note}")
        how = {"source": source, "system": options["system"], "prune": options["prune"]}
        if options["dry_run"]:
            with transaction.atomic():
                plan = import_plan(actor, **how)
        else:
            plan = import_run(actor=actor, reason=f"import_catalogue {source.label}", **how)
        for line in lines_of(plan):
            self._say(line)
        seconds = f"{monotonic() - start:.1f} s"
        if options["dry_run"]:
            self._say(f"{summary_of(plan)} {_('Nothing written (--dry-run).')}")
        else:
            self._say(f"{summary_of(plan)} {seconds}")
            self._say_where(options["system"], actor if plan.writes else None)

    def _say_where(self, system: str, signed: Actor | None) -> None:
        """Pages by their path: this process does not know under which host they are served."""
        listed = f"{reverse('catalog:asset-list')}?{urlencode({'system': system})}"
        self._say(_("Assets: %(path)s") % {"path": listed})
        if signed:
            change = reverse("catalog:change-detail", args=[signed.request_id])
            self._say(_("See or undo this import as a whole: %(path)s") % {"path": change})

    def _say(self, line: str) -> None:
        self.stdout.write(line)


def _read_line(source: Source) -> str:
    tables, columns = len(source.tables), sum(len(table.fields) for table in source.tables)
    counted = (
        ngettext("%(n)s table", "%(n)s tables", tables) % {"n": tables},
        ngettext("%(n)s column", "%(n)s columns", columns) % {"n": columns},
    )
    return _("%(label)s: read %(contents)s") % {"label": source.label, "contents": ", ".join(counted)}


def _workshop(code: str) -> Workshop:
    workshop = Workshop.objects.filter(join_code=code_normalise(code)).first()
    if workshop is None:
        raise CommandError(_("No workshop has the join code %(code)s.") % {"code": code})
    return workshop


def _actor(workshop: Workshop, username: str | None) -> Actor:
    people = Participant.objects.filter(workshop=workshop, user__is_active=True).order_by("pk")
    if username:
        people = people.filter(user__username=username)
    else:
        people = people.filter(role_assignments__role=Role.FACILITATOR)
    participant = people.first()
    if participant is None:
        raise CommandError(_("Nobody of this name takes part in the workshop. Name one with --as."))
    return actor_of_participant(participant, Door.CLI)


def _read(options: dict[str, Any], language: str) -> Source:
    location, namespace = options["source"], options["namespace"]
    language = language if language in ("fr", "en") else "fr"
    if is_database(location):
        return database_read(location, namespace=namespace, language=language, views=options["views"])
    path = Path(location)
    if not path.exists():
        raise Unreadable.at(path.name, _("There is neither a file nor a folder of this name."))
    return folder_read(path, namespace=namespace, encoding=options["encoding"])
