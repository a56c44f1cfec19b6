"""Bodies of errors."""

from __future__ import annotations

from typing import Any

from marketplace_contracts.drift.edits import add, change, drop, put, rename
from marketplace_contracts.drift.faults import errors, responses
from marketplace_contracts.drift.model import Drift


def _problem_details(body: Any) -> Any:
    return {
        "type": "about:blank",
        "title": body.get("message"),
        "status": body.get("status"),
        "instance": body.get("path"),
    }


def _framework(body: Any) -> Any:
    return {
        "timestamp": body["timeStamp"],
        "status": body["status"],
        "error": "Not Found",
        "path": body["path"],
    }


DRIFTS = (
    Drift(
        "errors.no-message",
        "errors have no message",
        "*",
        "another error shape has error for it (C4, F14)",
        lambda: errors("*", drop("message")),
    ),
    Drift(
        "errors.empty-message",
        "the message of an error is empty",
        "*",
        "the default of a framework hides messages",
        lambda: errors("*", put("message", "")),
    ),
    Drift(
        "errors.no-correlation",
        "errors do not carry the correlation id",
        "*",
        "the other error shapes have none (C4, C5)",
        lambda: errors("*", drop("correlationId")),
    ),
    Drift(
        "errors.time-stamp",
        "timeStamp is called timestamp and message stays",
        "*",
        "both names were seen (F14)",
        lambda: errors("*", rename("timeStamp", "timestamp")),
    ),
    Drift(
        "errors.status-text",
        "the status of an error is text",
        "*",
        "numbers as text are usual in this interface (F17)",
        lambda: errors("*", change("status", str)),
    ),
    Drift(
        "errors.status-wrong",
        "the body of an error says 200",
        "*",
        "the status of an inner call",
        lambda: errors("*", put("status", 200), 400, 404),
    ),
    Drift(
        "errors.wrapped",
        "errors are wrapped in error",
        "*",
        "the way of the cloud's own gateway",
        lambda: errors("*", lambda body: {"error": body}),
    ),
    Drift(
        "errors.problem",
        "errors have the fields of problem details",
        "*",
        "the default of the next version of a framework (C4)",
        lambda: errors("*", _problem_details, 400, 404),
    ),
    Drift(
        "errors.path",
        "the path of an error has the base address before it",
        "*",
        "the gateway rewrites addresses (C3)",
        lambda: errors("*", change("path", lambda path: f"/marketplace/na{path}")),
    ),
    Drift(
        "errors.generic-conflict",
        "a conflict says Internal Server Error and no reason",
        "orders.create",
        "the reason is all a caller has; the status is 500 anyway (C7)",
        lambda: responses("orders.create", put("message", "Internal Server Error"), 500),
    ),
    Drift(
        "errors.trace",
        "errors carry a stack trace",
        "*",
        "a setting of the framework",
        lambda: errors("*", add("", "trace", "java.lang.Exception\n\tat a.b.C(C.java:1)")),
        unpromised="one more property in an error is a notice; --strict makes it a finding",
    ),
    Drift(
        "errors.framework",
        "an unknown id is told in the framework's own shape",
        "*.get",
        "both shapes were seen (C4, F14)",
        lambda: errors("*.get", _framework, 404),
        unpromised="both shapes of the service are promised for a 404 (F14)",
    ),
)
