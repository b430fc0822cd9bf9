"""Short word lists of our own, where the `stop_words` package holds too much, too little or the wrong thing.

Plain data, each entry one word as `words.split_words` gives it.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH_CONTENT = _words(
    """
    act action author bill book case cause change changes class click code computer concept copy data
    detail effect example face fact field fire free function general group home homepage html idea
    important index information interest interests invention issue key keys kind language level line
    list market meaning member members microsoft mill mine model name net netscape novel null number
    numbers object open order orders page pages part parts people person place places point points
    problem problems process project question reason related research result results ring room rooms
    section sections self sense set side sides site state states story system test text thing things
    thought thoughts time value values vol web webpage website word words work works world year years
    zero
    """
)
"""Words of the English stop list that are concepts all the same, as measured on notes about computing and research."""

ENGLISH_FUNCTION = _words(
    """
    a about after all also an and any are as at be because been before being between both but by can
    could did do does don't each for from get had has have he her here him his how however if in into is
    it it's its just like many may me more most much my no not of off on one only or other our out over
    she should so some such than that the their them then there these they this those through to too
    under up use very was we were what when where which while who why will with would you your
    """
)
"""The most frequent words of English prose; they tell the language of a note better than the package's 1,333."""

TURKISH = _words(
    """
    ve bir bu da de için ile çok daha en gibi olarak olan ama ne var kadar sonra ya ki değil her şey mi
    mı mu mü ben sen o biz siz onlar şu nasıl neden niye çünkü ancak veya hem göre olduğu bunun
    """
)

GREEK = _words(
    """
    και το να του η της με που την από για είναι τα τον οι δεν θα στο στη στην στον ένα μια τους σε των
    αυτό αυτή ως αλλά ή όπως πως πολύ μας σας όταν ότι αν μόνο πριν μετά έχει έχουν ήταν
    """
)

KOREAN = _words(
    """
    수 것 것은 것이 것을 것이다 것으로 게 거 건 등 및 이 그 저 더 잘 안 못 좀 또 또는 또한 즉 때 때는 중
    후 전 위 내 할 한 하는 하고 하여 해서 하지만 하면 하지 하게 한다 한다고 했다 했던 해야 합니다
    합니다만 있다 있는 있고 있으며 있습니다 있었다 있을 있지만 없다 없는 없이 없습니다 된다 되는 되어
    되고 되면 됩니다 이다 이며 이고 입니다 아니다 아니라 아닌 같은 같다 같이 같습니다 대한 대해 대해서
    위해 위해서 위한 통해 따라 따라서 경우 경우에 경우는 때문에 때문이다 그리고 그러나 그래서 그런데
    그런 그렇다 그것은 이런 이렇게 이러한 이것은 이것을 어떤 어떻게 모든 여러 다른 다음 다음과 가장 매우
    아주 너무 정말 많은 많이 우리 우리는 내가 나는 나의 그는 그의 된 될 만약 만일 혹은 바로 이미 아직
    항상 거의 약간 먼저 다시 매일 모두 함께 가지 정도 동안 이후 이전 그때 여기 거기 이제 지금 오늘
    """
)

GERMAN = _words(
    """
    sehen sieht gesehen kommen kommt kam geben gibt gab gehen geht ging machen macht gemacht sagen sagt lassen lässt
    stehen steht liegen liegt finden findet deshalb außerdem sowie jeweils bzw usw
    """
)

SPANISH = _words(
    """
    necesita necesitan necesito quiere quieren hace hacen tiene tienen puede pueden entonces además cada así aquí
    """
)

ITALIAN = _words(
    """
    bisogno bisogna soltanto deve devono può possono fare viene vengono allora quindi inoltre ogni quando così
    """
)

PORTUGUESE = _words(
    """
    precisa precisam preciso toda todas todo todos pode podem deve devem fazer então além cada assim aqui são
    """
)

RUSSIAN = _words(
    """
    нужна нужен нужно нужны должна должен должно должны может могут можно надо также поэтому каждый каждая каждое
    каждую каждые потому чтобы который которая которое которые
    """
)

CHINESE = _words(
    """
    我们 你们 他们 她们 它们 自己 大家 这个 那个 这些 那些 这样 那样 这里 那里 这种 那种 这是 那么 怎么
    怎样 什么 为什 哪些 哪里 一个 一些 一种 一样 一次 一般 一定 一直 一下 一起 一点 两个 几个 每个 各种
    多个 某个 可以 可能 能够 应该 需要 必须 不能 不会 不是 不要 不同 不过 不可 没有 还有 还是 也是 也可
    都是 就是 就可 只是 只有 只要 只能 而且 而是 但是 因为 所以 因此 由于 如果 那就 虽然 然而 然后 之后
    以后 之前 以前 之间 其中 其他 其实 以及 以上 以下 或者 或是 并且 并不 通过 根据 按照 关于 对于 对应
    进行 使用 使得 得到 来说 来的 起来 出来 下来 上面 下面 里面 已经 正在 曾经 现在 目前 时候 的时 时间
    非常 比较 更加 特别 有些 有的 很多 许多 所有 任何 当然 例如 比如 如下 如何 等等 的话 是否
    """
)

CHINESE_PARTICLES = (
    "的了是在和也都就而且与及或把被这那你我他她它们不没很有个之其以于为从到会能可要还又则吗呢吧着过并但若使由向将"
    "此所当里"
)
"""Characters that are grammar; a pair of two of them is no concept."""

JAPANESE = _words(
    """
    こと もの ため よう とき ところ これ それ あれ この その あの する した して しい ます です まし
    ない たい いる ある なる なっ れる られ 場合 以下 必要 可能 使用 利用 自分 今回 次の 方法 例え
    例えば 何か 何も 私は 私の 人は 時は 時に 中で 中に 上で 上に 前に 後に 同じ 一つ 二つ
    """
)

SIMPLE_KANA = (
    "ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬね"
    "のはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろわゐゑをん"
)
"""Hiragana; a pair of two of them is nearly always grammar in Japanese."""
