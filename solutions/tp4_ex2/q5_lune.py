"""TP4, exercise 2, bonus: from the sun to the moon."""

import numpy as np

from autograder import Accepted, Case, Mistake, Question, agrees, reference, rows_sum_to_zero

from .q3_layer import with_position, without_position
from .shared import heads_of

lab = reference(__file__)


soleil = Case("soleil devient lune", n=5, d=8, d_head=3, h=2)
rivage = Case(
    "un autre mot, une autre place",
    n=4,
    d=8,
    d_head=3,
    h=2,
    tokens=["La", "mer", "reste", "calme"],
    old="reste",
    new="semble",
)


def weights_for(X, heads):
    """Return the weights of every head, by the lab's function or the one that stands in for it."""
    return np.asarray(lab.multi_head_attention(X, heads)[1])


def with_row(tokens, X, old, vector):
    changed = X.copy()
    changed[tokens.index(old)] = vector
    return changed


def compared(
    difference=lambda after, before: after - before,
    word=lambda tokens, old: old,
    vector=lambda old_vector, new_vector: new_vector,
    change=with_row,
    place=with_position,
):
    """Return a `replace_word` with some of its steps done otherwise."""

    def replace(tokens, X, old, new, new_vector, heads):
        replaced = word(tokens, old)
        changed = change(tokens, X, replaced, vector(X[tokens.index(replaced)], new_vector))
        return difference(weights_for(place(changed), heads), weights_for(place(X), heads))

    return replace


def already_placed(tokens, X, old, new, new_vector, heads):
    """Take X with the positions in it, and give new_vector its own."""
    place = lab.positional_encoding(*X.shape)[tokens.index(old)]
    return weights_for(with_row(tokens, X, old, new_vector + place), heads) - weights_for(X, heads)


def outputs_compared(tokens, X, old, new, new_vector, heads):
    after, _ = lab.multi_head_attention(with_position(with_row(tokens, X, old, new_vector)), heads)
    before, _ = lab.multi_head_attention(with_position(X), heads)
    return after - before


def unplaced_word(tokens, X, old, new, new_vector, heads):
    """Replace the row after the positions were added: the new word has none."""
    before = with_position(X)
    return weights_for(with_row(tokens, before, old, new_vector), heads) - weights_for(before, heads)


def placed_afterwards(tokens, X, old, new, new_vector, heads):
    """Give positions to the new sentence only."""
    changed = with_row(tokens, X, old, new_vector)
    return weights_for(with_position(changed), heads) - weights_for(X, heads)


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
        rows_sum_to_zero(soleil),
        agrees(soleil),
        agrees(rivage, id="other_word"),
    ],
    accepts=[
        Accepted("without_position", compared(place=without_position),
            "Tu prends X comme s'il portait déjà les positions : accepté."),
        Accepted("already_placed", already_placed,
            "Tu prends X comme s'il portait déjà les positions, "
              "et tu ajoutes la sienne au nouveau mot : accepté."),
    ],
    mistakes=[
        Mistake("old_minus_new", compared(lambda after, before: before - after),
            "Toutes tes valeurs ont le signe opposé.",
            "La différence est prise à l'envers : un poids qui augmente doit donner un nombre positif."),
        Mistake("absolute", compared(lambda after, before: np.abs(after - before)),
            "Aucune valeur négative : tes lignes ne somment pas à 0.",
            "La valeur absolue efface le sens du changement."),
        Mistake("squared", compared(lambda after, before: (after - before) ** 2),
            "Aucune valeur négative : tes lignes ne somment pas à 0.",
            "Le carré efface le sens du changement : il faut la simple différence."),
        Mistake("relative", compared(lambda after, before: (after - before) / before),
            "Tes lignes ne somment pas à 0.",
            "Tu divises par les anciens poids : il faut la simple différence."),
        Mistake("new_alone", compared(lambda after, before: after),
            "Tes lignes somment à 1 : ce sont des poids, pas une différence.",
            "Les nouveaux poids reviennent seuls : compare-les aux anciens."),
        Mistake("no_copy", compared(lambda after, before: np.zeros_like(after)),
            "Ta différence est nulle partout.",
            "Les deux calculs voient la même phrase : X et sa version modifiée sont-ils bien deux tableaux "
              "distincts ?"),
        Mistake("first_row", compared(word=lambda tokens, old: tokens[0]),
            "Un autre mot que celui demandé a été remplacé.",
            "C'est la première ligne de X qui change : cherche la place de `old` dans la phrase."),
        Mistake("next_row", compared(word=lambda tokens, old: tokens[tokens.index(old) + 1]),
            "Un autre mot que celui demandé a été remplacé.",
            "La ligne remplacée est décalée d'une place : les lignes de X se comptent à partir de 0."),
        Mistake("fixed_row", compared(word=lambda tokens, old: tokens[1]),
            "Le bon mot est remplacé dans une phrase, mais pas dans une autre.",
            "C'est toujours la deuxième ligne de X qui change : sers-toi de `old` pour trouver la bonne."),
        Mistake("row_added", compared(vector=lambda old_vector, new_vector: old_vector + new_vector),
            "L'ancien mot pèse encore dans tes nouveaux poids.",
            "Le nouveau vecteur est ajouté à l'ancien : il doit le remplacer."),
        Mistake("appended", compared(change=lambda tokens, X, old, vector: np.vstack([X, vector])),
            "Les deux matrices de poids n'ont pas la même taille.",
            "Le nouveau mot est ajouté à la phrase : il doit prendre la place de l'ancien."),
        Mistake("unplaced_word", unplaced_word,
            "Le nouveau mot n'a pas de position.",
            "Le vecteur est remplacé après l'ajout des positions : "
              "le nouveau mot doit recevoir celle de l'ancien."),
        Mistake("placed_afterwards", placed_afterwards,
            "Tu compares une phrase avec positions à une phrase sans.",
            "Les anciens poids sont calculés sans l'encodage de position : "
              "les deux calculs doivent se faire pareil."),
        Mistake("averaged", compared(lambda after, before: (after - before).mean(axis=0)),
            "Une seule matrice revient.",
            "Les têtes sont moyennées : la différence se regarde tête par tête."),
        Mistake("outputs_compared", outputs_compared,
            "Ton résultat a la forme d'une sortie.",
            "Ce sont les sorties des têtes qui sont comparées : il faut leurs poids."),
    ],
)  # fmt: skip
