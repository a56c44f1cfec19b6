"""Requests with one credential missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.service.request_factory import some_body
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

CASES = (
    ("without the subscription key", Auth(key="none"), 0),
    ("with a wrong subscription key", Auth(key="wrong"), 0),
    ("without {proof}", Auth(proof="none"), 1),
    ("with a wrong {proof}", Auth(proof="wrong"), 1),
    ("with another scheme than the {proof}", Auth(proof="other"), 1),
)


def _is_secured(operation: Operation, _: Contract) -> bool:
    return len(operation.schemes) == 2


@sequence_check("auth", concerns=_is_secured)
def auth_enforced(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Key and token (or Basic) are both required: without either, status 401 (facts A6, A11)."""
    ids = api.ids(operation)
    body = some_body(api, operation)
    proof = "Basic credentials" if operation.effect == "token" else "bearer token"
    for words, auth, scheme in CASES:
        found = api.call(operation, ids, body=body, auth=auth)
        if found.status != 401:
            promise = f"{words.format(proof=proof)} the status is 401"
            pointer = f"#/components/securitySchemes/{operation.schemes[scheme]}"
            yield Violation(promise, f"status {found.status}", pointer, shown_by=found)
