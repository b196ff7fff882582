"""TP4, exercise 2, step 2: one head, then several."""

import numpy as np

from autograder import Mistake, Question, agrees, follows_permutation, reference, rows_sum_to_one, shape

from .shared import backwards, heads_of, matrix, one, one_head, several, side_by_side, words_of

lab = reference(__file__)


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
        follows_permutation([several, backwards], "H"),
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
