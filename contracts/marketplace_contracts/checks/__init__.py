"""The checks: one idea to a file, registered by name; a new file is all that a new check needs.

Exchange checks look at one answer, from whichever source. Sequence checks drive several calls and
are derived from what the description says of an operation, never written for one operation where
that can be helped.
"""

from marketplace_contracts.checks.registry import (
    COLUMNS,
    InteractionCheck,
    SequenceCheck,
    interaction_check,
    interaction_checks,
    sequence_check,
    sequence_checks,
)

__all__ = [
    "COLUMNS",
    "InteractionCheck",
    "SequenceCheck",
    "interaction_check",
    "interaction_checks",
    "sequence_check",
    "sequence_checks",
]
