"""The only writers of the lineage; every door calls these."""

from lineage.commands.edges import edge_remove, edges_draw
from lineage.commands.events import event_receive
from lineage.commands.lowerings import lowering_ask, lowering_end, lowering_review
from lineage.commands.runs import run_record

__all__ = [
    "edge_remove",
    "edges_draw",
    "event_receive",
    "lowering_ask",
    "lowering_end",
    "lowering_review",
    "run_record",
]
