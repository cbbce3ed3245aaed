"""What Azure has not, under a provider of its own: simulated time, mails, faults.

    POST /providers/Certblade.Simulator/operations/AdvanceClock   {"by": "10m"}
    GET  /providers/Certblade.Simulator/mails

So a script that has nothing but an Azure client can let time pass and open the link in a mail.
"""

from __future__ import annotations

from store.arm.records import record_types, records
from store.errors import AzureError
from store.operations.arguments import arguments, is_hidden
from store.operations.operation import Simulator
from store.operations.registry import from_json, kind_named
from store.resources import Clock
from store.rest.call import Call
from store.rest.errors import not_simulated
from store.rest.messages import Response, answer
from store.rest.paging import page
from store.rest.routing import Route

_PROVIDER = "/providers/certblade.simulator"


def _clock(call: Call) -> Response:
    clock = call.world.need(Clock, "clock")
    return answer({"now": clock.now, "speed": clock.speed})


def _operate(call: Call) -> Response:
    """Performs an operation of the simulator's own; what Azure has is done by Azure's routes."""
    kind = kind_named(call.names["operation"])
    if not issubclass(kind, Simulator) or any(map(is_hidden, arguments(kind).values())):
        raise AzureError(
            "NotSimulated",
            f"{kind.__name__} is not an operation of the simulator's own.",
            "Use Azure's route for it, or the command line.",
        )
    done = call.perform(from_json({**call.body(), "operation": kind.__name__}))
    return answer({"result": done.result, "correlationId": done.correlation_id})


def _records(call: Call) -> Response:
    wanted = call.names["list"].lower()
    for type_ in record_types():
        if type_.lower() == wanted:
            return page(call, records(call.world, type_), lambda one: one)
    raise not_simulated("GET", call.path)


ROUTES = (
    Route("GET", f"{_PROVIDER}/clock", _clock),
    Route("POST", f"{_PROVIDER}/operations/{{operation}}", _operate),
    Route("GET", f"{_PROVIDER}/{{list}}", _records),
)
