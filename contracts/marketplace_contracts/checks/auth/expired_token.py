"""Tokens that have run out, on every operation."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.api_client import Auth
from marketplace_contracts.service.probe import Probe
from marketplace_contracts.service.request_factory import body_for, some_body


def _wants_a_token(operation: Operation, _: Contract) -> bool:
    return len(operation.schemes) == 2 and operation.effect != "token"


@sequence_check("auth", concerns=_wants_a_token, clock=True)
def expired_token(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """A token that has run out is answered 401 (facts C15)."""
    ids = probe.ids(operation)
    body = some_body(probe, operation)
    found = probe.call(operation, ids, body=body, auth=Auth(token=_dead_token(probe)))
    if found.status != 401:
        yield Violation(
            "with an expired bearer token the answer is 401",
            f"status {found.status}",
            f"#/components/securitySchemes/{operation.schemes[1]}",
            shown_by=found,
        )


def _dead_token(probe: Probe) -> str:
    """A token past its life; one does for all operations of a run."""
    if probe.dead_token is None:
        operation = next(o for o in probe.contract.spec.operations.values() if o.effect == "token")
        given = probe.good(operation, body=body_for(probe, operation))
        probe.contract.redactor.learn("EXPIRED_TOKEN", given["token"])
        probe.advance(given["expiresInSeconds"] + 1)
        probe.dead_token = given["token"]
    return probe.dead_token
