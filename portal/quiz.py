"""The quiz of the review: which notion is meant? Drawn anew for each person, the same for them each time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

QUESTIONS = 8
CHOICES = 4


@dataclass(frozen=True, slots=True)
class Question:
    """The definition of `code`, and the codes offered, the right one among them."""

    code: str
    choices: Sequence[str]


def questions_drawn(met: Sequence[str], known: Sequence[str], seed: int) -> list[Question]:
    """At most `QUESTIONS` about notions that were met; wrong answers come from all that are known."""
    random = Random(seed)  # noqa: S311 - a game
    asked = random.sample(sorted(set(met) & set(known)), min(QUESTIONS, len(set(met) & set(known))))
    return [Question(code, _choices(random, code, known)) for code in asked]


def _choices(random: Random, code: str, known: Sequence[str]) -> list[str]:
    others = [other for other in sorted(known) if other != code]
    choices = [code, *random.sample(others, min(CHOICES - 1, len(others)))]
    random.shuffle(choices)
    return choices


def right_count(questions: Sequence[Question], answers: Mapping[str, str]) -> int:
    return sum(answers.get(question.code) == question.code for question in questions)
