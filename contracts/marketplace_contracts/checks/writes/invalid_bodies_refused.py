"""Invalid bodies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import takes_body
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.invalid_requests import (
    invalid_bodies,
    response_only_values,
)
from marketplace_contracts.service.request_factory import body_for, ids_for
from marketplace_contracts.traffic.finding import Violation

REFUSED = range(400, 500)
NO_JSON = (b"{", b"[1,", b'{"a": NaN}', b'{"a": 1e999}', b"\xff\xfe", b'"\\ud800"', b"[" * 1_000)
"""Bodies that are not JSON as any reader takes it."""


@sequence_check("fuzz", concerns=takes_body)
def invalid_bodies_refused(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A body with one mistake, or of another media type, is refused."""
    assert operation.body_pointer is not None
    body = body_for(api, operation)
    ids = ids_for(api, operation)
    schemas, shown = api.contract.schemas, operation.success_pointer
    mistakes = invalid_bodies(schemas, operation.body_pointer, body)
    foreign = response_only_values(schemas, operation.body_pointer, shown, body) if shown else ()
    for words, wrong in chain(mistakes, foreign):
        found = api.call(operation, ids, body=wrong)
        if found.status not in REFUSED:
            observed = f"status {found.status} for {words}"
            yield Violation("an invalid body is refused", observed, operation.body_pointer)
    for content in NO_JSON:
        found = api.call(operation, ids, body=content)
        if found.status not in REFUSED:
            observed = f"status {found.status} for {content[:12]!r}"
            pointer = f"{operation.pointer}/requestBody/content"
            yield Violation("a body that is not JSON is refused", observed, pointer)
    found = api.call(operation, ids, body=body, media="text/plain")
    if found.status not in REFUSED:
        observed = f"status {found.status} for JSON with content type text/plain"
        pointer = f"{operation.pointer}/requestBody/content"
        yield Violation("a body of another media type is refused", observed, pointer)
