"""Short vaults in nine languages and a mixed one: natural sentences about bread, lighthouses and gardens."""

ENGLISH = {
    "Sourdough.md": (
        "The sourdough starter needs fresh flour every morning. I feed the starters with rye flour, "
        "because rye makes the dough sour. A hungry starter smells of vinegar."
    ),
    "Baking.md": (
        "We bake two loaves every Saturday. The dough of a sourdough loaf rests overnight, and the oven "
        "must be very hot before the loaves go in. Don't open the oven's door."
    ),
    "Lighthouse.md": (
        "The lighthouse keepers climbed the tower each evening to light the lamp. A keeper wrote down "
        "every ship that passed the lighthouse. When fog came, the keepers rang a bell."
    ),
    "Fog.md": (
        "Fog is what every ship fears. The lamp of the lighthouse cannot be seen in fog, so a bell is "
        "rung and the ships listen for it."
    ),
    "Compost.md": (
        "Compost feeds the garden. Worms turn leaves into soil, and the soil of our garden is dark with compost by now."
    ),
    "Beans.md": (
        "The beans climb their poles in the garden. They like warm soil and compost, and they don't like wind."
    ),
}

GERMAN = {
    "Sauerteig.md": (
        "Der Sauerteig braucht jeden Morgen frisches Mehl. Ich füttere den Sauerteig mit Roggenmehl, "
        "weil der Teig davon säuert. Die Sauerteig-Kultur riecht nach Essig, wenn sie hungrig ist."
    ),
    "Brot.md": (
        "Wir backen jeden Samstag zwei Brote. Der Teig ruht über Nacht, und der Ofen muss sehr heiß "
        "sein. Das Brot kommt erst in den Ofen, wenn der Teig aufgegangen ist."
    ),
    "Leuchtturm.md": (
        "Die Leuchtturmwärter stiegen jeden Abend auf den Turm. Das Licht des Leuchtturms war weit über "
        "die Häuser am Hafen zu sehen. Ein Haus am Hafen gehörte dem Wärter des Leuchtturms."
    ),
    "Nebel.md": (
        "Im Nebel sieht niemand das Licht. Deshalb läutet am Hafen eine Glocke, und die Schiffe hören "
        "die Glocke, bevor sie den Leuchtturm sehen."
    ),
    "Kompost.md": (
        "Der Kompost nährt den Garten. Würmer machen aus Blättern Erde, und die Erde im Garten ist "
        "dunkel vom Kompost geworden."
    ),
    "Bohnen.md": (
        "Die Bohnen klettern im Garten an ihren Stangen. Sie mögen warme Erde und Kompost, aber keinen Wind."
    ),
}

ITALIAN = {
    "Lievito.md": (
        "Il lievito madre ha bisogno di farina fresca e d'acqua ogni mattina. L'acqua deve essere "
        "tiepida. Se la pasta è troppo acida, aggiungo dell'acqua e un po' di farina di segale."
    ),
    "Pane.md": (
        "Ogni sabato facciamo due pani. La pasta riposa tutta la notte e il forno deve essere molto "
        "caldo. Il pane entra nel forno quando la pasta è cresciuta nell'acqua tiepida."
    ),
    "Faro.md": (
        "I guardiani del faro salivano ogni sera sulla torre. Il guardiano accendeva la lampada, e "
        "l'isola era visibile da tutte le navi. Sull'isola c'era soltanto il faro."
    ),
    "Nebbia.md": (
        "Con la nebbia nessuno vede la lampada del faro. Allora una campana suona dall'isola, e le navi "
        "la sentono attraverso la nebbia."
    ),
    "Orto.md": (
        "L'orto ha bisogno di terra scura. I vermi trasformano le foglie in terra, e d'estate "
        "raccogliamo i fagioli nell'orto."
    ),
    "Fagioli.md": ("I fagioli si arrampicano sulle canne dell'orto. Un fagiolo vuole terra calda, ma non vuole vento."),
}

SPANISH = {
    "Masa madre.md": (
        "La masa madre necesita harina fresca cada mañana. Yo la alimento con harina de centeno, porque "
        "el centeno da sabor a la masa. Cuando tiene hambre, la masa huele a vinagre."
    ),
    "Pan.md": (
        "Cada sábado hacemos dos panes. La masa descansa toda la noche y el horno tiene que estar muy "
        "caliente. El pan entra en el horno cuando la masa ha subido."
    ),
    "Faro.md": (
        "Los guardianes del faro subían cada noche a la torre. El guardián encendía la lámpara y los "
        "barcos seguían la luz del faro. Desde la torre se veían todas las luces del puerto."
    ),
    "Niebla.md": (
        "Con la niebla nadie ve la luz. Entonces suena una campana en el faro, y los barcos oyen la "
        "campana entre la niebla."
    ),
    "Huerto.md": (
        "El huerto necesita tierra oscura. Las lombrices convierten las hojas en tierra, y en verano "
        "recogemos las judías del huerto."
    ),
    "Judías.md": (
        "Las judías trepan por las cañas del huerto. La judía quiere tierra caliente, pero no quiere viento."
    ),
}

PORTUGUESE = {
    "Fermento.md": (
        "O fermento precisa de farinha fresca todas as manhãs. Eu alimento o fermento com farinha de "
        "centeio, porque o centeio deixa a massa mais azeda. Quando tem fome, a massa cheira a vinagre."
    ),
    "Pão.md": (
        "Aos sábados fazemos dois pães. A massa descansa durante a noite e o forno tem de estar muito "
        "quente. O pão só entra no forno quando a massa cresceu."
    ),
    "Farol.md": (
        "Os guardas do farol subiam à torre todas as noites. O guarda acendia a lâmpada e cantava "
        "canções aos navios. A canção do guarda ouvia-se longe do farol."
    ),
    "Nevoeiro.md": (
        "Com nevoeiro ninguém vê a lâmpada do farol. Então toca um sino, e os navios ouvem o sino no meio do nevoeiro."
    ),
    "Horta.md": (
        "A horta precisa de terra escura. As minhocas transformam as folhas em terra, e no verão "
        "colhemos os feijões da horta."
    ),
    "Feijão.md": "O feijão sobe pelas canas da horta. Os feijões gostam de terra quente, mas não gostam de vento.",
}

RUSSIAN = {
    "Закваска.md": (
        "Закваска каждое утро требует свежей муки. Я кормлю закваску ржаной мукой, потому что рожь "
        "делает тесто кислым. Голодная закваска пахнет уксусом."
    ),
    "Хлеб.md": (
        "Каждую субботу мы печём хлеб. Тесто стоит всю ночь, а печь должна быть очень горячей. Хлеба "
        "ставят в печь, когда тесто поднялось."
    ),
    "Маяк.md": (
        "Смотрители маяка каждый вечер поднимались на башню. Смотритель зажигал лампу, и корабли видели "
        "свет маяка. Из башни были видны все корабли."
    ),
    "Туман.md": ("В тумане никто не видит света маяка. Тогда звонит колокол, и корабли слышат колокол сквозь туман."),
    "Огород.md": "Огороду нужна тёмная земля. Черви превращают листья в землю, а летом мы собираем в огороде бобы.",
    "Бобы.md": "Бобы вьются по жердям в огороде. Бобам нужна тёплая земля, но они не любят ветра.",
}

CHINESE = {
    "酵头.md": "酵头每天早上都要加新鲜的面粉。我用黑麦面粉喂酵头，因为黑麦会让面团变酸。饿了的酵头有一股醋味。",
    "面包.md": "我们每个星期六都烤两个面包。面团要放一夜，烤箱必须很热。等面团发起来，面包才能进烤箱。",
    "灯塔.md": "守塔人每天晚上都要爬上灯塔。他点亮油灯，海上的渔船就能看见灯塔。灯塔下面只有一座小房子。",
    "大雾.md": "大雾里谁也看不见灯塔。这时候要敲钟，渔船听见钟声，就知道灯塔在哪里了。",
    "菜园.md": "菜园需要黑土。蚯蚓把落叶变成黑土，夏天我们在菜园里摘豆角。",
    "豆角.md": "豆角顺着竹竿往上爬。豆角喜欢温暖的黑土，不喜欢大风。菜园里的豆角长得很快。",
}

JAPANESE = {
    "サワー種.md": (
        "サワー種には毎朝新しい小麦粉を足します。ライ麦を混ぜると、生地が酸っぱくなります。"
        "お腹がすいたサワー種は酢の匂いがします。"
    ),
    "パン.md": (
        "毎週土曜日にパンを二つ焼きます。生地は一晩休ませて、オーブンをとても熱くします。"
        "生地が膨らんだら、パンをオーブンに入れます。"
    ),
    "灯台.md": (
        "灯台守は毎晩灯台に登りました。ランプに火をつけると、漁船から灯台の光が見えました。"
        "灯台の下には小さな家がありました。"
    ),
    "霧.md": ("霧の中では灯台の光が見えません。そのときは鐘を鳴らします。漁船は鐘の音を聞いて、灯台の場所を知ります。"),
    "菜園.md": "菜園には黒い土が必要です。ミミズは落ち葉を土に変えます。夏には菜園でインゲンを収穫します。",
    "インゲン.md": "インゲンは菜園の支柱に登ります。インゲンは暖かい土が好きですが、強い風は嫌いです。",
}

KOREAN = {
    "발효종.md": (
        "발효종에는 매일 아침 새 밀가루를 넣는다. 나는 발효종을 호밀 밀가루로 키운다. 배고픈 "
        "발효종에서는 식초 냄새가 난다."
    ),
    "빵.md": (
        "우리는 토요일마다 식빵 두 개를 굽는다. 반죽은 밤새 쉬어야 하고 오븐은 아주 뜨거워야 한다. "
        "반죽이 부풀면 식빵을 오븐에 넣었다."
    ),
    "등대.md": (
        "등대지기는 매일 저녁 등대에 올라갔다. 등불을 켜면 어선에서 등대가 보였다. 등대 아래에는 작은 오두막이 있었다."
    ),
    "안개.md": (
        "안개가 끼면 어선에서는 등대를 볼 수 없다. 그때는 종소리를 울린다. 어선은 안개 속에서 종소리를 듣는다."
    ),
    "텃밭.md": ("텃밭에는 검은 흙이 필요하다. 지렁이는 낙엽을 흙으로 바꾸고, 우리는 여름에 텃밭에서 강낭콩을 딴다."),
    "강낭콩.md": "강낭콩은 텃밭의 지지대를 타고 올라간다. 강낭콩은 따뜻한 흙을 좋아하지만 바람을 싫어한다.",
}

VAULTS = {
    "en": ENGLISH,
    "de": GERMAN,
    "it": ITALIAN,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "ru": RUSSIAN,
    "zh": CHINESE,
    "ja": JAPANESE,
    "ko": KOREAN,
}
"""Notes by key, by ISO 639-1 code."""

MIXED = {f"{code}/{key}": text for code, notes in VAULTS.items() for key, text in notes.items()}
"""All of them in one vault."""
