"""Registry: who judges before bricks move. One app above may join in its `AppConfig.ready()`: `mover(function)`.

Every door moves through `transfer`, so that what is judged on one page is judged everywhere; without anybody to judge,
all that is accepted moves.
"""

from typing import Protocol

from common.actor import Actor
from common.change import command
from exchange.commands.transfers import asset_copy, transfer_run
from exchange.documents import TransferDocument


class Mover(Protocol):
    def __call__(self, *, actor: Actor, source_id: int, target_id: int, reason: str = "") -> int:
        """Judge, then `transfer_run` with what to skip; answers the transfer's id."""


MOVERS: list[Mover] = []


def mover(joined: Mover) -> None:
    MOVERS[:] = [joined]


def transfer(*, actor: Actor, source_id: int, target_id: int, reason: str = "") -> int:
    """Move bricks one floor up, judged by whoever judges; answers the transfer's id."""
    move: Mover = MOVERS[0] if MOVERS else transfer_run
    return move(actor=actor, source_id=source_id, target_id=target_id, reason=reason)


@command
def document_transfer(*, actor: Actor, document: TransferDocument, reason: str = "") -> int:
    """The same as a document asks: into an asset, or into the source's copy in a system, made when it is missing."""
    target_id = document.target
    if target_id is None:
        assert document.system is not None, "the document is checked"
        target_id = asset_copy(actor=actor, source_id=document.source, system=document.system, reason=reason)
    return transfer(actor=actor, source_id=document.source, target_id=target_id, reason=reason)
