"""The rules of the change report: how serious each kind of change is.

The view is that of a client. A response that promises less breaks its readers; a request that
demands more breaks its senders. `risky` means that working code may meet something it was not
written for, for instance a new enumeration value.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Severity(enum.IntEnum):
    """How serious a change is; larger is worse."""

    COMPATIBLE = 0
    RISKY = 1
    BREAKING = 2

    @property
    def word(self) -> str:
        """Return the name in reports."""
        return self.name.lower()


C, R, B = Severity.COMPATIBLE, Severity.RISKY, Severity.BREAKING


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """One kind of change.

    Attributes:
        name: Name in reports, stable across versions.
        request: Severity where the change concerns what is sent.
        response: Severity where it concerns what is received; the same for changes that concern
            neither in particular.
        meaning: What it means for callers, as one sentence.
    """

    name: str
    request: Severity
    response: Severity
    meaning: str


_TABLE = (
    # Operations
    ChangeRule("operation-removed", B, B, "Calls of this operation fail."),
    ChangeRule("operation-added", C, C, "A new call can be made."),
    ChangeRule("operation-moved", B, B, "Clients generated earlier call a former address."),
    ChangeRule("operation-id-changed", B, B, "The method has another name in generated clients."),
    ChangeRule("operation-deprecated", R, R, "The operation may be removed; plan its replacement."),
    ChangeRule("operation-undeprecated", C, C, "The operation stays."),
    ChangeRule(
        "tags-changed", R, R, "The method may belong to another resource in generated clients."
    ),
    ChangeRule("path-parameter-renamed", R, R, "Callers that name the argument must rename it."),
    # Parameters
    ChangeRule("parameter-removed", B, B, "Callers that send it are ignored or refused."),
    ChangeRule("parameter-added", C, C, "Callers may send it."),
    ChangeRule("parameter-moved", B, B, "It is sent in another part of the request."),
    ChangeRule("required-parameter-added", B, B, "Calls without it are refused."),
    ChangeRule("parameter-became-required", B, B, "Calls without it are refused."),
    ChangeRule("parameter-became-optional", C, C, "It may be left out."),
    ChangeRule(
        "parameter-encoding-changed", B, B, "Values are written differently in the address."
    ),
    # Bodies
    ChangeRule("body-added", C, C, "A body may be sent."),
    ChangeRule("required-body-added", B, B, "Calls without a body are refused."),
    ChangeRule("body-removed", B, B, "A body that is sent is ignored or refused."),
    ChangeRule("body-became-required", B, B, "Calls without a body are refused."),
    ChangeRule("body-became-optional", C, C, "The body may be left out."),
    ChangeRule("media-type-removed", B, B, "What was sent or read in this format no longer is."),
    ChangeRule("media-type-added", C, R, "Another format can be sent or may be returned."),
    ChangeRule("body-encoding-changed", B, B, "Parts of the body are written differently."),
    # Responses
    ChangeRule(
        "success-status-removed", B, B, "The success that callers expect is no longer returned."
    ),
    ChangeRule(
        "success-status-added", R, R, "A success may have a status that callers do not expect."
    ),
    ChangeRule("error-status-removed", C, C, "Nothing breaks; the error is no longer described."),
    ChangeRule("error-status-added", R, R, "Calls may fail in a way that callers do not know."),
    ChangeRule("status-undeclared", R, R, "Only `default` describes this status now."),
    ChangeRule(
        "status-declared", C, C, "What only a range or `default` described has its own status."
    ),
    ChangeRule("header-removed", B, B, "Readers of the header find nothing."),
    ChangeRule("header-added", C, C, "There is more to read."),
    ChangeRule("header-became-optional", B, B, "The header may be missing."),
    ChangeRule("header-became-required", C, C, "The header is always present."),
    ChangeRule("link-removed", R, R, "The link from this response to the next call is gone."),
    ChangeRule("link-added", C, C, "There is a new link to a next call."),
    ChangeRule("link-changed", R, R, "The link from this response to the next call changed."),
    ChangeRule("callback-changed", R, R, "The service calls back in another way."),
    # Security and servers
    ChangeRule("security-added", B, B, "Calls with the former credentials are refused."),
    ChangeRule("security-removed", C, C, "Fewer credentials are needed."),
    ChangeRule("security-alternative-added", C, C, "There is another way to authenticate."),
    ChangeRule("security-alternative-removed", B, B, "A way to authenticate is gone."),
    ChangeRule("security-flow-added", C, C, "There is another way to get a token."),
    ChangeRule("security-flow-removed", B, B, "A way to get a token is gone."),
    ChangeRule("security-flow-changed", B, B, "Tokens are issued at another address."),
    ChangeRule("server-removed", R, R, "The base address may stop working."),
    ChangeRule("server-added", C, C, "There is another base address."),
    ChangeRule("servers-replaced", B, B, "Calls to the former base address may fail."),
    # Schemas
    ChangeRule("property-removed", B, B, "Code that reads or sends the property loses it."),
    ChangeRule("property-added", C, C, "There is more to read or to send."),
    ChangeRule(
        "required-property-added", B, C, "Requests without it are refused; responses have it."
    ),
    ChangeRule(
        "property-became-required", B, C, "Requests without it are refused; readers can rely on it."
    ),
    ChangeRule(
        "property-became-optional", C, B, "It may be left out; readers may find it missing."
    ),
    ChangeRule("property-became-read-only", B, C, "It can no longer be sent."),
    ChangeRule("property-became-writable", C, C, "It can be sent now."),
    ChangeRule("property-became-write-only", C, B, "Responses no longer have it."),
    ChangeRule("property-became-readable", C, C, "Responses have it now."),
    ChangeRule("type-changed", B, B, "Values have another JSON type."),
    ChangeRule("type-widened", C, B, "More types of value are possible."),
    ChangeRule("type-narrowed", B, C, "Fewer types of value are possible."),
    ChangeRule("became-nullable", C, B, "The value may be null."),
    ChangeRule("no-longer-nullable", B, C, "The value is never null; null is refused."),
    ChangeRule(
        "enum-value-added", C, R, "A value that callers do not know may be returned or sent."
    ),
    ChangeRule("enum-value-removed", B, C, "The value is refused; it is no longer returned."),
    ChangeRule("enum-added", B, C, "Only listed values are possible."),
    ChangeRule("enum-removed", C, R, "Any value is possible."),
    ChangeRule("format-changed", B, B, "Text or number is written or read differently."),
    ChangeRule(
        "format-added", B, R, "Values have a format now, so their type in clients may change."
    ),
    ChangeRule(
        "format-removed", C, R, "Values need no format, so their type in clients may change."
    ),
    ChangeRule("format-widened", C, R, "Numbers may be larger than before."),
    ChangeRule("format-narrowed", B, C, "Numbers must be smaller than before."),
    ChangeRule("format-declared", C, C, "The default width is written explicitly, or no longer."),
    ChangeRule("limit-narrowed", B, C, "Former values are refused, or no longer returned."),
    ChangeRule("limit-widened", C, R, "Values beyond the former limit are possible."),
    ChangeRule("pattern-changed", B, R, "Texts follow another pattern."),
    ChangeRule("pattern-added", B, C, "Texts follow a pattern now."),
    ChangeRule("pattern-removed", C, R, "Texts need not follow the pattern."),
    ChangeRule("multiple-changed", B, R, "Numbers are multiples of another number."),
    ChangeRule("constraint-changed", R, R, "Values are restricted in another way."),
    ChangeRule("value-deprecated", R, R, "It may be removed; plan its replacement."),
    ChangeRule("value-undeprecated", C, C, "It stays."),
    ChangeRule("default-changed", R, R, "Leaving the value out means something else."),
    ChangeRule(
        "extra-properties-forbidden", B, C, "Properties that are not described are refused."
    ),
    ChangeRule("extra-properties-allowed", C, C, "Properties that are not described are possible."),
    ChangeRule("variant-added", C, R, "A form that callers do not know may be returned or sent."),
    ChangeRule("variant-removed", B, C, "The form is refused; it is no longer returned."),
    ChangeRule("discriminator-changed", B, B, "The form of a value is marked in another way."),
    ChangeRule("schema-added", B, C, "Any value was possible; now it is described."),
    ChangeRule("schema-removed", C, B, "Any value is possible now."),
    ChangeRule("schema-not-described", R, R, "A reference to another file was not followed."),
    # Extensions that generated code follows
    ChangeRule(
        "effect-changed", B, B, "What may be sent again, and what a check may call, changes."
    ),
    ChangeRule("replayable-changed", R, R, "Whether a call is sent again after a failure changes."),
    ChangeRule("pagination-changed", B, B, "Pages are requested differently."),
    ChangeRule("sort-changed", B, B, "Rows are in another order."),
    ChangeRule("filter-changed", R, R, "The filter means something else."),
    ChangeRule("terminal-changed", B, B, "Waiting ends with other states."),
    ChangeRule("usual-changed", R, R, "Other properties are present as a rule."),
    ChangeRule("extension-added", C, C, "Something that was left open is described now."),
    ChangeRule("extension-changed", C, C, "Tools that read the extension may notice."),
)
RULES: Mapping[str, ChangeRule] = {rule.name: rule for rule in _TABLE}

EXTENSIONS: Mapping[str, str] = {
    "x-effect": "effect-changed",
    "x-replayable": "replayable-changed",
    "x-pagination": "pagination-changed",
    "x-sort": "sort-changed",
    "x-filter": "filter-changed",
    "x-terminal": "terminal-changed",
    "x-usual": "usual-changed",
    "x-usual-names": "usual-changed",
    "x-absent-while": "usual-changed",
}
"""The rule of each extension that carries behaviour."""

SILENT_EXTENSIONS = frozenset({"x-evidence", "x-enum-varnames", "x-enum-descriptions"})
"""Extensions without effect on requests and responses."""
