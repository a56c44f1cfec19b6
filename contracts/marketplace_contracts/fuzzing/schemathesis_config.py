"""How schemathesis is told to work, as data; each check that is left out is left out for a reason.

Left out wholly:

- `not_a_server_error`: a business conflict is a 500 by design (facts C7). Our `status_declared`
  and `server_error` take its place: a 5xx has to be declared, and a 500 has to say its reason.
- `ignored_auth`: it takes key and token away together. Our `auth_enforced` and `expired_token` try
  each of them by itself, on every operation.
- `missing_required_header`: no operation has a header parameter; the key is a security scheme.
- `use_after_free`: nothing can be deleted.
- `object_level_authorization`: there is one API user to a key (facts A2).
- `max_response_time`: gives false alarms on busy machines.

Left out for some operations: `positive_data_acceptance` where valid data can be refused for a
business reason, with 400 (a quantity out of range, an order without products, an id that nothing
has); that is where there is a body that names other objects, or an id in the path.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from marketplace_contracts.checks.registry import interaction_checks
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.target import Target
from marketplace_contracts.settings import CheckSettings

PROMISES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "status_code_conformance": ("the status is declared", "/responses"),
        "content_type_conformance": ("the content type is declared", "/responses"),
        "response_headers_conformance": ("the headers are as declared", "/responses"),
        "response_schema_conformance": ("the body is valid against its schema", "/responses"),
        "positive_data_acceptance": ("a valid request is accepted", ""),
        "negative_data_rejection": ("an invalid request is refused", ""),
        "ensure_resource_availability": ("what was created can be read", "/responses"),
        "unsupported_method": ("a method that is not described is answered 405", ""),
        "allow_header_conformance": ("Allow names the methods that are described", ""),
    }
)
"""Its checks that are run: what they hold, and where below an operation it says so."""

CONFORMANCE = frozenset(name for name in PROMISES if name.endswith("_conformance"))
"""Checks that ours repeat with more to say; they speak where ours are silent."""

REFUSABLE = ["2xx", "400", "401", "403", "404", "409", "429", "5xx"]


def configuration(
    target: Target, operations: Collection[Operation], settings: CheckSettings
) -> dict[str, Any]:
    """The settings of a run, in the terms of `schemathesis.toml`.

    Args:
        target: Where to; a service that is not ours is never sent methods nobody described.
        operations: All there are; those whose effect is not allowed are not called.
        settings: Seed and examples: same seed, same requests; perhaps a database of examples.
    """
    unexpected = ["delete", "put", "patch", "get", "post"] if target.embedded else []
    return {
        "seed": settings.seed,
        "base-url": target.base_url,
        "continue-on-failure": True,
        "workers": 1,
        "request-timeout": 190,
        "cache": {"enabled": False},
        "generation": {
            "max-examples": settings.examples,
            # With a database there is nothing to say here: it is part of hypothesis' profile.
            **({} if settings.database else {"database": "none"}),
            "with-security-parameters": False,
        },
        "checks": {
            "enabled": False,  # what is not named here is left out
            **{name: {"enabled": True} for name in (*PROMISES, *interaction_checks())},
        },
        "phases": {
            "coverage": {"unexpected-methods": unexpected},
            "stateful": {"max-steps": 6},
        },
        "operations": [
            *_disabled([op.id for op in operations if op.effect not in target.effects]),
            {
                "include-operation-id": [op.id for op in operations if _refusable(op)],
                "checks": {"positive_data_acceptance": {"expected-statuses": REFUSABLE}},
            },
        ],
    }


def _disabled(names: list[str]) -> list[dict[str, Any]]:
    return [{"include-operation-id": names, "enabled": False}] if names else []


def _refusable(operation: Operation) -> bool:
    """Whether valid data can be refused for a business reason."""
    return operation.effect != "token" and (
        operation.body_pointer is not None or bool(operation.path_parameters)
    )
