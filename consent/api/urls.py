"""REST addresses of consent, under /api/v1/."""

from django.urls import path

from consent.api import views

app_name = "consent-api"
urlpatterns = [
    path("purposes/", views.PurposesView.as_view(), name="purpose-list"),
    path("purposes/<id:purpose_id>/", views.PurposeView.as_view(), name="purpose"),
    path("purposes/<id:purpose_id>/tests/", views.CompatibilityView.as_view(), name="purpose-test"),
    path("assets/<id:asset_id>/purposes/", views.CollectedView.as_view(), name="asset-purposes"),
    path("notices/", views.NoticesView.as_view(), name="notice-list"),
    path("notices/<id:notice_id>/", views.NoticeView.as_view(), name="notice"),
    path("subjects/", views.SubjectsView.as_view(), name="subject-list"),
    path("subjects/enrol/", views.EnrolView.as_view(), name="subject-enrol"),
    path("subjects/<id:subject_id>/", views.SubjectView.as_view(), name="subject"),
    path("subjects/<id:subject_id>/trace/", views.TraceView.as_view(), name="subject-trace"),
    path("subjects/<id:subject_id>/copy/", views.CopyView.as_view(), name="subject-copy"),
    path("consents/", views.ConsentsView.as_view(), name="consent-list"),
    path("consents/bulk/", views.ConsentsBulkView.as_view(), name="consent-bulk"),
    path("consents/withdraw/", views.WithdrawView.as_view(), name="consent-withdraw"),
    path("consents/<id:event_id>/", views.ConsentView.as_view(), name="consent"),
    path("consents/<id:event_id>/receipt/", views.ReceiptView.as_view(), name="consent-receipt"),
    path("objections/", views.ObjectionsView.as_view(), name="objection-list"),
    path("objections/<id:objection_id>/", views.ObjectionView.as_view(), name="objection"),
    path("verdicts/", views.VerdictsView.as_view(), name="verdict-list"),
    path("verdicts/<id:verdict_id>/", views.VerdictView.as_view(), name="verdict"),
    path("requests/", views.RequestsView.as_view(), name="request-list"),
    path("requests/<id:request_id>/", views.RequestView.as_view(), name="request"),
    path("requests/<id:request_id>/answer/", views.RequestAnswerView.as_view(), name="request-answer"),
    path("requests/<id:request_id>/extend/", views.RequestExtendView.as_view(), name="request-extend"),
    path("erasures/", views.ErasuresView.as_view(), name="erasure-list"),
    path("erasures/sweep/", views.SweepView.as_view(), name="erasure-sweep"),
    path("erasures/<id:erasure_id>/", views.ErasureView.as_view(), name="erasure"),
    path("processings/", views.ProcessingsView.as_view(), name="processing-list"),
    path("processings/<id:processing_id>/", views.ProcessingView.as_view(), name="processing"),
]
