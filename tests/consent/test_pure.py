"""Clock, cells, wording and receipts: what needs no database."""

from datetime import UTC, datetime
from itertools import product

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.aggregates import Cell, Hidden, hidden_cells
from consent.choices import RIGHTS, Act, ConsentKind, Criterion, LegalBasis, RequestState, Right, Told
from consent.deadlines import due_at, may_extend, state_of
from consent.states import Evidence, criteria_met, is_sound
from consent.wording import DUTY_REASONS, REASONS, duty_said, reason_said


@pytest.mark.parametrize(
    ("received", "due"),
    [((2026, 1, 31), (2026, 2, 28)), ((2028, 1, 31), (2028, 2, 29)), ((2026, 11, 24), (2026, 12, 24))],
)
def test_request_is_due_a_month_later(received: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    assert due_at(datetime(*received, 9, tzinfo=UTC)) == datetime(*due, 9, tzinfo=UTC)


def test_request_may_be_extended_within_its_first_month_only() -> None:
    received = datetime(2026, 11, 30, tzinfo=UTC)
    assert due_at(received, extended=True) == datetime(2027, 2, 28, tzinfo=UTC)
    assert may_extend(received, datetime(2026, 12, 30, tzinfo=UTC))
    assert not may_extend(received, datetime(2026, 12, 31, tzinfo=UTC))


def test_request_is_late_after_its_day_and_never_once_answered() -> None:
    due, after = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
    assert state_of(due, None, due) == RequestState.OPEN
    assert state_of(due, None, after) == RequestState.LATE
    assert state_of(due, due, after) == RequestState.ANSWERED


def test_rights_are_those_of_the_cnil() -> None:
    columns = (
        Right.ACCESS,
        Right.RECTIFICATION,
        Right.ERASURE,
        Right.RESTRICTION,
        Right.PORTABILITY,
        Right.OBJECTION,
    )
    table = {
        basis: "".join("x" if right in RIGHTS[basis] else "-" for right in columns) for basis in LegalBasis
    }
    assert table == {
        LegalBasis.CONSENT: "xxxxx-",  # one objects by withdrawing
        LegalBasis.CONTRACT: "xxxxx-",
        LegalBasis.LEGAL: "xx-x--",
        LegalBasis.VITAL: "xxxx--",
        LegalBasis.PUBLIC: "xx-x-x",
        LegalBasis.LEGITIMATE: "xxxx-x",
    }


ALL = frozenset(Told.values)


def test_agreement_is_sound_with_all_four_criteria_alone() -> None:
    for act, refusal, notice, told in product(Act, (True, False), (7, None), (ALL, ALL - {"withdrawal"})):
        evidence = Evidence(act, refusal, notice, told)
        met = criteria_met(evidence)
        assert met[Criterion.FREE] is refusal
        assert met[Criterion.UNAMBIGUOUS] is (act not in (Act.PRETICKED, Act.SILENCE))
        assert is_sound(ConsentKind.GIVEN, evidence) is all(met.values())
        assert is_sound(ConsentKind.WITHDRAWN, evidence)
    assert not is_sound(ConsentKind.GIVEN, Evidence(Act.BUTTON, True, 7, ALL, shown_before=False))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_can_be_said(language: str) -> None:
    values = {"basis": "consent", "covered": 1, "excluded": 2, "k": 3, "least": 3, "count": 1}
    with override(language):
        for code in REASONS:
            said = reason_said(
                {"code": code, "asset_id": 1, "field_id": 2, "values": values}, {1: "A"}, {2: "f"}
            )
            assert "%(" not in said
        assert "%(" not in "".join(duty_said(why, "P") for why in DUTY_REASONS)


def test_cell_of_few_takes_a_second_one_with_it() -> None:
    cells = {("Nord", "a"): Cell(9), ("Sud", "a"): Cell(2), ("Est", "a"): Cell(4), ("Ouest", "a"): Cell(0)}
    assert hidden_cells(cells) == {("Sud", "a"): Hidden.FEW, ("Est", "a"): Hidden.SECONDARY}


def test_cell_that_one_person_dominates_is_hidden() -> None:
    cells = {("a",): Cell(5, 100, 86), ("b",): Cell(5, 100, 85), ("c",): Cell(5, 100, 20)}
    assert hidden_cells(cells)[("a",)] == Hidden.DOMINATED
    assert hidden_cells(cells)[("b",)] == Hidden.SECONDARY
    assert ("c",) not in hidden_cells(cells)


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.builds(Cell, st.integers(0, 8)), max_size=9
)


@settings(max_examples=300, deadline=None)
@given(CELLS, st.integers(3, 5))
def test_no_hidden_cell_is_found_by_subtraction(cells: dict[tuple[str, str], Cell], k: int) -> None:
    hidden = hidden_cells(cells, k=k)
    assert all(not 0 < cells[key].people < k for key in cells.keys() - hidden.keys())
    for dimension in (0, 1):
        for line in {key[dimension] for key in cells}:
            own = [key for key in cells if key[dimension] == line]
            secret = [key for key in own if key in hidden]
            shown = [key for key in own if key not in hidden and cells[key].people]
            assert not (len(secret) == 1 and shown)
