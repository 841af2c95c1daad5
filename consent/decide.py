"""May we? Pure and total: facts in, an answer with its reasons out. Nothing here reads or writes anything.

The seven steps are those of the guide's reading (docs: “A-t-on le droit de calculer ?”). Each step gives reasons; each
reason has an effect, and the strictest effect is the answer. What is not known gives *cannot tell* with what to fill
in: never a yes, never a violation – and a certain no is a no whatever else is unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from consent.choices import K_DEFAULT, Answer, Dpia, LegalBasis, Standing, UseKind
from lineage.graph import Arrow, Walk, Ways, walk, walk_ways

ORDER = (Answer.YES, Answer.CONDITIONS, Answer.DPO, Answer.UNKNOWN, Answer.NO)
UNTESTED = (UseKind.LIST, UseKind.PROFILE, UseKind.MODEL)  # statistics are presumed compatible (art. 5(1)(b))


@dataclass(frozen=True, slots=True)
class PurposeFacts:
    id: int
    basis: str = ""
    is_written: bool = False
    retention_days: int | None = None
    categories: frozenset[str] = frozenset()
    is_told: bool = False  # a notice is published
    exception_9: str = ""
    dpia: str = ""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    id: int
    asset_id: int
    category: str = ""  # "" nobody has said, "none" not personal


@dataclass(frozen=True, slots=True)
class AssetFacts:
    id: int
    personal: bool | None = None
    has_owner: bool = False
    confidentiality: int | None = None  # the effective level
    purposes: frozenset[int] = frozenset()  # for which its data was collected
    incidents: int = 0  # open ones
    blocking: int = 0  # those of them that forbid use


@dataclass(frozen=True, slots=True)
class Use:
    """What is asked. `field_ids` are those of `asset_id` that come out."""

    asset_id: int
    kind: str
    field_ids: frozenset[int] = frozenset()
    k: int = K_DEFAULT
    is_automated: bool = (
        False  # nobody looks at the single result; also when others rely on it heavily (C-634/21)
    )
    has_effect: bool = False  # legal, or as serious
    has_review: bool = False  # a human can be asked to look again


@dataclass(frozen=True, slots=True)
class Facts:
    """All a decision is made from."""

    use: Use
    purpose: PurposeFacts | None = None
    assets: Mapping[int, AssetFacts] = field(default_factory=dict)
    fields: tuple[FieldFacts, ...] = ()  # the chosen ones, and those upstream that go into them or may
    arrows: tuple[Arrow, ...] = ()
    bases: Mapping[int, str] = field(default_factory=dict)  # of every purpose that data was collected for
    compatible: Mapping[int, bool] = field(default_factory=dict)  # tested original purposes
    people: Mapping[str, int] | None = None  # by standing; None: nobody knows whose data it is


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the step, what was found, where, and the path from there to what is used."""

    step: int
    code: str
    effect: Answer
    asset_id: int | None = None
    field_id: int | None = None
    path: tuple[int, ...] = ()  # assets, from the one that decides to the one used
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    answer: Answer
    reasons: tuple[Reason, ...]
    covered: int | None
    excluded: Mapping[str, int]
    field_ids: frozenset[int]  # of the asset used: those the purpose needs

    @property
    def deciding(self) -> Reason | None:
        """The reason nearest to what is used among those that make the answer."""
        found = [reason for reason in self.reasons if reason.effect == self.answer]
        return min(found, key=lambda reason: (len(reason.path), reason.step), default=None)


def strictness(answer: Answer) -> int:
    """0 for yes to 4 for no."""
    return ORDER.index(answer)


def decide(facts: Facts) -> Decision:
    case = _Case(facts)
    reasons = tuple(case.reasons())
    answer = max((reason.effect for reason in reasons), key=strictness, default=Answer.YES)
    covered, excluded = case.people()
    return Decision(answer, reasons, covered, excluded, case.fields_needed())


def purposes_inherited(
    own: Mapping[int, frozenset[int]], arrows: Iterable[Arrow]
) -> dict[int, frozenset[int]]:
    """What each asset's data was collected for: what it says itself, else what its sources say.

    Assets that neither say anything nor have a source that does are left out.
    """
    declaring = {pk: purposes for pk, purposes in own.items() if purposes}
    ways = Ways.of([arrow for arrow in arrows if arrow.target_id not in declaring], upstream=False)
    found: dict[int, set[int]] = defaultdict(set)
    for purpose in sorted({purpose for purposes in declaring.values() for purpose in purposes}):
        for pk in walk_ways(
            [pk for pk, purposes in declaring.items() if purpose in purposes], ways
        ).distances:
            found[pk].add(purpose)
    return {pk: frozenset(purposes) for pk, purposes in found.items()}


class _Case:
    """One question, with what all steps look at."""

    def __init__(self, facts: Facts):
        self.facts, self.use, self.purpose = facts, facts.use, facts.purpose
        self.walk: Walk = walk([facts.use.asset_id], facts.arrows, upstream=True)
        own = {pk: asset.purposes for pk, asset in facts.assets.items()}
        self.collected = purposes_inherited(own, facts.arrows)
        self.categories: dict[int, str] = {row.id: self._category(row) for row in facts.fields}
        self.personal = [row for row in facts.fields if self.categories[row.id] not in ("none", "?")]

    def _category(self, row: FieldFacts) -> str:
        """What is said of the field, else of its asset: “?” when neither says anything."""
        if row.category:
            return row.category
        asset = self.facts.assets.get(row.asset_id, AssetFacts(row.asset_id))
        return {True: "unnamed", False: "none", None: "?"}[asset.personal]

    def path(self, asset_id: int) -> tuple[int, ...]:
        steps = [arrow.target_id for arrow in reversed(self.walk.path_to(asset_id))]
        return (asset_id, *steps)

    def at(self, step: int, code: str, effect: Answer, asset_id: int, **more: Any) -> Reason:
        field_id = more.pop("field_id", None)
        return Reason(step, code, effect, asset_id, field_id, self.path(asset_id), more)

    def reasons(self) -> Iterator[Reason]:
        yield from self._unclassified()
        if not self.personal:
            yield Reason(1, "no_personal_data", Answer.YES)
            yield from self._incidents()
            return
        for step in (
            self._purpose, self._collected, self._people, self._minimised, self._answerable, self._special,
            self._result, self._risk, self._incidents,
        ):  # fmt: skip
            yield from step()

    def _unclassified(self) -> Iterator[Reason]:
        for row in self.facts.fields:
            if self.categories[row.id] == "?":
                yield self.at(1, "field_unclassified", Answer.UNKNOWN, row.asset_id, field_id=row.id)
        if not self.facts.fields:
            yield self.at(1, "fields_unknown", Answer.UNKNOWN, self.use.asset_id)

    def _purpose(self) -> Iterator[Reason]:
        if self.purpose is None:
            yield Reason(2, "purpose_missing", Answer.UNKNOWN)
            return
        if not self.purpose.is_written:
            yield Reason(2, "purpose_unwritten", Answer.UNKNOWN)
        if not self.purpose.basis:
            yield Reason(2, "basis_missing", Answer.UNKNOWN)
        else:
            yield Reason(2, "basis", Answer.YES, values={"basis": self.purpose.basis})

    def _personal_assets(self) -> list[int]:
        return sorted({row.asset_id for row in self.personal}, key=lambda pk: (self._distance(pk), pk))

    def _distance(self, asset_id: int) -> int:
        return self.walk.distances.get(asset_id, 1_000_000)

    def _collected(self) -> Iterator[Reason]:
        """What was each source collected for? A copy was collected for what its sources were, unless it says so."""
        for pk in self._personal_assets():
            purposes = self.collected.get(pk, frozenset())
            if not purposes:
                yield self.at(3, "collection_unknown", Answer.UNKNOWN, pk)
            elif self.purpose is not None and self.purpose.id not in purposes:
                yield self._reused(pk, purposes)

    def _reused(self, asset_id: int, purposes: frozenset[int]) -> Reason:
        """Data collected for something else: asked anew, tested, presumed (statistics), or not allowed."""
        assert self.purpose is not None
        if self.purpose.basis == LegalBasis.CONSENT:  # those who agree to this use were asked for it
            return self.at(3, "asked_anew", Answer.YES, asset_id)
        if all(self.facts.bases.get(pk) == LegalBasis.CONSENT for pk in purposes):
            return self.at(3, "consent_needed", Answer.NO, asset_id)  # art. 6(4) does not apply to consent
        tests = [self.facts.compatible[pk] for pk in sorted(purposes) if pk in self.facts.compatible]
        if any(tests):
            return self.at(3, "compatible", Answer.CONDITIONS, asset_id)
        if tests:
            return self.at(3, "incompatible", Answer.NO, asset_id)
        if self.use.kind in UNTESTED:
            return self.at(3, "compatibility_untested", Answer.UNKNOWN, asset_id)
        return self.at(3, "statistics_presumed", Answer.CONDITIONS, asset_id)

    def people(self) -> tuple[int | None, dict[str, int]]:
        if self.facts.people is None:
            return None, {}
        excluded = {k: n for k, n in self.facts.people.items() if k != Standing.COVERED and n}
        return self.facts.people.get(Standing.COVERED, 0), excluded

    def _people(self) -> Iterator[Reason]:
        covered, excluded = self.people()
        if covered is None:
            yield self.at(3, "people_unknown", Answer.UNKNOWN, self.use.asset_id)
            return
        out = sum(excluded.values())
        if not covered:
            yield Reason(3, "nobody_covered", Answer.NO, values={"excluded": out})
        elif out:
            values = {"covered": covered, "excluded": out}
            yield Reason(3, "only_covered", Answer.CONDITIONS, values=values)
        else:
            yield Reason(3, "all_covered", Answer.YES, values={"covered": covered})

    def _is_needed(self, row: FieldFacts) -> bool:
        assert self.purpose is not None
        return self.categories[row.id] in self.purpose.categories

    def fields_needed(self) -> frozenset[int]:
        """The chosen fields, without personal ones of categories that the purpose does not name."""
        chosen = [row for row in self.facts.fields if row.id in self.use.field_ids]
        if self.purpose is None:
            return frozenset(row.id for row in chosen if self.categories[row.id] == "none")
        return frozenset(
            row.id for row in chosen if self.categories[row.id] == "none" or self._is_needed(row)
        )

    def _minimised(self) -> Iterator[Reason]:
        if self.purpose is None:
            return
        if not self.purpose.categories:
            yield Reason(4, "categories_missing", Answer.UNKNOWN)
        else:
            for row in self.personal:
                if row.id not in self.use.field_ids or self._is_needed(row):
                    continue
                unnamed = self.categories[row.id] == "unnamed"
                code, effect = (
                    ("category_unnamed", Answer.UNKNOWN) if unnamed else ("leave_out", Answer.CONDITIONS)
                )
                yield self.at(4, code, effect, row.asset_id, field_id=row.id)
        if self.purpose.retention_days is None:
            yield Reason(4, "retention_missing", Answer.UNKNOWN)
        if not self.purpose.is_told:
            yield Reason(4, "notice_missing", Answer.UNKNOWN)

    def _answerable(self) -> Iterator[Reason]:
        for pk in self._personal_assets():
            asset = self.facts.assets.get(pk, AssetFacts(pk))
            if not asset.has_owner:
                yield self.at(4, "owner_missing", Answer.UNKNOWN, pk)
            if asset.confidentiality is None:
                yield self.at(4, "not_rated", Answer.UNKNOWN, pk)
            elif asset.confidentiality >= 4 and self.use.kind != UseKind.AGGREGATE:
                yield self.at(4, "named_readers", Answer.CONDITIONS, pk)

    def _special(self) -> Iterator[Reason]:
        exception = self.purpose.exception_9 if self.purpose else ""
        for row in self.personal:
            category = self.categories[row.id]
            if category == "offence":
                yield self.at(5, "offence", Answer.NO, row.asset_id, field_id=row.id)
            elif category == "special" and not exception:
                yield self.at(5, "special", Answer.NO, row.asset_id, field_id=row.id)
            elif category == "special":
                yield self.at(5, "special_exception", Answer.DPO, row.asset_id, field_id=row.id)

    def _result(self) -> Iterator[Reason]:
        match self.use.kind:
            case UseKind.AGGREGATE:
                yield from self._aggregate()
            case UseKind.PROFILE:
                yield Reason(6, "profile_tell", Answer.CONDITIONS)
            case UseKind.MODEL:
                yield Reason(6, "model_personal", Answer.CONDITIONS)
        if self.use.is_automated and self.use.has_effect:
            yield from self._article_22()

    def _aggregate(self) -> Iterator[Reason]:
        covered, _excluded = self.people()
        if self.use.k < K_DEFAULT:
            yield Reason(6, "k_too_small", Answer.NO, values={"k": self.use.k, "least": K_DEFAULT})
        elif covered is not None and covered < self.use.k:
            yield Reason(6, "too_few", Answer.NO, values={"k": self.use.k})
        else:
            yield Reason(6, "cells", Answer.CONDITIONS, values={"k": self.use.k})

    def _article_22(self) -> Iterator[Reason]:
        if self.purpose is None or self.purpose.basis not in (
            LegalBasis.CONSENT,
            LegalBasis.CONTRACT,
            LegalBasis.LEGAL,
        ):
            yield Reason(6, "automated_forbidden", Answer.NO)
        elif not self.use.has_review:
            yield Reason(6, "review_missing", Answer.NO)
        else:
            yield Reason(6, "review", Answer.CONDITIONS)

    def _risk(self) -> Iterator[Reason]:
        dpia = self.purpose.dpia if self.purpose else ""
        is_risky = self.use.kind in (UseKind.PROFILE, UseKind.MODEL) or any(
            self.categories[row.id] in ("special", "offence") for row in self.personal
        )
        if dpia == Dpia.REQUIRED:
            yield Reason(7, "dpia_required", Answer.DPO)
        elif not dpia and is_risky:
            yield Reason(7, "dpia_unasked", Answer.DPO)

    def _incidents(self) -> Iterator[Reason]:
        for pk in sorted(self.walk.distances, key=lambda pk: (self._distance(pk), pk)):
            asset = self.facts.assets.get(pk, AssetFacts(pk))
            if asset.blocking:
                yield self.at(7, "incident_blocking", Answer.NO, pk, count=asset.blocking)
            elif asset.incidents:
                yield self.at(7, "incident_open", Answer.CONDITIONS, pk, count=asset.incidents)


def is_usable(answer: str) -> bool:
    return answer in (Answer.YES, Answer.CONDITIONS)


def strictest(answers: Iterable[Answer]) -> Answer:
    """For a use that needs several verdicts."""
    return max(answers, key=strictness, default=Answer.YES)
