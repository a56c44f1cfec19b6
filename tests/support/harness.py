"""What the tests of the harness share: exchanges made up on the spot, and clients of simulators."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from marketplace_contracts.description.spec import load
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.target import Embedded
from marketplace_contracts.simulator import Break
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction
from marketplace_contracts.traffic.redaction import Redactor

BASE = "http://127.0.0.1:1/marketplace/na"
SPEC = load()
JSON = {"Content-Type": "application/json", "X-Correlation-ID": "a8n-1"}


def contract(**secrets: str) -> Contract:
    """The contract of our own description, with some secrets to keep."""
    return Contract(SPEC, Redactor(secrets))


def made(
    operation: str,
    body: Any = None,
    *,
    status: int = 200,
    query: Mapping[str, Any] | None = None,
    ids: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    raw: bytes | None = None,
    sent: Mapping[str, str] | None = None,
    payload: Any = None,
) -> Interaction:
    """An exchange of an operation as if it had happened."""
    op = SPEC.operations[operation]
    path = op.path
    for name, value in (ids or {"id": "1000611", "reportId": "r"}).items():
        path = path.replace(f"{{{name}}}", value)
    url = BASE + path + (f"?{urlencode(query)}" if query else "")
    content = b"" if payload is None else json.dumps(payload).encode()
    request = (op.method, url, Headers((sent or {}).items()), content)
    reported = JSON if headers is None else headers
    response = json.dumps(body).encode() if raw is None else raw
    return interaction(SPEC, BASE, request, (status, Headers(reported.items()), response), "test")


def page(rows: Iterable[Any], offset: int = 0, limit: int = 10, total: int | None = None) -> Any:
    """The body of a page."""
    data = list(rows)
    count = len(data) if total is None else total
    return {"data": data, "pagination": {"offset": offset, "limit": limit, "total": count}}


@contextmanager
def client_of(
    *breaks: str | Break,
    seed: int = 1,
    record: Callable[[Interaction], object] = lambda _: None,
) -> Iterator[ApiClient]:
    """A client of a fresh simulator with some faults in it."""
    with Embedded(seed, breaks=breaks) as target:
        api = ApiClient(target, contract(), record)
        try:
            yield api
        finally:
            api.close()
