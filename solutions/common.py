"""What labs share: the softmax question, and mistakes and symptoms that come back elsewhere."""

import numpy as np

from autograder import Case, Mistake, Question, agrees, rows_sum_to_one, shape

# Symptoms of more than one mistake.
TRANSPOSED = "Les deux dimensions sont échangées."
SIZES_DIFFER = "Le produit matriciel échoue : les dimensions ne s'enchaînent pas."
BOUNDED = "Tes valeurs restent toutes entre -1 et 1."
FLATTER = "Tes poids sont plus étalés que ceux attendus."
SHARPER = "Tes poids sont plus tranchés que ceux attendus."
NO_WEIGHTS = "Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1."


def softmax_twice(answer, also=(), id="softmax_twice"):
    """Return the mistake of a softmax that is applied to weights."""
    symptom = "Tes poids sont presque uniformes."
    return Mistake(id, answer, symptom, "La softmax est appliquée deux fois.", also)


def causal(answer, also=()):
    """Return the mistake of a head whose words look at those before them only, as a decoder's do."""
    symptom = "Le premier mot ne regarde que lui-même."
    diagnosis = "Tu appliques un masque causal : ici, chaque mot regarde toute la phrase."
    return Mistake("causal", answer, symptom, diagnosis, also)


def scaled_down(dims):
    """Return a draw of the named dimensions that keeps the variance of what it multiplies.

    Larger values would saturate a softmax, and blow up what a student rounded further up.
    """
    return lambda draw: draw.normal(dims) / np.sqrt(draw.size(dims.split()[0]))


def weights(dims):
    """Return a draw of weights, without a lab's own softmax: positive, every row of sum 1."""

    def draw_weights(draw):
        positive = np.exp(draw.normal(dims))
        return positive / positive.sum(axis=-1, keepdims=True)

    return draw_weights


def exponentials(S, axis=-1):
    """Return exp(S - max), the maximum taken along `axis`, or over the whole array where it is None."""
    return np.exp(S - np.max(S, axis=axis, keepdims=True))


def column_exponentials(S):
    return exponentials(S, 0)


def whole_exponentials(S):
    return exponentials(S, None)


def divided(by, exponentials=exponentials):
    """Return a softmax that divides the exponentials by what `by` makes of them.

    With a wrong sum, the result depends on which maximum was taken away before.
    """

    def softmax(S):
        e = exponentials(S)
        return e / by(e)

    return softmax


def column_sums(e):
    return e.sum(axis=0, keepdims=True)


def flat_row_sums(e):
    """Return the sums of the rows as a vector: without keepdims, it is broadcast along the columns."""
    return e.sum(axis=1)


softmax_columns = divided(column_sums, column_exponentials)
softmax_whole = divided(np.sum, whole_exponentials)


def softmax_transposed(S):
    return softmax_columns(S).T


def softmax_naive(S):
    e = np.exp(S)
    return e / e.sum(axis=-1, keepdims=True)


def sum_normalised(S):
    return S / S.sum(axis=-1, keepdims=True)


def softmax_minus_sign(S):
    e = exponentials(-S)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_max_no_keepdims(S):
    e = np.exp(S - S.max(axis=1))
    return e / e.sum(axis=-1, keepdims=True)


SOFTMAX_MISTAKES = [
    Mistake("overflow", softmax_naive,
        "Des nan apparaissent sur de grands scores.",
        "L'exponentielle déborde : que devient la softmax si on retire le même nombre à tous les scores "
          "d'une ligne ?"),
    Mistake("columns", softmax_columns,
        "Tes lignes ne somment pas à 1, mais tes colonnes, si.",
        "La normalisation est faite colonne par colonne : relis le rôle de `axis` dans `np.sum`.",
        also=(divided(column_sums),)),
    Mistake("whole", softmax_whole,
        "C'est la somme de toute la matrice qui vaut 1, pas celle de chaque ligne.",
        "Tu divises par la somme de tous les coefficients : chaque mot doit avoir sa propre distribution.",
        also=(divided(np.sum),)),
    Mistake("no_keepdims", divided(flat_row_sums),
        "Les coefficients ne sont pas divisés par la somme de leur propre ligne (ou la division échoue sur "
          "un rectangle).",
        "Le vecteur des sommes s'aligne sur les colonnes par diffusion (broadcasting) : "
          "regarde sa forme, et `keepdims`.",
        also=(divided(flat_row_sums, np.exp), divided(flat_row_sums, whole_exponentials))),
    Mistake("no_exponential", sum_normalised,
        "Les lignes somment à 1, mais des coefficients sont négatifs ou hors de [0, 1].",
        "Il manque l'exponentielle : diviser par la somme ne suffit pas quand des scores sont négatifs."),
    Mistake("not_normalised", exponentials,
        "Les lignes ne somment pas à 1.",
        "L'exponentielle est là, mais pas la division par la somme de la ligne.",
        also=(np.exp, whole_exponentials)),
    Mistake("minus", softmax_minus_sign,
        "Les plus grands scores reçoivent les plus petits poids.",
        "Un signe s'est inversé dans l'exponentielle."),
    Mistake("transposed", softmax_transposed,
        "Le résultat est la transposée de ce qui est attendu, ou presque.",
        "Tu normalises les colonnes puis tu transposes : la ligne i doit rester celle du mot i.",
        also=(lambda S: divided(column_sums)(S).T,)),
    Mistake("max_no_keepdims", softmax_max_no_keepdims,
        "Les lignes somment à 1, mais les poids ne suivent pas les scores de leur ligne.",
        "Le maximum retiré n'est pas celui de la ligne : "
          "regarde la forme de ce que tu retires, et `keepdims`."),
    Mistake("scores_returned", lambda S: S,
        "Les scores reviennent inchangés.",
        "Ta fonction renvoie son entrée : le résultat du calcul est-il bien celui que tu renvoies ?"),
    Mistake("norm", divided(lambda e: np.linalg.norm(e, axis=-1, keepdims=True)),
        "Tes lignes ne somment pas à 1, mais leurs carrés, si.",
        "Tu divises par la norme euclidienne de la ligne : ce n'est pas elle qui rend la somme égale à 1."),
    Mistake("raw_denominator", lambda S: np.exp(S) / S.sum(axis=-1, keepdims=True),
        "Tes lignes ne somment pas à 1, et des coefficients peuvent être négatifs.",
        "Le dénominateur somme les scores eux-mêmes : "
          "compare numérateur et dénominateur dans la formule.",
        also=(lambda S: exponentials(S) / S.sum(axis=-1, keepdims=True),)),
    Mistake("log", lambda S: np.log(softmax_naive(S - S.max(axis=-1, keepdims=True))),
        "Tous les coefficients sont négatifs.",
        "Tu renvoies le logarithme des poids, pas les poids."),
]  # fmt: skip

ORDINARY = Case("scores ordinaires", n=5, m=5)
RECTANGLE = Case("rectangle", n=3, m=7)
LARGE = Case("grands scores", n=5, m=5, shift=1000.0)  # exp overflows in float64


def softmax_question(reference):
    """Return the question of a stable softmax, row by row: A_ij = exp(S_ij) / Σ_k exp(S_ik)."""
    return Question(
        "softmax",
        "Softmax ligne par ligne",
        call="softmax",
        inputs={"S": "n m"},
        reference=reference,
        checks=[
            shape(ORDINARY, dims="n m"),
            rows_sum_to_one(ORDINARY),
            agrees(ORDINARY),
            agrees(RECTANGLE, id="rectangle"),
            agrees(LARGE, id="stable"),
        ],
        mistakes=SOFTMAX_MISTAKES,
    )
