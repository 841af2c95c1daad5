"""Scores: passed over checked for a rule, weighted by severity for an asset or a dimension. Pure.

A score is a ratio from 0 to 1, or `None`: not measured, which is not 0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quality.choices import WEIGHTS, QualityDimension


@dataclass(frozen=True, slots=True)
class Measured:
    """What one rule said."""

    dimension: str
    severity: str
    checked_count: int
    passed_count: int

    @property
    def score(self) -> float | None:
        return rule_score(self.passed_count, self.checked_count)


def rule_score(passed_count: int, checked_count: int) -> float | None:
    return passed_count / checked_count if checked_count else None


def weighted(results: Iterable[Measured]) -> float | None:
    """The mean of the rules that were measured, each with the weight of its severity."""
    total, weight = 0.0, 0
    for result in results:
        if result.score is not None:
            total += result.score * WEIGHTS[result.severity]
            weight += WEIGHTS[result.severity]
    return total / weight if weight else None


def by_dimension(results: Iterable[Measured]) -> Mapping[str, float | None]:
    """A score for each of the six dimensions, in their order."""
    rows = list(results)
    return {
        dimension.value: weighted(row for row in rows if row.dimension == dimension)
        for dimension in QualityDimension
    }


def mean(scores: Iterable[float | None]) -> float | None:
    """Of several assets: each counts the same, and those not measured do not count."""
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def percent(score: float | None) -> float | None:
    """With one decimal, never rounded up to 100 nor down to 0 when something failed or passed."""
    if score is None:
        return None
    rounded = round(score * 100, 1)
    if rounded >= 100 and score < 1:
        return 99.9
    return 0.1 if rounded <= 0 < score else rounded
