"""TP4, exercise 2, step 1: positional encoding."""

import numpy as np

from autograder import Accepted, Case, Mistake, Question, agrees, reference, shape

from .shared import common, one_head

lab = reference(__file__)


some_positions = Case("quelques positions", n=5, d=8)
other_sizes = [
    Case("une seule position", n=1, d=6),
    Case("autre taille", public={"n": 7, "d": 6}),
    Case("plus de positions", hidden={"n": 11, "d": 4}),
]


def encoding(angle, even=np.sin, odd=np.cos, first=0):
    """Return a positional encoding from angle(pos, k, j, d): j is the column, k = j // 2 its pair."""

    def encode(n, d):
        pos, j = first + np.arange(n)[:, None], np.arange(d)[None, :]
        angles = angle(pos, j // 2, j, d)
        return np.where(j % 2 == 0, even(angles), odd(angles))

    return encode


def correct_angle(pos, k, j, d):
    return pos / 10000.0 ** (2 * k / d)


def in_halves(encode):
    """Return an encoding with the even columns first: [sin | cos]."""

    def rearranged(n, d):
        P = encode(n, d)
        return np.hstack([P[:, 0::2], P[:, 1::2]])

    return rearranged


def in_both_layouts(id, encode, symptom, diagnosis):
    """Return a mistake whose columns may be interleaved, or in halves."""
    return Mistake(id, encode, symptom, diagnosis, also=(in_halves(encode),))


def in_half_precision(encode):
    return lambda n, d: encode(n, d).astype(np.float16)


def of_base(base):
    return encoding(lambda pos, k, j, d: pos / base ** (2 * k / d))


OTHER_BASES = tuple(
    encode for base in (1e2, 1e3, 1e5, 1e6) for encode in (of_base(base), in_halves(of_base(base)))
)


def roles_exchanged(n, d):
    """Build row p as if it were column p."""
    row, column = np.arange(n)[:, None], np.arange(d)[None, :]
    angles = column / 10000.0 ** (2 * (row // 2) / d)
    return np.where(row % 2 == 0, np.sin(angles), np.cos(angles))


def first_row_left(n, d):
    return np.vstack([np.zeros((1, d)), lab.own.positional_encoding(n, d)[1:]])


def by_rows(n, d):
    """Choose sine or cosine by the parity of the position, not of the column."""
    pos, j = np.arange(n)[:, None], np.arange(d)[None, :]
    angles = correct_angle(pos, j // 2, j, d)
    return np.where(pos % 2 == 0, np.sin(angles), np.cos(angles))


def no_power(n, d):
    """Divide by 10000 * 2k/d with Python's numbers: the first pair raises."""
    return np.array([[pos / (10000 * 2 * (j // 2) / d) for j in range(d)] for pos in range(n)])


positional_encoding = Question(
    "positional_encoding", "L'encodage de position",
    call="positional_encoding",
    inputs={"n_words": lambda draw: draw.size("n"), "d_embedding": lambda draw: draw.size("d")},
    reference=lab.positional_encoding,
    checks=[
        shape(some_positions, dims="n_words d_embedding"),
        agrees(some_positions),
        agrees(other_sizes, id="sizes"),
    ],
    accepts=[
        Accepted("halves", in_halves(lab.own.positional_encoding),
            "Tu mets tous les sinus, puis tous les cosinus, au lieu de les entrelacer : accepté."),
        Accepted("half_precision", in_half_precision(lab.own.positional_encoding),
            "Tu calcules en float16, juste à trois décimales : accepté."),
        Accepted("halves_half_precision", in_half_precision(in_halves(lab.own.positional_encoding)),
            "Sinus puis cosinus, en float16 : accepté."),
    ],
    mistakes=[
        in_both_layouts("exponent_doubled", encoding(lambda pos, k, j, d: pos / 10000.0 ** (4 * k / d)),
            "Tes deux premières colonnes sont justes ; les suivantes ralentissent trop vite.",
            "L'exposant est doublé : dans la formule, 2k est-il l'indice de la paire, "
              "ou déjà celui de la colonne ?"),
        Mistake("raw_column_doubled", encoding(lambda pos, k, j, d: pos / 10000.0 ** (2 * j / d)),
            "Ta première colonne est juste ; toutes les autres ralentissent trop vite, "
              "et les colonnes d'une paire ne vont pas ensemble.",
            "L'exposant est calculé avec l'indice de la colonne là où la formule compte les paires : "
              "que vaut k pour les colonnes 2 et 3 ?"),
        Mistake("raw_column", encoding(lambda pos, k, j, d: pos / 10000.0 ** (j / d)),
            "Tes sinus sont justes, pas tes cosinus.",
            "L'angle des cosinus n'est pas celui des sinus de la même paire : "
              "relis l'exposant des colonnes 2k + 1."),
        in_both_layouts("factor_two_lost", encoding(lambda pos, k, j, d: pos / 10000.0 ** (k / d)),
            "Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas assez.",
            "Il manque un facteur dans l'exposant : "
              "compare-le à celui de la formule pour la deuxième paire."),
        in_both_layouts("next_pair", encoding(lambda pos, k, j, d: pos / 10000.0 ** (2 * (k + 1) / d)),
            "Même tes deux premières colonnes tournent trop lentement.",
            "Les paires sont comptées à partir de 1 : quel est le premier k de la formule ?"),
        in_both_layouts("multiplied", encoding(lambda pos, k, j, d: pos * 10000.0 ** (2 * k / d)),
            "Tes deux premières colonnes sont justes ; dans les suivantes, "
              "l'angle explose au lieu de rapetisser.",
            "La position est multipliée par la puissance de 10000 : "
              "relis la fraction, ou le signe de l'exposant."),
        in_both_layouts("first_row_left", first_row_left,
            "La première ligne est nulle ; les autres sont justes.",
            "La position 0 n'a pas été remplie : où commence ta boucle, et que vaut le cosinus de 0 ?"),
        in_both_layouts("swapped", encoding(correct_angle, np.cos, np.sin),
            "Les sinus et les cosinus ont échangé leurs places.",
            "Relis quelles colonnes portent les sinus : la numérotation commence à 0."),
        in_both_layouts("from_one", encoding(correct_angle, first=1),
            "Tout est décalé d'une ligne : ta première ligne est celle qui est attendue en deuxième.",
            "Tes positions commencent à 1 : quelle est la position du premier mot ?"),
        Mistake("no_power", no_power,
            "Une division par zéro arrive dès la première paire.",
            "10000 est multiplié par la fraction au lieu d'être élevé à cette puissance : "
              "relis la formule, et la priorité des opérateurs."),
        in_both_layouts("no_power_nan", encoding(lambda pos, k, j, d: pos / (10000.0 * 2 * k / d)),
            "Des nan apparaissent dans la première paire de colonnes.",
            "10000 est multiplié par la fraction au lieu d'être élevé à cette puissance : "
              "tu divises par zéro pour k = 0."),
        in_both_layouts("division_outside", encoding(lambda pos, k, j, d: pos / (10000.0 ** (2 * k) / d)),
            "Tes angles sont beaucoup trop grands dans la première paire, "
              "et nuls ou presque dans les autres.",
            "La division par d a échappé à l'exposant : "
              "regarde l'ordre dans lequel Python calcule `**` et `/`."),
        in_both_layouts("log_ten",
            encoding(lambda pos, k, j, d: pos * np.exp(-2 * k * np.log10(10000.0) / d)),
            "Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas assez.",
            "Pour écrire une puissance avec `np.exp`, quel logarithme faut-il : "
              "celui de base 10, ou un autre ?"),
        Mistake("words_for_dimension",
            lambda n, d: encoding(lambda pos, k, j, d: pos / 10000.0 ** (2 * k / n))(n, d),
            "Tes deux premières colonnes sont justes, pas les suivantes.",
            "L'exposant est divisé par le nombre de mots : quelle dimension la formule y met-elle ?"),
        Mistake("other_base", of_base(1e3),
            "Tes deux premières colonnes sont justes ; les suivantes ne ralentissent pas comme il faut.",
            "Recompte les zéros de la constante de la formule.", also=OTHER_BASES),
        Mistake("all_sines", encoding(correct_angle, np.sin, np.sin),
            "Tes colonnes vont par deux et sont égales deux à deux.",
            "Il n'y a que des sinus : que doivent contenir les colonnes impaires ?"),
        in_both_layouts("degrees", encoding(lambda pos, k, j, d: np.radians(correct_angle(pos, k, j, d))),
            "Tes valeurs changent beaucoup trop peu d'une position à l'autre.",
            "L'angle est converti comme s'il était en degrés : "
              "dans quelle unité la formule le donne-t-elle ?"),
        in_both_layouts("angles_alone", encoding(correct_angle, np.array, np.array),
            "Tes valeurs dépassent 1.",
            "Ce sont les angles qui reviennent : il leur manque le sinus et le cosinus."),
        Mistake("by_rows", by_rows,
            "Une ligne sur deux n'a que des sinus, l'autre que des cosinus.",
            "Tu choisis entre sinus et cosinus selon la position du mot : c'est la colonne qui décide."),
        Mistake("roles_exchanged", roles_exchanged,
            "Ta première colonne change de ligne en ligne "
              "comme la première ligne devrait changer de colonne en colonne.",
            "Position et dimension ont échangé leurs rôles : "
              "laquelle est divisée, laquelle est dans l'exposant ?",
            also=(lambda n, d: encoding(correct_angle)(d, n).T, lambda n, d: roles_exchanged(d, n).T)),
        Mistake("transposed", lambda n, d: lab.own.positional_encoding(n, d).T,
            common.TRANSPOSED,
            "Le résultat est transposé : une ligne par position."),
    ],
)  # fmt: skip


def encoding_of(X):
    """Return the encoding of X's positions, by the lab's function or the one that stands in for it."""
    return lab.positional_encoding(*X.shape)


add_position = Question(
    "add_position", "Ajouter la position",
    call="add_positional_encoding", inputs={"X": "n d"}, reference=lab.add_positional_encoding,
    uses=("positional_encoding",),
    checks=[agrees(one_head)],
    mistakes=[
        Mistake("multiplied", lambda X: X * encoding_of(X),
            "Ton résultat est le produit terme à terme des embeddings et de l'encodage.",
            "L'encodage multiplie les embeddings : relis l'opération entre X et P."),
        Mistake("encoding_alone", encoding_of,
            "Ton résultat ne dépend pas des embeddings.",
            "L'encodage revient seul : il doit rejoindre les embeddings, pas les remplacer."),
        Mistake("concatenated", lambda X: np.hstack([X, encoding_of(X)]),
            "Tes vecteurs sont deux fois trop longs.",
            "L'encodage est mis à côté des embeddings : la dimension ne doit pas changer."),
        Mistake("scaled", lambda X: X * np.sqrt(X.shape[1]) + encoding_of(X),
            "La part de l'encodage est juste, mais celle des embeddings est trop grande.",
            "Tu multiplies d'abord X par √d, comme le Transformeur d'origine : "
              "cet exercice ne le demande pas."),
        Mistake("subtracted", lambda X: X - encoding_of(X),
            "L'encodage est là, avec le mauvais signe.",
            "L'encodage est retranché : relis l'opération entre X et P."),
        Mistake("twice", lambda X: X + 2 * encoding_of(X),
            "La part de l'encodage est deux fois trop grande.",
            "L'encodage est ajouté deux fois : une copie de X a-t-elle déjà été modifiée ?"),
        Mistake("one_position", lambda X: X + encoding_of(X)[0],
            "Tous les mots reçoivent le même encodage.",
            "Une seule ligne de l'encodage est ajoutée à tous les mots : chacun doit recevoir la sienne."),
        Mistake("unchanged", lambda X: X,
            "Les embeddings reviennent inchangés.",
            "L'encodage n'entre pas dans ce que tu renvoies : regarde ton `return`."),
    ],
)  # fmt: skip
