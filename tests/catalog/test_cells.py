"""Cells of sheets: what goes out comes back, and no spreadsheet runs it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.resources.cells import RISKY, cell_export, cell_import, cell_text, items_join, items_split


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SUM(A1)", "'=1", "'", "＝1"])
def test_formula_goes_out_as_text_and_comes_back(text: str) -> None:
    assert cell_export(text) == f"'{text}"
    assert cell_import(cell_export(text)) == text


@given(st.text())
def test_no_exported_cell_is_a_formula(text: str) -> None:
    assert not cell_export(text).startswith(RISKY)


@given(st.text().map(cell_text).filter(lambda text: cell_export(text).lstrip("'") == text.lstrip("'")))
def test_text_comes_back_as_it_was(text: str) -> None:
    assert cell_import(cell_export(text)) == text


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)))
def test_lists_come_back_whatever_they_hold(items: list[str]) -> None:
    assert items_split(items_join(items)) == items
