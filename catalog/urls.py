"""Addresses of the catalogue's pages."""

from django.urls import path

from catalog.views import glossary

app_name = "catalog"
urlpatterns = [
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.term_new, name="term-create"),
    path("glossary/<int:pk>/", glossary.term_detail, name="term-detail"),
    path("glossary/<int:pk>/edit/", glossary.term_edit, name="term-update"),
    path("glossary/<int:pk>/delete/", glossary.term_remove, name="term-delete"),
]
