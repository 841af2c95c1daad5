"""Addresses of the workshop's pages."""

from django.urls import path

from workshop.views import agenda, joining, me, notes, people, pictures, session

app_name = "workshop"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/done/", joining.joined, name="joined"),
    path("join/<str:code>/", joining.join, name="join"),
    path("resume/", joining.resume, name="resume"),
    path("poster/", joining.poster, name="poster"),
    path("login/", session.LoginView.as_view(), name="login"),
    path("logout/", session.LogoutView.as_view(), name="logout"),
    path("language/", session.language, name="language"),
    path("switch/", session.switch, name="switch"),
    path("me/", me.me, name="me"),
    path("me/tokens/", me.token_add, name="token-create"),
    path("me/tokens/<str:token_key>/revoke/", me.token_end, name="token-revoke"),
    path("me/resume-code/", me.resume_code_renew, name="resume-code-renew"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/resume-code/", people.person_code_renew, name="person-resume-code-renew"),
    path("people/roles/<int:pk>/withdraw/", people.role_take, name="role-withdraw"),
    path("step/", people.step_go, name="step-go"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/activities/<int:pk>/", agenda.activity, name="activity-update"),
    path("agenda/steps/<int:pk>/", agenda.step, name="step-update"),
    path("plan/", agenda.plan, name="plan"),
    path("casting/", agenda.casting, name="casting"),
    path("notes/", notes.notes, name="notes"),
    path("notes/steps/<int:pk>/", notes.notes_said, name="notes-said"),
    path("notes/<int:pk>/delete/", notes.note_end, name="note-delete"),
    path("maturity/", notes.maturity, name="maturity"),
    path("maturity/show/", notes.maturity_show, name="maturity-show"),
    path("maturity/goals/", notes.maturity_goal, name="maturity-goal"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("pictures/deal/", pictures.deal, name="picture-deal"),
    path("pictures/<int:pk>/move/", pictures.move, name="picture-move"),
    path("pictures/reveal/", pictures.reveal, name="picture-reveal"),
    path("pictures/collect/", pictures.collect, name="picture-collect"),
    path("workshops/new/", people.create, name="create"),
]
