"""Parts of addresses."""

from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """A row's id: no longer than a database's whole number, so that a longer one is not found."""

    regex = "[0-9]{1,18}"
