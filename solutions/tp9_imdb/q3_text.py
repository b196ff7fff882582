"""TP9, question 3: a query from the text, and values."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Accepted, Mistake, Question, agrees, reference, shape, unchanged, zero_where

from .shared import Q3, alone, keys_of, mask_of, more, ordinary, relu, scaled, sigmoid

lab = reference(__file__)


def questioned(average=lambda X, mask: lab.mean_pool(X, mask), turn=lambda t, W_q, b_q: t @ W_q + b_q):
    """A text's query with one of the two steps done otherwise."""
    return lambda X, mask, W_q, b_q: turn(average(X, mask), W_q, b_q)


def bare_mean(X, mask):
    return np.mean(X, axis=1)


def batch_mean(T):
    return np.mean(T, axis=0) * np.ones((len(T), 1))


QUERY = {"X": keys_of, "mask": mask_of, "W_q": lambda draw: draw.normal("d d") / np.sqrt(draw.size("d")), "b_q": scaled("d")}
VALUE = {"W_v": scaled("d k"), "b_v": "k"}

text_query = Question(
    "text_query", "La question de chaque texte", group=Q3,
    call="text_query", inputs=QUERY, reference=lab.text_query, uses=("mean_pool",),
    checks=[shape(ordinary, dims="B d"), agrees(ordinary)],
    accepts=[
        Accepted("transposed", questioned(turn=lambda t, W_q, b_q: t @ W_q.T + b_q), "Tu écris W_q transposée : accepté."),
    ],
    mistakes=[
        Mistake(
            "raw_mean", questioned(turn=lambda t, W_q, b_q: t),
            symptom="W_q et b_q ne changent rien à ton résultat.",
            diagnosis="C'est la moyenne du texte qui revient : il manque la transformation linéaire.",
        ),
        Mistake(
            "no_bias", questioned(turn=lambda t, W_q, b_q: t @ W_q),
            also=(questioned(turn=lambda t, W_q, b_q: t @ W_q.T),),
            symptom="Toutes tes questions sont décalées du même vecteur.",
            diagnosis="Le biais b_q est oublié.",
        ),
        Mistake(
            "no_mask", questioned(bare_mean),
            symptom="Le remplissage change ta question.",
            diagnosis="La moyenne compte le remplissage : sers-toi de ta `mean_pool`.",
        ),
        Mistake(
            "summed", questioned(lambda X, mask: np.sum(X * mask[:, :, None], axis=1)),
            symptom="Plus un texte est long, plus sa question est grande.",
            diagnosis="C'est la somme des mots qui est transformée, pas leur moyenne.",
        ),
        Mistake(
            "batch_mean", questioned(lambda X, mask: batch_mean(lab.mean_pool(X, mask))),
            symptom="Tous les textes ont la même question.",
            diagnosis="La moyenne porte aussi sur les textes : chacun a sa question.",
        ),
        Mistake(
            "bias_first", questioned(turn=lambda t, W_q, b_q: (t + b_q) @ W_q),
            symptom="Le biais est là, mais transformé.",
            diagnosis="b_q est ajouté avant W_q : relis l'ordre de la formule.",
        ),
        Mistake(
            "activation", questioned(turn=lambda t, W_q, b_q: relu(t @ W_q + b_q)),
            symptom="Tes valeurs sont bornées.",
            diagnosis="Une non-linéarité suit la transformation : celle de la question est linéaire.",
            also=tuple(questioned(turn=lambda t, W_q, b_q, f=f: f(t @ W_q + b_q)) for f in (np.tanh, sigmoid)),
        ),
        Mistake(
            "per_word", lambda X, mask, W_q, b_q: X @ W_q + b_q,
            symptom="Tu rends une question par mot.",
            diagnosis="Ce sont les mots qui sont transformés : c'est leur moyenne qui pose la question.",
        ),
    ],
)  # fmt: skip


values = Question(
    "values", "La valeur de chaque mot", group=Q3,
    call="values", inputs={"X": keys_of, **VALUE}, reference=lab.values,
    checks=[shape(ordinary, dims="B L k"), agrees(ordinary)],
    mistakes=[
        Mistake(
            "linear", lambda X, W_v, b_v: X @ W_v + b_v,
            symptom="Tes valeurs positives sont justes, les négatives non.",
            diagnosis="La non-linéarité manque : sans elle, cette couche se confond avec le classifieur.",
        ),
        Mistake(
            "relu_first", lambda X, W_v, b_v: relu(X) @ W_v + b_v,
            symptom="Des valeurs sont négatives.",
            diagnosis="La ReLU est prise avant la transformation : relis l'ordre de la formule.",
        ),
        Mistake(
            "no_bias", lambda X, W_v, b_v: relu(X @ W_v),
            symptom="Le seuil de tes valeurs n'est pas à sa place.",
            diagnosis="Le biais b_v est oublié.",
        ),
        Mistake(
            "bias_last", lambda X, W_v, b_v: relu(X @ W_v) + b_v,
            symptom="Des valeurs sont négatives, ou décalées.",
            diagnosis="b_v est ajouté après la ReLU : relis les parenthèses de la formule.",
        ),
        Mistake(
            "squashed", lambda X, W_v, b_v: sigmoid(X @ W_v + b_v), also=(lambda X, W_v, b_v: np.tanh(X @ W_v + b_v),),
            symptom="Tes valeurs restent toutes entre -1 et 1.",
            diagnosis="La non-linéarité est une sigmoïde ou une tangente hyperbolique : l'énoncé demande la ReLU.",
        ),
        Mistake(
            "minimum", lambda X, W_v, b_v: np.minimum(0, X @ W_v + b_v),
            symptom="Aucune de tes valeurs n'est positive.",
            diagnosis="La ReLU est prise à l'envers : quel côté de 0 garde-t-elle ?",
        ),
        Mistake(
            "one_vector", lambda X, W_v, b_v: relu(np.mean(X, axis=1) @ W_v + b_v),
            symptom="Un seul vecteur revient par texte.",
            diagnosis="Les mots sont moyennés trop tôt : chaque mot a sa valeur.",
        ),
    ],
)  # fmt: skip


def attended(query=lambda X, mask, W_q, b_q: lab.text_query(X, mask, W_q, b_q), scores=lambda X, q: np.einsum("bld,bd->bl", X, q),
             weights=lambda S, mask: lab.masked_softmax(S, mask), value=lambda X, W_v, b_v: lab.values(X, W_v, b_v),
             mix=lambda P, V, mask: lab.attention_pool(P, V)):  # fmt: skip
    """`text_attention` with some of its steps done otherwise."""
    def attention(X, mask, W_q, b_q, W_v, b_v):
        P = weights(scores(X, query(X, mask, W_q, b_q)), mask)
        return mix(P, value(X, W_v, b_v), mask), P
    return attention


text_attention = Question(
    "text_attention", "L'attention dont la question vient du texte", group=Q3,
    call="text_attention", inputs={**QUERY, **VALUE}, parts=("T", "P"), reference=lab.text_attention,
    uses=("masked_softmax", "attention_pool", "text_query", "values"),
    checks=[
        shape(ordinary, "T", dims="B k"),
        zero_where(ordinary, "P"),
        agrees(ordinary, "T", id="output"),
        agrees(ordinary, "P", id="weights"),
        unchanged([ordinary, alone], "T", id="row_alone"),
        unchanged([ordinary, more], "T", id="more_padding"),
    ],
    mistakes=[
        Mistake(
            "unused", attended(mix=lambda P, V, mask: lab.mean_pool(V, mask)),
            symptom="Tes poids sont justes, mais ils ne changent rien à ta sortie.",
            diagnosis="Les valeurs sont moyennées à parts égales : l'attention est calculée, mais elle ne sert pas.",
        ),
        Mistake(
            "embeddings_mixed", attended(value=lambda X, W_v, b_v: X),
            symptom="Ta sortie a la dimension des plongements.",
            diagnosis="Ce sont les plongements qui sont pondérés : il faut leurs valeurs.",
        ),
        Mistake(
            "linear_values", attended(value=lambda X, W_v, b_v: X @ W_v + b_v),
            symptom="Tes poids sont justes, pas ta sortie.",
            diagnosis="Les valeurs sont calculées ici sans leur non-linéarité : appelle `values`.",
        ),
        Mistake(
            "raw_mean_query", attended(query=lambda X, mask, W_q, b_q: lab.mean_pool(X, mask)),
            symptom="W_q et b_q ne changent rien à tes poids.",
            diagnosis="C'est la moyenne du texte qui sert de question, sans la transformation linéaire.",
        ),
        Mistake(
            "one_query", attended(query=lambda X, mask, W_q, b_q: batch_mean(lab.text_query(X, mask, W_q, b_q))),
            symptom="Les poids d'un texte changent quand les autres textes du lot changent.",
            diagnosis="Les questions du lot sont mêlées, ou une seule sert pour tous : chaque texte pose la sienne à ses propres mots.",
            also=(
                attended(scores=lambda X, q: np.einsum("bld,cd->bl", X, q)),
                attended(scores=lambda X, q: X @ q[0]),
            ),
        ),
        Mistake(
            "every_pair", attended(scores=lambda X, q: X @ q.T), also=(attended(scores=lambda X, q: X @ q),),
            symptom="Le calcul échoue : les scores ont un axe de trop.",
            diagnosis="Chaque mot rencontre les questions de tous les textes : il ne doit rencontrer que celle du sien.",
        ),
        Mistake(
            "scaled", attended(scores=lambda X, q: np.einsum("bld,bd->bl", X, q) / np.sqrt(X.shape[2])),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Les scores sont divisés par √d : la formule de ce TP ne le demande pas.",
        ),
        Mistake(
            "no_mask", attended(weights=lambda S, mask: lab.masked_softmax(S, np.ones_like(mask))),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque n'arrive pas jusqu'à la softmax.",
        ),
        Mistake(
            "softmax_twice", attended(weights=lambda S, mask: lab.masked_softmax(lab.masked_softmax(S, mask), mask)),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "raw_scores", attended(weights=lambda S, mask: S * mask), also=(attended(weights=lambda S, mask: S),),
            symptom="Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1.",
            diagnosis="La softmax manque : ce sont les scores qui pondèrent les valeurs.",
        ),
        Mistake(
            "uniform", attended(scores=lambda X, q: np.zeros(X.shape[:2])),
            symptom="Tous les mots d'un texte ont le même poids.",
            diagnosis="La question ne sert pas dans les scores.",
        ),
    ],
)  # fmt: skip
