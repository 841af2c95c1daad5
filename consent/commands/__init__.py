"""The only writers of consent."""

from consent.commands.consents import (
    consent_answer,
    consent_record,
    consent_withdraw,
    consents_record,
    objection_lift,
    objection_raise,
)
from consent.commands.erasures import erasure_run, erasures_sweep
from consent.commands.processings import processing_write
from consent.commands.purposes import (
    asset_collect_for,
    compatibility_test,
    notice_publish,
    purpose_declare,
    purpose_update,
)
from consent.commands.requests import request_answer, request_extend, request_file, restriction_lift
from consent.commands.subjects import subject_claim, subject_update, subjects_enrol
from consent.commands.verdicts import verdict_ask

__all__ = [
    "asset_collect_for",
    "compatibility_test",
    "consent_answer",
    "consent_record",
    "consent_withdraw",
    "consents_record",
    "erasure_run",
    "erasures_sweep",
    "notice_publish",
    "objection_lift",
    "objection_raise",
    "processing_write",
    "purpose_declare",
    "purpose_update",
    "request_answer",
    "request_extend",
    "request_file",
    "restriction_lift",
    "subject_claim",
    "subject_update",
    "subjects_enrol",
    "verdict_ask",
]
