"""The lifetime of a token."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import issues_tokens
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.finding import Violation

MARGIN = 2  # seconds around the expiry, in which either response is right


@sequence_check("auth", concerns=issues_tokens, clock=True)
def token_life(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A token is valid exactly as long as `expiresInSeconds` says (facts A9)."""
    reader = api.contract.spec.plain_list
    given = api.json(operation, body=body_for(api, operation))
    auth = Auth(token=given["token"])
    api.contract.redactor.learn("MARKETPLACE_TOKEN", given["token"])
    for seconds, status, words in (
        (given["expiresInSeconds"] - MARGIN, 200, "a token lives for expiresInSeconds"),
        (2 * MARGIN, 401, "an expired token is rejected with 401"),
    ):
        api.advance(seconds)
        found = api.call(reader, auth=auth)
        if found.status != status:
            pointer = api.contract.pointer_to("Token", "expiresInSeconds")
            observed = (
                f"status {found.status} from {reader.id}, {given['expiresInSeconds']} s promised"
            )
            yield Violation(words, observed, pointer, shown_by=found)
