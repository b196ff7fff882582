"""TP4, exercise 2, step 3: the last linear layer, and all of it."""

import numpy as np

from autograder import Mistake, Question, agrees, feels_position, reference, shape

from .shared import common, heads_of, several_heads, words_of, words_reversed

lab = reference(__file__)


projection = Question(
    "projection", "La couche linéaire finale",
    # b_O is optional and the handout does not ask for it: no case passes it.
    call="output_projection", inputs={"H": "n d_in", "W_O": common.scaled_down("d_in d_model")},
    reference=lab.output_projection,
    checks=[shape(several_heads, dims="n d_model"), agrees(several_heads)],
    mistakes=[
        Mistake("unchanged", lambda H, W_O, b_O=None: H,
            "L'entrée revient inchangée.",
            "W_O ne sert pas : regarde ce que tu renvoies."),
        Mistake("transposed", lambda H, W_O, b_O=None: (H @ W_O).T, common.TRANSPOSED,
            "Le résultat est transposé : une ligne par mot."),
        Mistake("elementwise", lambda H, W_O, b_O=None: H * W_O,
            "Le produit échoue : les formes ne vont pas ensemble.",
            "`*` multiplie terme à terme : il faut un produit de matrices."),
        Mistake("swapped", lambda H, W_O, b_O=None: W_O @ H, common.SIZES_DIFFER,
            "Les mots sont en lignes : dans quel ordre H et W_O doivent-ils se suivre ?"),
        Mistake("weights_transposed", lambda H, W_O, b_O=None: H @ W_O.T, common.SIZES_DIFFER,
            "W_O est transposée de trop : compare sa forme à celle de H."),
        Mistake("relu", lambda H, W_O, b_O=None: np.maximum(0, H @ W_O),
            "Aucune de tes valeurs n'est négative.",
            "Une ReLU suit le produit : la couche demandée est linéaire."),
        Mistake("tanh", lambda H, W_O, b_O=None: np.tanh(H @ W_O), common.BOUNDED,
            "Une tangente hyperbolique suit le produit : la couche demandée est linéaire."),
        Mistake("softmax", lambda H, W_O, b_O=None: lab.own.softmax(H @ W_O),
            "Tes lignes somment à 1.",
            "Une softmax suit le produit : elle appartient aux poids d'attention, pas à la couche finale."),
        Mistake("bias_of_ones", lambda H, W_O, b_O=None: H @ W_O + 1,
            "Toutes tes valeurs sont décalées de la même quantité.",
            "Un biais est ajouté alors qu'aucun n'est donné : que devient `b_O` quand il vaut None ?"),
        Mistake("one_vector", lambda H, W_O, b_O=None: (H @ W_O).mean(axis=0),
            "Un seul vecteur revient pour toute la phrase.",
            "Les mots sont moyennés : la couche finale garde une ligne par mot."),
    ],
)  # fmt: skip


def encoder(
    before=lambda X: lab.add_positional_encoding(X),
    between=lambda H: H,
    project=lambda H, W_O: lab.output_projection(H, W_O),
    after=lambda Z: Z,
):
    """Return an encoder with some of its steps done otherwise."""

    def encode(X, heads, W_O):
        H, A = lab.multi_head_attention(before(X), heads)
        return after(project(between(H), W_O)), A

    return encode


def without_position(X):
    return X


def with_position(X):
    return lab.add_positional_encoding(X)


encode = Question(
    "encode", "La phrase encodée",
    call="encode", inputs={"X": words_of, "heads": heads_of, "W_O": common.scaled_down("d_in d_model")},
    parts=("Z", "A"),
    reference=lab.encode,
    uses=("add_position", "multi_head", "projection"),
    checks=[
        agrees(several_heads, "Z", id="output"),
        agrees(several_heads, "A", id="weights"),
        feels_position([several_heads, words_reversed], "Z"),
    ],
    mistakes=[
        Mistake("no_position", encoder(before=without_position),
            "Renverser les mots ne fait que renverser ta sortie.",
            "L'encodage de position n'entre pas dans le calcul : que reçoivent les têtes ?"),
        Mistake("position_after_heads", encoder(before=without_position, between=with_position),
            "Tes poids ne dépendent pas de la position des mots.",
            "La position est ajoutée à la sortie des têtes : elle doit l'être à ce qu'elles reçoivent."),
        Mistake("position_after_projection", encoder(before=without_position, after=with_position),
            "L'ajout de la position échoue : la dimension qu'il reçoit n'est pas celle des embeddings.",
            "La position est ajoutée tout à la fin : elle doit l'être avant les têtes."),
        Mistake("position_twice", encoder(before=lambda X: with_position(with_position(X))),
            "La position compte trop dans ton résultat.",
            "L'encodage de position est ajouté deux fois : une de tes fonctions le fait-elle déjà ?"),
        Mistake("positions_alone", encoder(before=lambda X: lab.positional_encoding(*X.shape)),
            "Ton résultat ne dépend pas des embeddings.",
            "Les têtes ne reçoivent que l'encodage de position : où sont passés les embeddings ?"),
        Mistake("no_projection", encoder(project=lambda H, W_O: H),
            "Tes poids sont justes, mais ta sortie n'a pas la dimension du modèle.",
            "La couche finale manque : c'est la sortie des têtes qui revient."),
        Mistake("relu", encoder(after=lambda Z: np.maximum(0, Z)),
            "Tes poids sont justes, mais aucune valeur de ta sortie n'est négative.",
            "Une ReLU suit la couche finale : l'énoncé la demande linéaire."),
    ],
)  # fmt: skip
