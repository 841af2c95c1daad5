"""Addresses of the workshop's pages."""

from django.urls import path

from workshop.views import joining, me, people, session

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
    path("workshops/new/", people.create, name="create"),
]
