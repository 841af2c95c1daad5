"""The clock of a rights request (GDPR art. 12(3)): one month, and two more when that is said within the first."""

from calendar import monthrange
from datetime import datetime

from consent.choices import RequestState

MONTHS = 1
MONTHS_EXTENDED = 3


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of that month."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def due_at(received_at: datetime, *, extended: bool = False) -> datetime:
    return months_after(received_at, MONTHS_EXTENDED if extended else MONTHS)


def may_extend(received_at: datetime, at: datetime) -> bool:
    """Only while the first month runs."""
    return at <= due_at(received_at)


def state_of(due: datetime, answered_at: datetime | None, at: datetime) -> RequestState:
    if answered_at is not None:
        return RequestState.ANSWERED
    return RequestState.LATE if at > due else RequestState.OPEN
