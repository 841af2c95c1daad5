"""REST addresses of the catalogue, under /api/v1/."""

from django.urls import path

from catalog.api import assets, glossary, parts, versions

app_name = "catalog-api"
urlpatterns = [
    path("assets/", assets.AssetsView.as_view(), name="asset-list"),
    path("assets/bulk/", assets.AssetsBulkView.as_view(), name="asset-bulk"),
    path("assets/facets/", assets.AssetFacetsView.as_view(), name="asset-facets"),
    path("assets/deleted/", versions.DeletedAssetsView.as_view(), name="asset-deleted"),
    path("assets/<id:asset_id>/", assets.AssetView.as_view(), name="asset"),
    path("assets/<id:asset_id>/status/", assets.AssetStatusView.as_view(), name="asset-status"),
    path("assets/<id:asset_id>/restore/", versions.RestoreView.as_view(), name="asset-restore"),
    path("assets/<id:asset_id>/versions/", versions.VersionsView.as_view(), name="version-list"),
    path("assets/<id:asset_id>/versions/<id:version_id>/", versions.VersionView.as_view(), name="version"),
    path(
        "assets/<id:asset_id>/versions/<id:version_id>/diff/",
        versions.DiffView.as_view(),
        name="version-diff",
    ),
    path("changes/<uuid:request_id>/", versions.ChangeView.as_view(), name="change"),
    path("changes/<uuid:request_id>/undo/", versions.UndoView.as_view(), name="change-undo"),
    path("fields/", parts.FieldsView.as_view(), name="field-list"),
    path("fields/<id:part_id>/", parts.FieldView.as_view(), name="field"),
    path("unique-keys/", parts.UniqueKeysView.as_view(), name="unique-key-list"),
    path("unique-keys/<id:part_id>/", parts.UniqueKeyView.as_view(), name="unique-key"),
    path("foreign-keys/", parts.ForeignKeysView.as_view(), name="foreign-key-list"),
    path("foreign-keys/<id:part_id>/", parts.ForeignKeyView.as_view(), name="foreign-key"),
    path("ownerships/", parts.OwnershipsView.as_view(), name="ownership-list"),
    path("ownerships/<id:part_id>/", parts.OwnershipView.as_view(), name="ownership"),
    path("systems/", glossary.SystemsView.as_view(), name="system-list"),
    path("systems/<id:system_id>/", glossary.SystemView.as_view(), name="system"),
    path("terms/", glossary.TermsView.as_view(), name="term-list"),
    path("terms/<id:term_id>/", glossary.TermView.as_view(), name="term"),
]
