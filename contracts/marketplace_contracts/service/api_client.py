"""The client that checks call a service with.

Unlike `cloud_marketplace` it sends valid and invalid requests alike, and returns each response as
an `Interaction`, whatever its status.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.access import no_token
from marketplace_contracts.service.authentication import GOOD, Auth, auth_headers, sends_basic
from marketplace_contracts.service.connection import Connection, OutgoingRequest, encode, url_of
from marketplace_contracts.service.known_objects import KnownObjects
from marketplace_contracts.service.retry_after import retry_after
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import CheckAborted, Skipped, Violation
from marketplace_contracts.traffic.interaction import Interaction

Row = dict[str, Any]

LONGEST_PAUSE = 90.0  # seconds that a check waits at most for the rate limit
A_DAY = 86_400
RENEWED_AT = 0.8  # part of its lifetime after which a token is replaced
ATTEMPTS = 4
NO_BODY: Any = object()
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        rows: Its rows; rows that are not objects are left out.
        total: Number of rows in the whole list, as the page states it; -1 if it states none.
        interaction: The call that returned it.
    """

    rows: list[Row]
    total: int
    interaction: Interaction

    @property
    def complete(self) -> bool:
        """Tell whether these are all rows of the list."""
        return len(self.rows) == self.total


class ApiClient:
    """Call the operations of a service, with authentication, pacing and recording.

    Checks need what a client for users hides: calls with wrong credentials, invalid bodies, the
    raw response, and identifiers of objects that exist on a service nobody prepared.

    Args:
        target: The service.
        contract: The description, and the secrets not to show.
        record: Receives every interaction.
        sleep: Waits for the rate limit.
        connection: Sends requests; None makes one.

    Attributes:
        source: Name under which interactions are recorded; set it before a series of calls.
        latest: The latest interaction, for violations that name no call themselves.
        expired_token: A token known to have expired, once a check waited for one.
        shares: Whether a proper read that was sent before is not sent again.
    """

    def __init__(
        self,
        target: Target,
        contract: Contract,
        record: Callable[[Interaction], object] = lambda _: None,
        sleep: Callable[[float], object] = time.sleep,
        connection: Connection | None = None,
    ) -> None:
        self.target, self.contract, self.source = target, contract, "suite"
        self.latest: Interaction | None = None
        self.expired_token: str | None = None
        self.shares = False
        self._connection = connection or Connection(target, contract.spec)
        self._reads: dict[tuple[str, str, bytes, str], Interaction] = {}
        self._record, self._sleep = record, sleep
        self._token, self._token_until = "", 0.0
        self._newest: dict[str, Page] = {}
        self._objects = KnownObjects(contract, self._newest_rows)
        target.teach(contract.redactor)

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def operation(self, name: str) -> Operation:
        """Return an operation by id.

        Raises:
            Skipped: The description has no operation of this name.
        """
        found = self.contract.spec.operations.get(name)
        if found is None:
            raise Skipped(f"the description has no {name}")
        return found

    def call(
        self,
        operation: Operation | str,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
        *,
        auth: Auth = GOOD,
        media: str = JSON,
        patient: bool = True,
    ) -> Interaction:
        """Call an operation and return its response, whatever the status.

        Args:
            operation: Its effect must be allowed on the target.
            ids: Values of the path parameters.
            query: Query parameters; None values are left out.
            body: JSON value of the request; bytes are sent as they are.
            auth: Credentials; an own token that is rejected is replaced once.
            media: Content type of the body.
            patient: Whether to wait for the rate limit and repeat.

        Raises:
            CannotRun: The effect is not allowed, or the service cannot be reached.
            CheckAborted: The service closed the connection without a response.
        """
        op = self.operation(operation) if isinstance(operation, str) else operation
        if op.effect not in self.target.effects:
            raise CannotRun(f"{op.id} would change something and writes are not allowed.")
        if op.changes_something:
            self.forget()
        url = url_of(self.target.base_url, op, ids or {}, query or {})
        payload = b"" if body is NO_BODY else encode(body)
        headers = {"Accept": JSON, **({"Content-Type": media} if payload else {})}
        request = OutgoingRequest(op.method, url, headers, payload)
        key = (op.method, url, payload, media)
        shared = self.shares and patient and auth == GOOD and op.effect == "read"
        if shared and key in self._reads:
            self.latest = self._reads[key]
            return self._reads[key]
        attempts = ATTEMPTS if patient and not op.changes_something else 1
        found = self._attempt(op, request, auth, attempts)
        if patient and found.status == 401 and auth == GOOD and op.effect != "token":
            self.forget_token()
            found = self._attempt(op, request, auth, attempts)
        if shared:
            self._reads[key] = found
        return found

    def json(
        self,
        operation: Operation | str,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
    ) -> Any:
        """Call an operation that must succeed and return the described part of its JSON.

        Raises:
            CheckAborted: The response is not 200 with JSON.
        """
        return self.contract.described(self._must(operation, ids, query, body))

    def page(
        self,
        operation: Operation | str,
        query: Mapping[str, Any] | None = None,
        ids: Mapping[str, str] | None = None,
    ) -> Page:
        """Return one page of a list that must succeed; `ids` default to an existing object."""
        op = self.operation(operation) if isinstance(operation, str) else operation
        found = self._must(op, self.ids(op) if ids is None else ids, query)
        rows, total = op.rows_in(self.contract.described(found)), op.total_in(found.json)
        return Page(
            [row for row in rows or [] if isinstance(row, dict)],
            total if isinstance(total, int) else -1,
            found,
        )

    def newest(self, operation: Operation | str) -> Page:
        """Return the first page of a list, as large as is known to work; cached until a change."""
        op = self.operation(operation) if isinstance(operation, str) else operation
        if op.id not in self._newest:
            self._newest[op.id] = self.page(op, op.largest_page)
        return self._newest[op.id]

    def _newest_rows(self, operation: Operation) -> list[Row]:
        return self.newest(operation).rows

    def _must(
        self,
        operation: Operation | str,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
    ) -> Interaction:
        found = self.call(operation, ids, query, body)
        if not found.ok:
            assert found.operation is not None
            observed = f"status {found.status}, {self.contract.show(found.json)}"
            pointer = f"{found.operation.pointer}/responses/200"
            raise CheckAborted(
                Violation("a valid call returns 200 with JSON", observed, pointer, shown_by=found)
            )
        return found

    def download(self, url: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """GET a URL outside the API, such as that of a report file.

        Raises:
            CheckAborted: There is no response.
        """
        return self._connection.get(url, headers or {})

    def advance(self, seconds: float) -> None:
        """Move the service's clock, which may change every list.

        Raises:
            Skipped: The clock of this service cannot be moved.
        """
        if self.target.advance is None:
            raise Skipped("the clock of the service cannot be moved")
        self.target.advance(seconds)
        self.forget()

    def forget(self) -> None:
        """Discard cached pages and shared responses."""
        self._newest.clear()
        self._reads.clear()

    def remember(self, operation: Operation, ids: Mapping[str, str]) -> None:
        """Keep the path parameters of a created object, for operations on it."""
        self._objects.remember(operation, ids)

    def ids(self, operation: Operation) -> Mapping[str, str]:
        """Return path parameters of an existing object; empty for operations without any.

        Raises:
            Skipped: The service shows no such object.
        """
        return next(self.objects(operation)) if operation.path_parameters else {}

    def objects(self, operation: Operation) -> Iterator[Mapping[str, str]]:
        """Yield path parameters of existing objects, the newest first.

        Raises:
            Skipped: The service shows no such object.
        """
        return self._objects.of(operation)

    def token(self) -> str:
        """Return the bearer token; fetch one if there is none or it is about to expire.

        Raises:
            CannotRun: The service issues no token.
        """
        if not self._token or time.monotonic() > self._token_until:
            body = {"marketplace": self.target.marketplace}
            self._keep_token(self.call(self.contract.spec.token_operation, body=body))
        return self._token

    def credentials(self, operation: Operation) -> dict[str, str]:
        """Return the headers that authenticate a call of an operation."""
        return self._auth_headers(operation, GOOD)

    def forget_token(self) -> None:
        """Fetch a new token next time."""
        self._token = ""

    def _keep_token(self, found: Interaction) -> None:
        value = found.json.get("token") if isinstance(found.json, dict) else None
        if found.status != 200 or not isinstance(value, str) or not value:
            raise CannotRun(no_token(self.target, found))
        lifetime = found.json.get("expiresInSeconds")
        seconds = min(lifetime, A_DAY) if isinstance(lifetime, int) else 60
        self._token, self._token_until = value, time.monotonic() + RENEWED_AT * seconds
        self.contract.redactor.learn("MARKETPLACE_TOKEN", value)

    def _auth_headers(self, operation: Operation, auth: Auth) -> dict[str, str]:
        basic = operation.effect == "token"
        own = auth.needs_token and not sends_basic(auth, basic=basic)
        return auth_headers(self.target, auth, basic=basic, token=self.token() if own else "")

    def _attempt(
        self, operation: Operation, request: OutgoingRequest, auth: Auth, attempts: int
    ) -> Interaction:
        """Send a request; repeat it while the rate limit is exceeded."""
        headers = request.headers | self._auth_headers(operation, auth)
        for attempt in range(attempts):
            self.latest = found = self._connection.send(
                request._replace(headers=headers), self.source
            )
            self._record(found)
            pause = _pause(found, attempt) if attempt < attempts - 1 else None
            if pause is None:
                break
            self._sleep(pause)
        return found


def _pause(found: Interaction, attempt: int) -> float | None:
    """Return the seconds to wait before the same call again; None if it must not be repeated."""
    if found.status != 429:
        return None
    stated = retry_after(found)
    pause = 15.0 * 2**attempt if stated is None else stated
    return pause if pause <= LONGEST_PAUSE else None
