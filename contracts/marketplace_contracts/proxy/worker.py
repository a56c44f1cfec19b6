"""The process that judges: reads exchanges from its standard input, writes what it finds."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from msgspec import msgpack

from marketplace_contracts.errors import CannotRun
from marketplace_contracts.proxy.exchange import Exchange
from marketplace_contracts.proxy.frames import read_frame, write_frame
from marketplace_contracts.proxy.judging import Judging
from marketplace_contracts.report.text import lines_of
from marketplace_contracts.traffic.finding import Finding


def work(source: IO[bytes], sink: IO[bytes], target: str, record: Path | None) -> None:
    """Judge exchanges until there are no more; then send the results.

    Args:
        source: Exchanges, each a frame.
        sink: Receives frames: what is found as it is found, and all results at the end.
        target: Base address of the service.
        record: Folder for cassettes; None keeps none.
    """

    def tell(finding: Finding) -> None:
        if not finding.notice:
            write_frame(sink, {"told": lines_of([finding]).strip()})

    try:
        judging = Judging(target, tell, record)
    except CannotRun as error:
        write_frame(sink, {"cannot": str(error)})
        return
    write_frame(sink, {"ready": True})
    decoder = msgpack.Decoder(Exchange)
    while (frame := read_frame(source)) is not None:
        try:
            judging.judge(decoder.decode(frame))
        except OSError:  # the proxy has ended
            raise
        except Exception as error:  # noqa: BLE001 - the next exchange is judged all the same
            judging.results.skip(f"a call: judging it raised {type(error).__name__}")
    write_frame(sink, {"results": judging.finish()})


if __name__ == "__main__":
    found, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing else may be among the frames
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # the calls come first
    with contextlib.suppress(OSError):
        try:
            work(sys.stdin.buffer, found, sys.argv[1], Path(sys.argv[2]) if sys.argv[2:] else None)
        except Exception as error:  # noqa: BLE001 - no traceback reaches the user
            reason = f"The traffic cannot be judged: {type(error).__name__}."
            write_frame(found, {"cannot": reason})
