"""How a client reads responses: each is read without loss, or raised as the right error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx
from cloud_marketplace import MarketplaceError, OutcomeUnknown, Refused, ResponseMismatch
from hypothesis import strategies as st

from marketplace_contracts.client_conformance.drivers import Arguments, Drivers
from marketplace_contracts.client_conformance.trial import JSON, Broken, Trial, cut
from marketplace_contracts.client_conformance.values import TEXT, Drawn, Values
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import exact

CORRELATION = "a8n-6f1c2f5e-0000-4000-8000-00000000c0de"
SOME_ID = "1000611"
SOME_UUID = "0b9d5fd5-0000-4000-8000-000000000001"


def reads(trial: Trial) -> Iterator[Violation]:
    """Every documented response, and every deviation from it, is read without loss or raised."""
    operation = trial.operation
    plain = Arguments(_ids(operation), body=next(iter(operation.examples), None))
    with Drivers(operation) as drivers:

        def try_one(response: tuple[int, str, Any]) -> None:
            status, media, drawn = response
            is_good = status // 100 == 2
            value = _about(operation, plain, drawn) if is_good else drawn
            drivers.network.response = _response(status, media, value)
            for name, call in drivers.each().items():
                if is_good:
                    _same(value, partial(call, operation, plain), name, operation)
                else:
                    _raised(status, partial(call, operation, plain), name)

        yield from trial.run(_responses(trial), try_one)


def _ids(operation: Operation) -> dict[str, str]:
    return {
        parameter.name: SOME_UUID if parameter.schema.get("format") == "uuid" else SOME_ID
        for parameter in operation.path_parameters
    }


def _responses(trial: Trial) -> Values:
    """Draw a status, a content type and a body; most are successful, which have most content."""
    choices: list[Values] = []
    for status, response in sorted(trial.operation.responses.items()):
        if not response.content and status // 100 == 2:
            choices.append(st.tuples(st.just(status), st.just(""), st.none()))
        for media, pointer in response.content.items():
            values = _bodies(trial, status, pointer) if media == JSON else TEXT
            choices.append(st.tuples(st.just(status), st.just(media), values))
    return _weighed(choices[0], choices[0], st.one_of(choices))


def _bodies(trial: Trial, status: int, pointer: str) -> Values:
    """Draw bodies as described and with deviations; a page stays a page, since its rows deviate."""
    schemas = trial.contract.schemas
    tame, wild = (Drawn(schemas, wild=kind) for kind in (False, True))
    rows = trial.contract.rows_pointer(trial.operation)
    if status // 100 != 2 or rows is None:
        return _weighed(tame.of(pointer), wild.of(pointer))
    spoilt = st.lists(wild.of(rows), min_size=1, max_size=3)
    return _weighed(tame.of(pointer), st.builds(_with_rows, tame.of(pointer), spoilt))


def _weighed(*choices: Values) -> Values:
    """Draw one of the choices, each equally likely, however many values it has."""
    return st.sampled_from(choices).flatmap(lambda chosen: chosen)


def _with_rows(page: dict[str, Any], rows: list[Any]) -> dict[str, Any]:
    return {**page, "data": rows}


def _response(status: int, media: str, value: Any) -> httpx.Response:
    if not media:
        return httpx.Response(status, headers={"X-Correlation-ID": CORRELATION})
    content = json.dumps(value) if media == JSON else str(value)
    headers = {"Content-Type": media, "X-Correlation-ID": CORRELATION}
    return httpx.Response(status, headers=headers, content=content.encode())


def _about(operation: Operation, arguments: Arguments, value: Any) -> Any:
    """Make a response about the requested object: the client refuses any other."""
    names = [parameter.name for parameter in operation.path_parameters]
    if not operation.path.endswith("}") or not isinstance(value, dict) or not value.get("id"):
        return value
    return {**value, "id": arguments.ids[names[-1]]}


def _same(sent: Any, call: Callable[[], Any], client: str, operation: Operation) -> None:
    try:
        value = call()
    except MarketplaceError as error:
        # What was written must be named and match, and an error must not have a successful status.
        refused = isinstance(error, ResponseMismatch | OutcomeUnknown)
        if refused and (
            operation.changes_something or not (isinstance(sent, dict) and "id" in sent)
        ):
            return
        observed = f"{client}: {type(error).__name__} for {cut(sent)}"
        raise Broken("a response is read without loss", observed) from None
    back = value if value is None else value.to_dict()
    if exact(back) != exact(sent):
        raise Broken("a response is read without loss", f"{client}: {cut(sent)} became {cut(back)}")


def _raised(status: int, call: Callable[[], Any], client: str) -> None:
    try:
        value = call()
    except (Refused, OutcomeUnknown) as error:
        if error.status != status or not error.correlation_id:
            observed = (
                f"{client}: {type(error).__name__} with {error.status}, {error.correlation_id}"
            )
            raise Broken("an error has status and correlation id", observed) from None
    except MarketplaceError as error:
        observed = f"{client}: {type(error).__name__} for {status}"
        raise Broken("a refusal is raised as its error", observed) from None
    else:
        raise Broken("a refusal is raised", f"{client}: {type(value).__name__} for {status}")
