"""The catalogue's forms: they collect a document; commands check it and their errors land beside the inputs."""

from catalog.forms.assets import AssetForm
from catalog.forms.bulk import BulkForm
from catalog.forms.filters import FilterForm
from catalog.forms.keys import KeysForm, LinkForm
from catalog.forms.owners import OwnersForm
from catalog.forms.sensitivity import SensitivityForm
from catalog.forms.systems import SystemForm

__all__ = [
    "AssetForm",
    "BulkForm",
    "FilterForm",
    "KeysForm",
    "LinkForm",
    "OwnersForm",
    "SensitivityForm",
    "SystemForm",
]
