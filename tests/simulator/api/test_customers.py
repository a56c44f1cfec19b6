"""Customers and resellers."""

from collections.abc import Iterator
from typing import Any

import pytest
from support.simulator_api import CUSTOMER, NEW_CUSTOMER, RESELLER, Api, simulated


@pytest.fixture
def api() -> Iterator[Api]:
    """A client of a new simulator."""
    with simulated() as api:
        yield api


def test_rows_are_sparse(api: Api) -> None:
    """List rows have four keys and nothing that only the detail shows (facts F1)."""
    for path in ("/customers", "/resellers", f"/resellers/{RESELLER}/customers"):
        for row in api.every(path):
            assert set(row) == {"id", "externalId", "name", "status"}


def test_creation_returns_200_with_everything_sent(api: Api) -> None:
    """A new customer has an id of digits, is active, and reads back as sent (facts C2, E2)."""
    sent = {**NEW_CUSTOMER, "externalId": "CRM-1", "attributes": {"segment": "x"}, "taxRegId": "1"}
    created = api.post("/customers", sent)
    assert created["id"].isdigit()
    assert created["status"] == "active"
    assert {key: created[key] for key in sent} == sent
    assert api.get(f"/customers/{created['id']}") == created
    assert api.get("/customers")["data"][0]["id"] == created["id"]


def test_all_faults_of_a_customer_are_reported_at_once(api: Api) -> None:
    """E-mail, phone, country and what is missing are named in one 400 (facts E2)."""
    person = NEW_CUSTOMER["contactPersons"][0]
    wrong = {
        "name": "Fjord",
        "address": {**NEW_CUSTOMER["address"], "countryCode": "Norway"},
        "contactPersons": [{**person, "email": "ida@fjord", "phoneNumber": "call me"}, {}],
    }
    faults = [
        "/address/countryCode: does not keep to pattern",
        "/contactPersons/0/email: does not keep to pattern",
        "/contactPersons/0/phoneNumber: does not keep to pattern",
        *(
            f"/contactPersons/1: {name} is missing"
            for name in ("email", "firstName", "lastName", "phoneNumber", "type")
        ),
    ]
    for path in ("/customers", f"/resellers/{RESELLER}/customers"):
        message = api.post(path, wrong, 400)["message"]
        assert message == "; ".join([*faults, "the body: language is missing"])
    del wrong["name"]
    assert api.patch(f"/customers/{CUSTOMER}", wrong, 400)["message"] == "; ".join(faults)
    assert "ida@" not in message


@pytest.mark.parametrize(
    "phone", ["47##55512345#", "1##9495550100#12", "+49 89 123456", "(030) 123-456", "12345"]
)
def test_phones_are_written_in_many_ways(api: Api, phone: str) -> None:
    """The platform's notation and what people write are both accepted (facts E2)."""
    person = {**NEW_CUSTOMER["contactPersons"][0], "phoneNumber": phone}
    made = api.post("/customers", {**NEW_CUSTOMER, "contactPersons": [person]})
    assert made["contactPersons"][0]["phoneNumber"] == phone


def test_very_many_faults_are_counted() -> None:
    """A message names a limited number of faults, and how many more there are."""
    with simulated() as api:
        wrong = {**NEW_CUSTOMER, "contactPersons": [{"email": 1}] * 30}
        message = api.post("/customers", wrong, 400)["message"]
    assert message.endswith("; 130 more")


def test_logins_and_passwords_never_come_back(api: Api) -> None:
    """What is write-only is not returned, by create, read or change (facts E2)."""
    person: dict[str, Any] = {
        **NEW_CUSTOMER["contactPersons"][0],
        "login": "canary-login",
        "password": "Canary-1!",
    }
    created = api.post("/customers", {**NEW_CUSTOMER, "contactPersons": [person]})
    path = f"/customers/{created['id']}"
    changed = api.patch(path, {"contactPersons": [person]})
    for document in (created, api.get(path), changed):
        assert "anary" not in str(document)
        assert document["contactPersons"][0]["firstName"] == "Ida"


def test_what_is_not_known_is_dropped(api: Api) -> None:
    """Unknown properties are accepted and not returned, at any depth."""
    odd = {**NEW_CUSTOMER, "canary": 1, "address": {**NEW_CUSTOMER["address"], "canary": 1}}
    created = api.post("/customers", odd)
    assert "canary" not in str(created)
    assert created["address"] == NEW_CUSTOMER["address"]


def test_what_is_not_sent_stays(api: Api) -> None:
    """A change touches only the fields it names (facts E2)."""
    before = api.get(f"/customers/{CUSTOMER}")
    after = api.patch(f"/customers/{CUSTOMER}", {"externalId": "CRM-9"})
    assert after == {**before, "externalId": "CRM-9"}
    assert api.get(f"/customers/{CUSTOMER}") == after


def test_id_cannot_be_changed(api: Api) -> None:
    """An id in the body of a change does nothing; the one in the path counts."""
    assert api.patch(f"/customers/{CUSTOMER}", {"id": "1"})["id"] == CUSTOMER


@pytest.mark.parametrize("status", ["pending", "adminHold", "cancelled", "error", "x"])
def test_only_two_states_can_be_set(api: Api, status: str) -> None:
    """A change can set active and creditHold only (facts E2)."""
    assert "status" in api.patch(f"/customers/{CUSTOMER}", {"status": status}, 400)["message"]
    assert api.patch(f"/customers/{CUSTOMER}", {"status": "creditHold"})["status"] == "creditHold"
    assert api.patch(f"/customers/{CUSTOMER}", {"status": "active"})["status"] == "active"


def test_filters_narrow_the_list(api: Api) -> None:
    """Names match in part, the external id and the e-mail address exactly (facts E2)."""
    document = api.get(f"/customers/{CUSTOMER}")
    name, email = document["name"], document["contactPersons"][0]["email"]
    for query in (
        {"name": name[2:8].upper()},
        {"externalId": document["externalId"]},
        {"email": email.upper()},
        {"resellerId": document["resellerId"]},
    ):
        found = [row["id"] for row in api.every("/customers", **query)]
        assert CUSTOMER in found
        assert len(found) < 60
    assert api.every("/customers", externalId=document["externalId"][:-1]) == []
    assert api.every("/customers", email=email[1:]) == []


def test_customers_of_a_reseller_carry_its_id(api: Api) -> None:
    """A customer created below a reseller belongs to it, and is listed there (facts E2, E3)."""
    created = api.post(f"/resellers/{RESELLER}/customers", NEW_CUSTOMER)
    assert created["resellerId"] == RESELLER
    listed = [row["id"] for row in api.every(f"/resellers/{RESELLER}/customers")]
    assert listed[0] == created["id"]
    for identifier in listed:
        assert api.get(f"/customers/{identifier}")["resellerId"] == RESELLER
    assert "resellerId" not in api.post("/customers", NEW_CUSTOMER)


def test_resellers_live_like_customers(api: Api) -> None:
    """Resellers are created with a currency, read back and changed (facts E3)."""
    api.post("/resellers", NEW_CUSTOMER, 400)
    created = api.post("/resellers", {**NEW_CUSTOMER, "currency": "USD", "customerClass": "Gold"})
    assert created["currency"] == "USD"
    assert created["customerClass"] == "Gold"
    path = f"/resellers/{created['id']}"
    assert api.patch(path, {"name": "North Pine IT"}) == api.get(path)
    assert api.get("/resellers")["data"][0]["name"] == "North Pine IT"


def test_all_states_occur(api: Api) -> None:
    """A world has customers in each state (facts E2)."""
    states = {row["status"] for row in api.every("/customers")}
    assert states == {"pending", "active", "creditHold", "adminHold", "cancelled", "error"}
