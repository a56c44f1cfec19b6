"""Flows without network and time: what is sent, decided and returned."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from cloud_marketplace import errors
from cloud_marketplace._decoding import json_codec
from cloud_marketplace._engine.engine import Engine
from cloud_marketplace._engine.messages import HttpResponse, Reply, TransportFailure
from cloud_marketplace._engine.retry_policy import Decision, Retry, RetryContext, decide
from cloud_marketplace._engine.steps import Flow, Send, Sleep, Spawn, Step, Wait
from cloud_marketplace._engine.token_cache import StartRefresh
from cloud_marketplace._engine.token_fetcher import token_call
from cloud_marketplace_api.api.auth import auth_token
from cloud_marketplace_api.api.orders import orders_create, orders_get
from cloud_marketplace_api.models import Order
from support.client import BASE, HTML_504, SERVICE_ERROR, Clock, settings


def response(status: int = 200, body: Any = None, **headers: str) -> HttpResponse:
    """A response; the body is JSON unless it is bytes."""
    raw = body if isinstance(body, bytes) else json_codec.encode({} if body is None else body)
    assert isinstance(raw, bytes)
    return HttpResponse(status, {k.replace("_", "-"): v for k, v in headers.items()}, raw)


def token(name: str = "t1", life: int = 1500) -> HttpResponse:
    """The response of the token call."""
    return response(200, {"token": name, "expiresInSeconds": life})


NO_RESPONSE = TransportFailure(("ReadTimeout", "TimeoutException", "TransportError"))
NO_CONNECTION = TransportFailure(("ConnectError", "NetworkError"), "refused")
UNAUTHORIZED = response(401, SERVICE_ERROR | {"status": 401, "message": "Unauthorized"})


class Stage:
    """Carries a flow's steps out with replies written beforehand."""

    def __init__(self, *replies: Reply, policy: Any = decide, **options: Any) -> None:
        self.clock = Clock()
        chosen = settings(**{"max_attempts": 1} | options)
        self.engine = Engine(chosen, self.clock, lambda: 0.0, policy, random=lambda: 0.5)
        self.replies = list(replies)
        self.steps: list[Step] = []

    def run(self, flow: Flow[Any]) -> Any:
        """Carry out a flow."""
        result: Any = None
        try:
            while True:
                step = flow.send(result)
                self.steps.append(step)
                result = None
                if isinstance(step, Send):
                    self.clock.now += 0.5
                    result = self.replies.pop(0)
                elif isinstance(step, Spawn):
                    self.run(step.flow)
                    step.done()
                else:
                    self.clock.now += step.seconds
        except StopIteration as stop:
            return stop.value

    def call(self, call: Any = None, timeout: float | None = None) -> Any:
        """Run one call; without one, orders.get."""
        return self.run(self.engine.send(call or orders_get.call(7), timeout))

    def run_token(self) -> Any:
        """Fetch a token as the engine does."""
        return self.run(self.engine.send(token_call(self.engine.settings, self.clock()), None))

    @property
    def sent(self) -> list[str]:
        """What was sent, by path and authorisation."""
        requests = [step.request for step in self.steps if isinstance(step, Send)]
        return [
            f"{r.url.removeprefix(BASE)} {r.secrets['Authorization'].reveal()}" for r in requests
        ]


BASIC = "Basic Y21wYXBpLkFQSTpjYW5hcnktcGFzc3dvcmQ="


def test_a_token_is_fetched_on_first_need_and_reused() -> None:
    """The first call gets a token with name and password, the next one reuses it (facts A9)."""
    stage = Stage(token(), response(200, {"id": "7"}), response(200, {"id": "8"}))
    assert isinstance(stage.call(), Order)
    assert stage.call(orders_get.call(8)).id == "8"
    assert stage.sent == [f"/token {BASIC}", "/orders/7 Bearer t1", "/orders/8 Bearer t1"]


def test_a_token_is_renewed_before_it_runs_out() -> None:
    """A token near its end is renewed before the next call, however short its life is."""
    stage = Stage(token("t1", 2), response(), response(), token("t2", 2), response())
    for _ in range(3):
        stage.call()
        stage.clock.now += 0.4
    assert [line for line in stage.sent if "token" in line] == [f"/token {BASIC}"] * 2
    assert stage.sent[-1] == "/orders/7 Bearer t2"


def test_the_life_of_a_token_counts_from_its_request() -> None:
    """The lifetime of a token counts from its request, not from its response."""
    stage = Stage(token("t1", 100), response(), token("t2", 100), response())
    stage.call()
    stage.clock.now = 1000.0 + 80.0
    stage.call()
    assert stage.sent[-1] == "/orders/7 Bearer t2"


def test_who_needs_a_token_does_not_take_an_early_failure_for_a_response() -> None:
    """If a fetch fails that began while the old token was valid, the next caller repeats it."""
    stage = Stage(token("t1"), response(), token("t2"), response())
    stage.call()
    stage.clock.now += 1300.0
    found = stage.engine.tokens.get(stage.clock.now)
    assert isinstance(found, StartRefresh)
    stage.clock.now += 190.0  # the old token has expired
    flow = stage.engine.send(orders_get.call(7), None)
    assert isinstance(next(flow), Wait)
    found.refresh.complete(errors.NoAnswer("x"), stage.clock.now)
    stage.run(flow)
    assert stage.sent[-1] == "/orders/7 Bearer t2"


def test_a_refused_token_is_replaced_and_the_call_sent_once_more() -> None:
    """A 401 drops the token that failed, gets a new one and sends the call again (facts C15)."""
    stage = Stage(token("t1"), UNAUTHORIZED, token("t2"), response(200, {"id": "7"}))
    assert stage.call().id == "7"
    assert stage.sent == [
        f"/token {BASIC}",
        "/orders/7 Bearer t1",
        f"/token {BASIC}",
        "/orders/7 Bearer t2",
    ]


def test_a_second_401_is_raised() -> None:
    """A new token that is refused too ends the call, with both attempts counted."""
    stage = Stage(token("t1"), UNAUTHORIZED, token("t2"), UNAUTHORIZED)
    with pytest.raises(errors.Unauthorized, match="API user") as caught:
        stage.call()
    assert caught.value.attempts == 2
    assert not stage.replies


def test_only_the_token_that_failed_is_dropped() -> None:
    """If another call has fetched a new token meanwhile, that one is used."""
    stage = Stage(token("t1"), response())
    stage.call()
    flow = stage.engine.send(orders_get.call(9), None)
    assert isinstance(next(flow), Send)
    stage.replies = [UNAUTHORIZED, token("t2"), response()]
    stage.call()  # another call, refused in between, has renewed the token
    step = flow.send(UNAUTHORIZED)
    assert isinstance(step, Send)
    assert step.request.secrets["Authorization"].reveal() == "Bearer t2"


def test_a_refused_key_asks_for_no_token() -> None:
    """A 401 of the gateway is raised unchanged, and names the key (facts C5)."""
    refusal = response(401, {"statusCode": 401, "message": "Access denied"})
    stage = Stage(token(), refusal)
    with pytest.raises(errors.Unauthorized, match="MARKETPLACE_SUBSCRIPTION_KEY") as caught:
        stage.call()
    assert caught.value.operation == "orders.get"
    stage = Stage(refusal)
    with pytest.raises(errors.Unauthorized, match="MARKETPLACE_SUBSCRIPTION_KEY") as caught:
        stage.call()
    assert caught.value.operation == "auth.token"


def test_a_wrong_password_names_name_and_password() -> None:
    """A refused token call ends the call and names the settings to check."""
    with pytest.raises(errors.Unauthorized, match="MARKETPLACE_PASSWORD") as caught:
        Stage(UNAUTHORIZED).call()
    assert caught.value.operation == "auth.token"


@pytest.mark.parametrize("failure", [NO_RESPONSE, NO_CONNECTION])
def test_without_a_token_an_order_was_not_sent(failure: TransportFailure) -> None:
    """When the token call gets no response the order has not left: NotSent, not an open outcome."""
    stage = Stage(failure)
    with pytest.raises(errors.NotSent, match="no token") as caught:
        stage.call(orders_create.call({"type": "sales"}))
    assert (caught.value.operation, caught.value.attempts) == ("orders.create", 0)
    assert caught.value.__context__ is None


def test_the_token_call_itself_works() -> None:
    """auth.token returns the token and leaves the client's own token unchanged."""
    stage = Stage(token("mine"), token("own"), response())
    found = stage.call(auth_token.call({"marketplace": "us"}))
    assert (found.token, found.expires_in_seconds) == ("mine", 1500)
    stage.call()
    assert stage.sent[-1] == "/orders/7 Bearer own"


@pytest.mark.parametrize("body", [{}, {"token": 5}, {"token": "a\nb"}, [], b"", b"<html>"])
def test_a_response_without_a_token_can_not_be_read(body: Any) -> None:
    """A token response without usable token is a mismatch, which is not attached to the error."""
    with pytest.raises(errors.ResponseMismatch) as caught:
        Stage(response(200, body)).run_token()
    assert caught.value.operation == "auth.token"
    assert caught.value.response is None


@pytest.mark.parametrize("body", [{}, {"token": 5}, b"", b"<html>"])
def test_a_call_without_a_usable_token_was_not_sent(body: Any) -> None:
    """If the token response can't be used, calls that need a token are NotSent, orders too."""
    for call in (orders_get.call(7), ORDER):
        stage = Stage(response(200, body))
        with pytest.raises(errors.NotSent, match="no token could be fetched: ") as caught:
            stage.call(call)
        assert caught.value.operation == call.operation.id
        assert [line.split(" ")[0] for line in stage.sent] == ["/token"]


ORDER = orders_create.call({"type": "sales"})
GATEWAY_ERROR = {"statusCode": 503, "message": "busy"}
REFUSAL = {"timeStamp": "2026-11-02T08:00:00Z", "message": "no"}
GATEWAY_403 = {"statusCode": 403, "message": "Out of call volume quota."}
GATEWAY_401 = {"statusCode": 401, "message": "Access denied"}
NO_REASON = SERVICE_ERROR | {"message": "socket hang up"}
DEEP = b'{"id": "7", "more": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001


@pytest.mark.parametrize(
    ("reply", "read", "order"),
    [
        (NO_CONNECTION, errors.NotSent, errors.NotSent),
        (NO_RESPONSE, errors.NoAnswer, errors.OutcomeUnknown),
        (response(504, HTML_504.encode()), errors.ServerError, errors.OutcomeUnknown),
        (response(502, {"statusCode": 502}), errors.ServerError, errors.OutcomeUnknown),
        (response(503, b""), errors.ServerError, errors.OutcomeUnknown),
        (response(408, b""), errors.Refused, errors.OutcomeUnknown),
        (response(500, b""), errors.ServerError, errors.OutcomeUnknown),
        (response(500, SERVICE_ERROR), errors.ServerError, errors.ServerError),
        (response(400, b""), errors.BadRequest, errors.OutcomeUnknown),
        (response(401, GATEWAY_401), errors.Unauthorized, errors.Unauthorized),
        (response(400, REFUSAL | {"status": 400}), errors.BadRequest, errors.BadRequest),
        (response(403, b""), errors.Forbidden, errors.OutcomeUnknown),
        (response(403, GATEWAY_403), errors.Forbidden, errors.Forbidden),
        (response(404, b""), errors.NotFound, errors.OutcomeUnknown),
        (response(404, REFUSAL | {"status": 404}), errors.NotFound, errors.NotFound),
        (response(409, b""), errors.Refused, errors.OutcomeUnknown),
        (response(409, REFUSAL | {"status": 409}), errors.Refused, errors.Refused),
        (response(429, b""), errors.RateLimited, errors.RateLimited),
        (response(302, b""), errors.Refused, errors.OutcomeUnknown),
        (response(302, REFUSAL | {"status": 302}), errors.Refused, errors.OutcomeUnknown),
        (response(499, b""), errors.Refused, errors.OutcomeUnknown),
        (response(500, NO_REASON), errors.ServerError, errors.OutcomeUnknown),
        (response(200, b""), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, b"<html>"), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, []), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, DEEP), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, b"[" * 100_000), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, {"id": "8"}), errors.ResponseMismatch, None),
        (response(200, {"id": 8}), errors.ResponseMismatch, None),
        (response(200, {}), None, errors.OutcomeUnknown),
        (response(200, {"order": {"id": "7"}}), None, errors.OutcomeUnknown),
        (response(200, SERVICE_ERROR), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(200, GATEWAY_ERROR), errors.ResponseMismatch, errors.OutcomeUnknown),
        (response(204, b""), errors.ResponseMismatch, errors.OutcomeUnknown),
    ],
)
def test_each_reply_has_its_error(
    reply: Reply, read: type[Exception] | None, order: type[Exception] | None
) -> None:
    """Each kind of reply raises one class for a read and one for an order, after one sending.

    For an order an empty refusal is no refusal: neither service nor gateway write one, and a caller
    who is told `Refused` orders again. Their own JSON is a refusal; a redirect never is.
    """
    for call, expected in ((orders_get.call(7), read), (ORDER, order)):
        stage = Stage(token(), reply)
        if expected is None:
            assert isinstance(stage.call(call), Order)
            continue
        with pytest.raises(expected) as caught:
            stage.call(call)
        assert type(caught.value) is expected
        assert caught.value.attempts == 1
        assert caught.value.elapsed == 1.0
        assert len(stage.sent) == 2


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", {"status": 401, "message": "x"}])
def test_a_401_of_a_stranger_sends_no_order_again(body: Any) -> None:
    """The outcome of the order is unknown, and the next call fetches another token."""
    stage = Stage(token(), response(401, body), token("second"), response(200, {"id": "7"}))
    with pytest.raises(errors.OutcomeUnknown) as caught:
        stage.call(ORDER)
    assert (caught.value.status, caught.value.attempts) == (401, 1)
    stage.call()
    assert stage.sent[-1] == "/orders/7 Bearer second"


def test_an_error_carries_what_is_known() -> None:
    """Message, status, correlation id, operation, attempts and seconds are on the error."""
    stage = Stage(token(), response(500, SERVICE_ERROR))
    with pytest.raises(errors.ServerError) as caught:
        stage.call(ORDER)
    found = caught.value
    assert found.message == SERVICE_ERROR["message"]
    assert found.correlation_id == SERVICE_ERROR["correlationId"]
    assert (found.status, found.operation, found.attempts) == (500, "orders.create", 1)
    assert str(found).startswith(f"orders.create: 500 {found.message} (correlation id a8n-")
    assert str(found).endswith(
        "). Read the message: sending a conflicting request again does not help."
    )


def test_an_unknown_id_in_a_400_is_not_found() -> None:
    """A 400 with "No entity has been found" is NotFound like a 404 (facts C8)."""
    body = SERVICE_ERROR | {"status": 400, "message": "No entity has been found for id x"}
    with pytest.raises(errors.NotFound) as caught:
        Stage(token(), response(400, body)).call()
    assert caught.value.status == 400


@pytest.mark.parametrize(("status", "kind"), [(429, "RateLimited"), (403, "Forbidden")])
def test_seconds_to_wait_are_on_the_error(status: int, kind: str) -> None:
    """Rate limit and quota state the seconds to wait, in the error and its text (facts B4)."""
    reply = response(status, {"statusCode": status, "message": "Out of quota"}, retry_after="37")
    with pytest.raises(getattr(errors, kind), match="Wait 37 s") as caught:
        Stage(token(), reply).call()
    assert caught.value.retry_after == 37.0


def test_what_to_do_about_an_open_outcome() -> None:
    """The advice is to look for an open order, or to repeat a write that may be repeated."""
    with pytest.raises(errors.OutcomeUnknown, match=r"\. Look for the order") as caught:
        Stage(token(), NO_RESPONSE).call(ORDER)
    assert not caught.value.replayable
    from cloud_marketplace_api.api.customers import customers_update

    with pytest.raises(errors.OutcomeUnknown, match=r"\. Read it back, or send") as caught:
        Stage(token(), NO_RESPONSE).call(customers_update.call(1, {}))
    assert caught.value.replayable


def test_an_unreadable_response_is_attached() -> None:
    """The raw response is attached to the error: to a mismatch, and to an unknown outcome."""
    page = response(200, b"<html>", content_type="text/html")
    with pytest.raises(errors.OutcomeUnknown, match="Look for the order") as doubt:
        Stage(token(), page).call(ORDER)
    with pytest.raises(errors.ResponseMismatch) as caught:
        Stage(token(), page).call()
    raw = caught.value.response
    assert repr(doubt.value.response) == repr(raw)
    assert raw is not None
    assert (raw.status, raw.body) == (200, b"<html>")
    assert repr(raw) == "RawResponse(200, text/html, 6 bytes)"
    twin = pickle.loads(pickle.dumps(caught.value)).response
    assert (twin.status, twin.headers, twin.body) == (200, raw.headers, None)
    assert repr(twin) == "RawResponse(200, text/html, body left behind)"


def policy_of(*verdicts: Any) -> Callable[[RetryContext], Any]:
    """A policy that gives these verdicts in turn, except to token calls."""
    given = iter(verdicts)

    def policy(context: RetryContext) -> Any:
        return decide(context) if context.operation.effect == "token" else next(given)

    return policy


def test_the_policy_may_send_again_after_a_while() -> None:
    """With a retry policy that says so, the flow waits and sends the same request again."""
    policy = policy_of(Retry(2.5), Retry(5.0), Decision.READ)
    stage = Stage(
        token(), NO_RESPONSE, response(503, b""), response(200, {"id": "7"}), policy=policy
    )
    assert stage.call().id == "7"
    assert [step.seconds for step in stage.steps if isinstance(step, Sleep)] == [2.5, 5.0]
    assert len(stage.sent) == 4


def test_a_call_has_its_timeout() -> None:
    """The seconds of a call are for all of it: what the token took is not left for the request."""
    stage = Stage(token(), response())
    stage.call(timeout=5.0)
    assert [step.request.timeout for step in stage.steps if isinstance(step, Send)] == [5.0, 4.5]
    with pytest.raises(ValueError, match="positive"):
        stage.call(timeout=-1.0)
