"""TP4, exercise 2, step 1: positional encoding."""

import numpy as np

from autograder import Accepted, Case, Mistake, Question, agrees, reference, shape

from .shared import one, waves

lab = reference(__file__)


main = [Case("quelques positions", n=5, d=8)]
sizes = [
    Case("une seule position", n=1, d=6),
    Case("autre taille", public={"n": 7, "d": 6}),
    Case("plus de positions", hidden={"n": 11, "d": 4}),
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
