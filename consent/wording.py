"""Reasons of verdicts and of duties as sentences for the reader: what was found, and what to do about it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.choices import Answer, LegalBasis, Standing

REASONS: dict[str, Any] = {
    "no_personal_data": _("No personal data is used: anybody may go ahead."),
    "field_unclassified": _(
        "Nobody has said whether “%(field)s” of “%(asset)s” is personal data. Choose its category."
    ),
    "fields_unknown": _("No field of “%(asset)s” is described. Describe its fields."),
    "purpose_missing": _("No purpose is named. Choose or write the purpose of this use."),
    "purpose_unwritten": _("The purpose is not written down. Write what exactly is done, and why."),
    "basis_missing": _("The purpose has no legal basis. Choose one of the six, before the processing begins."),
    "basis": _("Legal basis of the purpose: %(basis)s."),
    "collection_unknown": _("Nobody has said what the data of “%(asset)s” was collected for. Name its purposes."),
    "asked_anew": _("“%(asset)s” was collected for something else; those who agree to this purpose are asked for it."),
    "consent_needed": _(
        "“%(asset)s” was collected on consent for something else: it may serve this purpose only with a new consent."
    ),
    "compatible": _("“%(asset)s” was collected for a compatible purpose: keep the safeguards of the test."),
    "incompatible": _("“%(asset)s” was collected for a purpose that this one is not compatible with."),
    "compatibility_untested": _(
        "“%(asset)s” was collected for another purpose. Record the compatibility test (link, context, nature, "
        "consequences, safeguards)."
    ),
    "statistics_presumed": _(
        "“%(asset)s” was collected for another purpose; statistics are presumed compatible, with their safeguards."
    ),
    "people_unknown": _(
        "No key leads from “%(asset)s” and its sources to the persons. Declare the foreign key to the clients, and "
        "enrol them."
    ),
    "nobody_covered": _("Nobody is covered: all %(excluded)s persons are excluded."),
    "only_covered": _("Use only the %(covered)s persons who are covered; %(excluded)s are excluded."),
    "all_covered": _("All %(covered)s persons are covered."),
    "categories_missing": _("The purpose does not say which categories of data it needs. Name them, and no more."),
    "category_unnamed": _("“%(field)s” of “%(asset)s” is personal data of no named category. Choose its category."),
    "leave_out": _("Leave out “%(field)s” of “%(asset)s”: the purpose does not need this category of data."),
    "retention_missing": _("The purpose does not say how long data is kept. Give its retention."),
    "notice_missing": _("People were not told: the purpose has no notice. Publish one."),
    "owner_missing": _("Nobody answers for “%(asset)s”. Name its accountable owner."),
    "not_rated": _("The confidentiality of “%(asset)s” is not assessed. Let its owner rate it."),
    "named_readers": _("“%(asset)s” is critical (C 4): only persons named by its owner may read the result."),
    "special": _("“%(field)s” of “%(asset)s” is a special category (art. 9), and no exception is named."),
    "special_exception": _(
        "“%(field)s” of “%(asset)s” is a special category (art. 9): let the DPO look at the exception."
    ),
    "offence": _("“%(field)s” of “%(asset)s” is about offences (art. 10), which only authorities may process."),
    "k_too_small": _("Cells of %(k)s persons show single persons: at least %(least)s are needed."),
    "too_few": _("Fewer than %(k)s persons are covered: no cell may be shown."),
    "cells": _(
        "Show a cell only for %(k)s persons or more, none of whom carries over 85 %% of it, and hide a second one "
        "where a total would give the first away."
    ),
    "profile_tell": _("This is profiling: tell people, let them object, and let them see their score."),
    "model_personal": _(
        "A model may give away its examples: treat it as personal data as long as nobody has tested that."
    ),
    "automated_forbidden": _(
        "A decision by machine alone with such an effect (art. 22) needs consent, a contract or a law."
    ),
    "review_missing": _("A decision by machine alone with such an effect (art. 22) needs a person who can review it."),
    "review": _("People may ask for a person to review the decision, and may contest it (art. 22(3))."),
    "dpia_required": _("An impact assessment (art. 35) is needed and not done. Do it with the DPO first."),
    "dpia_unasked": _("Nobody has said whether an impact assessment (art. 35) is needed. Ask the DPO."),
    "incident_blocking": _("“%(asset)s” has a blocking quality incident (%(count)s). Have it corrected at the source."),
    "incident_open": _("“%(asset)s” has open quality incidents (%(count)s): say so beside the result."),
}  # fmt: skip

DUTY_REASONS: dict[str, Any] = {
    "person": _("It is this person’s own record."),
    "linked": _("It is about this person."),
    "copy": _("It is a copy."),
    "obligation": _("The law obliges us to keep it (“%(purpose)s”)."),
    "purpose": _("Another purpose still needs it (“%(purpose)s”)."),
    "unknown": _("Nobody has said what it was collected for, so nothing lets us keep it."),
    "computed": _("It was computed from data that holds this person."),
    "trained": _("It was trained with data that holds this person."),
    "shown": _("It shows what was computed from data that holds this person."),
    "sent": _("It was made from data that holds this person: nothing may be sent any more."),
    "proof": _("We must be able to show who agreed to what; it names nobody after an erasure."),
    "answers": _("Answers that the API keeps for a day, to repeat them."),
}


def reason_said(reason: Mapping[str, Any], names: Mapping[int, str], fields: Mapping[int, str]) -> str:
    """One reason of a verdict in the reader's language; `names` and `fields` by id."""
    values = {name: _plain(value) for name, value in reason["values"].items()}
    gone = gettext("something that is gone")
    values["asset"] = names.get(reason["asset_id"], gone)
    values["field"] = fields.get(reason["field_id"], gone)
    return str(REASONS[reason["code"]]) % values


def _plain(value: Any) -> Any:
    return str(LegalBasis(value).label) if value in LegalBasis.values else value


def standing_said(code: str) -> str:
    return str(Standing(code).label)


def duty_said(why: str, purpose: str = "") -> str:
    return str(DUTY_REASONS[why]) % {"purpose": purpose} if why else ""


def gate_said(answer: str) -> str:
    """The last answer to “may we?”, short enough for a picture."""
    return gettext("May we? %(answer)s") % {"answer": Answer(answer).label}
