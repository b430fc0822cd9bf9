"""Vectors of float32, as a Numba type.

LLVM vectorises a loop only when it can prove or cheaply check that no two arrays overlap; a step of negative sampling
reads and writes more rows than it is willing to check. With explicit vectors there is nothing to prove: every load and
store stands where it is written. Sixteen floats are one AVX-512 register; LLVM splits them where registers are smaller.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

LANES = 16
"""Floats in a vector that is loaded or stored; rows have a multiple of it."""

VECTOR = ir.VectorType(ir.FloatType(), LANES)
"""LLVM's type of such a vector."""

_INT32 = ir.IntType(32)

_LINE_BYTES = 64
"""A cache line. A load that crosses the border of two costs twice as much."""


def aligned_zeros(shape: tuple[int, ...]) -> np.ndarray:
    """A float32 array of zeros that begins at a cache line, as NumPy's own need not."""
    n_floats = int(np.prod(shape))
    buffer = np.zeros(n_floats * 4 + _LINE_BYTES, dtype=np.uint8)
    first = -buffer.ctypes.data % _LINE_BYTES
    return buffer[first : first + n_floats * 4].view(np.float32).reshape(shape)


class Float32Vector(types.Type):
    """A fixed number of float32, a multiple of `LANES`."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"float32x{width}")


float32x16 = Float32Vector(LANES)


@register_model(Float32Vector)
class _Float32VectorModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.VectorType(ir.FloatType(), fe_type.width))


def address_of(context, builder, array_type, array, offset):
    """The address of sixteen floats of an array, as LLVM's value."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [offset]), VECTOR.as_pointer())


@intrinsic
def load(typingctx, array, offset):
    """`array[offset : offset + 16]` of a one-dimensional contiguous float32 array."""

    def codegen(context, builder, signature, args):
        return builder.load(address_of(context, builder, signature.args[0], *args), align=4)

    return float32x16(array, types.int64), codegen


@intrinsic
def store(typingctx, array, offset, vector):
    """`array[offset : offset + 16] = vector`."""

    def codegen(context, builder, signature, args):
        builder.store(args[2], address_of(context, builder, signature.args[0], *args[:2]), align=4)
        return context.get_dummy_value()

    return types.void(array, types.int64, float32x16), codegen


@intrinsic
def prefetch(typingctx, array, offset):
    """Asks the memory for `array[offset : offset + 16]`, to be written soon."""

    def codegen(context, builder, signature, args):
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        place = builder.bitcast(builder.gep(data, [args[1]]), ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [place.type, _INT32, _INT32, _INT32])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(function, [place, *(ir.Constant(_INT32, value) for value in (1, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, types.int64), codegen


@intrinsic
def splat(typingctx, scalar):
    """A vector of sixteen times `scalar`."""

    def codegen(context, builder, signature, args):
        return emit_splat(builder, args[0], LANES)

    return float32x16(types.float32), codegen


@intrinsic
def splat_like(typingctx, vector, scalar):
    """A vector as wide as `vector` with `scalar` in every lane."""

    def codegen(context, builder, signature, args):
        return emit_splat(builder, args[1], vector.width)

    return vector(vector, types.float32), codegen


@intrinsic
def first_lane_like(typingctx, vector):
    """A vector as wide as `vector`: 1 in the first lane, else 0."""

    def codegen(context, builder, signature, args):
        return ir.Constant(args[0].type, [1.0] + [0.0] * (vector.width - 1))

    return vector(vector), codegen


@intrinsic
def add(typingctx, a, b):
    """`a + b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fadd(*args)

    return a(a, a), codegen


@intrinsic
def sub(typingctx, a, b):
    """`a - b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fsub(*args)

    return a(a, a), codegen


@intrinsic
def mul(typingctx, a, b):
    """`a * b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fmul(*args)

    return a(a, a), codegen


@intrinsic
def div(typingctx, a, b):
    """`a / b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fdiv(*args)

    return a(a, a), codegen


@intrinsic
def fma(typingctx, a, b, c):
    """`a * b + c`, lane by lane, fused where the processor can."""

    def codegen(context, builder, signature, args):
        return emit_fma(builder, *args)

    return a(a, a, a), codegen


@intrinsic
def clamp(typingctx, a, low, high):
    """`a`, but at least `low` and at most `high`, lane by lane."""

    def codegen(context, builder, signature, args):
        value, low, high = args
        value = builder.select(builder.fcmp_ordered(">", value, low), value, low)
        return builder.select(builder.fcmp_ordered("<", value, high), value, high)

    return a(a, a, a), codegen


@intrinsic
def nearest(typingctx, a):
    """The nearest whole number, lane by lane."""

    def codegen(context, builder, signature, args):
        kind = args[0].type
        name = f"llvm.nearbyint.v{kind.count}f32"
        return builder.call(cgutils.get_or_insert_function(builder.module, ir.FunctionType(kind, [kind]), name), args)

    return a(a), codegen


@intrinsic
def power_of_two(typingctx, whole):
    """2 to the power of whole numbers between -126 and 127, lane by lane, made from their bits (IEEE 754)."""

    def codegen(context, builder, signature, args):
        kind = ir.VectorType(_INT32, whole.width)
        biased = builder.add(builder.fptosi(args[0], kind), ir.Constant(kind, [127] * whole.width))
        return builder.bitcast(builder.shl(biased, ir.Constant(kind, [23] * whole.width)), args[0].type)

    return whole(whole), codegen


@intrinsic
def store_lanes(typingctx, vector, array):
    """`array[i] = lane i` for all lanes."""

    def codegen(context, builder, signature, args):
        data = context.make_array(signature.args[1])(context, builder, args[1]).data
        builder.store(args[0], builder.bitcast(data, args[0].type.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(vector, array), codegen


def emit_fma(builder, a, b, c):
    """`a * b + c`, as LLVM's value."""
    signature = ir.FunctionType(a.type, [a.type] * 3)
    function = cgutils.get_or_insert_function(builder.module, signature, f"llvm.fmuladd.v{a.type.count}f32")
    return builder.call(function, [a, b, c])


def emit_splat(builder, scalar, width):
    """A vector of so many times a scalar, as LLVM's value."""
    kind = ir.VectorType(scalar.type, width)
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), scalar, ir.Constant(_INT32, 0))
    return emit_lanes(builder, one, [0] * width)


def emit_lanes(builder, a, lanes, b=None):
    """A vector of some lanes of `a`, and of `b` counted on from there, as LLVM's value."""
    mask = ir.Constant(ir.VectorType(_INT32, len(lanes)), list(lanes))
    return builder.shuffle_vector(a, ir.Constant(a.type, ir.Undefined) if b is None else b, mask)
