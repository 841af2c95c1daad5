"""Addresses of the pages of consent."""

from django.urls import path, re_path

from consent.views import mine, purposes, register, verdicts

app_name = "consent"
urlpatterns = [
    path("my-data/", mine.mine, name="mine"),
    path("my-data/claim/", mine.claim, name="my-claim"),
    path("my-data/answer/", mine.answer, name="my-answer"),
    path("my-data/withdraw/", mine.withdraw, name="my-withdraw"),
    path("my-data/trace/", mine.trace, name="my-trace"),
    path("my-data/object/", mine.object_to, name="my-object"),
    path("my-data/object-no-more/", mine.object_no_more, name="my-object-no-more"),
    path("my-data/request/", mine.ask_right, name="my-request"),
    path("my-data/copy/", mine.copy, name="my-copy"),
    path("consents/", register.consent_list, name="consent-list"),
    re_path(r"^consents/export\.(?P<form>csv|xlsx)$", register.consent_export, name="consent-export"),
    path("subjects/", register.subject_list, name="subject-list"),
    path("subjects/enrol/", register.subject_enrol, name="subject-enrol"),
    path("subjects/<int:pk>/", register.subject_detail, name="subject-detail"),
    path("subjects/<int:pk>/trace/", register.subject_trace, name="subject-trace"),
    path("subjects/<int:pk>/erase/", register.subject_erase, name="subject-erase"),
    path("erasures/", register.erasure_list, name="erasure-list"),
    path("erasures/sweep/", register.erasures_sweep, name="erasures-sweep"),
    path("erasures/<int:pk>/", register.erasure_detail, name="erasure-detail"),
    path("requests/", register.request_list, name="request-list"),
    path("requests/<int:pk>/", register.request_detail, name="request-detail"),
    path("requests/<int:pk>/extend/", register.request_extend, name="request-extend"),
    path("purposes/", purposes.purpose_list, name="purpose-list"),
    path("purposes/new/", purposes.purpose_new, name="purpose-create"),
    path("purposes/<int:pk>/", purposes.purpose_detail, name="purpose-detail"),
    path("purposes/<int:pk>/edit/", purposes.purpose_edit, name="purpose-update"),
    path("purposes/<int:pk>/notices/new/", purposes.notice_new, name="notice-create"),
    path("assets/<int:pk>/purposes/", purposes.asset_purposes, name="asset-purposes"),
    path("assets/<int:pk>/consent/panel/", verdicts.asset_panel, name="asset-panel"),
    path("verdicts/", verdicts.verdict_list, name="verdict-list"),
    path("verdicts/<int:pk>/", verdicts.verdict_detail, name="verdict-detail"),
    path("processings/", purposes.processing_list, name="processing-list"),
    re_path(
        r"^processings/export\.(?P<form>csv|xlsx)$", purposes.processing_export, name="processing-export"
    ),
    path("processings/new/", purposes.processing_edit, name="processing-create"),
    path("processings/<int:pk>/", purposes.processing_detail, name="processing-detail"),
    path("processings/<int:pk>/edit/", purposes.processing_edit, name="processing-update"),
]
