"""The form behind a page that writes: it collects values, and shows what the command refused."""

from collections.abc import Callable
from typing import Any

from django import forms

from common.errors import AppError, Conflict, FieldError, Invalid


class Lenient(forms.CharField):
    """An input that is marked as required, but whose absence is the command's to refuse (or not)."""

    def validate(self, value: Any) -> None:
        """Nothing is wrong here."""


class CommandForm(forms.Form):
    """Whether values are right is the business of the command; its refusals come back to their inputs."""

    refusals: tuple[type[AppError], ...] = (Invalid, Conflict)
    status = 200  # of the page that shows the form
    refused: AppError | None = None

    def carries_out(self, write: Callable[[], Any]) -> bool:
        """Whether `write` went through; if not, its errors stand beside their inputs."""
        if not self.is_valid():
            self.status = 422
            return False
        try:
            write()
        except self.refusals as refused:
            self.status, self.refused = refused.status, refused
            for error in refused.errors or [FieldError("", refused.code, refused.message)]:
                self.place(error)
            return False
        return True

    def place(self, error: FieldError) -> None:
        """Show an error beside its input, else above the form."""
        name = self.input_of(error)
        self.add_error(name if name in self.fields else None, str(error.message))

    def input_of(self, error: FieldError) -> str:
        """The input that an error belongs to."""
        return error.path.partition(".")[0]
