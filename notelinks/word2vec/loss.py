"""The loss of negative sampling and what its gradient needs, compiled."""

import numpy as np

from notelinks.compiled import compiled
from notelinks.word2vec.simd import clamp, div, fma, mul, nearest, power_of_two, splat_like, sub

_f32 = np.float32


@compiled(inline=True)
def sigmoid(x):
    """1 / (1 + exp(-x)) of each lane, to a relative error below 1e-6.

    exp(-x) = 2^whole * 2^part with 2^part by its Taylor series to the sixth power on [-0.5, 0.5].
    """
    one = splat_like(x, _f32(1.0))
    exponent = mul(x, splat_like(x, _f32(-1.4426950408889634)))
    exponent = clamp(exponent, splat_like(x, _f32(-30.0)), splat_like(x, _f32(30.0)))
    whole = nearest(exponent)
    part = mul(sub(exponent, whole), splat_like(x, _f32(0.6931471805599453)))
    power = splat_like(x, _f32(1.0 / 720.0))
    power = fma(power, part, splat_like(x, _f32(1.0 / 120.0)))
    power = fma(power, part, splat_like(x, _f32(1.0 / 24.0)))
    power = fma(power, part, splat_like(x, _f32(1.0 / 6.0)))
    power = fma(power, part, splat_like(x, _f32(0.5)))
    power = fma(power, part, one)
    power = fma(power, part, one)
    return div(one, fma(power, power_of_two(whole), one))


@compiled()
def sampled_loss(logits, picked, none):
    """-log sigmoid(logits[0]) - sum of log sigmoid(-logits[i]), over the rows that are there."""
    loss = softplus(-np.float64(logits[0]))
    for i in range(1, len(picked)):
        if picked[i] != none:
            loss += softplus(np.float64(logits[i]))
    return loss


@compiled()
def softplus(x):
    """log(1 + exp(x)) in float64, for any x."""
    return max(x, 0.0) + np.log1p(np.exp(-abs(x)))
