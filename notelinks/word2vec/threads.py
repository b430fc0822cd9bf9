"""What threads inside a kernel need to take turns: an atomic counter and a barrier.

Entering a kernel from Python costs about a tenth of a millisecond, as long as a tenth of a round takes. So every
thread enters once for many rounds, and the threads meet inside.
"""

import os

from numba import types
from numba.extending import intrinsic

from notelinks.compiled import compiled

_SPINS = 2_000
"""Looks at a counter before the processor is offered to others: longer than most waits, shorter than a time slice."""

_yield_processor = types.ExternalFunction("SwitchToThread" if os.name == "nt" else "sched_yield", types.int32())


@intrinsic
def atomic_add(typingctx, array, index, value):
    """Adds `value` to `array[index]`, an int64, and gives what stood there before; no two threads get the same."""

    def codegen(context, builder, signature, args):
        place = _place(context, builder, signature.args[0], *args[:2])
        return builder.atomic_rmw("add", place, args[2], "acq_rel")

    return types.int64(array, types.int64, types.int64), codegen


@intrinsic
def atomic_load(typingctx, array, index):
    """`array[index]`, an int64, read anew each time; what other threads wrote before they changed it can be seen."""

    def codegen(context, builder, signature, args):
        return builder.load_atomic(_place(context, builder, signature.args[0], *args), "acquire", align=8)

    return types.int64(array, types.int64), codegen


def _place(context, builder, array_type, array, index):
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [index])


@compiled()
def meet(n_threads, number, arrivals):
    """Waits until all threads have come to their meeting of this number, counted from 1.

    Args:
        arrivals: (2 or more,) int64: how often threads have arrived at meetings; not 0 if they shall not wait any more.

    Returns:
        Whether they all came.
    """
    atomic_add(arrivals, 0, 1)
    n_looks = 0
    while atomic_load(arrivals, 0) < n_threads * number:
        if atomic_load(arrivals, 1) != 0:
            return False
        n_looks += 1
        if n_looks > _SPINS:
            _yield_processor()
    return True
