"""Which roles so many people shall play: the guide's appointments, doubled when few came. Pure.

The guide names 3 stewards, 3 producers and 2 clients, later 1 engineer, 2 analysts and 2 scientists: 13 people
when nobody doubles. Owners, consumers and the DPO it names but never appoints; they are given to people who
hold another role already, for the steps where they act. More than 13 people take these as their own.
"""

from dataclasses import dataclass

from workshop.choices import Role

SEATS = (
    Role.STEWARD, Role.PRODUCER, Role.CLIENT, Role.STEWARD, Role.PRODUCER, Role.CLIENT, Role.STEWARD, Role.PRODUCER,
    Role.ENGINEER, Role.ANALYST, Role.SCIENTIST, Role.ANALYST, Role.SCIENTIST,
    Role.OWNER, Role.CONSUMER, Role.DPO, Role.CLIENT, Role.PRODUCER, Role.OWNER, Role.CONSUMER,
)  # fmt: skip
# A role somebody must hold in some steps, how many, and who doubles it (in this order) when nobody has it.
DOUBLED: tuple[tuple[Role, int, tuple[str, ...], tuple[Role, ...]], ...] = (
    (Role.OWNER, 2, ("trouver", "echanger", "ingerer", "comprendre"), (Role.STEWARD, Role.ENGINEER)),
    (Role.CONSUMER, 2, ("echanger",), (Role.ANALYST, Role.SCIENTIST, Role.STEWARD, Role.CLIENT)),
    (Role.ENGINEER, 1, ("ingerer",), (Role.STEWARD, Role.PRODUCER)),
    (
        Role.DPO,
        1,
        ("echanger", "ingerer", "comprendre", "apprendre"),
        (Role.SCIENTIST, Role.CLIENT, Role.STEWARD),
    ),
    (Role.ANALYST, 2, ("comprendre",), (Role.CLIENT, Role.PRODUCER, Role.STEWARD)),
    (Role.SCIENTIST, 2, ("apprendre",), (Role.PRODUCER, Role.STEWARD, Role.CLIENT)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A role for one step (its code), or for all steps when `step` is empty."""

    role: str
    step: str = ""


def base_role(seat: int) -> str:
    """The role of a seat, from 0, for the whole workshop; beyond the table of seats it begins anew."""
    return SEATS[seat % len(SEATS)].value


def parts_doubled(bases: list[str]) -> list[list[Part]]:
    """What each person doubles, given everybody's base role; nobody doubles twice while others double nothing."""
    doubled: list[list[Part]] = [[] for _base in bases]
    for role, count, steps, candidates in DOUBLED:
        missing = count - sum(base == role for base in bases)
        for number in _doublers(bases, doubled, role, candidates)[: max(missing, 0)]:
            doubled[number] += [Part(role.value, step) for step in steps]
    return doubled


def _doublers(
    bases: list[str], doubled: list[list[Part]], role: Role, candidates: tuple[Role, ...]
) -> list[int]:
    """Who could double a role, the least burdened first, then by the order of candidates."""
    ranks = {candidate.value: rank for rank, candidate in enumerate(candidates)}
    able = [number for number, base in enumerate(bases) if base in ranks]
    return sorted(
        able, key=lambda number: (len({p.role for p in doubled[number]}), ranks[bases[number]], number)
    )


def cast(count: int) -> list[list[Part]]:
    """The parts of so many people, by seat: the base role first."""
    bases = [base_role(seat) for seat in range(count)]
    return [[Part(base), *parts] for base, parts in zip(bases, parts_doubled(bases), strict=True)]
