"""What changed between two descriptions of an API, and what that means for a client.

    changes = compare(read("old.yaml"), read("HEAD~1:spec/openapi.yaml"))
    print(as_text(changes))

`document` reads a file or a git revision, `normalise` removes what has no effect on the wire
(references, allOf, parameters of the path). `operations` compares parameters and bodies,
`responses` statuses and headers, `addresses` paths and servers, `security` credentials, `schemas`
what is sent or received, `keywords` one schema. `rules` says how serious each is, and `report`
shows them.
"""

from marketplace_contracts.description.diff.change import ApiChange, Changes
from marketplace_contracts.description.diff.document import Document, read
from marketplace_contracts.description.diff.operations import compare
from marketplace_contracts.description.diff.report import as_json, as_markdown, as_text
from marketplace_contracts.description.diff.rules import RULES, ChangeRule, Severity

__all__ = [
    "RULES",
    "ApiChange",
    "ChangeRule",
    "Changes",
    "Document",
    "Severity",
    "as_json",
    "as_markdown",
    "as_text",
    "compare",
    "read",
]
