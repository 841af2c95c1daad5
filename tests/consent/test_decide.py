"""The decision: each step, and what must hold whatever the facts are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.choices import Answer, Dpia, LegalBasis, Standing, UseKind
from consent.decide import AssetFacts, Decision, Facts, FieldFacts, PurposeFacts, Use, decide, strictness
from lineage.graph import Arrow

COVERED, REFUSED = Standing.COVERED.value, Standing.REFUSED.value
PURPOSE = PurposeFacts(
    1, LegalBasis.CONSENT, True, 1095, frozenset({"identity", "location"}), True, dpia=Dpia.UNNEEDED
)
CLIENT = AssetFacts(10, True, True, 3, frozenset({1}))
FACTS = Facts(
    Use(10, UseKind.LIST, frozenset({100})),
    PURPOSE,
    {10: CLIENT},
    (FieldFacts(100, 10, "identity"),),
    people={COVERED: 5},
)


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons if reason.effect == decision.answer]


def changed(**more: Any) -> Facts:
    return replace(FACTS, **more)


def purpose(**more: Any) -> Facts:
    return changed(purpose=replace(PURPOSE, **more))


def use(**more: Any) -> Facts:
    return changed(use=replace(FACTS.use, **more))


def asset(**more: Any) -> Facts:
    return changed(assets={10: replace(CLIENT, **more)})


def fields(*categories: str) -> tuple[FieldFacts, ...]:
    return tuple(FieldFacts(100 + n, 10, category) for n, category in enumerate(categories))


LEGITIMATE = replace(PURPOSE, id=2, basis=LegalBasis.LEGITIMATE)
EXPLICIT = replace(PURPOSE, exception_9="explicit", categories=frozenset({"special"}))
AGGREGATE = replace(FACTS.use, kind=UseKind.AGGREGATE)
AUTOMATED = {"kind": UseKind.PROFILE, "is_automated": True, "has_effect": True}
REUSE = changed(purpose=LEGITIMATE, bases={1: LegalBasis.CONTRACT})


@pytest.mark.parametrize(
    ("facts", "answer", "found"),
    [
        (FACTS, Answer.YES, ["basis", "all_covered"]),
        (changed(fields=fields("none")), Answer.YES, ["no_personal_data"]),
        (changed(fields=fields(""), assets={10: replace(CLIENT, personal=False)}), Answer.YES, ["no_personal_data"]),
        (changed(fields=fields(""), assets={}), Answer.UNKNOWN, ["field_unclassified"]),
        (changed(fields=()), Answer.UNKNOWN, ["fields_unknown"]),
        (changed(purpose=None), Answer.UNKNOWN, ["purpose_missing"]),
        (purpose(is_written=False), Answer.UNKNOWN, ["purpose_unwritten"]),
        (purpose(basis=""), Answer.UNKNOWN, ["basis_missing"]),
        (asset(purposes=frozenset()), Answer.UNKNOWN, ["collection_unknown"]),
        (changed(purpose=LEGITIMATE, bases={1: LegalBasis.CONSENT}), Answer.NO, ["consent_needed"]),
        (REUSE, Answer.UNKNOWN, ["compatibility_untested"]),
        (replace(REUSE, compatible={1: True}), Answer.CONDITIONS, ["compatible"]),
        (replace(REUSE, compatible={1: False}), Answer.NO, ["incompatible"]),
        (replace(REUSE, use=AGGREGATE), Answer.CONDITIONS, ["statistics_presumed", "cells"]),
        (changed(people=None), Answer.UNKNOWN, ["people_unknown"]),
        (changed(people={REFUSED: 4}), Answer.NO, ["nobody_covered"]),
        (changed(people={COVERED: 4, REFUSED: 1}), Answer.CONDITIONS, ["only_covered"]),
        (purpose(categories=frozenset()), Answer.UNKNOWN, ["categories_missing"]),
        (changed(fields=fields("financial")), Answer.CONDITIONS, ["leave_out"]),
        (changed(fields=fields("")), Answer.UNKNOWN, ["category_unnamed"]),
        (purpose(retention_days=None), Answer.UNKNOWN, ["retention_missing"]),
        (purpose(is_told=False), Answer.UNKNOWN, ["notice_missing"]),
        (asset(has_owner=False), Answer.UNKNOWN, ["owner_missing"]),
        (asset(confidentiality=None), Answer.UNKNOWN, ["not_rated"]),
        (asset(confidentiality=4), Answer.CONDITIONS, ["named_readers"]),
        (changed(fields=fields("special")), Answer.NO, ["special"]),
        (changed(fields=fields("offence")), Answer.NO, ["offence"]),
        (changed(fields=fields("special"), purpose=EXPLICIT), Answer.DPO, ["special_exception"]),
        (use(kind=UseKind.AGGREGATE), Answer.CONDITIONS, ["cells"]),
        (use(kind=UseKind.AGGREGATE, k=6), Answer.NO, ["too_few"]),
        (use(kind=UseKind.AGGREGATE, k=2), Answer.NO, ["k_too_small"]),
        (use(kind=UseKind.PROFILE), Answer.CONDITIONS, ["profile_tell"]),
        (use(kind=UseKind.MODEL), Answer.CONDITIONS, ["model_personal"]),
        (use(**AUTOMATED), Answer.NO, ["review_missing"]),
        (use(**AUTOMATED, has_review=True), Answer.CONDITIONS, ["profile_tell", "review"]),
        (purpose(dpia=Dpia.REQUIRED), Answer.DPO, ["dpia_required"]),
        (asset(incidents=2), Answer.CONDITIONS, ["incident_open"]),
        (asset(incidents=2, blocking=1), Answer.NO, ["incident_blocking"]),
    ],
)  # fmt: skip
def test_decide_each_rule(facts: Facts, answer: Answer, found: list[str]) -> None:
    decision = decide(facts)
    assert (decision.answer, codes(decision)) == (answer, found)


def test_decide_automated_on_legitimate_interest_is_forbidden() -> None:
    facts = purpose(basis=LegalBasis.LEGITIMATE)
    facts = replace(facts, use=replace(facts.use, is_automated=True, has_effect=True, has_review=True))
    assert codes(decide(facts)) == ["automated_forbidden"]


def test_decide_profile_without_a_word_on_risk_goes_to_the_dpo() -> None:
    facts = replace(purpose(dpia=""), use=replace(FACTS.use, kind=UseKind.PROFILE))
    assert codes(decide(facts)) == ["dpia_unasked"]


def test_decide_names_the_shortest_path_to_what_decides() -> None:
    """30 → 20 → 10, and straight 30 → 10: an unrated source far away is reached by the short way."""
    source = AssetFacts(30, True, True, None, frozenset({1}))
    facts = changed(
        assets={10: CLIENT, 20: replace(CLIENT, id=20), 30: source},
        fields=(*FACTS.fields, FieldFacts(300, 30, "identity")),
        arrows=(Arrow(1, 30, 20), Arrow(2, 20, 10), Arrow(3, 30, 10)),
    )
    deciding = decide(facts).deciding
    assert deciding is not None
    assert (deciding.code, deciding.path) == ("not_rated", (30, 10))


def test_decide_leaves_out_what_the_purpose_does_not_need() -> None:
    facts = changed(
        fields=fields("identity", "financial", "none"),
        use=replace(FACTS.use, field_ids=frozenset({100, 101, 102})),
    )
    assert decide(facts).field_ids == {100, 102}


# Whatever the facts are

CATEGORIES = st.sampled_from(["", "none", "identity", "location", "financial", "special", "offence"])
PURPOSES = st.builds(
    PurposeFacts,
    st.integers(1, 3),
    st.sampled_from(["", *LegalBasis.values]),
    st.booleans(),
    st.sampled_from([None, 30]),
    st.frozensets(CATEGORIES),
    st.booleans(),
    st.sampled_from(["", "explicit"]),
    st.sampled_from(["", *Dpia.values]),
)
ASSET_IDS = st.integers(1, 5)
ASSETS = st.builds(
    AssetFacts,
    st.just(0),
    st.sampled_from([None, True, False]),
    st.booleans(),
    st.sampled_from([None, 2, 4]),
    st.frozensets(st.integers(1, 3), max_size=2),
    st.integers(0, 2),
    st.integers(0, 1),
)
PEOPLE = st.none() | st.dictionaries(st.sampled_from(Standing.values), st.integers(0, 9))


@st.composite
def anything(draw: Any) -> Facts:
    assets = {pk: replace(a, id=pk) for pk, a in draw(st.dictionaries(ASSET_IDS, ASSETS)).items()}
    field_assets = draw(st.lists(ASSET_IDS, max_size=5))
    rows = tuple(FieldFacts(n, pk, draw(CATEGORIES)) for n, pk in enumerate(field_assets))
    ends = draw(st.lists(st.tuples(ASSET_IDS, ASSET_IDS), max_size=8, unique=True))
    use = Use(
        1,
        draw(st.sampled_from(UseKind.values)),
        draw(st.frozensets(st.integers(0, 4))),
        draw(st.integers(1, 5)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    return Facts(
        use,
        draw(st.none() | PURPOSES),
        assets,
        rows,
        tuple(Arrow(n, *pair) for n, pair in enumerate(ends)),
        draw(st.dictionaries(st.integers(1, 3), st.sampled_from(LegalBasis.values))),
        draw(st.dictionaries(st.integers(1, 3), st.booleans())),
        draw(PEOPLE),
    )


@settings(max_examples=300, deadline=None)
@given(anything())
def test_decide_is_total_and_gives_reasons(facts: Facts) -> None:
    decision = decide(facts)
    assert decision.answer in Answer
    assert decision.deciding is not None
    assert decide(facts) == decision


@settings(max_examples=300, deadline=None)
@given(anything())
def test_decide_another_refusal_never_widens(facts: Facts) -> None:
    people = dict(facts.people or {})
    if not people.get(COVERED):
        return
    fewer = {**people, COVERED: people[COVERED] - 1, REFUSED: people.get(REFUSED, 0) + 1}
    before, after = decide(facts), decide(replace(facts, people=fewer))
    assert strictness(after.answer) >= strictness(before.answer)
    assert (after.covered or 0) < (before.covered or 0)


@settings(max_examples=400, deadline=None)
@given(anything(), st.data())
def test_decide_removing_an_edge_is_stricter_only_with_a_reason_naming_it(facts: Facts, data: Any) -> None:
    if not facts.arrows:
        return
    gone = data.draw(st.sampled_from(facts.arrows))
    less = replace(facts, arrows=tuple(arrow for arrow in facts.arrows if arrow != gone))
    before, after = decide(facts), decide(less)
    if strictness(after.answer) > strictness(before.answer):
        old = {(reason.code, reason.asset_id) for reason in before.reasons}
        new = [r for r in after.reasons if r.effect == after.answer and (r.code, r.asset_id) not in old]
        downstream = _reached(gone.target_id, facts.arrows)
        assert new
        assert all(reason.asset_id in downstream for reason in new)


def _reached(start: int, arrows: tuple[Arrow, ...]) -> set[int]:
    from lineage.graph import walk

    return set(walk([start], arrows).distances)


@settings(max_examples=300, deadline=None)
@given(anything(), st.data())
def test_decide_learning_an_unknown_field_never_turns_a_no_into_a_yes(facts: Facts, data: Any) -> None:
    """An unknown is neither a yes nor a violation: alone, it can only make “cannot tell”."""
    unknown = FieldFacts(99, data.draw(ASSET_IDS), "")
    assets = {**facts.assets, unknown.asset_id: AssetFacts(unknown.asset_id)}
    before = decide(replace(facts, assets=assets))
    after = decide(replace(facts, assets=assets, fields=(*facts.fields, unknown)))
    if before.answer == Answer.NO:
        assert after.answer == Answer.NO
    else:
        assert after.answer == Answer.UNKNOWN
