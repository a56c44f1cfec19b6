"""The corpus of small changes of descriptions, and what the change report says of each."""

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SCHEMAS: list[dict[str, Any]] = yaml.safe_load((HERE / "schema_changes.yaml").read_text("utf-8"))
OPERATIONS: dict[str, Any] = yaml.safe_load((HERE / "operation_changes.yaml").read_text("utf-8"))
RULES_SEEN = {
    row.split()[0]
    for case in [*SCHEMAS, *OPERATIONS["changes"]]
    for side in ("there", "back")
    for row in case.get(side, "").split(",")
    if row.strip()
}
