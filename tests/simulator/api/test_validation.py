"""Checking parameters."""

from typing import Any

import pytest
from support.simulator_api import CUSTOMER, KNOWN_MPN, SHARED_MPN, Api


def check(api: Api, *parameters: dict[str, Any], status: int = 200, **product: Any) -> Any:
    """Return the response for one product of the known customer."""
    products = [{"mpn": KNOWN_MPN, "parameters": list(parameters), **product}]
    return api.post(
        "/validation/parameters", {"customerId": CUSTOMER, "products": products}, status
    )


def test_faults_are_part_of_a_successful_response(api: Api) -> None:
    """A domain in use is an error in a 200 response, with a free one to choose (facts C14)."""
    (result,) = check(api, {"name": "microsoft_domain", "value": "newtenant1"})["data"]
    assert result["mpn"] == KNOWN_MPN
    (parameter,) = result["parameters"]
    assert parameter["result"] == "error"
    assert parameter["value"] == "newtenant1"
    assert parameter["valueChoices"] == [
        {"label": "newtenant1-2", "value": "newtenant1-2", "default": True}
    ]


@pytest.mark.parametrize(
    ("parameter", "result"),
    [
        ({"name": "microsoft_domain", "value": "fjord"}, "success"),
        ({"name": "microsoft_domain", "value": "no domain"}, "error"),
        ({"name": "microsoft_domain"}, "error"),
        ({"name": "Microsoft_Domain", "value": "fjord"}, "error"),
        ({"name": "domain", "value": "fjord.example"}, "success"),
        ({"name": "agreement_date", "value": "03-15-2024"}, "success"),
        ({"name": "agreement_date", "value": "2024-03-15"}, "error"),
        ({"name": "tenant_preference", "value": "new"}, "success"),
        ({"name": "tenant_preference", "value": ["new"]}, "error"),
        ({"name": "email_address_agreement", "value": "jo@x.example"}, "success"),
        ({"name": "email_address_agreement", "value": "jo"}, "error"),
        ({"name": "mca_acceptance", "value": True}, "success"),
        ({"name": "first_name_agreement", "value": " "}, "error"),
        ({"name": "offer_attestation", "structured_value": {"accepted": True}}, "success"),
        ({"name": "offer_attestation", "value": True}, "error"),
        ({"name": "", "value": {"any": [None, 1.5, "json"]}}, "error"),
    ],
)
def test_each_parameter_is_judged(api: Api, parameter: dict[str, Any], result: str) -> None:
    """Names are case-sensitive, dates are written the American way (facts E7)."""
    judged = check(api, parameter)["data"][0]["parameters"][0]
    assert judged["result"] == result
    assert {key: judged[key] for key in parameter} == parameter


def test_drafts_link_follow_ups(api: Api) -> None:
    """A follow-up with the draft's id is validated with the earlier parameters (facts E10)."""
    first = check(api, {"name": "microsoft_domain", "value": "newtenant1"})["data"][0]
    fixed = {"name": "microsoft_domain", "value": "newtenant1-2"}
    more = {"name": "tenant_preference", "value": "new"}
    second = check(api, fixed, more, draftRequestId=first["draftRequestId"])["data"][0]
    assert second["draftRequestId"] == first["draftRequestId"]
    third = check(api, draftRequestId=first["draftRequestId"])["data"][0]
    assert [each["value"] for each in third["parameters"]] == ["newtenant1-2", "new"]
    assert {each["result"] for each in third["parameters"]} == {"success"}
    other = check(api, more)["data"][0]
    assert other["draftRequestId"] != first["draftRequestId"]


def test_product_and_customer_must_exist(api: Api) -> None:
    """Unknown customers and products are 404, ambiguous products 500 (facts C10, C11)."""
    body = {"customerId": "1", "products": []}
    assert "Customer 1" in api.post("/validation/parameters", body, 404)["message"]
    check(api, status=404, mpn="none")
    check(api, status=500, mpn=SHARED_MPN)
    check(api, status=400, mpn=None)
