"""The configuration of schemathesis: the committed `schemathesis.toml`, and what a run adds."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from marketplace_contracts.checks.registry import interaction_checks
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.network import certificates, proxy_of
from marketplace_contracts.service.target import Target
from marketplace_contracts.settings import CheckSettings

PATH = Path(__file__).with_name("schemathesis.toml")
"""Loaded by this path; a file of the same name in the working folder has no effect."""

PROMISES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "positive_data_acceptance": ("a valid request is accepted", ""),
        "negative_data_rejection": ("an invalid request is refused", ""),
        "ensure_resource_availability": ("what was created can be read", "/responses"),
        "unsupported_method": ("a method that is not described returns 405", ""),
        "allow_header_conformance": ("Allow names the methods that are described", ""),
    }
)
"""The checks of schemathesis that run: the promise, and its pointer below the operation."""

REFUSABLE = ["2xx", "400", "401", "403", "404", "409", "429", "5xx"]
"""Statuses of a valid request that the service refuses for a business reason."""


def configuration(
    target: Target,
    operations: Collection[Operation],
    settings: CheckSettings,
    phases: Collection[str],
) -> dict[str, Any]:
    """Return the configuration of a run, in the terms of `schemathesis.toml`.

    Args:
        target: The service; one that is not embedded is never sent undocumented methods.
        operations: All of the description; those whose effect is not allowed are excluded.
        settings: Seed, examples and database of the run. Same seed, same requests.
        phases: The phases to run.
    """
    config = tomllib.loads(PATH.read_text(encoding="utf-8"))
    config |= {"seed": settings.seed, "base-url": target.base_url}
    if not target.embedded:
        config["tls-verify"] = certificates()
        if proxy := proxy_of(target.base_url):
            config["proxy"] = proxy
    config["generation"]["max-examples"] = settings.examples
    if not settings.database:  # otherwise hypothesis uses the database of its profile
        config["generation"]["database"] = "none"
    config["checks"] |= {name: {"enabled": True} for name in interaction_checks()}
    for phase in ("examples", "coverage", "fuzzing", "stateful"):
        config["phases"].setdefault(phase, {})["enabled"] = phase in phases
    methods = ["delete", "put", "patch", "get", "post"] if target.embedded else []
    config["phases"]["coverage"]["unexpected-methods"] = methods
    config["operations"] = [
        *_disabled([op.id for op in operations if op.effect not in target.effects]),
        {
            "include-operation-id": [op.id for op in operations if _refusable(op)],
            "checks": {"positive_data_acceptance": {"expected-statuses": REFUSABLE}},
        },
    ]
    return config


def _disabled(names: list[str]) -> list[dict[str, Any]]:
    return [{"include-operation-id": names, "enabled": False}] if names else []


def _refusable(operation: Operation) -> bool:
    """Tell whether valid data can be refused for a business reason.

    Examples: a quantity out of range, an order without products, an unknown id.
    """
    return operation.effect != "token" and (
        operation.body_pointer is not None or bool(operation.path_parameters)
    )
