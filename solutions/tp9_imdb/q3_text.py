"""TP9, question 3: a query from the text, and values."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Accepted, Mistake, Question, agrees, reference, shape, unchanged, zero_where

from .shared import (
    Q3,
    common,
    keys_of,
    mask_of,
    more_padding,
    no_mask,
    relu,
    sigmoid,
    softmax_of_softmax,
    some_texts,
    text_alone,
    unmasked_softmax,
)

lab = reference(__file__)


def affine(t, W_q, b_q):
    return t @ W_q + b_q


def questioned(average=lambda X, mask: lab.mean_pool(X, mask), transform=affine):
    """Return a `text_query` with one of its two steps done otherwise."""
    return lambda X, mask, W_q, b_q: transform(average(X, mask), W_q, b_q)


def activated(function):
    return questioned(transform=lambda t, W_q, b_q: function(affine(t, W_q, b_q)))


def batch_mean(T):
    return np.mean(T, axis=0) * np.ones((len(T), 1))


QUERY = {
    "X": keys_of,
    "mask": mask_of,
    "W_q": common.scaled_down("d d"),
    "b_q": common.scaled_down("d"),
}
VALUE = {"W_v": common.scaled_down("d k"), "b_v": "k"}

text_query = Question(
    "text_query", "La question de chaque texte", group=Q3,
    call="text_query", inputs=QUERY, reference=lab.text_query, uses=("mean_pool",),
    checks=[shape(some_texts, dims="B d"), agrees(some_texts)],
    accepts=[
        Accepted("transposed", questioned(transform=lambda t, W_q, b_q: t @ W_q.T + b_q),
            "Tu écris W_q transposée : accepté."),
    ],
    mistakes=[
        Mistake("raw_mean", questioned(transform=lambda t, W_q, b_q: t),
            "W_q et b_q ne changent rien à ton résultat.",
            "C'est la moyenne du texte qui revient : il manque la transformation linéaire."),
        Mistake("no_bias", questioned(transform=lambda t, W_q, b_q: t @ W_q),
            "Toutes tes questions sont décalées du même vecteur.",
            "Le biais b_q est oublié.", also=(questioned(transform=lambda t, W_q, b_q: t @ W_q.T),)),
        Mistake("no_mask", questioned(lambda X, mask: np.mean(X, axis=1)),
            "Le remplissage change ta question.",
            "La moyenne compte le remplissage : sers-toi de ta `mean_pool`."),
        Mistake("summed", questioned(lambda X, mask: np.sum(X * mask[:, :, None], axis=1)),
            "Plus un texte est long, plus sa question est grande.",
            "C'est la somme des mots qui est transformée, pas leur moyenne."),
        Mistake("batch_mean", questioned(lambda X, mask: batch_mean(lab.mean_pool(X, mask))),
            "Tous les textes ont la même question.",
            "La moyenne porte aussi sur les textes : chacun a sa question."),
        Mistake("bias_first", questioned(transform=lambda t, W_q, b_q: (t + b_q) @ W_q),
            "Le biais est là, mais transformé.",
            "b_q est ajouté avant W_q : relis l'ordre de la formule."),
        Mistake("activation", activated(relu),
            "Tes valeurs sont bornées.",
            "Une non-linéarité suit la transformation : celle de la question est linéaire.",
            also=(activated(np.tanh), activated(sigmoid))),
        Mistake("per_word", lambda X, mask, W_q, b_q: affine(X, W_q, b_q),
            "Tu rends une question par mot.",
            "Ce sont les mots qui sont transformés : c'est leur moyenne qui pose la question."),
    ],
)  # fmt: skip


values = Question(
    "values", "La valeur de chaque mot", group=Q3,
    call="values", inputs={"X": keys_of, **VALUE}, reference=lab.values,
    checks=[shape(some_texts, dims="B L k"), agrees(some_texts)],
    mistakes=[
        Mistake("linear", lambda X, W_v, b_v: X @ W_v + b_v,
            "Tes valeurs positives sont justes, les négatives non.",
            "La non-linéarité manque : sans elle, cette couche se confond avec le classifieur."),
        Mistake("relu_first", lambda X, W_v, b_v: relu(X) @ W_v + b_v,
            "Des valeurs sont négatives.",
            "La ReLU est prise avant la transformation : relis l'ordre de la formule."),
        Mistake("no_bias", lambda X, W_v, b_v: relu(X @ W_v),
            "Le seuil de tes valeurs n'est pas à sa place.",
            "Le biais b_v est oublié."),
        Mistake("bias_last", lambda X, W_v, b_v: relu(X @ W_v) + b_v,
            "Des valeurs sont négatives, ou décalées.",
            "b_v est ajouté après la ReLU : relis les parenthèses de la formule."),
        Mistake("squashed", lambda X, W_v, b_v: sigmoid(X @ W_v + b_v), common.BOUNDED,
            "La non-linéarité est une sigmoïde ou une tangente hyperbolique : l'énoncé demande la ReLU.",
            also=(lambda X, W_v, b_v: np.tanh(X @ W_v + b_v),)),
        Mistake("minimum", lambda X, W_v, b_v: np.minimum(0, X @ W_v + b_v),
            "Aucune de tes valeurs n'est positive.",
            "La ReLU est prise à l'envers : quel côté de 0 garde-t-elle ?"),
        Mistake("one_vector", lambda X, W_v, b_v: relu(np.mean(X, axis=1) @ W_v + b_v),
            "Un seul vecteur revient par texte.",
            "Les mots sont moyennés trop tôt : chaque mot a sa valeur."),
    ],
)  # fmt: skip


def own_scores(X, q):
    """Return the scores of a text's words by its own query."""
    return np.einsum("bld,bd->bl", X, q)


def attended(
    query=lambda X, mask, W_q, b_q: lab.text_query(X, mask, W_q, b_q),
    scores=own_scores,
    weights=lambda S, mask: lab.masked_softmax(S, mask),
    value=lambda X, W_v, b_v: lab.values(X, W_v, b_v),
    mix=lambda P, V, mask: lab.attention_pool(P, V),
):
    """Return a `text_attention` with some of its steps done otherwise."""

    def attend(X, mask, W_q, b_q, W_v, b_v):
        P = weights(scores(X, query(X, mask, W_q, b_q)), mask)
        return mix(P, value(X, W_v, b_v), mask), P

    return attend


text_attention = Question(
    "text_attention", "L'attention dont la question vient du texte", group=Q3,
    call="text_attention", inputs={**QUERY, **VALUE}, parts=("T", "P"), reference=lab.text_attention,
    uses=("masked_softmax", "attention_pool", "text_query", "values"),
    checks=[
        shape(some_texts, "T", dims="B k"),
        zero_where(some_texts, "P"),
        agrees(some_texts, "T", id="output"),
        agrees(some_texts, "P", id="weights"),
        unchanged([some_texts, text_alone], "T", id="row_alone"),
        unchanged([some_texts, more_padding], "T", id="more_padding"),
    ],
    mistakes=[
        Mistake("unused", attended(mix=lambda P, V, mask: lab.mean_pool(V, mask)),
            "Tes poids sont justes, mais ils ne changent rien à ta sortie.",
            "Les valeurs sont moyennées à parts égales : l'attention est calculée, mais elle ne sert pas."),
        Mistake("embeddings_mixed", attended(value=lambda X, W_v, b_v: X),
            "Ta sortie a la dimension des plongements.",
            "Ce sont les plongements qui sont pondérés : il faut leurs valeurs."),
        Mistake("linear_values", attended(value=lambda X, W_v, b_v: X @ W_v + b_v),
            "Tes poids sont justes, pas ta sortie.",
            "Les valeurs sont calculées ici sans leur non-linéarité : appelle `values`."),
        Mistake("raw_mean_query", attended(query=lambda X, mask, W_q, b_q: lab.mean_pool(X, mask)),
            "W_q et b_q ne changent rien à tes poids.",
            "C'est la moyenne du texte qui sert de question, sans la transformation linéaire."),
        Mistake("one_query",
            attended(query=lambda X, mask, W_q, b_q: batch_mean(lab.text_query(X, mask, W_q, b_q))),
            "Les poids d'un texte changent quand les autres textes du lot changent.",
            "Les questions du lot sont mêlées, ou une seule sert pour tous : "
              "chaque texte pose la sienne à ses propres mots.",
            also=(
                attended(scores=lambda X, q: np.einsum("bld,cd->bl", X, q)),
                attended(scores=lambda X, q: X @ q[0]),
            )),
        Mistake("every_pair", attended(scores=lambda X, q: X @ q.T),
            "Le calcul échoue : les scores ont un axe de trop.",
            "Chaque mot rencontre les questions de tous les textes : "
              "il ne doit rencontrer que celle du sien.", also=(attended(scores=lambda X, q: X @ q),)),
        Mistake("scaled", attended(scores=lambda X, q: own_scores(X, q) / np.sqrt(X.shape[2])),
            common.FLATTER,
            "Les scores sont divisés par √d : la formule de ce TP ne le demande pas."),
        no_mask(attended(weights=unmasked_softmax)),
        common.softmax_twice(attended(weights=softmax_of_softmax)),
        Mistake("raw_scores", attended(weights=lambda S, mask: S * mask), common.NO_WEIGHTS,
            "La softmax manque : ce sont les scores qui pondèrent les valeurs.",
            also=(attended(weights=lambda S, mask: S),)),
        Mistake("uniform", attended(scores=lambda X, q: np.zeros(X.shape[:2])),
            "Tous les mots d'un texte ont le même poids.",
            "La question ne sert pas dans les scores."),
    ],
)  # fmt: skip
