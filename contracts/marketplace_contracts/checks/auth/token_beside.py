"""Two tokens at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import issues_tokens
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.finding import Violation


@sequence_check("auth", concerns=issues_tokens)
def token_beside(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A token stays valid for its lifetime when another token is issued (facts A9)."""
    body = body_for(api, operation)
    tokens = [api.json(operation, body=body)["token"] for _ in range(2)]
    for number, token in enumerate(tokens, 1):
        api.contract.redactor.learn(f"MARKETPLACE_TOKEN_{number}", token)
    reader = api.contract.spec.plain_list
    for token, words in zip(tokens, ("a token", "another token"), strict=True):
        found = api.call(reader, auth=Auth(token=token))
        if found.status != 200:
            pointer = api.contract.pointer_to("Token", "expiresInSeconds")
            promise = f"{words} that has not expired is accepted beside a second one"
            yield Violation(
                promise, f"status {found.status} from {reader.id}", pointer, shown_by=found
            )
