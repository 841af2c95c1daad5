"""The view under every noun of the REST door: who acts, why, on which version, and once only."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from common.actor import Actor, Door
from common.api.media import JsonAnswer, JsonOnly
from common.api.preconditions import expected_version, versioned
from common.document import control_characters
from common.errors import Invalid
from workshop.api.idempotency import once

REASON_LENGTH_MAX = 200


class ApiView(APIView):
    """Methods are declared with `common.api.operations.operation`."""

    content_negotiation_class = JsonOnly
    format_kwarg = None
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    secrets: ClassVar[Sequence[str]] = ()  # keys of answers that are never stored

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.actor = Actor(door=Door.REST)  # until `initial` knows better

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Only what this door needs of DRF's preparations."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        actor: Any = request.user
        self.actor = actor

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        answer["X-Request-Id"] = str(self.actor.request_id)
        return answer

    def carry_out(self, request: Request, run: Callable[[], JsonAnswer]) -> JsonAnswer:
        """Run a checked operation; a POST with an Idempotency-Key at most once."""
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if request.method == "POST" and key is not None:
            return once(request, self.actor, key, run, secrets=self.secrets)
        return run()

    @property
    def signed(self) -> dict[str, Any]:
        """What every command is told: who, and why."""
        return {"actor": self.actor, "reason": self._reason()}

    @property
    def guarded(self) -> dict[str, Any]:
        """Also the version that the client has seen."""
        return {**self.signed, "expected_version": expected_version(self.request.META.get("HTTP_IF_MATCH"))}

    def _reason(self) -> str:
        sent = self.request.META.get("HTTP_X_CHANGE_REASON", "")
        try:
            reason = sent.encode("latin-1").decode("utf-8")  # WSGI hands headers over as Latin-1
        except UnicodeError:
            reason = sent
        if len(reason) > REASON_LENGTH_MAX or control_characters(reason):
            message = _("Give at most %(max)s visible characters.") % {"max": REASON_LENGTH_MAX}
            raise Invalid.at("X-Change-Reason", "length", message)
        return reason.strip()


def created(request: Request, data: dict[str, Any]) -> JsonAnswer:
    """201 with the address and the version of the new object."""
    return versioned(data, 201, Location=request.build_absolute_uri(f"{request.path}{data['id']}/"))


def nothing() -> JsonAnswer:
    """204: done, and there is nothing left to show."""
    answer = JsonAnswer(None, status=204)
    answer.content = b""
    del answer["Content-Type"]
    return answer
