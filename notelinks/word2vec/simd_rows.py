"""What a step does to several rows at once: one product with each, one update of each, sums in registers.

The number of rows is fixed when the step is compiled: by the length of a tuple of their places.
"""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

from notelinks.word2vec.simd import LANES, VECTOR, Float32Vector, address_of, emit_fma, emit_lanes, float32x16


class _Sums(types.Type):
    """A fixed number of vectors in registers: a pointer to stack space that LLVM dissolves."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(name=f"sums{count}")


@register_model(_Sums)
class _SumsModel(models.PrimitiveModel):
    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, ir.ArrayType(VECTOR, fe_type.count).as_pointer())


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
        sums = cgutils.alloca_once(builder, ir.ArrayType(VECTOR, signature.return_type.count))
        for i in range(signature.return_type.count):
            builder.store(ir.Constant(VECTOR, None), _sum(builder, sums, i))
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
            builder.store(emit_fma(builder, vector, factor, builder.load(place)), place)
        return context.get_dummy_value()

    return types.void(sums, float32x16, array, rows, types.int64), codegen


@intrinsic
def totals(typingctx, sums):
    """The sum of each vector's lanes, one after the other in a vector that is wide enough.

    Returns:
        The totals, and that of the last vector.
    """
    width = -(-sums.count // LANES) * LANES
    kind = Float32Vector(width)

    def codegen(context, builder, signature, args):
        vectors = [builder.load(_sum(builder, args[0], i)) for i in range(sums.count)]
        groups = [_total_each(builder, vectors[i : i + LANES]) for i in range(0, sums.count, LANES)]
        while len(groups) > 1:
            groups[:2] = [_concatenate(builder, *groups[:2])]
        last = builder.extract_element(groups[0], ir.Constant(ir.IntType(32), sums.count - 1))
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
            step = emit_lanes(builder, steps, [i] * LANES)
            result = builder.insert_value(result, builder.select(is_none, ir.Constant(VECTOR, None), step), i)
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
        error = ir.Constant(VECTOR, None)
        for i in range(n_rows):
            error = emit_fma(builder, builder.extract_value(steps, i), old[i], error)
        for i in range(n_rows):
            builder.store(emit_fma(builder, builder.extract_value(steps, i), vector, old[i]), addresses[i], align=4)
        return error

    return float32x16(steps, float32x16, array, rows, types.int64), codegen


def _row_address(context, builder, array_type, array, rows, block, i):
    offset = builder.add(builder.extract_value(rows, i), block)
    return address_of(context, builder, array_type, array, offset)


def _sum(builder, sums, i):
    return builder.gep(sums, [ir.Constant(ir.IntType(64), 0), ir.Constant(ir.IntType(64), i)], inbounds=True)


def _total_each(builder, vectors):
    """The totals of up to sixteen vectors in the lanes of one.

    Vectors are joined in pairs, halving the lanes that hold parts of the same sum: a tree in a fixed order.
    """
    while len(vectors) & (len(vectors) - 1):
        vectors = [*vectors, ir.Constant(VECTOR, None)]
    part = LANES
    while len(vectors) > 1:
        part //= 2
        vectors = [_add_halves(builder, a, b, part) for a, b in zip(vectors[::2], vectors[1::2], strict=True)]
    vector = vectors[0]
    while part > 1:
        part //= 2
        vector = _add_halves(builder, vector, ir.Constant(VECTOR, None), part)
    return vector


def _add_halves(builder, a, b, part):
    """Runs of `part` lanes: those of `a`, then those of `b`, each the sum of a run and the one beside it."""
    firsts = [lane for start in range(0, 2 * LANES, 2 * part) for lane in range(start, start + part)]
    first = emit_lanes(builder, a, firsts, b)
    second = emit_lanes(builder, a, [lane + part for lane in firsts], b)
    return builder.fadd(first, second)


def _concatenate(builder, a, b):
    return emit_lanes(builder, a, list(range(2 * LANES)), b)
