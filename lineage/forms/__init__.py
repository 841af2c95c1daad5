"""The forms of the lineage's pages: what to look at, and what commands are asked to write."""

from lineage.forms.edges import EdgeForm, RemovalForm
from lineage.forms.looking import DifferenceForm, GraphForm, moment_read
from lineage.forms.lowerings import LoweringForm, ReviewForm

__all__ = [
    "DifferenceForm",
    "EdgeForm",
    "GraphForm",
    "LoweringForm",
    "RemovalForm",
    "ReviewForm",
    "moment_read",
]
