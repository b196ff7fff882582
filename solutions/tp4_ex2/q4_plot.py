"""TP4, exercise 2, step 4: what the figure must show, and what it means."""

import numpy as np

from autograder import Case, FreeText, Mistake, Question, labels_words, shows_matrix


def weights_drawn(draw):
    """h row-stochastic matrices that owe nothing to the lab's own softmax."""
    positive = np.exp(draw.normal("h n n"))
    return positive / positive.sum(axis=-1, keepdims=True)


drawn = [Case("cinq mots", n=5, h=2)]

plot = Question(
    "plot", "Montrer les poids de chaque tête",
    call="plot_attention",
    inputs={"tokens": lambda draw: ["Un", "vent", "doux", "pousse", "nuages"], "A": weights_drawn},
    parts=("les poids de chaque tête", "les mots"),
    reference=lambda tokens, A: (A, tokens),
    figure=True,
    checks=[
        shows_matrix(drawn, "les poids de chaque tête", id="weights"),
        labels_words(drawn, "les poids de chaque tête", words="les mots", id="words"),
    ],
    mistakes=[
        Mistake(
            "transposed", lambda tokens, A: (A.transpose(0, 2, 1), tokens),
            symptom="Les matrices des poids sont dessinées transposées.",
            diagnosis="Le mot qui regarde doit être en ligne (axe vertical), le mot regardé en colonne.",
        ),
        Mistake(
            "upside_down", lambda tokens, A: (A[:, ::-1], tokens),
            symptom="Les lignes des matrices sont dessinées dans l'ordre inverse des mots.",
            diagnosis="Les matrices ont été retournées, mais pas les mots de l'axe vertical.",
        ),
        Mistake(
            "mean", lambda tokens, A: (A.mean(axis=0), tokens),
            symptom="Une seule matrice est dessinée : la moyenne des têtes.",
            diagnosis="Les têtes sont moyennées avant le dessin : montre chacune.",
        ),
        Mistake(
            "summed", lambda tokens, A: (A.sum(axis=0), tokens),
            symptom="Une seule matrice est dessinée : la somme des têtes.",
            diagnosis="Les têtes sont additionnées avant le dessin : montre chacune.",
        ),
        Mistake(
            "first_head", lambda tokens, A: (A[0], tokens),
            symptom="Seule la première tête est dessinée.",
            diagnosis="Il manque des têtes : chacune a sa carte.",
        ),
        Mistake(
            "last_head", lambda tokens, A: (A[-1], tokens),
            symptom="Seule la dernière tête est dessinée.",
            diagnosis="Il manque des têtes : chacune a sa carte, et aucune ne doit écraser la précédente.",
        ),
    ],
)  # fmt: skip

interpretation = FreeText(
    "interpretation", "Interpréter les poids",
    placeholder="*Écris ici ton interprétation, à la place de cette phrase.*",
)  # fmt: skip
