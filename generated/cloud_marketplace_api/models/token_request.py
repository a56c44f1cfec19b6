"""The model `TokenRequest`."""

from __future__ import annotations

from ..model import Model


class TokenRequest(Model, kw_only=True):
    """Names the marketplace to work in.

    Attributes:
        marketplace: Marketplace code, such as `us`, `nl` or `uk`; no list is published.
        additional_properties: Unknown fields by their JSON key.
    """

    marketplace: str
