"""Sixteen float32 at once, as a Numba type.

LLVM vectorises a loop only when it can prove or cheaply check that no two arrays overlap; a step of negative sampling
reads and writes more rows than it is willing to check. With explicit vectors there is nothing to prove: every load and
store stands where it is written. Sixteen floats are one AVX-512 register; LLVM splits them where registers are smaller.
"""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

LANES = 16
"""Floats in a vector; rows have a multiple of it."""

_VECTOR = ir.VectorType(ir.FloatType(), LANES)


class _Float32x16(types.Type):
    def __init__(self) -> None:
        super().__init__(name="float32x16")


float32x16 = _Float32x16()


@register_model(_Float32x16)
class _Float32x16Model(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, _VECTOR)


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
def splat(typingctx, scalar):
    """A vector that holds `scalar` sixteen times."""

    def codegen(context, builder, signature, args):
        return _splat(builder, args[0])

    return float32x16(types.float32), codegen


@intrinsic
def add(typingctx, a, b):
    """`a + b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fadd(*args)

    return float32x16(float32x16, float32x16), codegen


@intrinsic
def sub(typingctx, a, b):
    """`a - b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fsub(*args)

    return float32x16(float32x16, float32x16), codegen


@intrinsic
def mul(typingctx, a, b):
    """`a * b`, lane by lane."""

    def codegen(context, builder, signature, args):
        return builder.fmul(*args)

    return float32x16(float32x16, float32x16), codegen


@intrinsic
def fma(typingctx, a, b, c):
    """`a * b + c`, lane by lane, fused where the processor can."""

    def codegen(context, builder, signature, args):
        return _fma(builder, *args)

    return float32x16(float32x16, float32x16, float32x16), codegen


@intrinsic
def pick_rows(typingctx, template, noise_rows, first, own):
    """The tuple `(own, noise_rows[first], noise_rows[first + 1], …)`, as long as `template`.

    A noise row that equals `own` is replaced by 0, which stands for no row.
    """

    def codegen(context, builder, signature, args):
        template, noise_rows, first, own = args
        data = context.make_array(signature.args[1])(context, builder, noise_rows).data
        none = ir.Constant(own.type, 0)
        rows = builder.insert_value(template, own, 0)
        for i in range(1, signature.args[0].count):
            row = builder.load(builder.gep(data, [builder.add(first, ir.Constant(first.type, i - 1))]))
            is_own = builder.icmp_signed("==", row, own)
            rows = builder.insert_value(rows, builder.select(is_own, none, row), i)
        return rows

    return template(template, noise_rows, types.int64, types.int64), codegen


@intrinsic
def zero_sums(typingctx, rows):
    """As many zero vectors as there are rows, to be used in the function that made them."""

    def codegen(context, builder, signature, args):
        sums = cgutils.alloca_once(builder, ir.ArrayType(_VECTOR, signature.return_type.count))
        for i in range(signature.return_type.count):
            builder.store(ir.Constant(_VECTOR, None), _sum(builder, sums, i))
        return sums

    return _Sums(rows.count)(rows), codegen


@intrinsic
def dot_rows(typingctx, sums, vector, array, rows, block):
    """Adds `vector * array[row + block : …]` to the sum of each row."""

    def codegen(context, builder, signature, args):
        sums, vector, array, rows, block = args
        for i in range(signature.args[0].count):
            address = _row_address(context, builder, signature.args[2], array, rows, block, i)
            place = _sum(builder, sums, i)
            builder.store(_fma(builder, vector, builder.load(address, align=4), builder.load(place)), place)
        return context.get_dummy_value()

    return types.void(sums, float32x16, array, rows, types.int64), codegen


@intrinsic
def store_totals(typingctx, sums, array):
    """`array[i] = total of sums[i]` for all sums."""

    def codegen(context, builder, signature, args):
        data = context.make_array(signature.args[1])(context, builder, args[1]).data
        for i in range(signature.args[0].count):
            value = _total(builder, builder.load(_sum(builder, args[0], i)))
            builder.store(value, builder.gep(data, [ir.Constant(ir.IntType(64), i)]))
        return context.get_dummy_value()

    return types.void(sums, array), codegen


@intrinsic
def wide_steps(typingctx, rows, array):
    """A tuple of vectors, each `array[i]` sixteen times; zero where `rows[i]` is 0, that is no row."""

    def codegen(context, builder, signature, args):
        rows, array = args
        data = context.make_array(signature.args[1])(context, builder, array).data
        result = ir.Constant(context.get_value_type(signature.return_type), None)
        for i in range(signature.args[0].count):
            row = builder.extract_value(rows, i)
            step = builder.load(builder.gep(data, [ir.Constant(ir.IntType(64), i)]))
            is_none = builder.icmp_signed("==", row, ir.Constant(row.type, 0))
            step = builder.select(is_none, ir.Constant(ir.FloatType(), 0.0), step)
            result = builder.insert_value(result, _splat(builder, step), i)
        return result

    return types.UniTuple(float32x16, rows.count)(rows, array), codegen


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


@intrinsic
def total(typingctx, vector):
    """The sum of the sixteen lanes, in a fixed tree order."""

    def codegen(context, builder, signature, args):
        return _total(builder, args[0])

    return types.float32(float32x16), codegen


@intrinsic
def power_of_two(typingctx, exponent):
    """2 to the power of an int32 between -126 and 127, as a float32, made from its bits (IEEE 754)."""

    def codegen(context, builder, signature, args):
        biased = builder.add(args[0], ir.Constant(ir.IntType(32), 127))
        return builder.bitcast(builder.shl(biased, ir.Constant(ir.IntType(32), 23)), ir.FloatType())

    return types.float32(types.int32), codegen


def _row_address(context, builder, array_type, array, rows, block, i):
    offset = builder.add(builder.extract_value(rows, i), block)
    return _address(context, builder, array_type, array, offset)


def _sum(builder, sums, i):
    return builder.gep(sums, [ir.Constant(ir.IntType(64), 0), ir.Constant(ir.IntType(64), i)], inbounds=True)


def _fma(builder, a, b, c):
    signature = ir.FunctionType(_VECTOR, [_VECTOR] * 3)
    function = cgutils.get_or_insert_function(builder.module, signature, f"llvm.fmuladd.v{LANES}f32")
    return builder.call(function, [a, b, c])


def _total(builder, vector):
    for width in (8, 4, 2, 1):
        low = _lanes(builder, vector, range(width))
        high = _lanes(builder, vector, range(width, 2 * width))
        vector = builder.fadd(low, high)
    return builder.extract_element(vector, ir.Constant(ir.IntType(32), 0))


def _splat(builder, scalar):
    one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    return _lanes(builder, one, [0] * LANES)


def _lanes(builder, vector, lanes):
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(lanes)), list(lanes))
    return builder.shuffle_vector(vector, ir.Constant(vector.type, ir.Undefined), mask)
