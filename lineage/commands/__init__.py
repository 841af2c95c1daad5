"""The only writers of the lineage; every door calls these."""

from lineage.commands.edges import edge_remove, edges_draw
from lineage.commands.events import event_receive
from lineage.commands.lowerings import lowering_ask, lowering_end, lowering_review
from lineage.commands.marquez import dataset_field_tag, dataset_put, dataset_tag, job_put, run_mark, run_open
from lineage.commands.names import namespace_put, source_put, tag_put
from lineage.commands.runs import run_record

__all__ = [
    "dataset_field_tag",
    "dataset_put",
    "dataset_tag",
    "edge_remove",
    "edges_draw",
    "event_receive",
    "job_put",
    "lowering_ask",
    "lowering_end",
    "lowering_review",
    "namespace_put",
    "run_mark",
    "run_open",
    "run_record",
    "source_put",
    "tag_put",
]
