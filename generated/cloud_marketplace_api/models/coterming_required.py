"""The enumeration `CotermingRequired`."""

from ..types import OpenEnum


class CotermingRequired(OpenEnum):
    """Whether aligning must, may or may not be done."""

    MANDATORY = "MANDATORY"
    ALLOWED = "ALLOWED"
    RESTRICTED = "RESTRICTED"
