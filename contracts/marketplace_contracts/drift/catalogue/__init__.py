"""The catalogue of drifts, one module for a few groups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from marketplace_contracts.drift.catalogue.access import DRIFTS as ACCESS
from marketplace_contracts.drift.catalogue.errors import DRIFTS as ERRORS
from marketplace_contracts.drift.catalogue.fields import DRIFTS as FIELDS
from marketplace_contracts.drift.catalogue.lists import DRIFTS as LISTS
from marketplace_contracts.drift.catalogue.lives import DRIFTS as LIVES
from marketplace_contracts.drift.catalogue.queries import DRIFTS as QUERIES
from marketplace_contracts.drift.catalogue.responses import DRIFTS as RESPONSES
from marketplace_contracts.drift.catalogue.second import DRIFTS as SECOND
from marketplace_contracts.drift.catalogue.values import DRIFTS as VALUES
from marketplace_contracts.drift.catalogue.writes import DRIFTS as WRITES
from marketplace_contracts.drift.model import Drift

_ALL = (*FIELDS, *VALUES, *RESPONSES, *ERRORS, *ACCESS, *LISTS, *QUERIES, *WRITES, *LIVES, *SECOND)

CATALOGUE: Mapping[str, Drift] = MappingProxyType({drift.id: drift for drift in _ALL})
"""All drifts by id, group by group."""
