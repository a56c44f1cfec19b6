"""A plain HTTP client of the simulator for tests, independent of our client."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
from marketplace_contracts.simulator import Simulator

KNOWN_MPN = "CFQ7TTC0ZZ01:0004"
SHARED_MPN = "CFQ7TTC0ZZ02:0001"
CUSTOMER = "1000611"
SUBSCRIPTION = "1300501"
RESELLER = "1000077"
REPORT = "6c9f3b0e-0c0f-4d6b-9a55-3c2b1a0f9e8d"
NEW_CUSTOMER: dict[str, Any] = {
    "name": "Fjord Outdoor AS",
    "language": "en",
    "address": {
        "streetAddress": "Kaigata 7",
        "postalCode": "5003",
        "city": "Bergen",
        "countryCode": "NO",
    },
    "contactPersons": [
        {
            "type": "admin",
            "firstName": "Ida",
            "lastName": "Moen",
            "email": "ida.moen@fjordoutdoor.example",
            "phoneNumber": "47##55512345#",
        }
    ],
}


# Making this costs more than starting a simulator, so it is made once.
_TLS = ssl.create_default_context()


def fetch(url: httpx.URL | str, method: str = "GET", **rest: Any) -> httpx.Response:
    """Send one request, with nothing added."""
    with httpx.Client(verify=_TLS) as http:
        return http.request(method, url, **rest)


class Api:
    """Calls with key and token; an unexpected status fails the test."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.http = httpx.Client(
            base_url=simulator.base_url,
            headers={"X-Subscription-Key": simulator.subscription_key},
            verify=_TLS,
        )
        self.log_in()

    def log_in(self) -> dict[str, Any]:
        """Get a token and use it from now on."""
        user = (self.simulator.username, self.simulator.password)
        token: dict[str, Any] = self.http.post(
            "/token", json={"marketplace": "us"}, auth=user
        ).json()
        self.http.headers["Authorization"] = f"Bearer {token['token']}"
        return token

    def get(self, path: str, expected: int = 200, /, **query: Any) -> Any:
        """Return the JSON response of a GET."""
        return self.send("GET", path, expected, params=query)

    def post(self, path: str, body: object, status: int = 200) -> Any:
        """Return the JSON response of a POST."""
        return self.send("POST", path, status, json=body)

    def patch(self, path: str, body: object, status: int = 200) -> Any:
        """Return the JSON response of a PATCH."""
        return self.send("PATCH", path, status, json=body)

    def send(self, method: str, path: str, status: int, **rest: Any) -> Any:
        """Return the JSON response of a request, which must have the status."""
        response = self.http.request(method, path, **rest)
        assert response.status_code == status, response.text
        assert self.simulator.crashes == []
        return response.json()

    def every(self, path: str, /, **query: object) -> list[Any]:
        """All rows of a list, page after page."""
        rows: list[Any] = []
        while True:
            page = self.get(path, offset=len(rows), limit=500, **query)
            rows += page["data"]
            if len(rows) >= page["pagination"]["total"]:
                return rows

    def order(self, kind: str, status: int = 200, **rest: object) -> Any:
        """Place an order for the well-known customer, unless another one is given."""
        return self.post("/orders", {"type": kind, "customerId": CUSTOMER, **rest}, status)

    def change(self, quantity: object, status: int = 200, **rest: object) -> Any:
        """Place a change of the well-known subscription to a total of seats."""
        lines = [{"mpn": KNOWN_MPN, "quantity": quantity}]
        return self.order("change", status, subscriptionId=SUBSCRIPTION, products=lines, **rest)

    def wait(self, seconds: float) -> None:
        """Let the simulated time pass."""
        self.simulator.clock.advance(seconds)


@contextmanager
def simulated(**options: Any) -> Iterator[Api]:
    """A new simulator with a client that has a token."""
    with Simulator(**options) as simulator:
        api = Api(simulator)
        with closing(api.http):
            yield api
