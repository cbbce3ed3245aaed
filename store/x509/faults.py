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
def without_warnings() -> Iterator[None]:
    """Keeps the libraries' warnings off stderr, where they would write over the screen."""
    with _WARNINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def reading(code: str, message: str, next_step: str = "") -> Iterator[None]:
    """Turns every exception of the libraries into that `AzureError`, their warnings kept quiet."""
    with without_warnings(), as_azure_error(code, message, next_step):
        yield


@contextmanager
def as_azure_error(code: str, message: str, next_step: str = "") -> Iterator[None]:
    """Turns every exception into the given `AzureError`, except an `AzureError` itself.

    A panic of the library's native part is not an `Exception` and is caught as well; an interrupt by
    the user passes. The cause is left out: its frames hold passwords and keys.
    """
    try:
        yield
    except (AzureError, MemoryError):
        raise
    except Exception:
        raise AzureError(code, message, next_step) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise AzureError(code, message, next_step) from None
