"""What labs share: the softmax question and the mistakes that students make in it."""

import numpy as np

from autograder import Case, Mistake, Question, agrees, rows_sum_to_one, shape


def exp_shifted(S, axis=-1):
    """exp(S - max), the maximum taken along `axis` (None: over the whole array)."""
    return np.exp(S - np.max(S, axis=axis, keepdims=True))


def divided(by, shift=exp_shifted):
    """exp(S - …) divided by `by` of it: which maximum is taken away matters where the sum is wrong."""

    def weights(S):
        e = shift(S)
        return e / by(e)

    return weights


def column_sums(e):
    return e.sum(axis=0, keepdims=True)


def row_sums_in_a_row(e):  # no keepdims: broadcast along the columns
    return e.sum(axis=1)


def column_maximum(S):
    return exp_shifted(S, 0)


softmax_columns = divided(column_sums, column_maximum)
softmax_whole = divided(np.sum, lambda S: exp_shifted(S, None))


def softmax_transposed(S):
    return softmax_columns(S).T


def softmax_naive(S):
    e = np.exp(S)
    return e / e.sum(axis=-1, keepdims=True)


def sum_normalised(S):
    return S / S.sum(axis=-1, keepdims=True)


def softmax_minus_sign(S):
    e = exp_shifted(-S)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_max_no_keepdims(S):
    e = np.exp(S - S.max(axis=1))
    return e / e.sum(axis=-1, keepdims=True)


SOFTMAX_MISTAKES = [
    Mistake(
        "overflow", softmax_naive,
        symptom="Des nan apparaissent sur de grands scores.",
        diagnosis="L'exponentielle déborde : que devient la softmax si on retire le même nombre à tous les scores d'une ligne ?",
    ),
    Mistake(
        "columns", softmax_columns, also=(divided(column_sums),),
        symptom="Tes lignes ne somment pas à 1, mais tes colonnes, si.",
        diagnosis="La normalisation est faite colonne par colonne : relis le rôle de `axis` dans `np.sum`.",
    ),
    Mistake(
        "whole", softmax_whole, also=(divided(np.sum),),
        symptom="C'est la somme de toute la matrice qui vaut 1, pas celle de chaque ligne.",
        diagnosis="Tu divises par la somme de tous les coefficients : chaque mot doit avoir sa propre distribution.",
    ),
    Mistake(
        "no_keepdims", divided(row_sums_in_a_row), also=(
            divided(row_sums_in_a_row, np.exp),
            divided(row_sums_in_a_row, lambda S: exp_shifted(S, None)),
        ),
        symptom="Les coefficients ne sont pas divisés par la somme de leur propre ligne (ou la division échoue sur un rectangle).",
        diagnosis="Le vecteur des sommes s'aligne sur les colonnes par diffusion (broadcasting) : regarde sa forme, et `keepdims`.",
    ),
    Mistake(
        "no_exponential", sum_normalised,
        symptom="Les lignes somment à 1, mais des coefficients sont négatifs ou hors de [0, 1].",
        diagnosis="Il manque l'exponentielle : diviser par la somme ne suffit pas quand des scores sont négatifs.",
    ),
    Mistake(
        "not_normalised", exp_shifted, also=(np.exp, lambda S: exp_shifted(S, None)),
        symptom="Les lignes ne somment pas à 1.",
        diagnosis="L'exponentielle est là, mais pas la division par la somme de la ligne.",
    ),
    Mistake(
        "minus", softmax_minus_sign,
        symptom="Les plus grands scores reçoivent les plus petits poids.",
        diagnosis="Un signe s'est inversé dans l'exponentielle.",
    ),
    Mistake(
        "transposed", softmax_transposed, also=(lambda S: divided(column_sums)(S).T,),
        symptom="Le résultat est la transposée de ce qui est attendu, ou presque.",
        diagnosis="Tu normalises les colonnes puis tu transposes : la ligne i doit rester celle du mot i.",
    ),
    Mistake(
        "max_no_keepdims", softmax_max_no_keepdims,
        symptom="Les lignes somment à 1, mais les poids ne suivent pas les scores de leur ligne.",
        diagnosis="Le maximum retiré n'est pas celui de la ligne : regarde la forme de ce que tu retires, et `keepdims`.",
    ),
    Mistake(
        "scores_returned", lambda S: S,
        symptom="Les scores reviennent inchangés.",
        diagnosis="Ta fonction renvoie son entrée : le résultat du calcul est-il bien celui que tu renvoies ?",
    ),
    Mistake(
        "norm", divided(lambda e: np.linalg.norm(e, axis=-1, keepdims=True)),
        symptom="Tes lignes ne somment pas à 1, mais leurs carrés, si.",
        diagnosis="Tu divises par la norme euclidienne de la ligne : ce n'est pas elle qui rend la somme égale à 1.",
    ),
    Mistake(
        "raw_denominator", lambda S: np.exp(S) / S.sum(axis=-1, keepdims=True),
        symptom="Tes lignes ne somment pas à 1, et des coefficients peuvent être négatifs.",
        diagnosis="Le dénominateur somme les scores eux-mêmes : compare numérateur et dénominateur dans la formule.",
        also=(lambda S: exp_shifted(S) / S.sum(axis=-1, keepdims=True),),
    ),
    Mistake(
        "log", lambda S: np.log(softmax_naive(S - S.max(axis=-1, keepdims=True))),
        symptom="Tous les coefficients sont négatifs.",
        diagnosis="Tu renvoies le logarithme des poids, pas les poids.",
    ),
]  # fmt: skip

ORDINARY = [Case("scores ordinaires", n=5, m=5)]
RECTANGLE = [Case("rectangle", n=3, m=7)]
LARGE = [Case("grands scores", n=5, m=5, shift=1000.0)]  # exp overflows in float64


def softmax_question(reference):
    """Softmax row by row: A_ij = exp(S_ij) / Σ_k exp(S_ik), stable."""
    return Question(
        "softmax", "Softmax ligne par ligne",
        call="softmax", inputs={"S": "n m"}, reference=reference,
        checks=[
            shape(ORDINARY, dims="n m"),
            rows_sum_to_one(ORDINARY),
            agrees(ORDINARY),
            agrees(RECTANGLE, id="rectangle"),
            agrees(LARGE, id="stable"),
        ],
        mistakes=SOFTMAX_MISTAKES,
    )  # fmt: skip
