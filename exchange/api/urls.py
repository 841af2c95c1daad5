"""REST addresses of the exchange, under /api/v1/."""

from django.urls import path

from exchange.api import bricks, seeds, shop, streams, submissions, transfers

app_name = "exchange-api"
urlpatterns = [
    path("bricks/", bricks.BricksView.as_view(), name="brick-list"),
    path("bricks/bulk/", bricks.BricksBulkView.as_view(), name="brick-bulk"),
    path("bricks/stream/", streams.BricksStreamView.as_view(), name="brick-stream"),
    path("bricks/withdraw/", bricks.BricksWithdrawView.as_view(), name="brick-withdraw"),
    path("bricks/<id:brick_id>/", bricks.BrickView.as_view(), name="brick"),
    path("bricks/<id:brick_id>/versions/", bricks.BrickVersionsView.as_view(), name="brick-versions"),
    path("bricks/<id:brick_id>/family/", bricks.BrickFamilyView.as_view(), name="brick-family"),
    path("submissions/", submissions.SubmissionsView.as_view(), name="submission-list"),
    path("submissions/waiting/", submissions.WaitingView.as_view(), name="submission-waiting"),
    path("submissions/<id:submission_id>/", submissions.SubmissionView.as_view(), name="submission"),
    path("decisions/", submissions.DecisionsView.as_view(), name="decision-list"),
    path("decisions/<id:decision_id>/", submissions.DecisionView.as_view(), name="decision"),
    path("transfers/", transfers.TransfersView.as_view(), name="transfer-list"),
    path("transfers/<id:transfer_id>/", transfers.TransferView.as_view(), name="transfer"),
    path("transfers/<id:transfer_id>/rejections/", transfers.RejectionsView.as_view(), name="rejection-list"),
    path("seeded-errors/", seeds.SeededErrorsView.as_view(), name="seeded-error-list"),
    path("seeded-errors/reveal/", seeds.RevealView.as_view(), name="seeded-error-reveal"),
    path("seeded-errors/score/", seeds.ScoreView.as_view(), name="seeded-error-score"),
    path("seeded-errors/<id:seeded_id>/", seeds.SeededErrorView.as_view(), name="seeded-error"),
    path("shop/", shop.ShopView.as_view(), name="shop"),
    path("shop/products/", shop.ProductsView.as_view(), name="shop-products"),
    path("shop/client/", shop.ClientView.as_view(), name="shop-client"),
    path("shop/orders/", shop.OrdersView.as_view(), name="shop-order-list"),
    path(
        "shop/orders/<id:order_id>/satisfaction/", shop.SatisfactionView.as_view(), name="shop-satisfaction"
    ),
]
