"""The glossary: its list by letter, one notion with what is linked to it, its form."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.access import can_edit_glossary, can_read
from catalog.commands import term_create, term_delete, term_update
from catalog.forms.glossary import TermForm
from catalog.models import Term
from catalog.queries.glossary import term_get, term_links, terms_of
from common.access import require
from common.models import bilingual
from common.text import fold
from workshop.middleware import PageRequest


@require_safe
def glossary(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, can_read(actor))
    q = request.GET.get("q", "").strip()[:200]
    terms = terms_of(actor, q)
    context = {
        "q": q,
        "letters": by_letter(terms),
        "term_count": len(terms),
        "can_edit": can_edit_glossary(actor),
    }
    template = "catalog/_glossary_terms.html" if request.htmx else "catalog/glossary.html"
    return render(request, template, context)


def by_letter(terms: Iterable[Term]) -> list[tuple[str, list[Term]]]:
    """Terms in the alphabetical order of the reader's language; what is no letter comes under #."""
    ordered = sorted(terms, key=lambda term: fold(bilingual(term, "name")))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=_letter)]


def _letter(term: Term) -> str:
    first = fold(bilingual(term, "name"))[:1].upper()
    return first if first.isalpha() else "#"


@require_safe
def term_detail(request: PageRequest, pk: int) -> HttpResponse:
    actor = request.actor
    require(actor, can_read(actor))
    term = term_get(actor, pk)
    context = {"term": term, "links": term_links(actor, pk), "can_edit": can_edit_glossary(actor)}
    return render(request, "catalog/glossary_term.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def term_new(request: PageRequest) -> HttpResponse:
    actor = request.actor
    require(actor, can_edit_glossary(actor))
    form = TermForm(request.POST or None)
    created: list[Term] = []
    if request.method == "POST" and form.carries_out(
        lambda: created.append(term_create(actor=actor, document=form.document()))
    ):
        messages.success(request, _("The notion is in the glossary."))
        return redirect("catalog:term-detail", created[0].pk)
    return render(request, "catalog/glossary_form.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def term_edit(request: PageRequest, pk: int) -> HttpResponse:
    """When somebody else saved meanwhile, theirs is shown above the form, which may then be sent again."""
    actor = request.actor
    require(actor, can_edit_glossary(actor))
    term = term_get(actor, pk)
    form = TermForm(
        request.POST or None, initial={name: getattr(term, name) for name in TermForm.base_fields}
    )
    if request.method == "POST" and form.carries_out(lambda: _save(request, pk, form)):
        messages.success(request, _("Saved."))
        return redirect("catalog:term-detail", pk)
    context = {"form": form, "term": term, "is_outdated": form.status == 412}
    if context["is_outdated"]:
        form.data = {**request.POST.dict(), "version": term.version}
    return render(request, "catalog/glossary_form.html", context, status=form.status)


def _save(request: PageRequest, pk: int, form: TermForm) -> None:
    version = form.cleaned_data["version"]
    term_update(actor=request.actor, term_id=pk, values=form.values, expected_version=version)


@require_POST
def term_remove(request: PageRequest, pk: int) -> HttpResponse:
    term_delete(actor=request.actor, term_id=pk)
    messages.success(request, _("The notion is removed from the glossary."))
    return redirect("catalog:glossary")
