"""Log in, log out, choose the language and the workshop."""

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from workshop.actors import SESSION_WORKSHOP
from workshop.commands import user_set_language
from workshop.middleware import PageRequest
from workshop.models import User
from workshop.queries import workshop_joined_get

LANGUAGES = dict(settings.LANGUAGES)


class LoginView(auth.LoginView):
    """For accounts with a password; the language of the account comes with it."""

    template_name = "workshop/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        language_follow(response, form.get_user())
        return response


class LogoutView(auth.LogoutView):
    """By POST, as Django asks; lands on the welcome page."""


@require_POST
def switch(request: PageRequest) -> HttpResponse:
    """Go to another workshop that this person takes part in."""
    workshop = workshop_joined_get(request.actor, request.POST.get("workshop"))
    request.session[SESSION_WORKSHOP] = workshop.pk
    return redirect("portal:home")


@require_POST
def language(request: PageRequest) -> HttpResponse:
    """Switch the language here, and for the next log-in of this person."""
    wanted = request.POST.get("language", "")
    actor = request.actor
    if wanted in LANGUAGES and actor.user_id:
        user_set_language(actor=actor, language=wanted)
    return set_language(request)


def language_follow(response: HttpResponse, user: User) -> None:
    """Show pages in the language this person chose, on this device too."""
    if user.language in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=settings.SESSION_COOKIE_AGE)
