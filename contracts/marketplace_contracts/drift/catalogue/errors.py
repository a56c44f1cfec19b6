"""Statuses, and the bodies of error responses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace_contracts.drift.edits import add, both, change, drop, put, rename
from marketplace_contracts.drift.faults import (
    errors,
    number,
    query_value,
    responses,
    rewrite,
    status,
)
from marketplace_contracts.drift.model import Drift
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.service import CORRELATION_HEADER


def _beyond(request: Request, response: Response) -> Response:
    """Return an error for a page after the last one."""
    offset = number(query_value(request, "offset"), 0)
    if offset and offset >= response.body["pagination"]["total"]:
        message = f"offset {offset} is out of range"
        return replace(response, status=404, body=_service_error(request, 404, message, response))
    return response


def _service_error(request: Request, code: int, message: str, response: Response) -> dict[str, Any]:
    return {
        "timeStamp": "2026-11-02T08:00:00.000+00:00",
        "status": code,
        "message": message,
        "path": request.path,
        "correlationId": response.headers[CORRELATION_HEADER],
    }


def _failed_validation(request: Request, response: Response) -> Response:
    results = [p["result"] for row in response.body["data"] for p in row["parameters"]]
    if "error" not in results:
        return response
    message = "A parameter is not valid"
    return replace(response, status=400, body=_service_error(request, 400, message, response))


def _no_rows_404(request: Request, response: Response) -> Response:
    if response.body["data"]:
        return response
    body = _service_error(request, 404, "No orders were found", response)
    return replace(response, status=404, body=body)


def _pending_500(request: Request, response: Response) -> Response:
    if query_value(request, "status") != "pending":
        return response
    body = _service_error(request, 500, "Cannot convert the value of a date", response)
    return replace(response, status=500, body=body)


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


def _unavailable(_: Request, response: Response) -> Response:
    return replace(response, status=503)


DRIFTS = (
    Drift(
        "status.created",
        "creations return 201",
        "*.create*",
        "the textbook status; 200 is the surprise (C2)",
        lambda: status("*.create*", 200, 201),
    ),
    Drift(
        "status.accepted",
        "orders return 202",
        "orders.create",
        "orders are processed after the response (E6)",
        lambda: status("orders.create", 200, 202),
    ),
    Drift(
        "status.no-content",
        "changes return 204 without a body",
        "*.update",
        "a common habit of PATCH",
        lambda: status("*.update", 200, 204, None),
    ),
    Drift(
        "status.unknown-null",
        "an unknown id returns 200 with null",
        "*.get",
        "validations were returned as null until 1.5 (C11)",
        lambda: status("*.get", 404, 200, None),
    ),
    Drift(
        "status.unknown-500",
        "an unknown id returns 500",
        "*.get",
        "an unhandled exception for a missing entity (C8)",
        lambda: (
            status("*.get", 404, 500)
            & responses("*.get", both(put("status", 500), put("message", "Unexpected error")), 500)
        ),
    ),
    Drift(
        "status.unknown-403",
        "an unknown id returns 403",
        "*.get",
        "hiding what exists is a common advice",
        lambda: status("*.get", 404, 403) & responses("*.get", put("status", 403), 403),
    ),
    Drift(
        "status.conflict-409",
        "a conflict returns 409",
        "orders.create",
        "the textbook status; 500 is the surprise (C7)",
        lambda: (
            status("orders.create", 500, 409) & responses("orders.create", put("status", 409), 409)
        ),
    ),
    Drift(
        "status.invalid-422",
        "an invalid body returns 422",
        "*.create *.update validation.*",
        "the default of several frameworks (C13)",
        lambda: (
            status("*.create *.update validation.*", 400, 422)
            & responses("*.create *.update validation.*", put("status", 422), 422)
        ),
    ),
    Drift(
        "status.validation-400",
        "a parameter that fails makes the whole validation fail",
        "validation.*",
        "a failed validation as 200 is the surprise (C14)",
        lambda: rewrite("validation.*", _failed_validation, 200),
    ),
    Drift(
        "status.empty-404",
        "an empty list returns 404",
        "orders.list",
        "a common habit for empty results (D7)",
        lambda: rewrite("orders.list", _no_rows_404, 200),
    ),
    Drift(
        "status.beyond-404",
        "a page beyond the last one returns 404",
        "*.list",
        "a common habit of page numbers (D1)",
        lambda: rewrite("*.list*", _beyond, 200),
    ),
    Drift(
        "status.list-500",
        "the list of subscriptions returns 500 for some statuses",
        "subscriptions.list",
        "the list returned 500 until 1.9 (C11)",
        lambda: rewrite("subscriptions.list", _pending_500, 200),
    ),
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
        "errors have no correlation id",
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
        "the body of an error has status 200",
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
        "the gateway rewrites paths (C3)",
        lambda: errors("*", change("path", lambda path: f"/marketplace/na{path}")),
    ),
    Drift(
        "errors.generic-conflict",
        "a conflict has the message Internal Server Error and no reason",
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
        "an unknown id returns an error in the framework's shape",
        "*.get",
        "both shapes were seen (C4, F14)",
        lambda: errors("*.get", _framework, 404),
        unpromised="both shapes of the service are promised for a 404 (F14)",
    ),
    Drift(
        "errors.rate-unavailable",
        "a spent rate budget returns 503",
        "*.list *.get",
        "another gateway in front (B1, C5)",
        lambda: rewrite("*.list *.get", _unavailable, 429),
    ),
)
