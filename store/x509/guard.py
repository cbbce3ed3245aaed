"""One fence around the reading of foreign bytes: whatever the libraries do, a sentence comes out."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import AzureError

# `catch_warnings` swaps process-wide state; two threads in it at once would leave it swapped.
_WARNINGS = threading.RLock()


@contextmanager
def quietly() -> Iterator[None]:
    """Keeps the libraries' warnings off stderr, where they would write over the screen."""
    with _WARNINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def reading(code: str, message: str, next_step: str = "") -> Iterator[None]:
    """Turns every exception of the libraries into that `AzureError`, and keeps their warnings quiet.

    A panic of the library's native part is not an
    `Exception` and is caught as well; an interrupt by the user passes.
    """
    with quietly():
        try:
            yield
        except (AzureError, MemoryError):
            raise
        except Exception as error:
            raise AzureError(code, message, next_step) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise AzureError(code, message, next_step) from error
