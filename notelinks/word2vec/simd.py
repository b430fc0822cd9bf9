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

_LINE_BYTES = 64
"""A cache line. A load that crosses the border of two costs twice as much."""

_INT32 = ir.IntType(32)
_VECTOR = ir.VectorType(ir.FloatType(), LANES)


def aligned_zeros(shape: tuple[int, ...]) -> np.ndarray:
    """A float32 array of zeros that begins at a cache line, as NumPy's own need not."""
    n_floats = int(np.prod(shape))
    buffer = np.zeros(n_floats * 4 + _LINE_BYTES, dtype=np.uint8)
    first = -buffer.ctypes.data % _LINE_BYTES
    return buffer[first : first + n_floats * 4].view(np.float32).reshape(shape)


class _Float32Vector(types.Type):
    """A fixed number of float32, a multiple of `LANES`."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"float32x{width}")


float32x16 = _Float32Vector(LANES)


@register_model(_Float32Vector)
class _Float32VectorModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.VectorType(ir.FloatType(), fe_type.width))


class _Sums(types.Type):
    """A fixed number of vectors in registers: a pointer to stack space that LLVM dissolves."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(name=f"sums{count}")


@register_model(_Sums)
class _SumsModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.ArrayType(_VECTOR, fe_type.count).as_pointer())


def _address(context, builder, array_type, array, offset):
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [offset]), _VECTOR.as_pointer())


@intrinsic
def load(typingctx, array, offset):
    """`array[offset : offset + 16]` of a one-dimensional contiguous float32 array."""

    def codegen(context, builder, signature, args):
        return builder.load(_address(context, builder, signature.args[0], *args), align=4)

    return float32x16(array, types.int64), codegen


@intrinsic
def store(typingctx, array, offset, vector):
    """`array[offset : offset + 16] = vector`."""

    def codegen(context, builder, signature, args):
        builder.store(args[2], _address(context, builder, signature.args[0], *args[:2]), align=4)
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
        return _splat(builder, args[0], LANES)

    return float32x16(types.float32), codegen


@intrinsic
def splat_like(typingctx, vector, scalar):
    """A vector as wide as `vector` with `scalar` in every lane."""

    def codegen(context, builder, signature, args):
        return _splat(builder, args[1], vector.width)

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
        return _fma(builder, *args)

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


@intrinsic
def pick_rows(typingctx, template, noise, first, own, none):
    """The tuple `(own, noise[first], noise[first + 1], …)`, as long as `template`; noise that is `own` is `none`."""

    def codegen(context, builder, signature, args):
        template, noise, first, own, none = args
        data = context.make_array(signature.args[1])(context, builder, noise).data
        rows = builder.insert_value(template, own, 0)
        for i in range(1, signature.args[0].count):
            row = builder.load(builder.gep(data, [builder.add(first, ir.Constant(first.type, i - 1))]))
            is_own = builder.icmp_signed("==", row, own)
            rows = builder.insert_value(rows, builder.select(is_own, none, row), i)
        return rows

    return template(template, noise, types.int64, types.int64, types.int64), codegen


@intrinsic
def zero_sums(typingctx, rows):
    """A zero vector for each row and one more, to be used in the function that made them."""

    def codegen(context, builder, signature, args):
        sums = cgutils.alloca_once(builder, ir.ArrayType(_VECTOR, signature.return_type.count))
        for i in range(signature.return_type.count):
            builder.store(ir.Constant(_VECTOR, None), _sum(builder, sums, i))
        return sums

    return _Sums(rows.count + 1)(rows), codegen


@intrinsic
def dot_rows(typingctx, sums, vector, array, rows, block):
    """Adds `vector * array[row + block : …]` to the sum of each row, and `vector * vector` to the last one."""

    def codegen(context, builder, signature, args):
        sums, vector, array, rows, block = args
        n_rows = signature.args[3].count
        for i in range(n_rows + 1):
            factor = vector
            if i < n_rows:
                factor = builder.load(_row_address(context, builder, signature.args[2], array, rows, block, i), align=4)
            place = _sum(builder, sums, i)
            builder.store(_fma(builder, vector, factor, builder.load(place)), place)
        return context.get_dummy_value()

    return types.void(sums, float32x16, array, rows, types.int64), codegen


@intrinsic
def totals(typingctx, sums):
    """The sum of each vector's lanes, one after the other in a vector that is wide enough.

    Returns:
        The totals, and that of the last vector.
    """
    width = -(-sums.count // LANES) * LANES
    kind = _Float32Vector(width)

    def codegen(context, builder, signature, args):
        vectors = [builder.load(_sum(builder, args[0], i)) for i in range(sums.count)]
        groups = [_total_each(builder, vectors[i : i + LANES]) for i in range(0, sums.count, LANES)]
        while len(groups) > 1:
            groups[:2] = [_concatenate(builder, *groups[:2])]
        last = builder.extract_element(groups[0], ir.Constant(_INT32, sums.count - 1))
        return context.make_tuple(builder, signature.return_type, [groups[0], last])

    return types.Tuple([kind, types.float32])(sums), codegen


@intrinsic
def wide_steps(typingctx, rows, none, steps):
    """A tuple of vectors, each with one lane of `steps` sixteen times; zero where `rows[i]` is `none`."""

    def codegen(context, builder, signature, args):
        rows, none, steps = args
        result = ir.Constant(context.get_value_type(signature.return_type), None)
        for i in range(signature.args[0].count):
            is_none = builder.icmp_signed("==", builder.extract_value(rows, i), none)
            step = _lanes(builder, steps, [i] * LANES)
            result = builder.insert_value(result, builder.select(is_none, ir.Constant(_VECTOR, None), step), i)
        return result

    return types.UniTuple(float32x16, rows.count)(rows, types.int64, steps), codegen


@intrinsic
def update_rows(typingctx, steps, vector, array, rows, block):
    """Adds `step * vector` to a block of each row; gives the sum of `step * row` over the rows as they were.

    All rows are read before any is written. Rows may repeat only where their step is zero.
    """

    def codegen(context, builder, signature, args):
        steps, vector, array, rows, block = args
        n_rows = signature.args[0].count
        addresses = [_row_address(context, builder, signature.args[2], array, rows, block, i) for i in range(n_rows)]
        old = [builder.load(address, align=4) for address in addresses]
        error = ir.Constant(_VECTOR, None)
        for i in range(n_rows):
            error = _fma(builder, builder.extract_value(steps, i), old[i], error)
        for i in range(n_rows):
            builder.store(_fma(builder, builder.extract_value(steps, i), vector, old[i]), addresses[i], align=4)
        return error

    return float32x16(steps, float32x16, array, rows, types.int64), codegen


def _row_address(context, builder, array_type, array, rows, block, i):
    offset = builder.add(builder.extract_value(rows, i), block)
    return _address(context, builder, array_type, array, offset)


def _sum(builder, sums, i):
    return builder.gep(sums, [ir.Constant(ir.IntType(64), 0), ir.Constant(ir.IntType(64), i)], inbounds=True)


def _fma(builder, a, b, c):
    signature = ir.FunctionType(a.type, [a.type] * 3)
    function = cgutils.get_or_insert_function(builder.module, signature, f"llvm.fmuladd.v{a.type.count}f32")
    return builder.call(function, [a, b, c])


def _total_each(builder, vectors):
    """The totals of up to sixteen vectors in the lanes of one.

    Vectors are joined in pairs, halving the lanes that hold parts of the same sum: a tree in a fixed order.
    """
    while len(vectors) & (len(vectors) - 1):
        vectors = [*vectors, ir.Constant(_VECTOR, None)]
    part = LANES
    while len(vectors) > 1:
        part //= 2
        vectors = [_add_halves(builder, a, b, part) for a, b in zip(vectors[::2], vectors[1::2], strict=True)]
    vector = vectors[0]
    while part > 1:
        part //= 2
        vector = _add_halves(builder, vector, ir.Constant(_VECTOR, None), part)
    return vector


def _add_halves(builder, a, b, part):
    """Runs of `part` lanes: those of `a`, then those of `b`, each the sum of a run and the one beside it."""
    firsts = [lane for start in range(0, 2 * LANES, 2 * part) for lane in range(start, start + part)]
    first = _lanes(builder, a, firsts, b)
    second = _lanes(builder, a, [lane + part for lane in firsts], b)
    return builder.fadd(first, second)


def _concatenate(builder, a, b):
    return _lanes(builder, a, list(range(2 * LANES)), b)


def _splat(builder, scalar, width):
    kind = ir.VectorType(scalar.type, width)
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), scalar, ir.Constant(_INT32, 0))
    return _lanes(builder, one, [0] * width)


def _lanes(builder, a, lanes, b=None):
    """A vector of some lanes of `a`, and of `b` counted on from there."""
    mask = ir.Constant(ir.VectorType(_INT32, len(lanes)), list(lanes))
    return builder.shuffle_vector(a, ir.Constant(a.type, ir.Undefined) if b is None else b, mask)
