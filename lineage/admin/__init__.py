"""The lineage in the admin: edges, lowerings, and what machines said."""

from lineage.admin.edges import EdgeAdmin
from lineage.admin.lowerings import LoweringAdmin
from lineage.admin.runs import EventAdmin, JobAdmin, RunAdmin

__all__ = ["EdgeAdmin", "EventAdmin", "JobAdmin", "LoweringAdmin", "RunAdmin"]
