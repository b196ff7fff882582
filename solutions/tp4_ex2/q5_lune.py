"""TP4, exercise 2, bonus: from the sun to the moon."""

import numpy as np

from autograder import Accepted, Case, Mistake, Question, agrees, reference, rows_sum_to_zero

from .q3_layer import add_place, unplaced
from .shared import heads_of

lab = reference(__file__)


soleil = Case("soleil devient lune", n=5, d=8, d_head=3, h=2)
rivage = Case("un autre mot, une autre place", n=4, d=8, d_head=3, h=2, tokens=["La", "mer", "reste", "calme"], old="reste", new="semble")


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
