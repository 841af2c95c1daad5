"""The nearest spelling of a word among those that exist, pure (rapidfuzz does the measuring)."""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from common.text import words

SIMILAR_ENOUGH = 0.6  # share of letters that stay: one slip in three letters, two in five


def nearest(wanted: Sequence[str], texts: Iterable[str]) -> list[str]:
    """For each wanted word the most similar one in `texts`; words without any are left out."""
    vocabulary = sorted({word for text in texts for word in words(text)})
    similarity = DamerauLevenshtein.normalized_similarity
    found = [
        process.extractOne(word, vocabulary, scorer=similarity, score_cutoff=SIMILAR_ENOUGH)
        for word in wanted
    ]
    return list(dict.fromkeys(match[0] for match in found if match))
