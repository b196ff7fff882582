"""TP9, question 2: attention with a learned query; its entropy; the words it falls on."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import (
    Case,
    FreeText,
    Mistake,
    Question,
    agrees,
    follows_permutation,
    reference,
    rows_sum_to_one,
    shape,
    shows_histogram,
    unchanged,
    zero_where,
)

from .shared import (
    PADDING_ATTENDED,
    Q2,
    SIZES,
    backwards,
    common,
    equal_lengths,
    everywhere,
    keys_of,
    log_softmax,
    mask_of,
    more_padding,
    no_mask,
    padded,
    scores_of,
    softmax,
    softmax_of_softmax,
    some_texts,
    text_alone,
    unmasked_softmax,
    weights_of,
    words_reversed,
)

lab = reference(__file__)


def hide_padding(scores, mask, value=-np.inf):
    return np.where(mask > 0, scores, value)


def naive_softmax(scores, mask):
    e = np.exp(scores) * mask
    return e / np.sum(e, axis=1, keepdims=True)


def naive_softmax_of_hidden(scores, mask):
    e = np.exp(hide_padding(scores, mask))
    return e / np.sum(e, axis=1, keepdims=True)


def softmax_over_texts(scores, mask):
    """Return a softmax over the axis of the texts, with 0 in place of nan where no text has a word."""
    return np.where(mask > 0, softmax(hide_padding(scores, mask), 0), 0.0)


def exponentials(scores, mask):
    return np.exp(scores - np.max(hide_padding(scores, mask), axis=1, keepdims=True)) * mask


def largest_alone(scores, mask):
    visible = hide_padding(scores, mask)
    return 1.0 * (visible == np.max(visible, axis=1, keepdims=True))


def first_largest_alone(scores, mask):
    return np.eye(scores.shape[1])[np.argmax(hide_padding(scores, mask), axis=1)]


def softmax_of_own_softmax(scores, mask):
    return lab.own.masked_softmax(lab.own.masked_softmax(scores, mask), mask)


def log_weights(scores, mask):
    weights = np.where(mask > 0, lab.own.masked_softmax(scores, mask), 1.0)
    return np.where(mask > 0, np.log(weights), 0.0)


def uniform(mask):
    return mask / np.sum(mask, axis=1, keepdims=True)


def bare_scores(draw):
    return draw.normal("B L")


equal_lengths_scores = Case("textes de même longueur", mask=everywhere, scores=bare_scores, **SIZES)
scores_reversed = Case("les mêmes mots, à l'envers", like=equal_lengths_scores, scores=backwards(bare_scores))
large_scores = Case("grands scores", shift=1000.0, **SIZES)

masked_softmax = Question(
    "masked_softmax", "Des scores aux poids, sans le remplissage", group=Q2,
    call="masked_softmax", inputs={"scores": scores_of, "mask": mask_of}, reference=lab.masked_softmax,
    checks=[
        shape(some_texts, dims="B L"),
        rows_sum_to_one(some_texts),
        zero_where(some_texts),
        agrees(some_texts),
        follows_permutation([equal_lengths_scores, scores_reversed], axis=-1),
        agrees(large_scores, id="stable"),
    ],
    mistakes=[
        Mistake("overflow", naive_softmax,
            "Des nan apparaissent sur de grands scores.",
            "L'exponentielle déborde : "
              "que devient la softmax si on retire le même nombre à tous les scores d'un texte ?",
            also=(naive_softmax_of_hidden,)),
        Mistake("no_mask", lambda scores, mask: softmax(scores), PADDING_ATTENDED,
            "Le masque ne sert pas : le remplissage doit avoir un poids nul, "
              "et les mots se partager le reste."),
        Mistake("masked_after", lambda scores, mask: softmax(scores) * mask,
            "Le remplissage a un poids nul, mais tes lignes ne somment plus à 1.",
            "Le remplissage compte encore au dénominateur : les poids des mots ne se partagent plus le tout.",
            also=(lambda scores, mask: softmax(scores * mask) * mask,)),
        Mistake("masked_before", lambda scores, mask: softmax(scores * mask), PADDING_ATTENDED,
            "Les scores du remplissage sont mis à 0 : que vaut l'exponentielle de 0 ?"),
        Mistake("mask_added", lambda scores, mask: softmax(scores + mask), PADDING_ATTENDED,
            "Ajouter le masque ne décale les mots que de 1 : le remplissage n'est pas écarté pour autant."),
        Mistake("infinity_times_zero", lambda scores, mask: softmax(scores + (1 - mask) * -np.inf),
            "Ton résultat est plein de nan.",
            "Un produit de l'infini par 0 ne donne pas 0 : construis autrement le score du remplissage."),
        Mistake("mask_inverted", lambda scores, mask: naive_softmax(scores, 1 - mask),
            "C'est le remplissage qui reçoit l'attention.",
            "Le masque est lu à l'envers : 1 désigne un mot.",
            also=(
                lambda scores, mask: softmax(hide_padding(scores, 1 - mask)),
                lambda scores, mask: softmax(hide_padding(scores, 1 - mask, -1e9)),
                lambda scores, mask: softmax(scores - 1e9 * mask),
            )),
        Mistake("batch_axis", softmax_over_texts,
            "Ce sont tes colonnes qui somment à 1.",
            "La softmax est prise sur l'axe des textes : les mots d'un même texte se partagent l'attention.",
            also=(
                lambda scores, mask: softmax(hide_padding(scores, mask), 0),
                lambda scores, mask: softmax(hide_padding(scores, mask, -1e9), 0),
            )),
        Mistake("whole_batch", lambda scores, mask: softmax(hide_padding(scores, mask), None),
            "C'est tout le lot qui somme à 1, pas chaque texte.",
            "Tu divises par la somme de tous les textes : chacun a sa propre distribution."),
        Mistake("not_normalised", lambda scores, mask: np.exp(scores) * mask,
            "Tes lignes ne somment pas à 1.",
            "L'exponentielle est là, mais pas la division par la somme du texte.",
            also=(exponentials,)),
        Mistake("no_exponential",
            lambda scores, mask: scores * mask / np.sum(scores * mask, axis=1, keepdims=True),
            "Tes lignes somment à 1, mais des poids sont négatifs ou dépassent 1.",
            "Il manque l'exponentielle : diviser par la somme ne suffit pas quand des scores sont négatifs."),
        Mistake("minus", lambda scores, mask: naive_softmax(-scores, mask),
            "Les plus grands scores reçoivent les plus petits poids.",
            "Un signe s'est inversé dans l'exponentielle."),
        common.softmax_twice(softmax_of_own_softmax, id="twice"),
        Mistake("uniform", lambda scores, mask: uniform(mask),
            "Tous les mots d'un texte ont le même poids.",
            "Les scores ne servent pas."),
        Mistake("hard", largest_alone,
            "Un seul mot par texte a un poids.",
            "Tout le poids va au plus grand score : les autres mots doivent garder une part, "
              "qui suit leur score.",
            also=(first_largest_alone,)),
        Mistake("log", log_weights,
            "Aucun de tes coefficients n'est positif.",
            "Tu renvoies le logarithme des poids, pas les poids.",
            also=(
                lambda scores, mask: log_softmax(hide_padding(scores, mask)),
                lambda scores, mask: log_softmax(hide_padding(scores, mask, -1e9)),
            )),
    ],
)  # fmt: skip


def weighed(scores=lambda X, q: X @ q, weights=lambda scores, mask: lab.masked_softmax(scores, mask)):
    """Return attention weights with one of the two steps done otherwise."""
    return lambda X, mask, q: weights(scores(X, q), mask)


null_query = Case("question nulle", q=lambda draw: np.zeros(draw.size("d")), **SIZES)

attention_weights = Question(
    "attention_weights", "Le poids de chaque mot", group=Q2,
    call="attention_weights", inputs={"X": keys_of, "mask": mask_of, "q": common.scaled_down("d")},
    reference=lab.attention_weights, uses=("masked_softmax",),
    checks=[
        shape(some_texts, dims="B L"),
        agrees(some_texts),
        agrees(null_query, id="null_query"),
        unchanged([some_texts, text_alone], id="row_alone"),
        unchanged([some_texts, more_padding], id="more_padding"),
        follows_permutation([equal_lengths, words_reversed], axis=-1),
    ],
    mistakes=[
        Mistake("scaled", weighed(lambda X, q: X @ q / np.sqrt(len(q))), common.FLATTER,
            "Les scores sont divisés par √d, ou par d : la formule de ce TP ne le demande pas.",
            also=(weighed(lambda X, q: X @ q / len(q)),)),
        no_mask(weighed(weights=unmasked_softmax)),
        Mistake("raw_scores", weighed(weights=lambda scores, mask: scores), common.NO_WEIGHTS,
            "Ce sont les scores qui reviennent : il manque la fonction qui en fait des probabilités.",
            also=(weighed(weights=lambda scores, mask: scores * mask),)),
        common.softmax_twice(weighed(weights=softmax_of_softmax)),
        Mistake("cosine", weighed(lambda X, q: X @ q / np.sqrt(np.sum(X ** 2, axis=2) * np.sum(q ** 2))),
            "La longueur des vecteurs ne change rien à tes poids.",
            "Les scores sont des cosinus : la formule prend le produit scalaire tel quel."),
        Mistake("minus", weighed(lambda X, q: -(X @ q)),
            "Les mots qui ressemblent le plus à la question reçoivent le moins.",
            "Le signe des scores est inversé."),
        Mistake("exponential_first", weighed(lambda X, q: np.exp(X @ q)), common.SHARPER,
            "Une exponentielle est déjà prise avant la softmax, qui en contient une."),
        Mistake("uniform", lambda X, mask, q: uniform(mask),
            "Tous les mots d'un texte ont le même poids, quelle que soit la question.",
            "La question q ne sert pas."),
        Mistake("batch_summed", weighed(lambda X, q: np.sum(X @ q, axis=0) * np.ones((len(X), 1))),
            "Les scores d'un texte dépendent des autres textes.",
            "Les scores sont additionnés sur le lot : regarde les indices de ta somme."),
    ],
)  # fmt: skip


def weighted(P, V):
    return P[:, :, None] * V


attention_pool = Question(
    "attention_pool", "La somme pondérée des valeurs", group=Q2,
    call="attention_pool", inputs={"P": weights_of, "V": padded("B L k", 1e3)}, reference=lab.attention_pool,
    checks=[shape(some_texts, dims="B k"), agrees(some_texts)],
    mistakes=[
        Mistake("unweighted", lambda P, V: np.mean(V, axis=1),
            "La taille des poids ne change rien à ton résultat.",
            "Les valeurs sont réunies à parts égales : l'attention est calculée, mais elle ne sert pas.",
            also=(
                lambda P, V: np.sum(V, axis=1),
                lambda P, V: np.sum(V * (P > 0)[:, :, None], axis=1) / np.sum(P > 0, axis=1, keepdims=True),
            )),
        Mistake("weighted_mean", lambda P, V: np.mean(weighted(P, V), axis=1),
            "Ton résultat est trop petit, toujours dans la même proportion.",
            "Les poids somment déjà à 1 : il ne faut pas diviser une seconde fois."),
        Mistake("batch_summed", lambda P, V: np.sum(weighted(P, V), axis=(0, 1)),
            "Un même vecteur revient pour tout le lot.",
            "Les textes du lot sont additionnés : l'indice des textes doit rester dans le résultat.",
            also=(lambda P, V: np.sum(weighted(P, V), axis=(0, 1)) * np.ones((len(P), 1)),)),
        Mistake("every_pair", lambda P, V: P @ V,
            "Ton résultat a trois axes : chaque texte y rencontre tous les autres.",
            "Le produit applique les poids de chaque texte aux valeurs de tous : "
              "les deux tableaux partagent l'axe des textes.",
            also=(lambda P, V: np.einsum("al,blk->abk", P, V),)),
        Mistake("not_expanded", lambda P, V: np.sum(P * V, axis=1),
            "Le produit de P et de V échoue : les formes ne vont pas ensemble.",
            "V a un axe de plus que P : il faut lui en donner un, au bon endroit."),
        Mistake("not_summed", weighted,
            "Ton résultat garde un vecteur par mot.",
            "Les valeurs sont pondérées, mais pas additionnées."),
        Mistake("features_summed", lambda P, V: np.sum(weighted(P, V), axis=2),
            "Ton résultat a un nombre par mot.",
            "La somme porte sur les composantes des valeurs : quel axe est celui des mots ?"),
        Mistake("best_word", lambda P, V: V[np.arange(len(P)), np.argmax(P, axis=1)],
            "Un seul mot de chaque texte compte.",
            "C'est la valeur du mot de plus grand poids : les autres ont leur part."),
        Mistake("transposed", lambda P, V: np.einsum("bl,blk->kb", P, V), common.TRANSPOSED,
            "Le résultat est transposé : une ligne par texte."),
    ],
)  # fmt: skip


constante = FreeText(
    "constante",
    "La fonction simple, et la constante",
    group=Q2,
    placeholder="*Écris ici ta réponse, à la place de cette phrase.*",
)


def summed_entropy(each=lambda P, log: P * log, log=np.log, axis=1, total=np.sum):
    """Return an entropy with some of its steps done otherwise; 0 log 0 is 0."""
    return lambda P: -total(each(P, log(np.where(P > 0, P, 1.0))), axis=axis)


def uniform_weights_of(draw):
    return lab.own.masked_softmax(np.zeros((draw.size("B"), draw.size("L"))), mask_of(draw))


def one_word_of(draw):
    return np.eye(draw.size("B"), draw.size("L"))[::-1].copy()


all_positive = Case(
    "poids tous positifs", P=lambda draw: lab.own.masked_softmax(bare_scores(draw), everywhere(draw)), **SIZES
)
uniform_weights = Case("poids uniformes", P=uniform_weights_of, **SIZES)
one_word = Case("un seul mot a tout le poids", P=one_word_of, **SIZES)

entropy = Question(
    "entropy", "L'entropie de l'attention", group=Q2,
    call="entropy", inputs={"P": weights_of}, reference=lab.entropy,
    checks=[
        shape(all_positive, dims="B"),
        agrees(all_positive),
        agrees(some_texts, id="zeros"),
        agrees([uniform_weights, one_word], id="extremes"),
    ],
    mistakes=[
        Mistake("nan", lambda P: -np.sum(P * np.log(P), axis=1),
            "Des nan apparaissent dès qu'un poids est nul.",
            "0 · log 0 doit valoir 0, mais numpy y trouve nan : le logarithme ne doit jamais voir un 0.",
            also=(lambda P: np.where(np.all(P > 0, axis=1), lab.own.entropy(P), 0.0),)),
        Mistake("wrong_sign", summed_entropy(each=lambda P, log: -P * log),
            "Tes entropies sont négatives.",
            "Le signe est perdu : le logarithme d'une probabilité est négatif, une entropie ne l'est pas."),
        Mistake("other_logarithm", summed_entropy(log=lambda P: np.log(P) / np.log(2)),
            "Tes entropies sont trop grandes ou trop petites, toujours dans la même proportion.",
            "Le logarithme est en base 2 ou en base 10 : l'énoncé le veut népérien.",
            also=(summed_entropy(log=lambda P: np.log(P) / np.log(10)),)),
        Mistake("one_number", summed_entropy(axis=None),
            "Un seul nombre revient pour tout le lot.",
            "Les entropies des textes sont additionnées ou moyennées : rends-les toutes.",
            also=(
                lambda P: np.mean(lab.own.entropy(P)),
                lambda P: np.mean(lab.own.entropy(P)) / P.shape[1],
            )),
        Mistake("batch_axis", summed_entropy(axis=0),
            "Tu rends un nombre par position, pas un par texte.",
            "La somme porte sur l'axe des textes : quel axe est celui des mots ?"),
        Mistake("mean_over_words", summed_entropy(total=np.mean),
            "Tes entropies sont trop petites, et rapetissent quand le lot a plus de remplissage.",
            "C'est une moyenne sur les L positions : la formule a une somme.",
            also=(lambda P: lab.own.entropy(P) / np.sum(P > 0, axis=1),)),
        Mistake("no_weight", summed_entropy(each=lambda P, log: log),
            "Tes entropies dépassent log n.",
            "Les logarithmes sont additionnés sans être pondérés : "
              "relis ce qui les multiplie dans la formule."),
        Mistake("not_summed", lambda P: -P * np.log(np.where(P > 0, P, 1.0)),
            "Ton résultat garde un nombre par mot.",
            "Il manque la somme sur les mots."),
        Mistake("normalised", lambda P: lab.own.entropy(P) / np.log(P.shape[1]),
            "Tes entropies ne dépassent jamais 1.",
            "L'entropie est divisée par sa plus grande valeur possible : la formule ne le fait pas.",
            also=(lambda P: lab.own.entropy(P) / np.log(np.sum(P > 0, axis=1)),)),
        Mistake("exponential", lambda P: np.exp(lab.own.entropy(P)),
            "Un seul mot qui a tout le poids doit donner 0 ; tu donnes 1.",
            "C'est l'exponentielle de l'entropie (la perplexité)."),
    ],
)  # fmt: skip


many_texts = Case("quelques dizaines de textes", public={"B": 40, "L": 9}, hidden={"B": 50, "L": 8})


def spread_weights(draw):
    """Return weights from nearly uniform to nearly one word."""
    scores = bare_scores(draw) * np.linspace(0.2, 6, draw.size("B"))[:, None]
    return lab.own.masked_softmax(scores, everywhere(draw))


entropy_histogram = Question(
    "entropy_histogram", "L'histogramme des entropies", group=Q2,
    call="entropy_histogram", inputs={"P": spread_weights}, parts=("entropies",), figure=True,
    reference=lambda P: (lab.entropy(P),),
    uses=("entropy",),
    checks=[shows_histogram(many_texts, "entropies")],
    mistakes=[
        Mistake("weights", lambda P: (np.ravel(P),),
            "Ton histogramme compte un nombre par mot, pas un par texte.",
            "Ce sont les poids eux-mêmes que tu comptes : l'énoncé demande leurs entropies."),
        Mistake("largest", lambda P: (np.max(P, axis=1),),
            "Ton histogramme a un nombre par texte, mais ce n'est pas son entropie.",
            "C'est le plus grand poids de chaque texte que tu comptes : l'énoncé demande l'entropie."),
    ],
)  # fmt: skip


# A word that comes twice keeps both its places: a dict would merge them.
WORDS = ["un", "film", "très", "très", "beau", "et", "drôle"]
one_sentence = Case("une phrase", public={"L": 5, "n_top": 3}, hidden={"L": 7, "n_top": 4})
equal_weights = Case(
    "poids égaux",
    public={"L": 5, "n_top": 4, "p": np.array([0.1, 0.3, 0.1, 0.3, 0.2])},
    hidden={"L": 7, "n_top": 5, "p": np.array([0.1, 0.25, 0.05, 0.25, 0.2, 0.1, 0.05])},
)


def weights_in_order(draw):
    """Return random weights: a word that comes twice is first and third by weight."""
    order = [place for place in (3, 0, 2, 4, 1, 6, 5) if place < draw.size("L")]
    weights = np.zeros(len(order))
    weights[order] = np.sort(draw.rng.dirichlet(np.ones(len(order))))[::-1]
    return weights


def in_two_lists(top_words):
    """Return a function that gives what one like `top_words` gives, as a list of words and one of weights."""
    return lambda p, words, k: tuple(map(list, zip(*top_words(p, words, k), strict=True)))


def in_order(order):
    """Return a `top_words` that takes the places that `order(p, k)` gives."""
    return lambda p, words, k: [(words[i], p[i]) for i in order(p, k)]


def by_weight(p):
    """Return the places of the words, the heaviest first."""
    return sorted(range(len(p)), key=lambda i: -p[i])


def merged(p, words, k):
    weights = dict(zip(words, p, strict=True))
    return sorted(weights.items(), key=lambda pair: -pair[1])[:k]


def merged_by_index(p, words, k):
    """Look for the place of a word in the text: of one that comes twice, only the first is found."""
    ranked = sorted(words, key=lambda word: -p[words.index(word)])
    return [(word, p[words.index(word)]) for word in ranked[:k]]


top_words = Question(
    "top_words", "Les mots les plus regardés", group=Q2,
    call="top_words",
    inputs={
        "p": weights_in_order,
        "words": lambda draw: WORDS[: draw.size("L")],
        "k": lambda draw: draw.size("n_top"),
    },
    parts=("mots", "poids"), reference=in_two_lists(lab.top_words),
    checks=[
        agrees(one_sentence, "mots", id="words"),
        agrees(one_sentence, "poids", id="weights"),
        agrees(equal_weights, "mots", id="ties"),
    ],
    mistakes=[
        Mistake("smallest", in_order(lambda p, k: by_weight(p)[::-1][:k]),
            "Ce sont les mots les moins regardés qui reviennent.",
            "Le tri va du plus petit au plus grand : de quel côté faut-il prendre ?"),
        Mistake("rising", in_order(lambda p, k: by_weight(p)[:k][::-1]),
            "Les bons mots, mais dans l'ordre inverse.",
            "Le plus regardé doit venir en premier."),
        Mistake("text_order", in_order(lambda p, k: sorted(by_weight(p)[:k])),
            "Les bons mots, mais dans l'ordre du texte.",
            "Les k mots ne sont pas triés par leur poids."),
        Mistake("ties_reversed", in_order(lambda p, k: np.argsort(p, kind="stable")[::-1][:k]),
            "À poids égaux, tes mots ne viennent pas dans l'ordre du texte.",
            "Retourner un tri retourne aussi les mots de même poids : trie dans le bon sens dès le départ."),
        Mistake("first_words", in_order(lambda p, k: range(k)),
            "Ce sont les premiers mots du texte qui reviennent.",
            "Les poids ne servent pas à choisir les mots."),
        Mistake("all_words", in_order(lambda p, k: by_weight(p)),
            "Trop de mots reviennent.",
            "`k` ne sert pas : il dit combien de mots rendre."),
        Mistake("one_less", in_order(lambda p, k: by_weight(p)[: k - 1]),
            "Il manque un mot.",
            "La coupe s'arrête un mot trop tôt."),
        Mistake("one", lambda p, words, k: [(words[int(np.argmax(p))], np.max(p))],
            "Un seul mot revient.",
            "`k` ne sert pas : il dit combien de mots rendre."),
        Mistake("places", lambda p, words, k: [(int(i), p[i]) for i in by_weight(p)[:k]],
            "Des numéros reviennent à la place des mots.",
            "Tu rends les places des mots : va chercher les mots eux-mêmes."),
        Mistake("words_alone", lambda p, words, k: [words[i] for i in by_weight(p)[:k]],
            "Les poids manquent.",
            "Chaque mot doit revenir avec son poids."),
        Mistake("merged", merged,
            "Un mot répété dans le texte ne revient qu'une fois.",
            "Un dictionnaire ne garde qu'une des places d'un mot répété.", also=(merged_by_index,)),
    ],
)  # fmt: skip
