"""The product's addresses and those of the controls."""

from django.urls import path

from bench.controls import EmptyView, RawPageView, nothing, raw_walk
from config.urls import urlpatterns as product

urlpatterns = [
    path("bench/empty/", EmptyView.as_view()),
    path("bench/raw-walk/", raw_walk),
    path("bench/raw-page/", RawPageView.as_view()),
    path("bench/nothing/", nothing),
    *product,
]
