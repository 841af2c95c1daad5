"""REST addresses of the workshop, under /api/v1/."""

from django.urls import path

from workshop.api import room_views, views

app_name = "workshop-api"
urlpatterns = [
    path("workshops/", views.WorkshopsView.as_view(), name="workshop-list"),
    path("workshops/<id:workshop_id>/", views.WorkshopView.as_view(), name="workshop"),
    path("steps/", views.StepsView.as_view(), name="step-list"),
    path("steps/<id:step_id>/", views.StepView.as_view(), name="step"),
    path("activities/", room_views.ActivitiesView.as_view(), name="activity-list"),
    path("activities/<id:activity_id>/", room_views.ActivityView.as_view(), name="activity"),
    path("timer/", room_views.TimerView.as_view(), name="timer"),
    path("notes/", room_views.NotesView.as_view(), name="note-list"),
    path("notes/<id:note_id>/", room_views.NoteView.as_view(), name="note"),
    path("votes/", room_views.VotesView.as_view(), name="vote-list"),
    path("participants/", views.ParticipantsView.as_view(), name="participant-list"),
    path("participants/<id:participant_id>/", views.ParticipantView.as_view(), name="participant"),
    path("roles/", views.RolesView.as_view(), name="role-list"),
    path("roles/<id:role_id>/", views.RoleView.as_view(), name="role"),
    path("tokens/", views.TokensView.as_view(), name="token-list"),
    path("tokens/<slug:key>/", views.TokenView.as_view(), name="token"),
]
