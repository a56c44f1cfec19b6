"""The checks: one check a file, registered by name. To add a check, add a file.

Interaction checks look at one response from any source. Sequence checks make several calls. They
are derived from what the description says of an operation; a check written for one operation is
the exception.
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
