"""GraphiQL for people who are logged in: our own page, with scripts from our own server only."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

EXAMPLE = """{
  me { participant { nickname } roles }
  assets(first: 5) {
    totalCount
    nodes { name title status ownerships { responsibility participant { nickname } } }
  }
}
"""


# Its editor writes style elements of its own, and its style sheet carries its fonts; this page alone may.
@csp_update({"style-src": [SELF, UNSAFE_INLINE], "font-src": [SELF, "data:"]})
@login_required
def explorer(request: HttpRequest) -> HttpResponse:
    return render(request, "graphql/graphiql.html", {"query": EXAMPLE})
