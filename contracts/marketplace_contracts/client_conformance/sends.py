"""What a client sends: each argument, in a request that the description allows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
from cloud_marketplace import MarketplaceError
from cloud_marketplace_api import models
from hypothesis import strategies as st

from marketplace_contracts.client_conformance.drivers import BASE_URL, Arguments, Drivers
from marketplace_contracts.client_conformance.trial import JSON, Broken, Trial, cut
from marketplace_contracts.client_conformance.values import Drawn, Values
from marketplace_contracts.description.json_values import read_text
from marketplace_contracts.description.operations import Parameter
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import exact, relative_to


def sends(trial: Trial) -> Iterator[Violation]:
    """Each argument drawn from the description is in the request, and the request is valid."""
    with Drivers(trial.operation) as drivers:
        example = _example(trial)
        drivers.network.response = (
            httpx.Response(204)
            if trial.operation.success_pointer is None
            else httpx.Response(200, json=example)
        )

        def try_one(arguments: Arguments) -> None:
            for name, call in drivers.each().items():
                drivers.network.request = None
                # The response may be about another object, which the client refuses.
                with suppress(MarketplaceError):
                    call(trial.operation, arguments)
                request = drivers.network.request
                if request is None:
                    raise Broken("a call is sent", f"nothing from {name}")
                _arrived(trial, arguments, request, name)

        yield from trial.run(_arguments(trial), try_one)


def _example(trial: Trial) -> Any:
    """The example of a good response; an empty object where the description has none."""
    if trial.operation.success_pointer is None:
        return {}
    media = trial.operation.success_pointer.removesuffix("/schema")
    return trial.contract.spec.follow(media)[0].get("example", {})


def _arguments(trial: Trial) -> Values:
    operation, drawn = trial.operation, Drawn(trial.contract.schemas)
    queries = [parameter for parameter in operation.parameters if parameter.location == "query"]
    # An empty text is refused before it is sent: it would list all customers. So is a path's dot
    # segment, which would name another path.
    segments = {p.name: drawn.of(f"{p.pointer}/schema") for p in operation.path_parameters}
    ids = {name: values.filter(_is_segment) for name, values in segments.items()}
    texts = {p.name: drawn.of(f"{p.pointer}/schema").filter(_is_sent) for p in queries}
    query = {p.name: texts[p.name].map(_rich(p)) for p in queries}
    body = drawn.of(operation.body_pointer) if operation.body_pointer else st.none()
    return st.builds(
        Arguments,
        ids=st.fixed_dictionaries(ids),
        query=st.fixed_dictionaries({}, optional=query),
        body=st.tuples(st.booleans(), body).map(_as_model(trial)),
    )


def _is_sent(value: Any) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value == 0 or 1e-30 < abs(value) < 1e30  # others are too long for a query
    return not isinstance(value, str) or bool(value.strip())


def _is_segment(value: Any) -> bool:
    return _is_sent(value) and value not in (".", "..")


def _rich(parameter: Parameter) -> Callable[[Any], Any]:
    """Return the Python value of a text, as a user would have it."""
    kind = parameter.schema.get("format")
    if kind == "date":
        return date.fromisoformat
    return datetime.fromisoformat if kind == "date-time" else lambda value: value


def _as_model(trial: Trial) -> Callable[[tuple[bool, Any]], Any]:
    """Convert the body to the client's model, in some of the examples."""
    pointer = trial.operation.body_pointer
    names = trial.contract.schemas.shape(pointer).names if pointer else []
    model = getattr(models, names[0], None) if names else None
    return lambda drawn: model.from_dict(drawn[1]) if model and drawn[0] else drawn[1]


def _arrived(trial: Trial, arguments: Arguments, request: httpx.Request, client: str) -> None:
    """Compare a request with the arguments and the description."""
    relative = relative_to(BASE_URL, str(request.url))
    found = trial.contract.spec.match(request.method, relative)
    wanted = {name: str(value) for name, value in arguments.ids.items()}
    if found is None or found[0].id != trial.operation.id or dict(found[1]) != wanted:
        observed = f"{client}: {request.method} {relative} for {wanted}"
        raise Broken("a call goes to the path of its operation", observed)
    query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
    _each_parameter(trial, arguments.query, query, client)
    if trial.operation.body_pointer is not None:
        _body_arrived(trial, arguments.body, request, client)


def _each_parameter(
    trial: Trial, given: Mapping[str, Any], query: Mapping[str, str], client: str
) -> None:
    if query.keys() != given.keys():
        observed = f"{client}: {sorted(query)} for {sorted(given)}"
        raise Broken("each query parameter that is given is sent, and no other", observed)
    for name, sent in query.items():
        parameter = trial.operation.parameter(name)
        assert parameter is not None
        valid = trial.contract.schemas.validator(f"{parameter.pointer}/schema").is_valid
        value = read_text(str(parameter.schema.get("type")), sent)
        if not valid(value) or not _means(sent, given[name]):
            observed = f"{client}: {name}={sent!r} for {given[name]!r}"
            raise Broken("a query parameter has the given value", observed)


def _means(sent: str, value: Any) -> bool:
    if isinstance(value, bool | float):
        return exact(json.loads(sent)) == exact(value)
    if isinstance(value, datetime):
        return datetime.fromisoformat(sent) == value
    return sent == (value.isoformat() if isinstance(value, date) else str(value))


def _body_arrived(trial: Trial, body: Any, request: httpx.Request, client: str) -> None:
    sent = json.loads(request.content)
    wanted = body.to_dict() if hasattr(body, "to_dict") else body
    if exact(sent) != exact(wanted):
        raise Broken("a body is sent as it was given", f"{client}: {cut(sent)}, not {cut(wanted)}")
    if not trial.contract.schemas.validator(trial.operation.body_pointer or "#").is_valid(sent):
        raise Broken("a body is as described", f"{client}: {cut(sent)}")
    if request.headers.get("content-type") != JSON:
        raise Broken("a body is sent as JSON", f"{client}: {request.headers.get('content-type')}")
