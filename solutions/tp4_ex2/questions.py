"""TP4, exercise 2: multi-head attention with positional encoding. Questions in handout order."""

from pathlib import Path

import numpy as np

from autograder.lab import module_at, reference
from autograder.question import (
    Accepted,
    Case,
    FreeText,
    Mistake,
    Question,
    agrees,
    feels_position,
    follows_permutation,
    labels_words,
    rows_sum_to_one,
    rows_sum_to_zero,
    shape,
    shows_matrix,
)  # fmt: skip

lab = reference(__file__)
common = module_at(Path(__file__).parent.parent / "common.py")

# The lab's own functions, under names that carried errors do not replace: a question's readings are
# written with its own function from here, and with the functions that it uses as `lab.…`.
waves, one_head, side_by_side, linear, weigh = (
    lab.positional_encoding, lab.attention_head, lab.multi_head_attention, lab.output_projection, lab.softmax,
)  # fmt: skip


# ---- Inputs: sizes pairwise distinct; words, queries, keys, values and outputs of unit variance

def matrix(dims):
    """A matrix of the named dimensions that keeps the variance of what it multiplies.

    Larger ones would saturate the softmax, and blow up what a student rounded further up.
    """
    return lambda draw: draw.normal(dims) / np.sqrt(draw.size(dims.split()[0]))


def heads_of(draw):
    """h triplets (W_Q, W_K, W_V), each matrix (d, d_head)."""
    return [tuple(matrix("d d_head")(draw) for _ in range(3)) for _ in range(draw.size("h"))]


def words_of(draw):
    return draw.normal("n d")


def reversed_words(draw):
    """The same words, last first; the other inputs must be drawn after them, by functions too."""
    return words_of(draw)[::-1]


one = [Case("quelques mots", n=5, d=8, d_head=3)]
several = Case("quelques mots", n=5, d=8, d_head=3, h=2, d_model=7, d_in=6)
backwards = Case("les mêmes mots, à l'envers", like=several, given={"X": reversed_words},
                 n=5, d=8, d_head=3, h=2, d_model=7, d_in=6)  # fmt: skip


# ---- Step 0: the student's own softmax, worth nothing here, its errors carried

softmax = common.softmax_question(lab.softmax)


# ---- Step 1: positional encoding

main = [Case("quelques positions", n=5, d=8)]
sizes = [
    Case("une seule position", n=1, d=6),
    Case("autre taille", only="public", n=7, d=6),
    Case("plus de positions", only="hidden", n=11, d=4),
]


def encoding(angle, even=np.sin, odd=np.cos, first=0):
    """A positional encoding from angle(pos, k, j, d): j is the column, k = j // 2 its pair."""
    def positions(n_words, d_embedding):
        pos, j = first + np.arange(n_words)[:, None], np.arange(d_embedding)[None, :]
        angles = angle(pos, j // 2, j, d_embedding)
        return np.where(j % 2 == 0, even(angles), odd(angles))
    return positions


def right_angle(pos, k, j, d):
    return pos / 10000.0 ** (2 * k / d)


def halves(positions):
    """[sin | cos]: the even columns first."""
    def rearranged(n_words, d_embedding):
        P = positions(n_words, d_embedding)
        return np.hstack([P[:, 0::2], P[:, 1::2]])
    return rearranged


def laid_out(*angle, **named):
    """The answers of a mistake: an encoding in the interleaved layout, or in halves."""
    wrong = encoding(*angle, **named)
    return {"answer": wrong, "also": (halves(wrong),)}


def as_is(positions):
    return positions


def in_half_precision(positions):
    return lambda n_words, d_embedding: positions(n_words, d_embedding).astype(np.float16)


def slower(base):
    return lambda pos, k, j, d: pos / base ** (2 * k / d)


def roles_exchanged(n, d):
    """Row p is built as if it were column p."""
    row, column = np.arange(n)[:, None], np.arange(d)[None, :]
    angles = column / 10000.0 ** (2 * (row // 2) / d)
    return np.where(row % 2 == 0, np.sin(angles), np.cos(angles))


def first_row_left(n, d):
    return np.vstack([np.zeros((1, d)), waves(n, d)[1:]])


def by_rows(n, d):
    """Sine or cosine by the parity of the position, not of the column."""
    pos, j = np.arange(n)[:, None], np.arange(d)[None, :]
    angles = right_angle(pos, j // 2, j, d)
    return np.where(pos % 2 == 0, np.sin(angles), np.cos(angles))


def no_power(n, d):
    """10000 * 2k/d, with Python's numbers: the first pair divides by zero."""
    return np.array([[pos / (10000 * 2 * (j // 2) / d) for j in range(d)] for pos in range(n)])


positional_encoding = Question(
    "positional_encoding", "L'encodage de position",
    call="positional_encoding",
    inputs={"n_words": lambda draw: draw.size("n"), "d_embedding": lambda draw: draw.size("d")},
    reference=lab.positional_encoding,
    checks=[
        shape(main, dims="n_words d_embedding"),
        agrees(main),
        agrees(sizes, id="sizes"),
    ],
    accepts=[
        Accepted("halves", halves(waves), "Tu mets tous les sinus, puis tous les cosinus, au lieu de les entrelacer : accepté."),
        Accepted("half_precision", in_half_precision(waves), "Tu calcules en float16, juste à trois décimales : accepté."),
        Accepted("halves_half_precision", in_half_precision(halves(waves)), "Sinus puis cosinus, en float16 : accepté."),
    ],
    mistakes=[
        Mistake(
            "exponent_doubled", **laid_out(lambda pos, k, j, d: pos / 10000.0 ** (4 * k / d)),
            symptom="Tes deux premières colonnes sont justes ; les suivantes ralentissent trop vite.",
            diagnosis="L'exposant est doublé : dans la formule, 2k est-il l'indice de la paire, ou déjà celui de la colonne ?",
        ),
        Mistake(
            "raw_column_doubled", encoding(lambda pos, k, j, d: pos / 10000.0 ** (2 * j / d)),
            symptom="Ta première colonne est juste ; toutes les autres ralentissent trop vite, et les colonnes d'une paire ne vont pas ensemble.",
            diagnosis="L'exposant est calculé avec l'indice de la colonne là où la formule compte les paires : que vaut k pour les colonnes 2 et 3 ?",
        ),
        Mistake(
            "raw_column", encoding(lambda pos, k, j, d: pos / 10000.0 ** (j / d)),
            symptom="Tes sinus sont justes, pas tes cosinus.",
            diagnosis="L'angle des cosinus n'est pas celui des sinus de la même paire : relis l'exposant des colonnes 2k + 1.",
        ),
        Mistake(
            "factor_two_lost", **laid_out(lambda pos, k, j, d: pos / 10000.0 ** (k / d)),
            symptom="Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas assez.",
            diagnosis="Il manque un facteur dans l'exposant : compare-le à celui de la formule pour la deuxième paire.",
        ),
        Mistake(
            "next_pair", **laid_out(lambda pos, k, j, d: pos / 10000.0 ** (2 * (k + 1) / d)),
            symptom="Même tes deux premières colonnes tournent trop lentement.",
            diagnosis="Les paires sont comptées à partir de 1 : quel est le premier k de la formule ?",
        ),
        Mistake(
            "multiplied", **laid_out(lambda pos, k, j, d: pos * 10000.0 ** (2 * k / d)),
            symptom="Tes deux premières colonnes sont justes ; dans les suivantes, l'angle explose au lieu de rapetisser.",
            diagnosis="La position est multipliée par la puissance de 10000 : relis la fraction, ou le signe de l'exposant.",
        ),
        Mistake(
            "first_row_left", first_row_left, also=(halves(first_row_left),),
            symptom="La première ligne est nulle ; les autres sont justes.",
            diagnosis="La position 0 n'a pas été remplie : où commence ta boucle, et que vaut le cosinus de 0 ?",
        ),
        Mistake(
            "swapped", **laid_out(right_angle, np.cos, np.sin),
            symptom="Les sinus et les cosinus ont échangé leurs places.",
            diagnosis="Relis quelles colonnes portent les sinus : la numérotation commence à 0.",
        ),
        Mistake(
            "from_one", **laid_out(right_angle, first=1),
            symptom="Tout est décalé d'une ligne : ta première ligne est celle qui est attendue en deuxième.",
            diagnosis="Tes positions commencent à 1 : quelle est la position du premier mot ?",
        ),
        Mistake(
            "no_power", no_power,
            symptom="Une division par zéro arrive dès la première paire.",
            diagnosis="10000 est multiplié par la fraction au lieu d'être élevé à cette puissance : relis la formule, et la priorité des opérateurs.",
        ),
        Mistake(
            "no_power_nan", **laid_out(lambda pos, k, j, d: pos / (10000.0 * 2 * k / d)),
            symptom="Des nan apparaissent dans la première paire de colonnes.",
            diagnosis="10000 est multiplié par la fraction au lieu d'être élevé à cette puissance : tu divises par zéro pour k = 0.",
        ),
        Mistake(
            "division_outside", **laid_out(lambda pos, k, j, d: pos / (10000.0 ** (2 * k) / d)),
            symptom="Tes angles sont beaucoup trop grands dans la première paire, et nuls ou presque dans les autres.",
            diagnosis="La division par d a échappé à l'exposant : regarde l'ordre dans lequel Python calcule `**` et `/`.",
        ),
        Mistake(
            "log_ten", **laid_out(lambda pos, k, j, d: pos * np.exp(-2 * k * np.log10(10000.0) / d)),
            symptom="Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas assez.",
            diagnosis="Pour écrire une puissance avec `np.exp`, quel logarithme faut-il : celui de base 10, ou un autre ?",
        ),
        Mistake(
            "words_for_dimension", lambda n, d: encoding(lambda pos, k, j, d: pos / 10000.0 ** (2 * k / n))(n, d),
            symptom="Tes deux premières colonnes sont justes, pas les suivantes.",
            diagnosis="L'exposant est divisé par le nombre de mots : quelle dimension la formule y met-elle ?",
        ),
        Mistake(
            "other_base", encoding(slower(1e3)),
            also=tuple(form(encoding(slower(base))) for base in (1e2, 1e3, 1e5, 1e6) for form in (as_is, halves)),
            symptom="Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas comme il faut.",
            diagnosis="Recompte les zéros de la constante de la formule.",
        ),
        Mistake(
            "all_sines", encoding(right_angle, np.sin, np.sin),
            symptom="Tes colonnes vont par deux et sont égales deux à deux.",
            diagnosis="Il n'y a que des sinus : que doivent contenir les colonnes impaires ?",
        ),
        Mistake(
            "degrees", **laid_out(lambda pos, k, j, d: np.radians(right_angle(pos, k, j, d))),
            symptom="Tes valeurs changent beaucoup trop peu d'une position à l'autre.",
            diagnosis="L'angle est converti comme s'il était en degrés : dans quelle unité la formule le donne-t-elle ?",
        ),
        Mistake(
            "angles_alone", **laid_out(right_angle, np.array, np.array),
            symptom="Tes valeurs dépassent 1.",
            diagnosis="Ce sont les angles qui reviennent : il leur manque le sinus et le cosinus.",
        ),
        Mistake(
            "by_rows", by_rows,
            symptom="Une ligne sur deux n'a que des sinus, l'autre que des cosinus.",
            diagnosis="Tu choisis entre sinus et cosinus selon la position du mot : c'est la colonne qui décide.",
        ),
        Mistake(
            "roles_exchanged", roles_exchanged,
            symptom="Ta première colonne change de ligne en ligne comme la première ligne devrait changer de colonne en colonne.",
            diagnosis="Position et dimension ont échangé leurs rôles : laquelle est divisée, laquelle est dans l'exposant ?",
            also=(lambda n, d: encoding(right_angle)(d, n).T, lambda n, d: roles_exchanged(d, n).T),
        ),
        Mistake(
            "transposed", lambda n, d: waves(n, d).T,
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par position.",
        ),
    ],
)  # fmt: skip


def placed(X):
    """The encoding of X's own positions, by the lab's (or a carried) `positional_encoding`."""
    return lab.positional_encoding(*X.shape)


add_position = Question(
    "add_position", "Ajouter la position",
    call="add_positional_encoding", inputs={"X": "n d"}, reference=lab.add_positional_encoding,
    uses=("positional_encoding",),
    checks=[agrees(one)],
    mistakes=[
        Mistake(
            "multiplied", lambda X: X * placed(X),
            symptom="Ton résultat est le produit terme à terme des embeddings et de l'encodage.",
            diagnosis="L'encodage multiplie les embeddings : relis l'opération entre X et P.",
        ),
        Mistake(
            "encoding_alone", placed,
            symptom="Ton résultat ne dépend pas des embeddings.",
            diagnosis="L'encodage revient seul : il doit rejoindre les embeddings, pas les remplacer.",
        ),
        Mistake(
            "concatenated", lambda X: np.hstack([X, placed(X)]),
            symptom="Tes vecteurs sont deux fois trop longs.",
            diagnosis="L'encodage est mis à côté des embeddings : la dimension ne doit pas changer.",
        ),
        Mistake(
            "scaled", lambda X: X * np.sqrt(X.shape[1]) + placed(X),
            symptom="La part de l'encodage est juste, mais celle des embeddings est trop grande.",
            diagnosis="Tu multiplies d'abord X par √d, comme le Transformeur d'origine : cet exercice ne le demande pas.",
        ),
        Mistake(
            "subtracted", lambda X: X - placed(X),
            symptom="L'encodage est là, avec le mauvais signe.",
            diagnosis="L'encodage est retranché : relis l'opération entre X et P.",
        ),
        Mistake(
            "twice", lambda X: X + 2 * placed(X),
            symptom="La part de l'encodage est deux fois trop grande.",
            diagnosis="L'encodage est ajouté deux fois : une copie de X a-t-elle déjà été modifiée ?",
        ),
        Mistake(
            "one_position", lambda X: X + placed(X)[0],
            symptom="Tous les mots reçoivent le même encodage.",
            diagnosis="Une seule ligne de l'encodage est ajoutée à tous les mots : chacun doit recevoir la sienne.",
        ),
        Mistake(
            "unchanged", lambda X: X,
            symptom="Les embeddings reviennent inchangés.",
            diagnosis="L'encodage n'entre pas dans ce que tu renvoies : regarde ton `return`.",
        ),
    ],
)  # fmt: skip


# ---- Step 2: one head, then several

def attention(scale=lambda X, W: np.sqrt(W.shape[1]), scores=lambda Q, K: Q @ K.T,
              weights=lambda S: lab.softmax(S), mix=lambda A, V, X: A @ V):  # fmt: skip
    """An attention head with some of its four steps done otherwise."""
    def head(X, W_Q, W_K, W_V):
        A = weights(scores(X @ W_Q, X @ W_K) / scale(X, W_Q))
        return mix(A, X @ W_V, X), A
    return head


def scaled_after(X, W_Q, W_K, W_V):
    A = lab.softmax(X @ W_Q @ (X @ W_K).T) / np.sqrt(W_Q.shape[1])
    return A @ (X @ W_V), A


def inline_softmax(axis, shift):
    """A softmax written inside the head: the sum over `axis`, the maximum taken away over `shift`."""
    def weights(S):
        e = np.exp(S - S.max(axis=shift, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)
    return weights


def causal(X, W_Q, W_K, W_V):
    masked = attention(weights=lambda S: lab.softmax(np.where(np.tri(len(S)) > 0, S, -1e9)))
    return masked(X, W_Q, W_K, W_V)


weights_of = {"X": words_of, **{name: matrix("d d_head") for name in ("W_Q", "W_K", "W_V")}}
FLATTER = "Tes poids sont plus étalés que ceux attendus."
SHARPER = "Tes poids sont plus tranchés que ceux attendus."

head = Question(
    "head", "Une tête d'attention",
    call="attention_head", inputs=weights_of, parts=("output", "A"), reference=lab.attention_head,
    uses=("softmax",),
    checks=[
        shape(one, "output", dims="n d_head"),
        rows_sum_to_one(one, "A"),
        agrees(one, "output", id="output"),
        agrees(one, "A", id="weights"),
    ],
    mistakes=[
        Mistake(
            "unscaled", attention(scale=lambda X, W: 1.0),
            symptom=SHARPER,
            diagnosis="Les scores ne sont pas mis à l'échelle : par quoi cet exercice les divise-t-il avant la softmax ?",
        ),
        Mistake(
            "scaled_by_words", attention(scale=lambda X, W: np.sqrt(len(X))),
            symptom=FLATTER,
            diagnosis="Tu divises par la racine du nombre de mots : quelle est la dimension des queries et des keys ?",
        ),
        Mistake(
            "scaled_by_embedding", attention(scale=lambda X, W: np.sqrt(len(W))),
            symptom=FLATTER,
            diagnosis="Tu divises par la racine de la dimension des embeddings : quelle est celle des queries et des keys ?",
        ),
        Mistake(
            "scaled_without_root", attention(scale=lambda X, W: W.shape[1]),
            symptom=FLATTER,
            diagnosis="La bonne dimension, mais il manque quelque chose autour d'elle : relis le dénominateur de la formule.",
        ),
        Mistake(
            "scaled_up", attention(scale=lambda X, W: 1 / np.sqrt(W.shape[1])),
            symptom=SHARPER,
            diagnosis="La mise à l'échelle agrandit les scores au lieu de les réduire.",
        ),
        Mistake(
            "scaled_after", scaled_after,
            symptom="Les lignes de tes poids ne somment pas à 1.",
            diagnosis="La mise à l'échelle vient après la softmax : elle porte sur les scores.",
        ),
        Mistake(
            "softmax_columns", attention(weights=inline_softmax(0, 0)), also=(attention(weights=inline_softmax(0, 1)),),
            symptom="Ce sont les colonnes de tes poids qui somment à 1.",
            diagnosis="La softmax de la tête travaille par colonnes : regarde son `axis`, ou appelle la tienne.",
        ),
        Mistake(
            "softmax_whole", attention(weights=inline_softmax(None, None)), also=(attention(weights=inline_softmax(None, 1)),),
            symptom="C'est toute la matrice des poids qui somme à 1, pas chaque ligne.",
            diagnosis="La softmax de la tête divise par la somme de tous les coefficients : chaque mot a sa propre distribution.",
        ),
        Mistake(
            "softmax_twice", attention(weights=lambda S: lab.softmax(lab.softmax(S))),
            also=(attention(weights=lambda S: lab.softmax(lab.softmax(S)), scale=lambda X, W: 1.0),),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "causal", causal,
            symptom="Le premier mot ne regarde que lui-même.",
            diagnosis="Tu appliques un masque causal : ici, chaque mot regarde toute la phrase.",
        ),
        Mistake(
            "raw_scores", attention(weights=lambda S: S), also=(attention(weights=lambda S: S, scale=lambda X, W: 1.0),),
            symptom="Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1.",
            diagnosis="La softmax manque : ce sont les scores qui pondèrent les values.",
        ),
        Mistake(
            "not_transposed", attention(scores=lambda Q, K: Q @ K),
            symptom="Le produit des queries et des keys échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="Il manque une transposition dans le calcul des scores.",
        ),
        Mistake(
            "roles_swapped", attention(scores=lambda Q, K: K @ Q.T),
            also=(attention(scores=lambda Q, K: K @ Q.T, scale=lambda X, W: 1.0),),
            symptom="Tes poids sont ceux d'une attention où queries et keys ont échangé leurs rôles.",
            diagnosis="La ligne i des scores doit porter la query du mot i : regarde l'ordre du produit, ou celui des matrices.",
        ),
        Mistake(
            "queries_as_keys", lambda X, W_Q, W_K, W_V: one_head(X, W_Q, W_Q, W_V),
            symptom="W_K ne change rien à ton résultat.",
            diagnosis="Les keys sont calculées avec W_Q : une étourderie de copier-coller ?",
        ),
        Mistake(
            "keys_as_values", lambda X, W_Q, W_K, W_V: one_head(X, W_Q, W_K, W_K),
            symptom="Tes poids sont justes, mais W_V ne sert pas.",
            diagnosis="Les values sont calculées avec W_K : une étourderie de copier-coller ?",
        ),
        Mistake(
            "keys_values_swapped", lambda X, W_Q, W_K, W_V: one_head(X, W_Q, W_V, W_K),
            symptom="Keys et values ont échangé leurs places.",
            diagnosis="W_K et W_V ont pris la place l'une de l'autre.",
        ),
        Mistake(
            "weights_as_output", attention(mix=lambda A, V, X: A),
            symptom="Ta sortie a une colonne par mot.",
            diagnosis="Ce sont les poids qui reviennent en guise de sortie : les values ne servent pas.",
        ),
        Mistake(
            "embeddings_mixed", attention(mix=lambda A, V, X: A @ X),
            symptom="Ta sortie a la dimension des embeddings.",
            diagnosis="Ce sont les embeddings qui sont mélangés : il faut les values.",
        ),
        Mistake(
            "values_alone", attention(mix=lambda A, V, X: V),
            symptom="Tes poids sont justes, mais ils ne changent rien à ta sortie.",
            diagnosis="Les values reviennent telles quelles : chaque mot doit mélanger celles de tous.",
        ),
        Mistake(
            "weights_transposed", attention(mix=lambda A, V, X: A.T @ V),
            symptom="Tes poids sont justes, pas ta sortie.",
            diagnosis="Les poids sont transposés au moment de mélanger les values : la ligne i est celle du mot i.",
        ),
    ],
)  # fmt: skip


def all_heads(X, heads):
    """What every head gives, by the lab's (or a carried) `attention_head`: two lists."""
    outputs, weights = zip(*[lab.attention_head(X, *matrices) for matrices in heads])
    return list(outputs), list(weights)


def joined(join, stack=np.stack):
    """Multi-head attention with the outputs and the weights put together otherwise."""
    def multi_head(X, heads):
        outputs, weights = all_heads(X, heads)
        return join(outputs), stack(weights)
    return multi_head


beside = np.hstack


def one_big_head(X, heads):
    """Queries, keys and values of all heads side by side, and a single attention."""
    return lab.attention_head(X, *(np.hstack(matrices) for matrices in zip(*heads)))


def chained(X, heads):
    """Each head is fed with the output of the one before."""
    outputs, weights = [], []
    for matrices in heads:
        X, A = lab.attention_head(X, *matrices)
        outputs.append(X)
        weights.append(A)
    return np.hstack(outputs), np.stack(weights)


multi_head = Question(
    "multi_head", "Plusieurs têtes",
    call="multi_head_attention", inputs={"X": words_of, "heads": heads_of}, parts=("H", "A"),
    reference=lab.multi_head_attention,
    uses=("head",),
    checks=[
        shape([several], "H", dims="n h·d_head"),
        rows_sum_to_one([several], "A"),
        agrees([several], "H", id="output"),
        agrees([several], "A", id="weights"),
        follows_permutation(several, backwards, "H"),
    ],
    mistakes=[
        Mistake(
            "summed", joined(sum),
            symptom="Ta sortie n'a que d_head colonnes.",
            diagnosis="Les sorties des têtes sont additionnées : elles doivent rester distinctes.",
        ),
        Mistake(
            "averaged", joined(lambda outputs: np.mean(outputs, axis=0)),
            symptom="Ta sortie n'a que d_head colonnes.",
            diagnosis="C'est la moyenne des têtes qui revient : leurs sorties doivent rester distinctes.",
        ),
        Mistake(
            "below", joined(np.vstack),
            symptom="Ta sortie a plus de lignes que de mots.",
            diagnosis="Les sorties sont mises l'une sous l'autre : sur quel axe se fait la concaténation ?",
        ),
        Mistake(
            "stacked", joined(np.stack),
            symptom="Ta sortie a trois axes.",
            diagnosis="Les sorties sont empilées sur un nouvel axe : chaque mot doit avoir une seule ligne.",
        ),
        Mistake(
            "interleaved", joined(lambda outputs: np.stack(outputs, axis=-1).reshape(len(outputs[0]), -1)),
            symptom="Les bonnes valeurs, mais leurs colonnes sont mêlées.",
            diagnosis="Les colonnes des têtes alternent : celles d'une même tête doivent rester ensemble.",
        ),
        Mistake(
            "reshaped", joined(lambda outputs: np.stack(outputs).reshape(len(outputs[0]), -1)),
            symptom="La bonne forme, mais des mots différents se partagent une ligne.",
            diagnosis="Un `reshape` a mêlé les mots : avant lui, l'axe des mots doit passer en premier.",
        ),
        Mistake(
            "other_order", joined(lambda outputs: np.hstack(outputs[::-1])),
            symptom="Les bonnes colonnes, mais les têtes ne sont pas dans l'ordre.",
            diagnosis="Les sorties sont concaténées dans l'ordre inverse de `heads`.",
        ),
        Mistake(
            "first_for_all", lambda X, heads: side_by_side(X, [heads[0]] * len(heads)),
            symptom="Toutes tes têtes donnent le même résultat.",
            diagnosis="Les matrices de la première tête servent pour toutes : que parcourt ta boucle ?",
        ),
        Mistake(
            "last_alone", lambda X, heads: lab.attention_head(X, *heads[-1]),
            symptom="Une seule tête revient.",
            diagnosis="Chaque tour de boucle écrase le précédent : il ne reste que la dernière tête.",
        ),
        Mistake(
            "one_big_head", one_big_head,
            symptom="La bonne forme de sortie, mais une seule matrice de poids.",
            diagnosis="Les têtes sont réunies avant l'attention : chacune doit calculer ses propres poids.",
        ),
        Mistake(
            "chained", chained,
            symptom="La deuxième tête échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="La sortie d'une tête devient l'entrée de la suivante : toutes doivent lire le même X.",
        ),
        Mistake(
            "matrices_swapped", lambda X, heads: side_by_side(X, [(W_K, W_Q, W_V) for W_Q, W_K, W_V in heads]),
            symptom="Tes poids sont ceux de têtes où queries et keys ont échangé leurs rôles.",
            diagnosis="Les matrices d'une tête sont lues dans un autre ordre que celui de l'énoncé.",
        ),
        Mistake(
            "weights_averaged", joined(beside, lambda weights: np.mean(weights, axis=0)),
            symptom="Ta sortie est juste, mais il n'y a qu'une matrice de poids.",
            diagnosis="Tu renvoies la moyenne des poids : chaque tête a les siens.",
        ),
        Mistake(
            "last_weights", joined(beside, lambda weights: weights[-1]),
            symptom="Ta sortie est juste, mais il n'y a qu'une matrice de poids.",
            diagnosis="Seuls les poids de la dernière tête reviennent : garde ceux de toutes.",
        ),
        Mistake(
            "weights_beside", joined(beside, np.hstack),
            symptom="Ta sortie est juste, mais tes poids n'ont que deux axes.",
            diagnosis="Les poids des têtes sont concaténés comme les sorties : chaque tête a sa matrice n × n.",
        ),
    ],
)  # fmt: skip


# ---- Step 3: the last linear layer, and all of it

projection = Question(
    "projection", "La couche linéaire finale",
    # b_O is optional and the handout does not ask for it: no case passes it.
    call="output_projection", inputs={"H": "n d_in", "W_O": matrix("d_in d_model")}, reference=lab.output_projection,
    checks=[shape([several], dims="n d_model"), agrees([several])],
    mistakes=[
        Mistake(
            "unchanged", lambda H, W_O, b_O=None: H,
            symptom="L'entrée revient inchangée.",
            diagnosis="W_O ne sert pas : regarde ce que tu renvoies.",
        ),
        Mistake(
            "transposed", lambda H, W_O, b_O=None: (H @ W_O).T,
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par mot.",
        ),
        Mistake(
            "elementwise", lambda H, W_O, b_O=None: H * W_O,
            symptom="Le produit échoue : les formes ne vont pas ensemble.",
            diagnosis="`*` multiplie terme à terme : il faut un produit de matrices.",
        ),
        Mistake(
            "swapped", lambda H, W_O, b_O=None: W_O @ H,
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="Les mots sont en lignes : dans quel ordre H et W_O doivent-ils se suivre ?",
        ),
        Mistake(
            "weights_transposed", lambda H, W_O, b_O=None: H @ W_O.T,
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="W_O est transposée de trop : compare sa forme à celle de H.",
        ),
        Mistake(
            "relu", lambda H, W_O, b_O=None: np.maximum(0, H @ W_O),
            symptom="Aucune de tes valeurs n'est négative.",
            diagnosis="Une ReLU suit le produit : la couche demandée est linéaire.",
        ),
        Mistake(
            "tanh", lambda H, W_O, b_O=None: np.tanh(H @ W_O),
            symptom="Tes valeurs restent toutes entre -1 et 1.",
            diagnosis="Une tangente hyperbolique suit le produit : la couche demandée est linéaire.",
        ),
        Mistake(
            "softmax", lambda H, W_O, b_O=None: weigh(H @ W_O),
            symptom="Tes lignes somment à 1.",
            diagnosis="Une softmax suit le produit : elle appartient aux poids d'attention, pas à la couche finale.",
        ),
        Mistake(
            "bias_of_ones", lambda H, W_O, b_O=None: H @ W_O + 1,
            symptom="Toutes tes valeurs sont décalées de la même quantité.",
            diagnosis="Un biais est ajouté alors qu'aucun n'est donné : que devient `b_O` quand il vaut None ?",
        ),
        Mistake(
            "one_vector", lambda H, W_O, b_O=None: (H @ W_O).mean(axis=0),
            symptom="Un seul vecteur revient pour toute la phrase.",
            diagnosis="Les mots sont moyennés : la couche finale garde une ligne par mot.",
        ),
    ],
)  # fmt: skip


def encoder(before=lambda X: lab.add_positional_encoding(X), between=lambda H: H,
            project=lambda H, W_O: lab.output_projection(H, W_O), after=lambda Z: Z):  # fmt: skip
    """`encode` with some of its steps done otherwise."""
    def encode(X, heads, W_O):
        H, A = lab.multi_head_attention(before(X), heads)
        return after(project(between(H), W_O)), A
    return encode


def unplaced(X):
    return X


def add_place(X):
    return lab.add_positional_encoding(X)


encode = Question(
    "encode", "La phrase encodée",
    call="encode", inputs={"X": words_of, "heads": heads_of, "W_O": matrix("d_in d_model")},
    parts=("Z", "A"),
    reference=lab.encode,
    uses=("add_position", "multi_head", "projection"),
    checks=[
        agrees([several], "Z", id="output"),
        agrees([several], "A", id="weights"),
        feels_position(several, backwards, "Z"),
    ],
    mistakes=[
        Mistake(
            "no_position", encoder(before=unplaced),
            symptom="Renverser les mots ne fait que renverser ta sortie.",
            diagnosis="L'encodage de position n'entre pas dans le calcul : que reçoivent les têtes ?",
        ),
        Mistake(
            "position_after_heads", encoder(before=unplaced, between=add_place),
            symptom="Tes poids ne dépendent pas de la position des mots.",
            diagnosis="La position est ajoutée à la sortie des têtes : elle doit l'être à ce qu'elles reçoivent.",
        ),
        Mistake(
            "position_after_projection", encoder(before=unplaced, after=add_place),
            symptom="L'ajout de la position échoue : la dimension qu'il reçoit n'est pas celle des embeddings.",
            diagnosis="La position est ajoutée tout à la fin : elle doit l'être avant les têtes.",
        ),
        Mistake(
            "position_twice", encoder(before=lambda X: add_place(add_place(X))),
            symptom="La position compte trop dans ton résultat.",
            diagnosis="L'encodage de position est ajouté deux fois : une de tes fonctions le fait-elle déjà ?",
        ),
        Mistake(
            "positions_alone", encoder(before=lambda X: lab.positional_encoding(*X.shape)),
            symptom="Ton résultat ne dépend pas des embeddings.",
            diagnosis="Les têtes ne reçoivent que l'encodage de position : où sont passés les embeddings ?",
        ),
        Mistake(
            "no_projection", encoder(project=lambda H, W_O: H),
            symptom="Tes poids sont justes, mais ta sortie n'a pas la dimension du modèle.",
            diagnosis="La couche finale manque : c'est la sortie des têtes qui revient.",
        ),
        Mistake(
            "relu", encoder(after=lambda Z: np.maximum(0, Z)),
            symptom="Tes poids sont justes, mais aucune valeur de ta sortie n'est négative.",
            diagnosis="Une ReLU suit la couche finale : l'énoncé la demande linéaire.",
        ),
    ],
)  # fmt: skip


# ---- Step 4: what the figure must show, and what it means

def weights_drawn(draw):
    """h row-stochastic matrices that owe nothing to the lab's own softmax."""
    positive = np.exp(draw.normal("h n n"))
    return positive / positive.sum(axis=-1, keepdims=True)


drawn = [Case("cinq mots", n=5, h=2)]

plot = Question(
    "plot", "Montrer les poids de chaque tête",
    call="plot_attention",
    inputs={"tokens": lambda draw: ["Un", "vent", "doux", "pousse", "nuages"], "A": weights_drawn},
    parts=("les poids de chaque tête", "les mots"),
    reference=lambda tokens, A: (A, tokens),
    figure=True,
    checks=[
        shows_matrix(drawn, "les poids de chaque tête", id="weights"),
        labels_words(drawn, "les poids de chaque tête", words="les mots", id="words"),
    ],
    mistakes=[
        Mistake(
            "transposed", lambda tokens, A: (A.transpose(0, 2, 1), tokens),
            symptom="Les matrices des poids sont dessinées transposées.",
            diagnosis="Le mot qui regarde doit être en ligne (axe vertical), le mot regardé en colonne.",
        ),
        Mistake(
            "upside_down", lambda tokens, A: (A[:, ::-1], tokens),
            symptom="Les lignes des matrices sont dessinées dans l'ordre inverse des mots.",
            diagnosis="Les matrices ont été retournées, mais pas les mots de l'axe vertical.",
        ),
        Mistake(
            "mean", lambda tokens, A: (A.mean(axis=0), tokens),
            symptom="Une seule matrice est dessinée : la moyenne des têtes.",
            diagnosis="Les têtes sont moyennées avant le dessin : montre chacune.",
        ),
        Mistake(
            "summed", lambda tokens, A: (A.sum(axis=0), tokens),
            symptom="Une seule matrice est dessinée : la somme des têtes.",
            diagnosis="Les têtes sont additionnées avant le dessin : montre chacune.",
        ),
        Mistake(
            "first_head", lambda tokens, A: (A[0], tokens),
            symptom="Seule la première tête est dessinée.",
            diagnosis="Il manque des têtes : chacune a sa carte.",
        ),
        Mistake(
            "last_head", lambda tokens, A: (A[-1], tokens),
            symptom="Seule la dernière tête est dessinée.",
            diagnosis="Il manque des têtes : chacune a sa carte, et aucune ne doit écraser la précédente.",
        ),
    ],
)  # fmt: skip

interpretation = FreeText(
    "interpretation", "Interpréter les poids",
    placeholder="*Écris ici ton interprétation, à la place de cette phrase.*",
)  # fmt: skip


# ---- Bonus: from the sun to the moon

soleil = Case("soleil devient lune", n=5, d=8, d_head=3, h=2)
rivage = Case("un autre mot, une autre place", n=4, d=8, d_head=3, h=2, given={
    "tokens": lambda draw: ["La", "mer", "reste", "calme"], "old": "reste", "new": "semble",
})  # fmt: skip


def weights_for(X, heads):
    """The weights of every head, by the lab's (or a carried) functions; X holds its positions already."""
    return np.asarray(lab.multi_head_attention(X, heads)[1])


def with_row(tokens, X, old, vector):
    changed = X.copy()
    changed[tokens.index(old)] = vector
    return changed


def compared(difference=lambda after, before: after - before, row=lambda tokens, old: old,
             vector=lambda x, new: new, change=with_row, place=add_place):  # fmt: skip
    """`replace_word` with some of its steps done otherwise."""
    def replace(tokens, X, old, new, new_vector, heads):
        word = row(tokens, old)
        changed = change(tokens, X, word, vector(X[tokens.index(word)], new_vector))
        return difference(weights_for(place(changed), heads), weights_for(place(X), heads))
    return replace


def already_placed(tokens, X, old, new, new_vector, heads):
    """X holds the positions, and new_vector receives its own."""
    i = tokens.index(old)
    changed = with_row(tokens, X, old, new_vector + lab.positional_encoding(*X.shape)[i])
    return weights_for(changed, heads) - weights_for(X, heads)


def outputs_compared(tokens, X, old, new, new_vector, heads):
    changed = with_row(tokens, X, old, new_vector)
    return lab.multi_head_attention(add_place(changed), heads)[0] - lab.multi_head_attention(add_place(X), heads)[0]


def unplaced_word(tokens, X, old, new, new_vector, heads):
    """The row is replaced after the positions were added: the new word has none."""
    before = add_place(X)
    return weights_for(with_row(tokens, before, old, new_vector), heads) - weights_for(before, heads)


def placed_afterwards(tokens, X, old, new, new_vector, heads):
    """Only the new sentence receives its positions."""
    return weights_for(add_place(with_row(tokens, X, old, new_vector)), heads) - weights_for(X, heads)


lune = Question(
    "lune", "Bonus : de « soleil » à « lune »",
    call="replace_word",
    inputs={
        "tokens": lambda draw: ["Le", "soleil", "brille", "très", "fort"],
        "X": "n d",
        "old": lambda draw: "soleil",
        "new": lambda draw: "lune",
        "new_vector": lambda draw: draw.normal("d"),
        "heads": heads_of,
    },
    reference=lab.replace_word,
    uses=("add_position", "multi_head"),
    checks=[
        rows_sum_to_zero([soleil]),
        agrees([soleil]),
        agrees([rivage], id="other_word"),
    ],
    accepts=[
        Accepted("without_position", compared(place=unplaced), "Tu prends X comme s'il portait déjà les positions : accepté."),
        Accepted("already_placed", already_placed, "Tu prends X comme s'il portait déjà les positions, et tu ajoutes la sienne au nouveau mot : accepté."),
    ],
    mistakes=[
        Mistake(
            "old_minus_new", compared(lambda after, before: before - after),
            symptom="Toutes tes valeurs ont le signe opposé.",
            diagnosis="La différence est prise à l'envers : un poids qui augmente doit donner un nombre positif.",
        ),
        Mistake(
            "absolute", compared(lambda after, before: np.abs(after - before)),
            symptom="Aucune valeur négative : tes lignes ne somment pas à 0.",
            diagnosis="La valeur absolue efface le sens du changement.",
        ),
        Mistake(
            "squared", compared(lambda after, before: (after - before) ** 2),
            symptom="Aucune valeur négative : tes lignes ne somment pas à 0.",
            diagnosis="Le carré efface le sens du changement : il faut la simple différence.",
        ),
        Mistake(
            "relative", compared(lambda after, before: (after - before) / before),
            symptom="Tes lignes ne somment pas à 0.",
            diagnosis="Tu divises par les anciens poids : il faut la simple différence.",
        ),
        Mistake(
            "new_alone", compared(lambda after, before: after),
            symptom="Tes lignes somment à 1 : ce sont des poids, pas une différence.",
            diagnosis="Les nouveaux poids reviennent seuls : compare-les aux anciens.",
        ),
        Mistake(
            "no_copy", compared(lambda after, before: np.zeros_like(after)),
            symptom="Ta différence est nulle partout.",
            diagnosis="Les deux calculs voient la même phrase : X et sa version modifiée sont-ils bien deux tableaux distincts ?",
        ),
        Mistake(
            "first_row", compared(row=lambda tokens, old: tokens[0]),
            symptom="Un autre mot que celui demandé a été remplacé.",
            diagnosis="C'est la première ligne de X qui change : cherche la place de `old` dans la phrase.",
        ),
        Mistake(
            "next_row", compared(row=lambda tokens, old: tokens[tokens.index(old) + 1]),
            symptom="Un autre mot que celui demandé a été remplacé.",
            diagnosis="La ligne remplacée est décalée d'une place : les lignes de X se comptent à partir de 0.",
        ),
        Mistake(
            "fixed_row", compared(row=lambda tokens, old: tokens[1]),
            symptom="Le bon mot est remplacé dans une phrase, mais pas dans une autre.",
            diagnosis="C'est toujours la deuxième ligne de X qui change : sers-toi de `old` pour trouver la bonne.",
        ),
        Mistake(
            "row_added", compared(vector=lambda x, new: x + new),
            symptom="L'ancien mot pèse encore dans tes nouveaux poids.",
            diagnosis="Le nouveau vecteur est ajouté à l'ancien : il doit le remplacer.",
        ),
        Mistake(
            "appended", compared(change=lambda tokens, X, old, vector: np.vstack([X, vector])),
            symptom="Les deux matrices de poids n'ont pas la même taille.",
            diagnosis="Le nouveau mot est ajouté à la phrase : il doit prendre la place de l'ancien.",
        ),
        Mistake(
            "unplaced_word", unplaced_word,
            symptom="Le nouveau mot n'a pas de position.",
            diagnosis="Le vecteur est remplacé après l'ajout des positions : le nouveau mot doit recevoir celle de l'ancien.",
        ),
        Mistake(
            "placed_afterwards", placed_afterwards,
            symptom="Tu compares une phrase avec positions à une phrase sans.",
            diagnosis="Les anciens poids sont calculés sans l'encodage de position : les deux calculs doivent se faire pareil.",
        ),
        Mistake(
            "averaged", compared(lambda after, before: (after - before).mean(axis=0)),
            symptom="Une seule matrice revient.",
            diagnosis="Les têtes sont moyennées : la différence se regarde tête par tête.",
        ),
        Mistake(
            "outputs_compared", outputs_compared,
            symptom="Ton résultat a la forme d'une sortie.",
            diagnosis="Ce sont les sorties des têtes qui sont comparées : il faut leurs poids.",
        ),
    ],
)  # fmt: skip

questions = [
    softmax, positional_encoding, add_position, head, multi_head, projection, encode, plot, interpretation, lune,
]  # fmt: skip
