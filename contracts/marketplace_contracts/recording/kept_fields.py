"""What a cassette may keep: lists of headers, and of properties whose values are harmless.

Cassettes of a live service keep only the values that are listed here. Everything else is masked,
so that an unknown property such as `adminPwd` or `licenseKey` cannot carry a secret.
"""

from __future__ import annotations

from marketplace_contracts.traffic.redaction import SCRUBBED

PLACEHOLDER = SCRUBBED
"""Replaces a secret."""

REQUEST_HEADERS = frozenset(
    {"accept", "content-type", "range", "authorization", "x-subscription-key"}
)
"""Headers of requests that are kept; the values of the last two are replaced."""
RESPONSE_HEADERS = frozenset(
    {"content-type", "x-correlation-id", "retry-after", "allow", "location", "content-range"}
)
"""Headers of responses that are kept; addresses in them are scrubbed."""
CREDENTIALS = frozenset({"authorization", "x-subscription-key"})
PARAMETER_VALUES = frozenset({"value", "structured_value"})
"""Where a named parameter has its value; its name tells whether that is secret."""

_IDS = """
    id customerId resellerId subscriptionId orderId planId productId reportId targetSubscriptionId
    orderNumber sellerId buyerId mpn newMPN newId vendor correlationId
"""
_ENUMERATIONS = """
    type status statusCode format marketplace renewalStatus autorenewal creditCheck scheduledOn
    upgradeStartType alignmentType placementType billingModel billingPolicy whenEffective model
    path required result reconciliation phase currency amountCode countryCode language customerClass
    published
"""
_DATES = """
    creationDate provisioningDate renewalDate lastModifiedDate expirationDate startDate endDate
    migrationDate lastBillingDate nextBillingDate alignedExpirationDate timeStamp timestamp
"""
_NUMBERS = """
    quantity minimumQuantity maximumQuantity lowerLimit duration amount offset limit
    total expiresInSeconds exchangeRate
"""
FIELDS = frozenset(f"{_IDS} {_ENUMERATIONS} {_DATES} {_NUMBERS}".split())
"""Properties and query parameters whose values a live cassette keeps."""


def documented_words(node: object) -> frozenset[str]:
    """Return every text that an enumeration of the description lists: none can be a secret."""
    if isinstance(node, list):
        return frozenset().union(*map(documented_words, node))
    if not isinstance(node, dict):
        return frozenset()
    listed = node.get("enum")
    words = {each for each in listed if isinstance(each, str)} if isinstance(listed, list) else ()
    return frozenset(words).union(*map(documented_words, node.values()))
