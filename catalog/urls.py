"""Addresses of the catalogue's pages."""

from django.urls import path

from catalog.views import assets, diagram, glossary, history, keys, lists, ratings, systems

app_name = "catalog"
urlpatterns = [
    path("assets/", lists.asset_list, name="asset-list"),
    path("assets/new/", assets.asset_create, name="asset-create"),
    path("assets/bulk/", lists.asset_bulk, name="asset-bulk"),
    path("assets/deleted/", lists.asset_deleted, name="asset-deleted"),
    path("assets/<int:pk>/", assets.asset_detail, name="asset-detail"),
    path("assets/<int:pk>/edit/", assets.asset_update, name="asset-update"),
    path("assets/<int:pk>/move/", assets.asset_move, name="asset-move"),
    path("assets/<int:pk>/delete/", assets.asset_delete, name="asset-delete"),
    path("assets/<int:pk>/sensitivity/", ratings.asset_sensitivity, name="asset-sensitivity"),
    path("assets/<int:pk>/owners/", ratings.asset_owners, name="asset-owners"),
    path("assets/<int:pk>/keys/", keys.asset_keys, name="asset-keys"),
    path("assets/<int:pk>/links/new/", keys.link_target, name="link-target"),
    path("assets/<int:pk>/links/new/<int:target_pk>/", keys.link_create, name="link-create"),
    path("assets/<int:pk>/links/<int:link_pk>/", keys.link_update, name="link-update"),
    path("assets/<int:pk>/links/<int:link_pk>/delete/", keys.link_delete, name="link-delete"),
    path("assets/<int:pk>/history/", history.asset_history, name="asset-history"),
    path("assets/<int:pk>/restore/", history.asset_restore_version, name="asset-restore"),
    path("changes/<uuid:request_id>/", history.change_detail, name="change-detail"),
    path("changes/<uuid:request_id>/undo/", history.change_take_back, name="change-undo"),
    path("diagram/", diagram.diagram, name="diagram"),
    path("systems/", systems.system_list, name="system-list"),
    path("systems/new/", systems.system_create, name="system-create"),
    path("systems/<int:pk>/edit/", systems.system_update, name="system-update"),
    path("systems/<int:pk>/delete/", systems.system_delete, name="system-delete"),
    path("to-complete/", lists.to_complete, name="to-complete"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.term_new, name="term-create"),
    path("glossary/<int:pk>/", glossary.term_detail, name="term-detail"),
    path("glossary/<int:pk>/edit/", glossary.term_edit, name="term-update"),
    path("glossary/<int:pk>/delete/", glossary.term_remove, name="term-delete"),
]
