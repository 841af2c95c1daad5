"""Rules: built by choosing, read as sentences, proposed from the documentation."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.documents import AssetFilter
from catalog.queries.assets import asset_get, assets_page
from common.errors import Invalid, NotFound, Outdated
from quality.choices import RuleType
from quality.commands import rule_create, rule_delete, rule_update, rules_accept, rules_propose
from quality.documents import RuleDocument
from quality.forms import RuleForm, TargetForm
from quality.forms.rules import NEEDS_TARGET
from quality.queries.rules import rule_get
from quality.views.pages import asset_for
from workshop.middleware import PageRequest

TARGETS_OFFERED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: PageRequest, pk: int) -> HttpResponse:
    """First the type, then perhaps what to compare with, then the rule."""
    asset = asset_for(request.actor, pk, "rule")
    type_ = request.GET.get("type", "")
    if type_ not in RuleType.values:
        return render(request, "quality/rule_type.html", {"asset": asset, "types": list(RuleType)})
    target = _target(request, type_)
    if type_ in NEEDS_TARGET and target is None:
        assets = assets_page(request.actor, AssetFilter(), limit=TARGETS_OFFERED).rows
        form = TargetForm(assets=assets)
        return render(request, "quality/rule_target.html", {"asset": asset, "type": type_, "form": form})
    return _form(request, asset, RuleForm(request.POST or None, type_=type_, asset=asset, target=target))


def _target(request: PageRequest, type_: str) -> Mapping[str, Any] | None:
    given = request.GET.get("target", "")
    if type_ not in NEEDS_TARGET or not given.isdigit() or len(given) > 18:
        return None
    return asset_get(request.actor, int(given))


@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: PageRequest, pk: int) -> HttpResponse:
    rule = rule_get(request.actor, pk)
    asset = asset_for(request.actor, rule["asset_id"], "rule")
    target = asset_get(request.actor, rule["target_id"]) if rule["target_id"] else None
    if rule["type"] in NEEDS_TARGET and target is None:
        messages.warning(request, _("What this rule compares with is gone. Delete it and write it anew."))
        return redirect("quality:asset-quality", asset["id"])
    form = RuleForm(request.POST or None, type_=rule["type"], asset=asset, target=target, rule=rule)
    return _form(request, asset, form, rule)


def _form(
    request: PageRequest, asset: Mapping[str, Any], form: RuleForm, rule: Mapping[str, Any] | None = None
) -> HttpResponse:
    if "preview" in request.POST:
        return render(request, "quality/_sentence.html", {"sentence": form.said()})
    if request.method == "POST":
        try:
            if form.carries_out(lambda: _save(request, asset, form, rule)):
                messages.success(request, _("The rule holds from the next check on."))
                return redirect("quality:asset-quality", asset["id"])
        except Outdated as outdated:
            form.status = outdated.status
            form.add_error(None, str(outdated.message))
    context = {
        "asset": asset,
        "form": form,
        "rule": rule,
        "type": RuleType(form.type),
        "sentence": rule["sentence"] if rule and not form.is_bound else form.said() if form.is_bound else "",
    }
    return render(request, "quality/rule_form.html", context, status=form.status)


def _save(
    request: PageRequest, asset: Mapping[str, Any], form: RuleForm, rule: Mapping[str, Any] | None
) -> None:
    if rule is None:
        document = RuleDocument.read(form.document())
        rule_create(
            actor=request.actor, asset_id=asset["id"], document=document, reason=form.cleaned_data["reason"]
        )
        return
    values = {name: value for name, value in form.document().items() if name != "type"}
    rule_update(
        actor=request.actor,
        rule_id=rule["id"],
        values=values,
        reason=form.cleaned_data["reason"],
        expected_version=form.cleaned_data["version"],
    )


@require_POST
def rule_remove(request: PageRequest, pk: int) -> HttpResponse:
    rule = rule_get(request.actor, pk)
    rule_delete(actor=request.actor, rule_id=pk, reason=request.POST.get("reason", ""))
    messages.success(request, _("The rule is deleted. What it found stays."))
    return redirect("quality:asset-quality", rule["asset_id"])


@require_POST
def rules_suggest(request: PageRequest, pk: int) -> HttpResponse:
    """Propose what the documentation calls for."""
    count = len(rules_propose(actor=request.actor, asset_id=pk))
    if count:
        said = ngettext("%(count)s rule is proposed.", "%(count)s rules are proposed.", count)
        messages.success(request, said % {"count": count} + " " + _("Accept those that are right."))
    else:
        messages.info(request, _("The documentation calls for nothing that no rule says yet."))
    return redirect("quality:asset-quality", pk)


@require_POST
def rules_take(request: PageRequest, pk: int) -> HttpResponse:
    """Accept the proposed rules that are ticked."""
    try:
        ids = [int(value) for value in request.POST.getlist("ids")]
    except ValueError:
        raise NotFound() from None
    if not ids:
        messages.warning(request, _("Tick the rules to accept."))
        return redirect("quality:asset-quality", pk)
    try:
        rules_accept(actor=request.actor, rule_ids=ids)
    except Invalid as refused:
        messages.error(request, str(refused))
    else:
        said = ngettext("%(count)s rule is active.", "%(count)s rules are active.", len(ids))
        messages.success(request, said % {"count": len(ids)})
    return redirect("quality:asset-quality", pk)
