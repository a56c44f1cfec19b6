"""One response that was drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_marketplace_api.operation import Operation

    from cloud_marketplace._decoding.read_response import Seen


@dataclass(frozen=True, slots=True)
class Sample:
    """One response to judge, with what the client found when it read it.

    The caller may change the value meanwhile, so only the body is proof of a deviation. The value
    saves a second look at the body where there is none.

    Attributes:
        operation: What the call was.
        status: HTTP status.
        body: The body of a success, decompressed.
        seen: What the client noticed; None if it did not read the body.
    """

    operation: Operation
    status: int
    body: bytes = field(repr=False)
    seen: Seen | None = field(default=None, repr=False)
