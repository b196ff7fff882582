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
    Q2,
    TEXTS,
    alone,
    backwards,
    disorder,
    equal,
    everywhere,
    keys_of,
    log_softmax,
    mask_of,
    more,
    ordinary,
    padded,
    scaled,
    scores_of,
    soft,
    turned,
    weights_of,
)

lab = reference(__file__)


def hidden_from(scores, mask, value=-np.inf):
    return np.where(mask > 0, scores, value)


def softmax_over(axis, scores):
    e = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def naive_softmax(scores, mask):
    e = np.exp(scores) * mask
    return e / np.sum(e, axis=1, keepdims=True)


def zeros_kept(weights):
    """Weights by a softmax over another axis, 0 where it gave nan for want of any word."""
    return lambda scores, mask: np.where(mask > 0, weights(hidden_from(scores, mask)), 0.0)


scores_equal = Case("textes de même longueur", mask=everywhere, scores=lambda draw: draw.normal("B L"), **TEXTS)
scores_turned = Case("les mêmes mots, à l'envers", like=scores_equal, mask=everywhere, scores=backwards(lambda draw: draw.normal("B L")))
scores_large = Case("grands scores", shift=1000.0, **TEXTS)

masked_softmax = Question(
    "masked_softmax", "Des scores aux poids, sans le remplissage", group=Q2,
    call="masked_softmax", inputs={"scores": scores_of, "mask": mask_of}, reference=lab.masked_softmax,
    checks=[
        shape(ordinary, dims="B L"),
        rows_sum_to_one(ordinary),
        zero_where(ordinary),
        agrees(ordinary),
        follows_permutation([scores_equal, scores_turned], axis=-1),
        agrees(scores_large, id="stable"),
    ],
    mistakes=[
        Mistake(
            "overflow", naive_softmax,
            also=(lambda scores, mask: np.exp(hidden_from(scores, mask)) / np.sum(np.exp(hidden_from(scores, mask)), axis=1, keepdims=True),),
            symptom="Des nan apparaissent sur de grands scores.",
            diagnosis="L'exponentielle déborde : que devient la softmax si on retire le même nombre à tous les scores d'un texte ?",
        ),
        Mistake(
            "no_mask", lambda scores, mask: softmax_over(1, scores),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque ne sert pas : le remplissage doit avoir un poids nul, et les mots se partager le reste.",
        ),
        Mistake(
            "masked_after", lambda scores, mask: softmax_over(1, scores) * mask,
            symptom="Le remplissage a un poids nul, mais tes lignes ne somment plus à 1.",
            diagnosis="Le remplissage compte encore au dénominateur : les poids des mots ne se partagent plus le tout.",
            also=(lambda scores, mask: softmax_over(1, scores * mask) * mask,),
        ),
        Mistake(
            "masked_before", lambda scores, mask: softmax_over(1, scores * mask),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Les scores du remplissage sont mis à 0 : que vaut l'exponentielle de 0 ?",
        ),
        Mistake(
            "mask_added", lambda scores, mask: softmax_over(1, scores + mask),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Ajouter le masque ne décale les mots que de 1 : le remplissage n'est pas écarté pour autant.",
        ),
        Mistake(
            "infinity_times_zero", lambda scores, mask: softmax_over(1, scores + (1 - mask) * -np.inf),
            symptom="Ton résultat est plein de nan.",
            diagnosis="Un produit de l'infini par 0 ne donne pas 0 : construis autrement le score du remplissage.",
        ),
        Mistake(
            "mask_inverted", lambda scores, mask: naive_softmax(scores, 1 - mask),
            symptom="C'est le remplissage qui reçoit l'attention.",
            diagnosis="Le masque est lu à l'envers : 1 désigne un mot.",
            also=(
                lambda scores, mask: softmax_over(1, hidden_from(scores, 1 - mask)),
                lambda scores, mask: softmax_over(1, hidden_from(scores, 1 - mask, -1e9)),
                lambda scores, mask: softmax_over(1, scores - 1e9 * mask),
            ),
        ),
        Mistake(
            "batch_axis", zeros_kept(lambda visible: softmax_over(0, visible)),
            symptom="Ce sont tes colonnes qui somment à 1.",
            diagnosis="La softmax est prise sur l'axe des textes : les mots d'un même texte se partagent l'attention.",
            also=(
                lambda scores, mask: softmax_over(0, hidden_from(scores, mask)),
                lambda scores, mask: softmax_over(0, hidden_from(scores, mask, -1e9)),
            ),
        ),
        Mistake(
            "whole_batch", lambda scores, mask: softmax_over(None, hidden_from(scores, mask)),
            symptom="C'est tout le lot qui somme à 1, pas chaque texte.",
            diagnosis="Tu divises par la somme de tous les textes : chacun a sa propre distribution.",
        ),
        Mistake(
            "not_normalised", lambda scores, mask: np.exp(scores) * mask,
            symptom="Tes lignes ne somment pas à 1.",
            diagnosis="L'exponentielle est là, mais pas la division par la somme du texte.",
            also=(lambda scores, mask: np.exp(scores - np.max(hidden_from(scores, mask), axis=1, keepdims=True)) * mask,),
        ),
        Mistake(
            "no_exponential", lambda scores, mask: scores * mask / np.sum(scores * mask, axis=1, keepdims=True),
            symptom="Tes lignes somment à 1, mais des poids sont négatifs ou dépassent 1.",
            diagnosis="Il manque l'exponentielle : diviser par la somme ne suffit pas quand des scores sont négatifs.",
        ),
        Mistake(
            "minus", lambda scores, mask: naive_softmax(-scores, mask),
            symptom="Les plus grands scores reçoivent les plus petits poids.",
            diagnosis="Un signe s'est inversé dans l'exponentielle.",
        ),
        Mistake(
            "twice", lambda scores, mask: soft(soft(scores, mask), mask),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "uniform", lambda scores, mask: mask / np.sum(mask, axis=1, keepdims=True),
            symptom="Tous les mots d'un texte ont le même poids.",
            diagnosis="Les scores ne servent pas.",
        ),
        Mistake(
            "hard", lambda scores, mask: 1.0 * (hidden_from(scores, mask) == np.max(hidden_from(scores, mask), axis=1, keepdims=True)),
            symptom="Un seul mot par texte a un poids.",
            diagnosis="Tout le poids va au plus grand score : les autres mots doivent garder une part, qui suit leur score.",
            also=(lambda scores, mask: np.eye(scores.shape[1])[np.argmax(hidden_from(scores, mask), axis=1)],),
        ),
        Mistake(
            "log", lambda scores, mask: np.where(mask > 0, np.log(np.where(mask > 0, soft(scores, mask), 1.0)), 0.0),
            symptom="Aucun de tes coefficients n'est positif.",
            diagnosis="Tu renvoies le logarithme des poids, pas les poids.",
            also=(
                lambda scores, mask: log_softmax(hidden_from(scores, mask)),
                lambda scores, mask: log_softmax(hidden_from(scores, mask, -1e9)),
            ),
        ),
    ],
)  # fmt: skip


def weighed(scores=lambda X, q: X @ q, weights=lambda scores, mask: lab.masked_softmax(scores, mask)):
    """Attention weights with one of the two steps done otherwise."""
    return lambda X, mask, q: weights(scores(X, q), mask)


null = Case("question nulle", q=lambda draw: np.zeros(draw.size("d")), **TEXTS)

attention_weights = Question(
    "attention_weights", "Le poids de chaque mot", group=Q2,
    call="attention_weights", inputs={"X": keys_of, "mask": mask_of, "q": scaled("d")},
    reference=lab.attention_weights, uses=("masked_softmax",),
    checks=[
        shape(ordinary, dims="B L"),
        agrees(ordinary),
        agrees(null, id="null_query"),
        unchanged([ordinary, alone], id="row_alone"),
        unchanged([ordinary, more], id="more_padding"),
        follows_permutation([equal, turned], axis=-1),
    ],
    mistakes=[
        Mistake(
            "scaled", weighed(lambda X, q: X @ q / np.sqrt(len(q))),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Les scores sont divisés par √d, ou par d : la formule de ce TP ne le demande pas.",
            also=(weighed(lambda X, q: X @ q / len(q)),),
        ),
        Mistake(
            "no_mask", weighed(weights=lambda scores, mask: lab.masked_softmax(scores, np.ones_like(scores))),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque n'arrive pas jusqu'à la softmax.",
        ),
        Mistake(
            "raw_scores", weighed(weights=lambda scores, mask: scores), also=(weighed(weights=lambda scores, mask: scores * mask),),
            symptom="Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1.",
            diagnosis="Ce sont les scores qui reviennent : il manque la fonction qui en fait des probabilités.",
        ),
        Mistake(
            "softmax_twice", weighed(weights=lambda scores, mask: lab.masked_softmax(lab.masked_softmax(scores, mask), mask)),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "cosine", weighed(lambda X, q: X @ q / np.sqrt(np.sum(X ** 2, axis=2) * np.sum(q ** 2))),
            symptom="La longueur des vecteurs ne change rien à tes poids.",
            diagnosis="Les scores sont des cosinus : la formule prend le produit scalaire tel quel.",
        ),
        Mistake(
            "minus", weighed(lambda X, q: -(X @ q)),
            symptom="Les mots qui ressemblent le plus à la question reçoivent le moins.",
            diagnosis="Le signe des scores est inversé.",
        ),
        Mistake(
            "exponential_first", weighed(lambda X, q: np.exp(X @ q)),
            symptom="Tes poids sont plus tranchés que ceux attendus.",
            diagnosis="Une exponentielle est déjà prise avant la softmax, qui en contient une.",
        ),
        Mistake(
            "uniform", lambda X, mask, q: mask / np.sum(mask, axis=1, keepdims=True),
            symptom="Tous les mots d'un texte ont le même poids, quelle que soit la question.",
            diagnosis="La question q ne sert pas.",
        ),
        Mistake(
            "batch_summed", weighed(lambda X, q: np.sum(X @ q, axis=0) * np.ones((len(X), 1))),
            symptom="Les scores d'un texte dépendent des autres textes.",
            diagnosis="Les scores sont additionnés sur le lot : regarde les indices de ta somme.",
        ),
    ],
)  # fmt: skip


def weighted(P, V):
    return P[:, :, None] * V


attention_pool = Question(
    "attention_pool", "La somme pondérée des valeurs", group=Q2,
    call="attention_pool", inputs={"P": weights_of, "V": padded("B L k", 1e3)}, reference=lab.attention_pool,
    checks=[shape(ordinary, dims="B k"), agrees(ordinary)],
    mistakes=[
        Mistake(
            "unweighted", lambda P, V: np.mean(V, axis=1),
            symptom="La taille des poids ne change rien à ton résultat.",
            diagnosis="Les valeurs sont réunies à parts égales : l'attention est calculée, mais elle ne sert pas.",
            also=(
                lambda P, V: np.sum(V, axis=1),
                lambda P, V: np.sum(V * (P > 0)[:, :, None], axis=1) / np.sum(P > 0, axis=1, keepdims=True),
            ),
        ),
        Mistake(
            "weighted_mean", lambda P, V: np.mean(weighted(P, V), axis=1),
            symptom="Ton résultat est trop petit, toujours dans la même proportion.",
            diagnosis="Les poids somment déjà à 1 : il ne faut pas diviser une seconde fois.",
        ),
        Mistake(
            "batch_summed", lambda P, V: np.sum(weighted(P, V), axis=(0, 1)),
            symptom="Un même vecteur revient pour tout le lot.",
            diagnosis="Les textes du lot sont additionnés : l'indice des textes doit rester dans le résultat.",
            also=(lambda P, V: np.sum(weighted(P, V), axis=(0, 1)) * np.ones((len(P), 1)),),
        ),
        Mistake(
            "every_pair", lambda P, V: P @ V, also=(lambda P, V: np.einsum("al,blk->abk", P, V),),
            symptom="Ton résultat a trois axes : chaque texte y rencontre tous les autres.",
            diagnosis="Le produit applique les poids de chaque texte aux valeurs de tous : les deux tableaux partagent l'axe des textes.",
        ),
        Mistake(
            "not_expanded", lambda P, V: np.sum(P * V, axis=1),
            symptom="Le produit de P et de V échoue : les formes ne vont pas ensemble.",
            diagnosis="V a un axe de plus que P : il faut lui en donner un, au bon endroit.",
        ),
        Mistake(
            "not_summed", weighted,
            symptom="Ton résultat garde un vecteur par mot.",
            diagnosis="Les valeurs sont pondérées, mais pas additionnées.",
        ),
        Mistake(
            "features_summed", lambda P, V: np.sum(weighted(P, V), axis=2),
            symptom="Ton résultat a un nombre par mot.",
            diagnosis="La somme porte sur les composantes des valeurs : quel axe est celui des mots ?",
        ),
        Mistake(
            "best_word", lambda P, V: V[np.arange(len(P)), np.argmax(P, axis=1)],
            symptom="Un seul mot de chaque texte compte.",
            diagnosis="C'est la valeur du mot de plus grand poids : les autres ont leur part.",
        ),
        Mistake(
            "transposed", lambda P, V: np.einsum("bl,blk->kb", P, V),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par texte.",
        ),
    ],
)  # fmt: skip


constante = FreeText(
    "constante", "La fonction simple, et la constante", group=Q2,
    placeholder="*Écris ici ta réponse, à la place de cette phrase.*",
)  # fmt: skip


def summed_entropy(each=lambda P, log: P * log, log=np.log, axis=1, total=np.sum):
    """An entropy with some of its steps done otherwise; 0 log 0 is 0."""
    return lambda P: -total(each(P, log(np.where(P > 0, P, 1.0))), axis=axis)


everyone = Case("poids tous positifs", P=lambda draw: soft(draw.normal("B L"), everywhere(draw)), **TEXTS)
shared = Case("poids uniformes", P=lambda draw: soft(np.zeros((draw.size("B"), draw.size("L"))), mask_of(draw)), **TEXTS)
single = Case("un seul mot a tout le poids", P=lambda draw: np.eye(draw.size("B"), draw.size("L"))[::-1].copy(), **TEXTS)

entropy = Question(
    "entropy", "L'entropie de l'attention", group=Q2,
    call="entropy", inputs={"P": weights_of}, reference=lab.entropy,
    checks=[
        shape(everyone, dims="B"),
        agrees(everyone),
        agrees(ordinary, id="zeros"),
        agrees([shared, single], id="extremes"),
    ],
    mistakes=[
        Mistake(
            "nan", lambda P: -np.sum(P * np.log(P), axis=1),
            symptom="Des nan apparaissent dès qu'un poids est nul.",
            diagnosis="0 · log 0 doit valoir 0, mais numpy y trouve nan : le logarithme ne doit jamais voir un 0.",
            also=(lambda P: np.where(np.all(P > 0, axis=1), disorder(P), 0.0),),
        ),
        Mistake(
            "wrong_sign", summed_entropy(each=lambda P, log: -P * log),
            symptom="Tes entropies sont négatives.",
            diagnosis="Le signe est perdu : le logarithme d'une probabilité est négatif, une entropie ne l'est pas.",
        ),
        Mistake(
            "other_logarithm", summed_entropy(log=lambda P: np.log(P) / np.log(2)),
            symptom="Tes entropies sont trop grandes ou trop petites, toujours dans la même proportion.",
            diagnosis="Le logarithme est en base 2 ou en base 10 : l'énoncé le veut népérien.",
            also=(summed_entropy(log=lambda P: np.log(P) / np.log(10)),),
        ),
        Mistake(
            "one_number", summed_entropy(axis=None), also=(lambda P: np.mean(disorder(P)), lambda P: np.mean(disorder(P)) / P.shape[1]),
            symptom="Un seul nombre revient pour tout le lot.",
            diagnosis="Les entropies des textes sont additionnées ou moyennées : rends-les toutes.",
        ),
        Mistake(
            "batch_axis", summed_entropy(axis=0),
            symptom="Tu rends un nombre par position, pas un par texte.",
            diagnosis="La somme porte sur l'axe des textes : quel axe est celui des mots ?",
        ),
        Mistake(
            "mean_over_words", summed_entropy(total=np.mean), also=(lambda P: disorder(P) / np.sum(P > 0, axis=1),),
            symptom="Tes entropies sont trop petites, et rapetissent quand le lot a plus de remplissage.",
            diagnosis="C'est une moyenne sur les L positions : la formule a une somme.",
        ),
        Mistake(
            "no_weight", summed_entropy(each=lambda P, log: log),
            symptom="Tes entropies dépassent log n.",
            diagnosis="Les logarithmes sont additionnés sans être pondérés : relis ce qui les multiplie dans la formule.",
        ),
        Mistake(
            "not_summed", lambda P: -P * np.log(np.where(P > 0, P, 1.0)),
            symptom="Ton résultat garde un nombre par mot.",
            diagnosis="Il manque la somme sur les mots.",
        ),
        Mistake(
            "normalised", lambda P: disorder(P) / np.log(P.shape[1]), also=(lambda P: disorder(P) / np.log(np.sum(P > 0, axis=1)),),
            symptom="Tes entropies ne dépassent jamais 1.",
            diagnosis="L'entropie est divisée par sa plus grande valeur possible : la formule ne le fait pas.",
        ),
        Mistake(
            "exponential", lambda P: np.exp(disorder(P)),
            symptom="Un seul mot qui a tout le poids doit donner 0 ; tu donnes 1.",
            diagnosis="C'est l'exponentielle de l'entropie (la perplexité).",
        ),
    ],
)  # fmt: skip


many = Case("quelques dizaines de textes", public={"B": 40, "L": 9}, hidden={"B": 50, "L": 8})


def spread_weights(draw):
    """Weights from nearly uniform to nearly one word."""
    return soft(draw.normal("B L") * np.linspace(0.2, 6, draw.size("B"))[:, None], everywhere(draw))


entropy_histogram = Question(
    "entropy_histogram", "L'histogramme des entropies", group=Q2,
    call="entropy_histogram", inputs={"P": spread_weights}, parts=("entropies",), figure=True,
    reference=lambda P: (lab.entropy(P),),
    uses=("entropy",),
    checks=[shows_histogram(many, "entropies")],
    mistakes=[
        Mistake(
            "weights", lambda P: (np.ravel(P),),
            symptom="Ton histogramme compte un nombre par mot, pas un par texte.",
            diagnosis="Ce sont les poids eux-mêmes que tu comptes : l'énoncé demande leurs entropies.",
        ),
        Mistake(
            "largest", lambda P: (np.max(P, axis=1),),
            symptom="Ton histogramme a un nombre par texte, mais ce n'est pas son entropie.",
            diagnosis="C'est le plus grand poids de chaque texte que tu comptes : l'énoncé demande l'entropie.",
        ),
    ],
)  # fmt: skip


# A word that comes twice keeps both its places: a dict would merge them.
WORDS = ["un", "film", "très", "très", "beau", "et", "drôle"]
ranked = Case("une phrase", public={"L": 5, "n_top": 3}, hidden={"L": 7, "n_top": 4})
ties = Case(
    "poids égaux",
    public={"L": 5, "n_top": 4, "p": np.array([0.1, 0.3, 0.1, 0.3, 0.2])},
    hidden={"L": 7, "n_top": 5, "p": np.array([0.1, 0.25, 0.05, 0.25, 0.2, 0.1, 0.05])},
)


def weights_in_order(draw):
    """Random weights; a word that comes twice is first and third by weight."""
    order = [place for place in (3, 0, 2, 4, 1, 6, 5) if place < draw.size("L")]
    weights = np.zeros(len(order))
    weights[order] = np.sort(draw.rng.dirichlet(np.ones(len(order))))[::-1]
    return weights


def columns(rank):
    """What a function like `top_words` gives, as words and weights."""
    return lambda p, words, k: tuple(map(list, zip(*rank(p, words, k), strict=True)))


def in_order(order):
    """The k words that come first in another order of the places."""
    return lambda p, words, k: [(words[i], p[i]) for i in order(p, k)]


def falling(p):
    return sorted(range(len(p)), key=lambda i: -p[i])


top_words = Question(
    "top_words", "Les mots les plus regardés", group=Q2,
    call="top_words",
    inputs={
        "p": weights_in_order,
        "words": lambda draw: WORDS[: draw.size("L")],
        "k": lambda draw: draw.size("n_top"),
    },
    parts=("mots", "poids"), reference=columns(lab.top_words),
    checks=[
        agrees(ranked, "mots", id="words"),
        agrees(ranked, "poids", id="weights"),
        agrees(ties, "mots", id="ties"),
    ],
    mistakes=[
        Mistake(
            "smallest", in_order(lambda p, k: falling(p)[::-1][:k]),
            symptom="Ce sont les mots les moins regardés qui reviennent.",
            diagnosis="Le tri va du plus petit au plus grand : de quel côté faut-il prendre ?",
        ),
        Mistake(
            "rising", in_order(lambda p, k: falling(p)[:k][::-1]),
            symptom="Les bons mots, mais dans l'ordre inverse.",
            diagnosis="Le plus regardé doit venir en premier.",
        ),
        Mistake(
            "text_order", in_order(lambda p, k: sorted(falling(p)[:k])),
            symptom="Les bons mots, mais dans l'ordre du texte.",
            diagnosis="Les k mots ne sont pas triés par leur poids.",
        ),
        Mistake(
            "ties_reversed", in_order(lambda p, k: np.argsort(p, kind="stable")[::-1][:k]),
            symptom="À poids égaux, tes mots ne viennent pas dans l'ordre du texte.",
            diagnosis="Retourner un tri retourne aussi les mots de même poids : trie dans le bon sens dès le départ.",
        ),
        Mistake(
            "first_words", in_order(lambda p, k: range(k)),
            symptom="Ce sont les premiers mots du texte qui reviennent.",
            diagnosis="Les poids ne servent pas à choisir les mots.",
        ),
        Mistake(
            "all_words", in_order(lambda p, k: falling(p)),
            symptom="Trop de mots reviennent.",
            diagnosis="`k` ne sert pas : il dit combien de mots rendre.",
        ),
        Mistake(
            "one_less", in_order(lambda p, k: falling(p)[: k - 1]),
            symptom="Il manque un mot.",
            diagnosis="La coupe s'arrête un mot trop tôt.",
        ),
        Mistake(
            "one", lambda p, words, k: [(words[int(np.argmax(p))], np.max(p))],
            symptom="Un seul mot revient.",
            diagnosis="`k` ne sert pas : il dit combien de mots rendre.",
        ),
        Mistake(
            "places", lambda p, words, k: [(int(i), p[i]) for i in falling(p)[:k]],
            symptom="Des numéros reviennent à la place des mots.",
            diagnosis="Tu rends les places des mots : va chercher les mots eux-mêmes.",
        ),
        Mistake(
            "words_alone", lambda p, words, k: [words[i] for i in falling(p)[:k]],
            symptom="Les poids manquent.",
            diagnosis="Chaque mot doit revenir avec son poids.",
        ),
        Mistake(
            "merged", lambda p, words, k: sorted(dict(zip(words, p, strict=True)).items(), key=lambda pair: -pair[1])[:k],
            symptom="Un mot répété dans le texte ne revient qu'une fois.",
            diagnosis="Un dictionnaire ne garde qu'une des places d'un mot répété.",
            also=(lambda p, words, k: [(w, p[words.index(w)]) for w in sorted(words, key=lambda w: -p[words.index(w)])[:k]],),
        ),
    ],
)  # fmt: skip
