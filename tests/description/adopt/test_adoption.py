"""Adopting published files: what is reported, and what is merged into our description."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.cli import main
from marketplace_contracts.codegen.compile import compile_spec
from marketplace_contracts.description.spec import load
from openapi_spec_validator import validate
from support.openapi import ROOT

PUBLISHED: dict[str, Any] = yaml.safe_load(
    (ROOT / "spec/published/1.15.structure.yaml").read_text(encoding="utf-8")
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the repository's spec folder."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    return tmp_path


def doctored(house: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The published file after a change, beside the copy."""
    document = copy.deepcopy(PUBLISHED)
    document["info"]["version"] = "1.16"
    change(document)
    path = house / "new.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def adopted(house: Path, path: Path, *more: str) -> int:
    """Run the command in the copy."""
    return main(["adopt", str(path), "--root", str(house), *more])


def ours(house: Path) -> dict[str, Any]:
    """Our description in the copy."""
    found: dict[str, Any] = yaml.safe_load((house / "spec/openapi.yaml").read_text("utf-8"))
    return found


def key() -> dict[str, Any]:
    """The key as the vendor writes it."""
    name = "X-Subscription-Key"
    return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}


def more_operations(document: dict[str, Any]) -> None:
    """A new list below subscriptions, and a deletion of customers."""
    schema = {"$ref": "#/components/schemas/ResultListOrder"}
    content = {"content": {"application/json": {"schema": schema}}}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"]["/subscriptions/{id}/orders"] = {
        "get": {
            "tags": ["Subscription Management"],
            "operationId": "getSubscriptionOrders",
            "parameters": [key(), identity],
            "responses": {"default": content},
        }
    }
    document["paths"]["/customers/{id}"]["delete"] = {
        "operationId": "deleteCustomer",
        "parameters": [key(), identity],
        "responses": {"default": {"description": "Gone"}},
    }


def more_properties(document: dict[str, Any]) -> None:
    """A property of orders in responses, one of requests, a value and a parameter."""
    schemas = document["components"]["schemas"]
    schemas["Order"]["properties"]["salesChannel"] = {"type": "string", "readOnly": True}
    schemas["OrderDetailed"]["properties"]["salesChannel"] = {"type": "string", "readOnly": True}
    schemas["OrderDetailed"]["properties"]["costCentre"] = {"type": "string"}
    schemas["Order"]["properties"]["status"]["enum"].append("suspended")
    document["paths"]["/orders"]["get"]["parameters"].append(
        {"name": "poNumber", "in": "query", "schema": {"type": "string"}}
    )


def test_an_unchanged_file_asks_for_nothing(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file we know changes nothing, and nothing is written."""
    before = (house / "spec/openapi.yaml").read_bytes()
    assert adopted(house, doctored(house, lambda _: None), "--write") == 0
    told = capsys.readouterr().out
    assert "no change that a client can notice" in told
    assert "person to decide" not in told
    assert (house / "spec/openapi.yaml").read_bytes() == before


def test_new_operations_are_merged_whole(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Operations that the vendor added stand in ours, valid, named, ready to be generated."""
    before = (house / "spec/openapi.yaml").read_text(encoding="utf-8")
    assert adopted(house, doctored(house, more_operations), "--write") == 0
    told = capsys.readouterr().out
    assert "GET /subscriptions/{id}/orders as subscriptions.list_orders" in told
    assert "DELETE /customers/{id} as customers.delete" in told
    made = ours(house)
    validate(made)
    compile_spec(made)
    listed = made["paths"]["/subscriptions/{id}/orders"]["get"]
    page = {"$ref": "#/components/schemas/OrderPage"}
    assert listed["responses"]["200"]["content"]["application/json"]["schema"] == page
    assert [one["name"] for one in listed["parameters"]] == ["id"]
    assert "401" in listed["responses"]
    kept = iter((house / "spec/openapi.yaml").read_text(encoding="utf-8").split("\n"))
    assert all(line in kept for line in before.split("\n"))


def test_new_properties_values_and_parameters_find_their_place(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each addition goes to our schema of the same place, whatever that is called."""
    assert adopted(house, doctored(house, more_properties), "--write") == 0
    told = capsys.readouterr().out
    made = ours(house)
    validate(made)
    schemas = made["components"]["schemas"]
    assert "suspended" in schemas["OrderStatus"]["enum"]
    assert "poNumber" in [one.get("name") for one in made["paths"]["/orders"]["get"]["parameters"]]
    assert "salesChannel" in json.dumps([schemas["OrderSummary"], schemas["OrderState"]])
    assert "salesChannel" not in json.dumps(schemas["OrderRequest"])
    assert "costCentre" in json.dumps([schemas["OrderRequest"], schemas["OrderTermsInput"]])
    assert "OrderStatus: value suspended" in told
    assert (house / "spec/published/1.16.structure.yaml").is_file()


def of_31(document: dict[str, Any]) -> None:
    """A file of OpenAPI 3.1 with a property in each of its new forms."""
    document["openapi"] = "3.1.0"
    document["components"]["schemas"]["OrderDetailed"]["properties"] |= {
        "word": {"oneOf": [{"const": "a"}, {"const": "b"}]},
        "text": {"type": ["string", "null"]},
        "either": {"type": ["string", "integer"]},
        "maybe": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "above": {"type": "number", "exclusiveMinimum": 0},
        "anything": True,
    }


def test_forms_of_openapi_31_are_merged_as_ours(house: Path) -> None:
    """Our description stays a valid 3.0 file that can be generated, whatever the vendor writes."""
    assert adopted(house, doctored(house, of_31), "--write") == 0
    made = ours(house)
    validate(made)
    compile_spec(made)
    merged = made["components"]["schemas"]["OrderState"]["properties"]
    assert {name: merged[name] for name in ("word", "text", "either", "maybe")} == {
        "word": {"enum": ["a", "b"]},
        "text": {"type": "string", "nullable": True},
        "either": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "maybe": {"nullable": True, "allOf": [{"type": "string"}]},
    }
    assert merged["above"] == {"type": "number", "minimum": 0, "exclusiveMinimum": True}
    assert merged["anything"] == {}


def test_without_write_nothing_is_written(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without WRITE, what would be merged is listed and no file is changed."""
    before = (house / "spec/openapi.yaml").read_bytes()
    assert adopted(house, doctored(house, more_properties)) == 0
    assert "Would be merged" in capsys.readouterr().out
    assert (house / "spec/openapi.yaml").read_bytes() == before
    assert not (house / "spec/published/1.16.structure.yaml").exists()


def removed(document: dict[str, Any]) -> None:
    """An operation, a property and a value go; a parameter becomes required."""
    del document["paths"]["/plans"]
    del document["components"]["schemas"]["Order"]["properties"]["orderNumber"]
    document["components"]["schemas"]["Order"]["properties"]["type"]["enum"].remove("migration")
    document["paths"]["/customers"]["get"]["parameters"][1]["required"] = True


def test_what_goes_or_changes_is_for_a_person(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Removals and narrowings are listed with their severity and are not merged."""
    before = (house / "spec/openapi.yaml").read_bytes()
    assert adopted(house, doctored(house, removed), "--write") == 0
    told = capsys.readouterr().out
    for part in (
        "operation removed, breaking",
        "property removed, breaking",
        "enum value removed",
        "parameter became required, breaking",
        "Corrections that no longer fit",
        "$.paths['/plans'].get",
    ):
        assert part in told
    assert (house / "spec/openapi.yaml").read_bytes() == before


def better(document: dict[str, Any]) -> None:
    """The vendor makes corrections of ours: no header parameter, tags, statuses."""
    for item in document["paths"].values():
        for operation in item.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [one for one in parameters if one["name"] != key()["name"]]


def test_corrections_that_the_vendor_made_are_needless(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A correction that finds nothing left to correct is reported with its line."""
    assert adopted(house, doctored(house, better)) == 0
    told = capsys.readouterr().out
    assert "Corrections that are needless now" in told
    assert "$.paths.*.*.parameters[?@.name == 'X-Subscription-Key']" in told


def sloppy(document: dict[str, Any]) -> None:
    """Wrong examples, undeclared tags, values that differ in case, references to other files."""
    document["openapi"] = "3.1.0"
    get = document["paths"]["/orders"]["get"]
    get["tags"] = ["Nowhere"]
    get["parameters"][1]["example"] = 7
    schemas = document["components"]["schemas"]
    schemas["Order"]["properties"]["status"]["enum"] = ["done", "DONE"]
    schemas["Order"]["properties"]["total"] = {"$ref": "money.yaml#/Money"}
    schemas["Order"]["properties"]["details"] = {"$ref": "#/components/schemas/Nothing"}


@pytest.mark.parametrize("form", ["yaml", "json", "mark"])
def test_sloppy_files_are_reported_and_not_refused(
    house: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """Each oddity is reported with its line, and the comparison continues."""
    path = doctored(house, sloppy)
    if form == "json":
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    if form == "mark":
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert adopted(house, path) == 0
    told = capsys.readouterr().out
    for part in (
        "no servers are named",
        "OpenAPI 3.1.0",
        "the tag 'Nowhere' is not declared",
        "the example 7 is not of type string",
        "values differ in case alone",
        "'money.yaml#/Money' to another file is not followed",
        "'#/components/schemas/Nothing' leads nowhere",
        "only a default response",
    ):
        assert part in told
    assert ("JSON in place of YAML" in told) is (form == "json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("swagger: '2.0'\n", "is Swagger 2.0"),
        ("just text", "is not an OpenAPI document"),
        ("a: [", "is not valid YAML or JSON"),
        ("", "it holds no object"),
        ("<!DOCTYPE html>\n<html><body>404: not found</body></html>\n", "is a page of HTML or XML"),
        ("PK\x03\x04 and more", "a ZIP archive; unpack it first"),
        ('{"info": {"_postman_id": "1"}, "item": []}', "is a Postman collection"),
        ('{"log": {"entries": []}}', "is a HAR capture"),
        ("asyncapi: 2.0.0\n", "is an AsyncAPI document"),
        ("openapi: 3.0.3\npaths:\n\t/a: {}\n", "is not valid YAML or JSON at line 3"),
    ],
)
def test_what_cannot_be_adopted_is_reported_in_a_sentence(
    house: Path, capsys: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    """A file of another kind ends with exit code 2 and one sentence that names it."""
    path = house / "new.yaml"
    path.write_text(content, encoding="utf-8")
    assert adopted(house, path) == 2
    error = capsys.readouterr().err
    assert told in error
    assert str(path) in error
    assert error.count("\n") == 1


def listed(text: str) -> dict[str, list[str]]:
    """The rows of a report by the title of their section, without the count."""
    found: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in text.splitlines():
        if line.startswith("  "):
            rows.append(line.strip())
        elif line:
            rows = found[line.rpartition(" (")[0]] = []
    return found


def costs(document: dict[str, Any]) -> None:
    """A property of order requests and responses, and a filter of orders."""
    schemas = document["components"]["schemas"]
    schemas["OrderDetailed"]["properties"]["costCentre"] = {"type": "string"}
    get = next(item["get"] for path, item in document["paths"].items() if path.endswith("/orders"))
    get["parameters"].append({"name": "poNumber", "in": "query", "schema": {"type": "string"}})


def below_v2(document: dict[str, Any]) -> None:
    """All paths below a version, beside an addition."""
    costs(document)
    document["paths"] = {f"/v2{path}": item for path, item in document["paths"].items()}


def other_word(document: dict[str, Any]) -> None:
    """Another word for orders in the paths, beside an addition."""
    costs(document)
    paths = document["paths"]
    document["paths"] = {path.replace("orders", "purchases"): one for path, one in paths.items()}


def other_ids(document: dict[str, Any]) -> None:
    """Other operation ids, beside an addition."""
    costs(document)
    for item in document["paths"].values():
        for operation in item.values():
            operation["operationId"] += "V2"


@pytest.mark.parametrize(
    ("change", "decision", "fewest"),
    [
        (below_v2, "addresses of 28 operations: operation moved (/… → /v2/…)", 100),
        (other_word, "operation moved (/orders/… → /purchases/…)", 20),
        (other_ids, "28 operation ids changed (getCustomers → getCustomersV2, ", 0),
    ],
)
def test_a_new_name_of_paths_or_operations_is_reported_once(
    house: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, Any]], None],
    decision: str,
    fewest: int,
) -> None:
    """A renamed path is one decision; corrections still fit, and additions find their place."""
    assert adopted(house, doctored(house, change), "--write") == 0
    told = listed(capsys.readouterr().out)
    assert "Corrections that no longer fit" not in told
    assert "Corrections that are needless now" not in told
    merged = {"OrderState.costCentre", "orders.list: parameter poNumber"}
    assert merged <= set(told["Merged into spec/openapi.yaml"])
    (row,) = (one for one in told["For a person to decide"] if decision in one)
    number = row.partition("and in ")[2].partition(" ")[0]
    assert int(number or 0) >= fewest
    validate(ours(house))
    assert adopted(house, house / "new.yaml", "--write") == 0
    again = listed(capsys.readouterr().out)
    assert "For a person to decide" not in again
    assert "Merged into spec/openapi.yaml" not in again


def page_of(rows: str) -> dict[str, Any]:
    """A page with rows under a name."""
    row = {"type": "object", "properties": {"id": {"type": "string"}}}
    numbers = {"$ref": "#/components/schemas/Pagination"}
    properties = {rows: {"type": "array", "items": row}, "pagination": numbers}
    return {"type": "object", "properties": properties}


def new_list(rows: str, *names: str) -> Callable[[dict[str, Any]], None]:
    """A new list with parameters of some names."""

    def change(document: dict[str, Any]) -> None:
        number = {"type": "integer", "maximum": 200}
        content = {"application/json": {"schema": page_of(rows)}}
        document["paths"]["/v2/invoices"] = {
            "get": {
                "operationId": "getInvoices",
                "parameters": [{"name": n, "in": "query", "schema": number} for n in names],
                "responses": {"default": {"description": "A page", "content": content}},
            }
        }

    return change


def test_an_adopted_list_is_reported_with_the_lines_that_page_it(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person is given the exact lines to add, and they are what the description needs."""
    assert adopted(house, doctored(house, new_list("data", "offset", "limit")), "--write") == 0
    told = listed(capsys.readouterr().out)["For a person to decide"]
    lines = [line for line in told if line.startswith(("x-pagination:", "x-sort:"))]
    assert lines[0] == "x-pagination: {items: data, total: pagination.total, max-limit: 200}"
    required = told.index("and to InvoicesListResponse in components/schemas:") + 1
    text = (house / "spec/openapi.yaml").read_text(encoding="utf-8")
    for line in lines:
        text = text.replace(
            "operationId: invoices.list\n", f"operationId: invoices.list\n      {line}\n"
        )
    text = text.replace(
        "    InvoicesListResponse:\n", f"    InvoicesListResponse:\n      {told[required]}\n"
    )
    (house / "spec/openapi.yaml").write_text(text, encoding="utf-8")
    validate(ours(house))
    compile_spec(ours(house))
    path = house / "spec/openapi.yaml"
    operation = load(path).operations["invoices.list"]
    assert operation.paging is not None
    assert (operation.paging.items, operation.paging.largest) == ("data", 200)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (new_list("data", "cursor"), "rows in data, but neither offset nor limit"),
        (new_list("rows", "offset", "limit"), "the client pages only what has rows in data"),
    ],
)
def test_a_list_that_is_paged_in_another_way_is_reported_too(
    house: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, Any]], None],
    reason: str,
) -> None:
    """Rows that the client cannot page are a decision of their own, and can be generated."""
    assert adopted(house, doctored(house, change), "--write") == 0
    assert reason in capsys.readouterr().out
    compile_spec(ours(house))


def sloppier(document: dict[str, Any]) -> None:
    """Keys that OpenAPI lacks, a path without a slash, parameters without name or schema."""
    document["nonsense"] = 1
    get = document["paths"]["/orders"]["get"]
    get["respones"] = {}
    get["parameters"] += [{"in": "query"}, "text", {"name": "loose", "in": "query"}]
    document["paths"]["/orders"]["fetch"] = {}
    document["paths"]["quotes"] = {"get": {"operationId": "getOrders", "responses": {}}}
    document["components"]["responses"] = None


def test_what_is_not_read_is_reported_with_its_place(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown parts of a file are reported, and so are repeated keys."""
    path = doctored(house, sloppier)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("paths:\n", "paths:\n  /plans:\n    head: {}\n", 1), "utf-8")
    assert adopted(house, path, "--write") == 0
    told = capsys.readouterr().out
    for part in (
        "OpenAPI has no key 'nonsense' here",
        "the path 'quotes' does not begin with a slash",
        "a parameter without name and place is not read, and 1 more places",
        "the key is written twice; the last one counts",
        "the operation id 'getOrders' is used again",
    ):
        assert part in told
    assert "quotes" not in ours(house)["paths"]


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (None, "has no version (info.version). Give it one, such as 1.16."),
        ("../..", "its version '../..' has no number. Give it one"),
        ("1.2", "1.2 is older than 1.15"),
    ],
)
def test_a_file_whose_version_does_not_follow_is_not_merged(
    house: Path, capsys: pytest.CaptureFixture[str], version: str | None, told: str
) -> None:
    """Without a version, or with an older one, the file is shown but never written."""

    def change(document: dict[str, Any]) -> None:
        costs(document)
        document["info"] = {"title": "t"} if version is None else {"version": version}

    before = {path: path.read_bytes() for path in house.rglob("*") if path.is_file()}
    path = doctored(house, change)
    assert adopted(house, path) == 0
    assert adopted(house, path, "--write") == 2
    assert told in capsys.readouterr().err
    path.unlink()
    assert {one: one.read_bytes() for one in house.rglob("*") if one.is_file()} == before


def test_an_addition_without_a_place_is_for_a_person(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An addition that has no place in our description is reported; nothing is lost."""

    def change(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas["Order"]["properties"]["attributes"] = {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "properties": {"colour": {"type": "string"}},
        }

    assert adopted(house, doctored(house, change)) == 0
    told = listed(capsys.readouterr().out)
    rows = [row for row in told["For a person to decide"] if "attributes.colour" in row]
    assert rows
    assert all("has no place of that kind" in row for row in rows)


def unsendable(document: dict[str, Any]) -> None:
    """A list in a query, and a header that is required, of a known and of a new operation."""
    more = [
        {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}},
    ]
    document["paths"]["/orders"]["get"]["parameters"] += more
    new_list("data", "offset", "limit")(document)
    document["paths"]["/v2/invoices"]["get"]["parameters"] += more


def test_what_the_client_cannot_send_is_reported_and_left_out(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A parameter that would stop the generation is a decision, and the rest is generated."""
    assert adopted(house, doctored(house, unsendable), "--write") == 0
    sections = listed(capsys.readouterr().out)
    assert sections["Merged into spec/openapi.yaml"] == ["GET /v2/invoices as invoices.list"]
    told = sections["For a person to decide"]
    rows = [row for row in told if "which the client cannot send yet" in row]
    assert any(row.startswith("orders.list: parameter ids: is a list") for row in rows)
    tenant = next(row for row in rows if row.startswith("orders.list: parameter X-Tenant"))
    assert "change the client first" in tenant
    assert any("GET /v2/invoices as invoices.list" in row and "X-Tenant is" in row for row in rows)
    compile_spec(ours(house))
    assert "X-Tenant" not in (house / "spec/openapi.yaml").read_text(encoding="utf-8")
