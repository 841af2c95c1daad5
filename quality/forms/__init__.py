"""The forms behind the pages of quality."""

from quality.forms.contracts import ContractForm
from quality.forms.incidents import EventForm, ReportForm
from quality.forms.rules import RuleForm, TargetForm

__all__ = ["ContractForm", "EventForm", "ReportForm", "RuleForm", "TargetForm"]
