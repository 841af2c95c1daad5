"""Files through the admin: export, preview, confirmation; a bad file names its places and writes nothing."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import Asset
from catalog.queries.assets import asset_get
from catalog.queries.versions import asset_versions
from tests.people import Room

CSV, XLSX = "0", "1"
ASSETS, FIELDS = "0", "1"
URL = "admin:catalog_asset_"
Upload = Callable[..., Any]


@pytest.fixture
def steward(room: Room, client: Client) -> Client:
    client.force_login(room.user("steward"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def upload(steward: Client) -> Upload:
    """Send a file; answers the page with its preview."""

    def run(content: bytes | str, resource: str = ASSETS, form: str = CSV) -> Any:
        content = content.encode() if isinstance(content, str) else content
        data = {"import_file": SimpleUploadedFile("f.csv", content), "resource": resource, "format": form}
        return steward.post(reverse(f"{URL}import"), data)

    return run


@pytest.fixture
def confirm(steward: Client) -> Callable[[Any], Any]:
    def run(preview: Any) -> Any:
        return steward.post(
            reverse(f"{URL}process_import"), preview.context["confirm_form"].initial, follow=True
        )

    return run


def exported(client: Client, resource: str, form: str) -> bytes:
    content: bytes = client.post(reverse(f"{URL}export"), {"resource": resource, "format": form}).content
    return content


def refusals(preview: Any) -> dict[int, dict[str, list[str]]]:
    return {row.number: row.error_dict for row in preview.context["result"].invalid_rows}


def faults(preview: Any) -> list[str]:
    return [str(error.error) for error in preview.context["result"].base_errors]


def rich_asset(room: Room) -> int:
    return room.asset(
        title_fr="=1+1", description_fr="Deux\r\nlignes, « et » \"plus\"", tags=["a;b", "-c"], personal_data=False,
        importance=3, sensitivity={"availability": 0, "reason": "@dpo"}, terms=["crm"],
        fields=[{"name": "id", "type": "integer", "required": True},
                {"name": "nom", "personal_data_category": "identity", "confidentiality": 3, "terms": ["erp"]}],
        ownerships=[{"participant": "owner", "responsibility": "accountable"},
                    {"participant": "steward", "responsibility": "steward"}],
    )  # fmt: skip


@pytest.mark.parametrize("form", [CSV, XLSX])
@pytest.mark.parametrize("resource", [ASSETS, FIELDS])
def test_export_comes_back_without_a_change(
    room: Room, steward: Client, upload: Upload, confirm: Any, resource: str, form: str
) -> None:
    pk = rich_asset(room)
    preview = upload(exported(steward, resource, form), resource, form)
    totals = preview.context["result"].totals
    assert {kind: count for kind, count in totals.items() if count} == {
        "skip": 1 if resource == ASSETS else 2
    }
    confirm(preview)
    assert asset_get(room["steward"], pk)["version"] == 1


def test_export_runs_in_no_spreadsheet(room: Room, steward: Client) -> None:
    rich_asset(room)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(exported(steward, ASSETS, XLSX))).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f" or str(cell.value)[0] in "=+-@"]


def test_export_holds_only_what_is_filtered_in_this_workshop(
    room: Room, other_room: Room, steward: Client
) -> None:
    room.asset()
    room.asset(name="produit", system="erp")
    other_room.asset(name="stranger")
    url = reverse(f"{URL}export")
    answer = steward.post(f"{url}?q=produit", {"resource": ASSETS, "format": CSV}).content.decode()
    assert [line.split(",")[1] for line in answer.splitlines()[1:]] == ["produit"]
    everything = exported(steward, ASSETS, CSV).decode()
    assert [line.split(",")[1] for line in everything.splitlines()[1:]] == ["client", "produit"]


def test_file_creates_and_changes_in_one_change_after_a_preview(
    room: Room, upload: Upload, confirm: Any
) -> None:
    pk = room.asset()
    preview = upload(
        "name;system;title_fr;integrity;owner\nclient;crm;Acheteur;3;owner\nproduit;erp;Produit;;\n"
    )
    assert [row.import_type for row in preview.context["result"].rows] == ["update", "new"]
    assert "<del>Client</del> <ins>Acheteur</ins>" in preview.content.decode()
    assert asset_get(room["steward"], pk)["title_fr"] == "Client"
    confirm(preview)
    changed, made = asset_get(room["steward"], pk), Asset.objects.get(name="produit")
    assert (changed["title_fr"], changed["sensitivity"]["integrity"]) == ("Acheteur", 3)
    versions = [asset_versions(room["steward"], one)[0] for one in (pk, made.pk)]
    assert {version["door"] for version in versions} == {"admin"}
    assert len({version["request_id"] for version in versions}) == 1


def test_fields_of_a_file_join_those_of_the_asset(room: Room, upload: Upload, confirm: Any) -> None:
    pk = room.asset()
    confirm(upload("asset,field,type,required,primary_key_position\nclient,pays,string,oui,2\n", FIELDS))
    asset = asset_get(room["steward"], pk)
    assert [(f["name"], f["required"]) for f in asset["fields"]] == [("id", False), ("pays", True)]
    assert asset["primary_key"] == ["id", "pays"]


def test_refused_cells_are_named_by_row_and_column(room: Room, upload: Upload) -> None:
    room.asset()
    preview = upload(
        "name,system,kind,integrity,owner\nclient,crm,dataset,9,\nb,nope,dataset,,\nc,crm,dataset,,zoé\n"
    )
    assert {n: list(places) for n, places in refusals(preview).items()} == {2: ["integrity"]}
    preview = upload("name,system,owner\nb,nope,\nc,crm,zoé\n")
    assert {n: list(places) for n, places in refusals(preview).items()} == {2: ["system"], 3: ["owner"]}
    assert "confirm_form" not in preview.context
    assert list(Asset.objects.values_list("name", flat=True)) == ["client"]


def test_refused_fields_are_named_by_row_and_column(room: Room, upload: Upload) -> None:
    room.asset()
    preview = upload("asset,field,type\nclient,a,nope\nghost,b,string\nclient,,string\n", FIELDS)
    assert {n: list(places) for n, places in refusals(preview).items()} == {4: ["field"]}
    preview = upload("asset,field,type\nclient,a,nope\nghost,b,string\n", FIELDS)
    assert {n: list(places) for n, places in refusals(preview).items()} == {2: ["type"], 3: ["asset"]}


def test_same_asset_twice_in_a_file_is_refused(upload: Upload) -> None:
    assert list(refusals(upload("name,system\na,crm\na,erp\n"))) == [3]


def test_status_is_not_moved_by_a_file(room: Room, upload: Upload) -> None:
    room.asset()
    assert list(refusals(upload("name,status\nclient,validated\n"))[2]) == ["status"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title_fr\nx\n", "name"),
        (b"name,colour_of_hair\nx,red\n", "colour_of_hair"),
        (b"name,name\nx,y\n", "deux fois|twice"),
        ("\n".join(["name", *(f"a{n}" for n in range(5001))]).encode(), "5001"),
    ],
)
def test_file_with_wrong_columns_or_too_many_rows_is_refused(
    upload: Upload, content: bytes, said: str
) -> None:
    (fault,) = faults(upload(content))
    assert any(word in fault for word in said.split("|"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,system\nété,crm\n".encode("latin-1"), "2"),
        (b"name,system\na,crm,more\n", "2"),
        (b"name,system\na\n", "2"),
        (b'name,system\n"a,crm\n', "2"),
        (b"\x00\x01\x02", ""),
    ],
)
def test_broken_file_says_where(upload: Upload, content: bytes, said: str) -> None:
    (message,) = upload(content).context["form"].errors["import_file"]
    assert said in message


def test_file_of_50_mb_is_refused(upload: Upload) -> None:
    (message,) = upload(b"name\n" + b"x\n" * 25_000_000).context["form"].errors["import_file"]
    assert "50" in message


def test_text_sent_as_xlsx_is_refused(upload: Upload) -> None:
    assert "import_file" in upload("name\nx\n", form=XLSX).context["form"].errors


def test_confirmation_names_no_file_of_ones_choice(steward: Client) -> None:
    data = {"import_file_name": "passwd", "original_file_name": "x", "format": CSV, "resource": ASSETS}
    answer = steward.post(reverse(f"{URL}process_import"), data)
    assert "import_file_name" in answer.context["confirm_form"].errors


def test_confirmation_twice_writes_once(room: Room, upload: Upload, confirm: Any) -> None:
    preview = upload("name,system\na,crm\n")
    confirm(preview)
    assert confirm(preview).status_code == 200
    assert Asset.objects.count() == 1
