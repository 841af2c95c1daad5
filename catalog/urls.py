"""Addresses of the catalogue's pages."""

from django.urls import URLPattern

app_name = "catalog"
urlpatterns: list[URLPattern] = []
