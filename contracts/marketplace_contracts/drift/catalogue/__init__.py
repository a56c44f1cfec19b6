"""The catalogue of drifts, one module for each subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from marketplace_contracts.drift.catalogue import (
    acceptance,
    access,
    compatible,
    details,
    errors,
    fields,
    filters,
    identifiers,
    lists,
    lives,
    order_terms,
    responses,
    types,
    values,
    writes,
)
from marketplace_contracts.drift.model import Drift

_MODULES = (
    fields, types, values, responses, errors, access, lists, filters, acceptance, writes,
    identifiers, lives, order_terms, details, compatible,
)  # fmt: skip

CATALOGUE: Mapping[str, Drift] = MappingProxyType(
    {drift.id: drift for module in _MODULES for drift in module.DRIFTS}
)
"""All drifts by id, group by group."""
