"""The model `ParameterValue`."""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model import Model
from ..types import UNSET, Unset


class ParameterValue(Model, kw_only=True):
    """A product parameter with its value; either `value` or `structured_value` is given.

    Attributes:
        name: Name of the parameter; letter case matters. Each vendor has its own names, for
            Microsoft seats `tenant_preference`, `microsoft_domain`, `microsoft_tenant_id`,
            `agreement_date` (MM-DD-YYYY) and more. Whether a domain is sent with its suffix depends
            on the product.
        value: Plain value; text as a rule, but any JSON value is returned and accepted.
        structured_value: Structured value, such as an attestation; an object as a rule.
        additional_properties: Unknown fields by their JSON key.
    """

    name: str
    value: Any | Unset = UNSET
    structured_value: Any | Unset = field(name="structured_value", default=UNSET)
