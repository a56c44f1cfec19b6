"""Expired tokens, on every operation."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import needs_token
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.service.request_factory import body_for, some_body
from marketplace_contracts.traffic.finding import Violation


@sequence_check("auth", concerns=needs_token, clock=True)
def expired_token(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An expired token is rejected with 401 (facts C15)."""
    ids = api.ids(operation)
    body = some_body(api, operation)
    found = api.call(operation, ids, body=body, auth=Auth(token=_dead_token(api)))
    if found.status != 401:
        yield Violation(
            "with an expired bearer token the status is 401",
            f"status {found.status}",
            f"#/components/securitySchemes/{operation.schemes[1]}",
            shown_by=found,
        )


def _dead_token(api: ApiClient) -> str:
    """Return an expired token; it is shared by all operations of a run."""
    if api.expired_token is None:
        operation = api.contract.spec.token_operation
        given = api.json(operation, body=body_for(api, operation))
        api.contract.redactor.learn("EXPIRED_TOKEN", given["token"])
        api.advance(given["expiresInSeconds"] + 1)
        api.expired_token = given["token"]
    return api.expired_token
