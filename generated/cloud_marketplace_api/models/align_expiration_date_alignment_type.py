"""The enumeration `AlignExpirationDateAlignmentType`."""

from ..types import OpenEnum


class AlignExpirationDateAlignmentType(OpenEnum):
    """What the end is aligned with."""

    CO_TERM_ON_SUBSCRIPTION = "CO_TERM_ON_SUBSCRIPTION"
    MATCH_END_OF_CALENDAR_MONTH = "MATCH_END_OF_CALENDAR_MONTH"
    CO_TERM_PARTIAL_UPGRADE = "CO_TERM_PARTIAL_UPGRADE"
