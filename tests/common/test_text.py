"""Folding and splitting of text, for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import fold, words

TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Été", "ete"), ("ÇA", "ca"), ("Straße", "strasse"), ("ŒUVRE", "œuvre"), ("ﬁn", "fin"), ("", "")],
)
def test_fold_forgets_accents_and_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXT)
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_fold_does_not_see_how_accents_are_written(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed) == fold(text)


@given(st.text(st.characters(max_codepoint=0xFF), max_size=60))  # further on, case loses letters
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(TEXT)
def test_words_of_words_are_themselves(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(found)


@pytest.mark.parametrize("name", ["order_line", "OrderLine", "order line", "ORDER-LINE", "orderLine"])
def test_words_are_those_that_a_name_is_made_of(name: str) -> None:
    assert words(name) == ["order", "line"]
