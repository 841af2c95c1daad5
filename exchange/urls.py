"""Addresses of the exchange's pages."""

from django.urls import path

from exchange.views import bricks, exchange, seeds, sending, shop, transfers, verification

app_name = "exchange"
urlpatterns = [
    path("exchange/", exchange.exchange, name="exchange"),
    path("assets/<int:pk>/bricks/", bricks.brick_list, name="brick-list"),
    path("assets/<int:pk>/bricks/panel/", bricks.asset_panel, name="asset-panel"),
    path("assets/<int:pk>/bricks/new/", sending.brick_send, name="brick-send"),
    path("assets/<int:pk>/bricks/file/", sending.file_send, name="file-send"),
    path("bricks/<int:pk>/", bricks.brick_detail, name="brick-detail"),
    path("bricks/<int:pk>/correct/", sending.brick_correct, name="brick-correct"),
    path("bricks/<int:pk>/withdraw/", bricks.brick_withdraw, name="brick-withdraw"),
    path("submissions/", verification.submission_list, name="submission-list"),
    path("verification/", verification.queue, name="verification"),
    path("verification/<int:pk>/", verification.submission_detail, name="submission-detail"),
    path("transfers/", transfers.transfer_list, name="transfer-list"),
    path("transfers/<int:pk>/", transfers.transfer_detail, name="transfer-detail"),
    path("seeded-errors/", seeds.seeded_errors, name="seeded-errors"),
    path("seeded-errors/reveal/", seeds.reveal, name="seeded-errors-reveal"),
    path("seeded-errors/<int:pk>/take-back/", seeds.take_back, name="seeded-error-take-back"),
    path("bricks/<int:pk>/hide-error/", seeds.hide_error, name="seeded-error-hide"),
    path("shop/", shop.shop, name="shop"),
    path("shop/me/", shop.me, name="shop-me"),
    path("shop/orders/<int:pk>/satisfaction/", shop.satisfaction, name="shop-satisfaction"),
    path("shop/setup/", shop.set_up, name="shop-set-up"),
]
