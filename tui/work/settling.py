"""Waiting until the threads of an app have done what they were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from textual.worker import Worker, WorkerCancelled


async def finished(workers: Iterable[Worker[Any]]) -> None:
    """Wait for these workers; where a newer one took the place of another, that one has ended too."""
    for worker in tuple(workers):
        with suppress(WorkerCancelled):
            await worker.wait()
