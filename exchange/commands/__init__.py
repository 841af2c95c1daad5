"""The only writers of the exchange; every door calls these."""

from exchange.commands.bricks import brick_change, brick_correct, bricks_withdraw
from exchange.commands.decisions import bricks_decide, submission_decide, submissions_decide
from exchange.commands.seeds import error_seed, error_unseed, errors_reveal
from exchange.commands.shop import shop_introduce, shop_order, shop_rate, shop_set_up
from exchange.commands.submissions import submission_send, submission_store
from exchange.commands.transfers import asset_copy, transfer_run

__all__ = [
    "asset_copy",
    "brick_change",
    "brick_correct",
    "bricks_decide",
    "bricks_withdraw",
    "error_seed",
    "error_unseed",
    "errors_reveal",
    "shop_introduce",
    "shop_order",
    "shop_rate",
    "shop_set_up",
    "submission_decide",
    "submission_send",
    "submission_store",
    "submissions_decide",
    "transfer_run",
]
