"""Each rule of placing an order by itself, against a service of a few lines."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._workflows.intent_store import Intent, MemoryIntents, State
from support.client import ENVIRON, Clock, Service, gateway, page, said, sent
from support.orders.one_order import stored

SALE: dict[str, Any] = {
    "type": "sales",
    "customerId": "1",
    "products": [{"mpn": "A", "quantity": 2}],
}
OTHER = SALE | {"products": [{"mpn": "B", "quantity": 1}]}


class Shop:
    """A service that takes orders, and whose responses to them can be replaced.

    Attributes:
        orders: The orders it has, by id.
        posted: Bodies that it received.
        listed: How often its orders were listed.
        read: How often one of them was read.
        replies: Responses to the next orders, each with whether the order is taken.
    """

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}
        self.posted: list[Any] = []
        self.listed = self.read = 0
        self.replies: list[tuple[Any, bool]] = []
        self.clock = Clock(1_800_000_000.0)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond."""
        if request.method == "POST":
            return self._take(sent(request))
        identifier = request.url.path.rpartition("/")[2]
        if identifier == "orders":
            self.listed += 1
            return httpx.Response(200, json=page(list(reversed(self.orders.values()))))
        self.read += 1
        known = self.orders.get(identifier)
        return httpx.Response(200, json=known) if known else said(404, "no such order")

    def _take(self, body: Any) -> httpx.Response:
        self.posted.append(body)
        reply, taken = self.replies.pop(0) if self.replies else (None, True)
        order = self.add(**body) if taken else {}
        if isinstance(reply, Exception):
            raise reply
        return reply(order) if callable(reply) else reply or httpx.Response(200, json=order)

    def add(self, **body: Any) -> dict[str, Any]:
        """Have one order more."""
        name = str(100 + len(self.orders))
        order = {"id": name, "status": "processing", "creationDate": "2027-01-15T08:00:00Z", **body}
        self.orders[name] = order
        return order

    def client(self, **keywords: Any) -> Marketplace:
        """A client of it."""
        clock = self.clock
        return Service([self]).client(clock=clock, wall=clock, random=lambda: 0.0, **keywords)


@pytest.fixture
def shop() -> Shop:
    """A service without orders."""
    return Shop()


class Watched(MemoryIntents):
    """A store in memory that notes each change, and may refuse it.

    Attributes:
        changes: What was to be recorded.
        refuse: Returns what is in the way of a change, or None.
    """

    def __init__(self, refuse: Callable[[Intent], Intent | None] = lambda _: None) -> None:
        super().__init__()
        self.changes: list[Intent] = []
        self.refuse = refuse

    def within(self, seconds: float) -> "Watched":
        """The same store: it never waits."""
        del seconds
        return self

    def swap(
        self, before: Intent, after: Intent, unless: Callable[[Intent], bool] | None = None
    ) -> Intent | None:
        """Note a change, and make it unless it is refused."""
        self.changes.append(after)
        return self.refuse(after) or super().swap(before, after, unless)


def place(
    mp: Marketplace, store: Any, body: Any = SALE, reference: str = "T-1", **more: Any
) -> Any:
    """Place an order."""
    return mp.orders.place(body, reference=reference, intents=store, **more)


LOST = httpx.ReadTimeout("lost")


def test_an_order_that_is_held_up_again_and_again_is_given_up(shop: Shop) -> None:
    """An order that ten times may not leave is NotSent, and the error says what to do."""
    store = Watched(lambda after: after if after.state is State.SENT else None)
    with shop.client() as mp, pytest.raises(errors.NotSent) as caught:
        place(mp, store)
    assert str(caught.value) == (
        "orders.create: the order was delayed each time before it could be sent. "
        "Call place again with the same reference; nothing was sent."
    )
    assert sum(each.state is State.SENT for each in store.changes) == 10
    assert shop.posted == []


def test_an_order_that_is_held_up_once_is_sent(shop: Shop) -> None:
    """An order whose record was changed when it was about to leave is looked at again, and sent."""
    refused: list[Intent] = []

    def refuse(after: Intent) -> Intent | None:
        if after.state is State.SENT and not refused:
            refused.append(after)
            return after
        return None

    store = Watched(refuse)
    with shop.client() as mp:
        assert place(mp, store).id == "100"
        assert stored(store, ENVIRON)[0].attempts == 1
    assert len(shop.posted) == 1


def test_a_refused_order_is_searched_for_by_its_number_each_time(shop: Shop) -> None:
    """As long as nothing was sent, an order with the number of the reference is taken for it."""
    shop.replies = [(said(400, "no such product"), False)]
    store = Watched()
    with shop.client() as mp:
        with pytest.raises(errors.BadRequest):
            place(mp, store)
        known = stored(store, ENVIRON)[0]
        assert (known.state, known.attempts, known.until) == (State.WRITTEN, 0, 0.0)
        assert known.mark is not None
        shop.add(**SALE, poNumber="T-1")
        assert place(mp, store).id == "100"
        assert stored(store, ENVIRON)[0].order_id == "100"
    assert (len(shop.posted), shop.read) == (1, 1)


def test_an_attempt_without_a_mark_gets_one(shop: Shop) -> None:
    """An order that was sent before is not searched by its number, but what is new is noted."""
    store = Watched()
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store)
        known = stored(store, ENVIRON)[0]
        old = known.moved(state=State.WRITTEN, mark=None)
        assert MemoryIntents.swap(store, known, old) is None
        shop.add(**OTHER, poNumber="T-1")
        store.changes.clear()
        assert place(mp, store).id == "101"
    assert all(each.mark for each in store.changes if each.state is State.SENT)
    assert len(shop.posted) == 2


def test_the_mark_of_an_earlier_attempt_stays(shop: Shop) -> None:
    """An order that is sent again keeps the mark of its first attempt, and lists nothing for it."""
    store = Watched()
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store)
        mark = stored(store, ENVIRON)[0].mark
        shop.clock.now += 1000
        listed = shop.listed
        place(mp, store)
        assert shop.listed == listed + 1  # the search, and no list for a mark
    marks = {each.mark for each in store.changes if each.state is State.SENT}
    assert marks == {mark}


def test_a_corrected_order_waits_for_the_record(shop: Shop) -> None:
    """If the record of a refused order changes while it is corrected, it is read once more."""
    refused: list[Intent] = []
    shop.replies = [(said(400, "no such product"), False)]
    store = Watched()
    with shop.client() as mp:
        with pytest.raises(errors.BadRequest):
            place(mp, store, OTHER)
        before = stored(store, ENVIRON)[0]

        def refuse(after: Intent) -> Intent | None:
            if after.digest != before.digest and not refused:
                refused.append(after)
                MemoryIntents.swap(store, before, before.moved())
                return before
            return None

        store.refuse = refuse
        place(mp, store)
        known = stored(store, ENVIRON)[0]
    assert refused
    assert [each.version for each in store.changes if each.digest != before.digest][:2] == [
        before.version + 1,
        before.version + 2,
    ]
    assert known.digest == refused[0].digest
    assert [body["products"] for body in shop.posted] == [OTHER["products"], SALE["products"]]


def conflict_of(mp: Marketplace, store: Any, *given: Any) -> str:
    """What a conflict says; nothing may be sent."""
    with pytest.raises(errors.IntentConflict) as caught:
        place(mp, store, *given)
    assert caught.value.operation == "orders.create"
    return f"{caught.value.message} | {caught.value.advice}"


FOREIGN = "Use the store of intents that belongs to this service; nothing was sent."


def test_a_reference_of_another_order_is_named(shop: Shop) -> None:
    """Each conflict says which reference or order it is about, and what to do."""
    store = Watched()
    with shop.client() as mp:
        place(mp, store)
        assert conflict_of(mp, store, OTHER).startswith(
            "the reference 'T-1' stands for another order | "
        )
        again = SALE | {"customerId": "2"}
        assert "stands for another order" in conflict_of(mp, store, again)
        shop.orders["100"]["customerId"] = "2"
        assert conflict_of(mp, store) == (
            f"the reference 'T-1' stands for order 100, now of another customer | {FOREIGN}"
        )
        del shop.orders["100"]
        assert conflict_of(mp, store) == (
            f"the reference 'T-1' stands for order 100, which no longer exists | {FOREIGN}"
        )
    assert len(shop.posted) == 1


def test_a_response_that_names_another_order_says_why(shop: Shop) -> None:
    """The error says which order a response names, and why it can't be the one that was sent."""
    store = Watched()
    with shop.client() as mp:
        old = place(mp, store, SALE | {"poNumber": "PO-7"}, "T-0")
        again = SALE | {"poNumber": "PO-7"}
        shop.replies = [(lambda _: httpx.Response(200, json=shop.orders[old.id]), False)]
        with pytest.raises(errors.OutcomeUnknown) as caught:
            place(mp, store, again, "T-1", timeout=5)
        assert caught.value.message == "the response names order 100, which was there before"
        assert caught.value.reference == "T-1"
        shop.clock.now += 1000
        late = shop.add(**SALE, poNumber="T-3")
        del shop.orders[late["id"]]

        def taken(_: Any) -> httpx.Response:
            known = stored(store, ENVIRON, "T-0")[0]
            MemoryIntents.swap(store, known, known.moved(order_id="777"))
            return httpx.Response(200, json=late | {"id": "777", "poNumber": "T-2"})

        shop.replies = [(taken, False)]
        with pytest.raises(errors.OutcomeUnknown) as caught:
            place(mp, store, SALE, "T-2", timeout=5)
        assert caught.value.message == "the response names order 777, which belongs to 'T-0'"


def test_a_response_of_another_content_is_doubted(shop: Shop) -> None:
    """A response that contradicts what was sent is not believed: the order is searched for."""
    wrong = {"id": "9", "customerId": "2"}
    shop.replies = [(lambda _: httpx.Response(200, json=wrong), True)]
    with shop.client() as mp:
        assert place(mp, Watched()).id == "100"
    shop.replies = [(lambda _: httpx.Response(200, json=wrong), False)]
    with shop.client() as mp, pytest.raises(errors.OutcomeUnknown) as caught:
        place(mp, Watched(), SALE, "T-2", timeout=5)
    assert caught.value.message == "customerId is '2' in the response, '1' was sent"


FRAMEWORK = {"timestamp": "now", "status": 400, "error": "Bad Request", "path": "/orders"}
NOES: list[tuple[Callable[[], httpx.Response], bool]] = [
    (lambda: said(400, "no"), True),
    (lambda: said(404, "no"), True),
    (lambda: gateway(403, "Out of quota"), True),
    (lambda: httpx.Response(400, json=FRAMEWORK), True),
    (lambda: httpx.Response(400, json={"title": "Bad Request", "detail": "x"}), False),
    (lambda: gateway(302, "moved"), False),
    (lambda: gateway(399, "moved"), False),
    (lambda: httpx.Response(403, html="<html><title>Blocked</title></html>"), False),
    (lambda: httpx.Response(409, text="?"), False),
]


@pytest.mark.parametrize(("reply", "is_no"), NOES)
def test_only_json_of_the_service_and_its_gateway_is_a_no(
    shop: Shop, reply: Callable[[], httpx.Response], is_no: bool
) -> None:
    """A refusal in JSON frees the reference, anything else leaves it open what happened."""
    store = Watched()
    shop.replies = [(reply(), False)]
    with shop.client() as mp:
        with pytest.raises(errors.Refused if is_no else errors.OutcomeUnknown):
            place(mp, store, timeout=5)
        known = stored(store, ENVIRON)[0]
    assert known.state is (State.WRITTEN if is_no else State.SENT)
    assert (known.attempts, bool(known.until)) == ((0, False) if is_no else (1, True))


def test_what_a_failing_service_refused_stays_sent(shop: Shop) -> None:
    """After a 500 with a reason nothing can arrive any more, but the next call looks first."""
    store = Watched()
    shop.replies = [(said(500, "there is already an order"), False)]
    with shop.client() as mp:
        with pytest.raises(errors.ServerError, match="there is already an order"):
            place(mp, store)
        known = stored(store, ENVIRON)[0]
        assert (known.state, known.attempts, known.until) == (State.SENT, 1, 0.0)
        assert place(mp, store).id == "100"
        assert stored(store, ENVIRON)[0].state is State.DONE


def test_a_refusal_does_not_excuse_an_earlier_attempt(shop: Shop) -> None:
    """An order that is refused when it is sent again may still have been placed before."""
    store = Watched()
    shop.replies = [(LOST, False), (said(400, "no such product"), False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store)
        with pytest.raises(errors.BadRequest):
            place(mp, store)
        known = stored(store, ENVIRON)[0]
    assert (known.state, known.attempts, known.until) == (State.SENT, 2, 0.0)


def test_an_order_that_never_left_leaves_no_trace(shop: Shop) -> None:
    """A connection that fails is NotSent, and the reference is as free as before."""
    store = Watched()
    shop.replies = [(httpx.ConnectError("refused"), False)] * 6
    with shop.client() as mp:
        with pytest.raises(errors.NotSent):
            place(mp, store)
        known = stored(store, ENVIRON)[0]
        assert (known.state, known.attempts, known.until) == (State.WRITTEN, 0, 0.0)
        assert place(mp, store, OTHER).id == "100"


def test_a_refused_token_is_a_no(shop: Shop) -> None:
    """If the token is refused the order has not left, and the error is about the token."""
    store = Watched()
    service = Service([shop], tokens=[said(401, "Unauthorized")])
    clock = shop.clock
    client = service.client(clock=clock, wall=clock)
    with client as mp, pytest.raises(errors.Unauthorized) as caught:
        place(mp, store)
    assert caught.value.operation == "auth.token"
    assert shop.posted == []


def test_an_order_like_one_under_way_waits_for_it(shop: Shop) -> None:
    """Two references with one content are placed one after the other, in growing pauses."""
    store = Watched()
    body = SALE | {"poNumber": "PO-7"}
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, body, timeout=1)
        began, slept = shop.clock.now, len(shop.clock.slept)
        said_ = conflict_of(mp, store, body, "T-2")
        assert said_.startswith("an order just like this one is under way as 'T-1' | ")
    pauses = shop.clock.slept[slept:]
    assert pauses[:6] == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert max(pauses) == 30.0
    assert 300 < shop.clock.now - began < 360
    assert len(shop.posted) == 1


def test_a_timeout_limits_waiting_for_another_order(shop: Shop) -> None:
    """With a timeout the wait for an order like this one ends in time."""
    store = Watched()
    body = SALE | {"poNumber": "PO-7"}
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, body, timeout=1)
        began = shop.clock.now
        with pytest.raises(errors.IntentConflict, match="just like this one"):
            place(mp, store, body, "T-2", timeout=5)
        assert shop.clock.now - began == pytest.approx(5.0)
    with shop.client(timeout=7.0) as mp:
        began = shop.clock.now
        with pytest.raises(errors.IntentConflict, match="just like this one"):
            place(mp, store, body, "T-3")
        assert shop.clock.now - began == pytest.approx(7.0)


def test_orders_that_can_be_distinguished_do_not_wait(shop: Shop) -> None:
    """Another PO number that nobody could mix up is placed while the first is open."""
    store = Watched()
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, timeout=1)
        slept = len(shop.clock.slept)
        assert place(mp, store, SALE, "X-9").po_number == "X-9"
        assert shop.clock.slept[slept:] == []
        with pytest.raises(errors.IntentConflict, match="under way as 'T-1'"):
            place(mp, store, SALE, "T-10", timeout=5)


@pytest.mark.parametrize(
    ("change", "free"),
    [({}, True), ({"poNumber": "PO-8"}, False), ({"customerId": "2"}, False)],
)
def test_a_reference_that_a_failing_service_refused_is_free_for_the_like(
    shop: Shop, change: Any, free: bool
) -> None:
    """Only an order of the same customer and number takes the place of one refused with 500."""
    store = Watched()
    shop.replies = [(said(500, "there is already an order"), False)]
    with shop.client() as mp:
        with pytest.raises(errors.ServerError):
            place(mp, store, OTHER | {"poNumber": "PO-7"})
        corrected = SALE | {"poNumber": "PO-7"} | change
        if free:
            assert place(mp, store, corrected).id == "100"
        else:
            assert "stands for another order" in conflict_of(mp, store, corrected)


def test_a_reference_of_an_open_order_is_not_free(shop: Shop) -> None:
    """While an order may still arrive its reference is not free for another one."""
    store = Watched()
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, timeout=1)
        assert "stands for another order" in conflict_of(mp, store, OTHER)


def test_an_order_that_was_found_meanwhile_is_returned(shop: Shop) -> None:
    """If another caller has settled the order while this one was sending, its order is returned."""
    store = Watched()

    def settled(order: Any) -> httpx.Response:
        known = stored(store, ENVIRON)[0]
        MemoryIntents.swap(store, known, known.moved(state=State.DONE, order_id=order["id"]))
        raise LOST

    shop.replies = [(settled, True)]
    with shop.client() as mp:
        assert place(mp, store).id == "100"
        assert place(mp, store).id == "100"
    assert len(shop.posted) == 1


def test_an_order_that_was_freed_meanwhile_is_named(shop: Shop) -> None:
    """If the record was taken back while this call was sending, the error is that of sending."""
    store = Watched()

    def freed(_: Any) -> httpx.Response:
        known = stored(store, ENVIRON)[0]
        MemoryIntents.swap(store, known, known.moved(state=State.WRITTEN))
        raise LOST

    shop.replies = [(freed, False)]
    with shop.client() as mp, pytest.raises(errors.OutcomeUnknown, match="ReadTimeout") as caught:
        place(mp, store)
    assert (caught.value.reference, caught.value.po_number) == ("T-1", "T-1")


def test_an_order_that_stood_still_is_looked_at_again(shop: Shop) -> None:
    """An order that could not leave within a minute is taken back, and sent anew."""
    store = Watched()
    late: list[int] = []

    def stand_still(after: Intent) -> Intent | None:
        if after.state is State.SENT and not late:
            late.append(1)
        return None

    store.refuse = stand_still
    clock = shop.clock
    with shop.client() as mp:
        real = mp._sender.transport.send  # noqa: SLF001 - between the record and the check

        def send(request: Any) -> Any:
            if request.method == "POST" and late == [1]:
                late.append(2)
                clock.now += 61.0
            return real(request)

        mp._sender.transport.send = send  # noqa: SLF001 - between record and check
        order = place(mp, store)
    assert order.id == "100"
    assert len(shop.posted) == 1
    assert [each.attempts for each in store.changes if each.state is State.SENT] == [1, 1]


class Settling(Watched):
    """A store in which another caller settles an order right before it is searched for."""

    order_id = ""

    def read(self, scope: str, reference: str) -> Intent | None:
        """Read a record, as it is by now."""
        known = super().read(scope, reference)
        if known is not None and known.state is State.SENT and self.order_id:
            super().swap(known, known.moved(state=State.DONE, order_id=self.order_id))
        return super().read(scope, reference)


@pytest.mark.parametrize("by_other", [True, False])
def test_an_order_of_an_earlier_call_is_found_by_the_next(shop: Shop, by_other: bool) -> None:
    """What an earlier call could not settle is settled first, by this call or another one."""
    store = Settling()
    with shop.client() as mp:
        hidden: dict[str, dict[str, Any]] = {}
        shop.replies = [(lambda order: _hide(shop, hidden, order), True)]
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, timeout=1)
        shop.orders.update(hidden)
        store.order_id = "100" if by_other else ""
        assert place(mp, store).id == "100"
        assert stored(store, ENVIRON)[0].state is State.DONE
    assert len(shop.posted) == 1


def _hide(shop: Shop, hidden: dict[str, dict[str, Any]], order: dict[str, Any]) -> httpx.Response:
    """Take an order that is not visible yet, and lose the response."""
    hidden[order["id"]] = shop.orders.pop(order["id"])
    raise LOST


def test_an_order_like_one_under_way_waits_to_the_very_end(shop: Shop) -> None:
    """Half a second before the first one is settled the second still waits, and then goes."""
    store = Watched()
    shop.replies = [(LOST, False)]
    with shop.client() as mp:
        with pytest.raises(errors.OutcomeUnknown):
            place(mp, store, timeout=1)
        known = stored(store, ENVIRON)[0]
        assert known.sent_at is not None
        shop.clock.now = known.sent_at + 359.5
        shop.clock.slept.clear()
        assert place(mp, store, SALE, "T-10").id == "100"
    assert shop.clock.slept == [pytest.approx(0.5)]
