"""TP4, exercise 2, step 2: one head, then several."""

import numpy as np

from autograder import Mistake, Question, agrees, follows_permutation, reference, rows_sum_to_one, shape

from .shared import common, heads_of, one_head, several_heads, words_of, words_reversed

lab = reference(__file__)


def root_d_head(X, W):
    return np.sqrt(W.shape[1])


def attention(
    scale=root_d_head,
    scores=lambda Q, K: Q @ K.T,
    weights=lambda S: lab.softmax(S),
    mix=lambda A, V, X: A @ V,
):
    """Return an attention head with some of its four steps done otherwise."""

    def attend(X, W_Q, W_K, W_V):
        A = weights(scores(X @ W_Q, X @ W_K) / scale(X, W_Q))
        return mix(A, X @ W_V, X), A

    return attend


def unscaled(X, W):
    return 1.0


def scaled_after(X, W_Q, W_K, W_V):
    A = lab.softmax(X @ W_Q @ (X @ W_K).T) / np.sqrt(W_Q.shape[1])
    return A @ (X @ W_V), A


def inline_softmax(axis, shift):
    """Return a softmax written inside the head: the sum over `axis`, the maximum taken away over `shift`."""

    def weights(S):
        e = np.exp(S - S.max(axis=shift, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    return weights


def softmax_of_softmax(S):
    return lab.softmax(lab.softmax(S))


def causal_softmax(S):
    return lab.softmax(np.where(np.tri(len(S)) > 0, S, -1e9))


def raw_scores(S):
    return S


def keys_by_queries(Q, K):
    return K @ Q.T


head = Question(
    "head", "Une tête d'attention",
    call="attention_head",
    inputs={"X": words_of, **{name: common.scaled_down("d d_head") for name in ("W_Q", "W_K", "W_V")}},
    parts=("output", "A"), reference=lab.attention_head,
    uses=("softmax",),
    checks=[
        shape(one_head, "output", dims="n d_head"),
        rows_sum_to_one(one_head, "A"),
        agrees(one_head, "output", id="output"),
        agrees(one_head, "A", id="weights"),
    ],
    mistakes=[
        Mistake("unscaled", attention(unscaled), common.SHARPER,
            "Les scores ne sont pas mis à l'échelle : "
              "par quoi cet exercice les divise-t-il avant la softmax ?"),
        Mistake("scaled_by_words", attention(lambda X, W: np.sqrt(len(X))), common.FLATTER,
            "Tu divises par la racine du nombre de mots : quelle est la dimension des queries et des keys ?"),
        Mistake("scaled_by_embedding", attention(lambda X, W: np.sqrt(len(W))), common.FLATTER,
            "Tu divises par la racine de la dimension des embeddings : "
              "quelle est celle des queries et des keys ?"),
        Mistake("scaled_without_root", attention(lambda X, W: W.shape[1]), common.FLATTER,
            "La bonne dimension, mais il manque quelque chose autour d'elle : "
              "relis le dénominateur de la formule."),
        Mistake("scaled_up", attention(lambda X, W: 1 / np.sqrt(W.shape[1])), common.SHARPER,
            "La mise à l'échelle agrandit les scores au lieu de les réduire."),
        Mistake("scaled_after", scaled_after,
            "Les lignes de tes poids ne somment pas à 1.",
            "La mise à l'échelle vient après la softmax : elle porte sur les scores."),
        Mistake("softmax_columns", attention(weights=inline_softmax(0, 0)),
            "Ce sont les colonnes de tes poids qui somment à 1.",
            "La softmax de la tête travaille par colonnes : regarde son `axis`, ou appelle la tienne.",
            also=(attention(weights=inline_softmax(0, 1)),)),
        Mistake("softmax_whole", attention(weights=inline_softmax(None, None)),
            "C'est toute la matrice des poids qui somme à 1, pas chaque ligne.",
            "La softmax de la tête divise par la somme de tous les coefficients : "
              "chaque mot a sa propre distribution.",
            also=(attention(weights=inline_softmax(None, 1)),)),
        common.softmax_twice(attention(weights=softmax_of_softmax),
            also=(attention(unscaled, weights=softmax_of_softmax),)),
        common.causal(attention(weights=causal_softmax)),
        Mistake("raw_scores", attention(weights=raw_scores), common.NO_WEIGHTS,
            "La softmax manque : ce sont les scores qui pondèrent les values.",
            also=(attention(unscaled, weights=raw_scores),)),
        Mistake("not_transposed", attention(scores=lambda Q, K: Q @ K),
            "Le produit des queries et des keys échoue : les dimensions ne s'enchaînent pas.",
            "Il manque une transposition dans le calcul des scores."),
        Mistake("roles_swapped", attention(scores=keys_by_queries),
            "Tes poids sont ceux d'une attention où queries et keys ont échangé leurs rôles.",
            "La ligne i des scores doit porter la query du mot i : "
              "regarde l'ordre du produit, ou celui des matrices.",
            also=(attention(unscaled, keys_by_queries),)),
        Mistake("queries_as_keys", lambda X, W_Q, W_K, W_V: lab.own.attention_head(X, W_Q, W_Q, W_V),
            "W_K ne change rien à ton résultat.",
            "Les keys sont calculées avec W_Q : une étourderie de copier-coller ?"),
        Mistake("keys_as_values", lambda X, W_Q, W_K, W_V: lab.own.attention_head(X, W_Q, W_K, W_K),
            "Tes poids sont justes, mais W_V ne sert pas.",
            "Les values sont calculées avec W_K : une étourderie de copier-coller ?"),
        Mistake("keys_values_swapped", lambda X, W_Q, W_K, W_V: lab.own.attention_head(X, W_Q, W_V, W_K),
            "Keys et values ont échangé leurs places.",
            "W_K et W_V ont pris la place l'une de l'autre."),
        Mistake("weights_as_output", attention(mix=lambda A, V, X: A),
            "Ta sortie a une colonne par mot.",
            "Ce sont les poids qui reviennent en guise de sortie : les values ne servent pas."),
        Mistake("embeddings_mixed", attention(mix=lambda A, V, X: A @ X),
            "Ta sortie a la dimension des embeddings.",
            "Ce sont les embeddings qui sont mélangés : il faut les values."),
        Mistake("values_alone", attention(mix=lambda A, V, X: V),
            "Tes poids sont justes, mais ils ne changent rien à ta sortie.",
            "Les values reviennent telles quelles : chaque mot doit mélanger celles de tous."),
        Mistake("weights_transposed", attention(mix=lambda A, V, X: A.T @ V),
            "Tes poids sont justes, pas ta sortie.",
            "Les poids sont transposés au moment de mélanger les values : la ligne i est celle du mot i."),
    ],
)  # fmt: skip


def joined(join=np.hstack, stack=np.stack):
    """Return a multi-head attention with the outputs and the weights put together otherwise."""

    def attend(X, heads):
        outputs, weights = zip(*[lab.attention_head(X, *matrices) for matrices in heads])
        return join(outputs), stack(weights)

    return attend


def one_big_head(X, heads):
    """Put the queries, keys and values of all heads side by side, and attend once."""
    return lab.attention_head(X, *(np.hstack(matrices) for matrices in zip(*heads)))


def chained(X, heads):
    """Feed each head with the output of the one before."""
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
        shape(several_heads, "H", dims="n h·d_head"),
        rows_sum_to_one(several_heads, "A"),
        agrees(several_heads, "H", id="output"),
        agrees(several_heads, "A", id="weights"),
        follows_permutation([several_heads, words_reversed], "H"),
    ],
    mistakes=[
        Mistake("summed", joined(sum),
            "Ta sortie n'a que d_head colonnes.",
            "Les sorties des têtes sont additionnées : elles doivent rester distinctes."),
        Mistake("averaged", joined(lambda outputs: np.mean(outputs, axis=0)),
            "Ta sortie n'a que d_head colonnes.",
            "C'est la moyenne des têtes qui revient : leurs sorties doivent rester distinctes."),
        Mistake("below", joined(np.vstack),
            "Ta sortie a plus de lignes que de mots.",
            "Les sorties sont mises l'une sous l'autre : sur quel axe se fait la concaténation ?"),
        Mistake("stacked", joined(np.stack),
            "Ta sortie a trois axes.",
            "Les sorties sont empilées sur un nouvel axe : chaque mot doit avoir une seule ligne."),
        Mistake("interleaved",
            joined(lambda outputs: np.stack(outputs, axis=-1).reshape(len(outputs[0]), -1)),
            "Les bonnes valeurs, mais leurs colonnes sont mêlées.",
            "Les colonnes des têtes alternent : celles d'une même tête doivent rester ensemble."),
        Mistake("reshaped", joined(lambda outputs: np.stack(outputs).reshape(len(outputs[0]), -1)),
            "La bonne forme, mais des mots différents se partagent une ligne.",
            "Un `reshape` a mêlé les mots : avant lui, l'axe des mots doit passer en premier."),
        Mistake("other_order", joined(lambda outputs: np.hstack(outputs[::-1])),
            "Les bonnes colonnes, mais les têtes ne sont pas dans l'ordre.",
            "Les sorties sont concaténées dans l'ordre inverse de `heads`."),
        Mistake("first_for_all", lambda X, heads: lab.own.multi_head_attention(X, [heads[0]] * len(heads)),
            "Toutes tes têtes donnent le même résultat.",
            "Les matrices de la première tête servent pour toutes : que parcourt ta boucle ?"),
        Mistake("last_alone", lambda X, heads: lab.attention_head(X, *heads[-1]),
            "Une seule tête revient.",
            "Chaque tour de boucle écrase le précédent : il ne reste que la dernière tête."),
        Mistake("one_big_head", one_big_head,
            "La bonne forme de sortie, mais une seule matrice de poids.",
            "Les têtes sont réunies avant l'attention : chacune doit calculer ses propres poids."),
        Mistake("chained", chained,
            "La deuxième tête échoue : les dimensions ne s'enchaînent pas.",
            "La sortie d'une tête devient l'entrée de la suivante : toutes doivent lire le même X."),
        Mistake("matrices_swapped",
            lambda X, heads: lab.own.multi_head_attention(X, [(W_K, W_Q, W_V) for W_Q, W_K, W_V in heads]),
            "Tes poids sont ceux de têtes où queries et keys ont échangé leurs rôles.",
            "Les matrices d'une tête sont lues dans un autre ordre que celui de l'énoncé."),
        Mistake("weights_averaged", joined(stack=lambda weights: np.mean(weights, axis=0)),
            "Ta sortie est juste, mais il n'y a qu'une matrice de poids.",
            "Tu renvoies la moyenne des poids : chaque tête a les siens."),
        Mistake("last_weights", joined(stack=lambda weights: weights[-1]),
            "Ta sortie est juste, mais il n'y a qu'une matrice de poids.",
            "Seuls les poids de la dernière tête reviennent : garde ceux de toutes."),
        Mistake("weights_beside", joined(stack=np.hstack),
            "Ta sortie est juste, mais tes poids n'ont que deux axes.",
            "Les poids des têtes sont concaténés comme les sorties : chaque tête a sa matrice n × n."),
    ],
)  # fmt: skip
