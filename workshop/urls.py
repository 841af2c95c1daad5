"""Addresses of the workshop's pages."""

from django.urls import path

from workshop.views import session

app_name = "workshop"
urlpatterns = [
    path("login/", session.LoginView.as_view(), name="login"),
    path("logout/", session.LogoutView.as_view(), name="logout"),
    path("language/", session.language, name="language"),
]
