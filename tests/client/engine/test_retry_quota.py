"""How many retries all calls of a client may send together."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from cloud_marketplace._engine.retry_quota import RetryQuota
from support.process_locks import ProcessLocks

THREADS = 16


def test_a_quota_is_used_up_and_filled_again() -> None:
    """Retries are acquired singly; five successful responses return one, up to the capacity."""
    quota = RetryQuota(capacity=2)
    assert [quota.acquire() for _ in range(3)] == [True, True, False]
    for _ in range(4):
        quota.refund()
    assert not quota.acquire()
    for _ in range(100):
        quota.refund()
    assert [quota.acquire() for _ in range(3)] == [True, True, False]


def test_a_client_may_send_twenty_retries_to_a_failing_service() -> None:
    """A quota holds 20 retries by default, and five good responses return one."""
    quota = RetryQuota()
    assert [quota.acquire() for _ in range(21)] == [True] * 20 + [False]
    for _ in range(5):
        quota.refund()
    assert [quota.acquire() for _ in range(2)] == [True, False]


def test_a_forked_process_has_its_own_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a fork both methods use a lock of the new process, which is made once."""
    for use in (RetryQuota.acquire, RetryQuota.refund):
        with monkeypatch.context() as patch:
            locks = ProcessLocks(patch)
            quota = RetryQuota()
            assert quota.acquire()
            use(quota)
            assert locks.made == 1
            locks.fork()
            use(quota)
            use(quota)
            assert locks.made == 2


def test_the_last_retry_goes_to_one_of_many_threads() -> None:
    """If many threads acquire at a quota of one, exactly one of them gets it."""
    for _ in range(50):
        quota, barrier = RetryQuota(capacity=1), threading.Barrier(THREADS)

        def acquire(quota: RetryQuota = quota, barrier: threading.Barrier = barrier) -> bool:
            barrier.wait()
            return quota.acquire()

        with ThreadPoolExecutor(THREADS) as pool:
            assert sum(pool.map(lambda f: f(), [acquire] * THREADS)) == 1
