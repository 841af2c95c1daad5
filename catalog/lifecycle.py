"""Registry: the apps above that keep rows about assets hear when assets leave and when they come back.

An app joins in its `AppConfig.ready()`: `follower(LineageFollower())`. Its methods run inside the command that
deletes or brings back, so all of it happens or nothing.
"""

from collections.abc import Collection
from typing import Protocol

from common.actor import Actor


class Follower(Protocol):
    def assets_left(self, actor: Actor, asset_ids: Collection[int]) -> None: ...

    def assets_returned(self, actor: Actor, asset_ids: Collection[int]) -> None: ...


FOLLOWERS: list[Follower] = []


def follower(joined: Follower) -> None:
    if not any(type(known) is type(joined) for known in FOLLOWERS):
        FOLLOWERS.append(joined)


def assets_left(actor: Actor, asset_ids: Collection[int]) -> None:
    for one in FOLLOWERS:
        one.assets_left(actor, asset_ids)


def assets_returned(actor: Actor, asset_ids: Collection[int]) -> None:
    for one in FOLLOWERS:
        one.assets_returned(actor, asset_ids)
