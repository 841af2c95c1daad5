"""Teaching the API: beside a form or a list, the very HTTP request that does the same.

`{% include "_lesson.html" %}` shows a `Lesson`; `static/js/lesson.js` keeps it in step with the form, runs it and
writes it as curl, Python and JavaScript. Inputs that feed the body carry the attributes of `fed_by`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

JSON = "application/json"
KINDS = (("http", "HTTP"), ("curl", "curl"), ("python", "Python"), ("js", "JavaScript"))


@dataclass(frozen=True)
class Lesson:
    """A request to the REST door: `path` with its query; for writes a body (plain data, or text of `content_type`)."""

    method: str
    path: str
    body: Any = None
    content_type: str = JSON
    form: str = ""  # id of the form whose inputs feed the body
    idempotent: bool = False  # sent with a key, so that running it twice does nothing twice
    says: Any = ""  # a sentence about it
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def name(self) -> str:
        """An id within the page."""
        return f"lesson-{self.key[:8]}"

    @property
    def data_id(self) -> str:
        return f"{self.name}-data"

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """What the request can be written as."""
        return KINDS

    @property
    def headers(self) -> dict[str, str]:
        """What is sent beside the token."""
        headers = {"Accept": JSON}
        if self.body is not None:
            headers["Content-Type"] = self.content_type
        if self.idempotent:
            headers["Idempotency-Key"] = self.key
        return headers

    @property
    def text(self) -> str:
        """The body as it is sent."""
        if self.body is None or isinstance(self.body, str):
            return self.body or ""
        return json.dumps(self.body, ensure_ascii=False, indent=2)

    @property
    def data(self) -> dict[str, Any]:
        """What the script needs."""
        return {
            "method": self.method,
            "path": self.path,
            "headers": self.headers,
            "body": self.body,
            "form": self.form,
        }


def fed_by(path: Sequence[str], json_type: str = "string") -> dict[str, str]:
    """Attributes of the input that gives the body's value at `path`, of a JSON type; an empty one gives none."""
    return {"data-json": json.dumps(list(path), ensure_ascii=False), "data-json-type": json_type}
