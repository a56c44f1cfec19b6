"""The model `Choice`."""

from __future__ import annotations

from ..model import Model
from ..types import UNSET, Unset


class Choice(Model, kw_only=True):
    """A value to choose.

    Attributes:
        label: Text to show.
        value: Value to send.
        default: Whether it is the one proposed.
        additional_properties: Unknown fields by their JSON key.
    """

    label: str | Unset = UNSET
    value: str | Unset = UNSET
    default: bool | Unset = UNSET
