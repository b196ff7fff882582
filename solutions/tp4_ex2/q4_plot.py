"""TP4, exercise 2, step 4: what the figure must show, and what it means."""

from autograder import Case, FreeText, Mistake, Question, labels_words, shows_matrix

from .shared import common

five_words = Case("cinq mots", n=5, h=2)

plot = Question(
    "plot", "Montrer les poids de chaque tête",
    call="plot_attention",
    inputs={"tokens": lambda draw: ["Un", "vent", "doux", "pousse", "nuages"], "A": common.weights("h n n")},
    parts=("les poids de chaque tête", "les mots"),
    reference=lambda tokens, A: (A, tokens),
    figure=True,
    checks=[
        shows_matrix(five_words, "les poids de chaque tête", id="weights"),
        labels_words(five_words, "les poids de chaque tête", words="les mots", id="words"),
    ],
    mistakes=[
        Mistake("transposed", lambda tokens, A: (A.transpose(0, 2, 1), tokens),
            "Les matrices des poids sont dessinées transposées.",
            "Le mot qui regarde doit être en ligne (axe vertical), le mot regardé en colonne."),
        Mistake("upside_down", lambda tokens, A: (A[:, ::-1], tokens),
            "Les lignes des matrices sont dessinées dans l'ordre inverse des mots.",
            "Les matrices ont été retournées, mais pas les mots de l'axe vertical."),
        Mistake("mean", lambda tokens, A: (A.mean(axis=0), tokens),
            "Une seule matrice est dessinée : la moyenne des têtes.",
            "Les têtes sont moyennées avant le dessin : montre chacune."),
        Mistake("summed", lambda tokens, A: (A.sum(axis=0), tokens),
            "Une seule matrice est dessinée : la somme des têtes.",
            "Les têtes sont additionnées avant le dessin : montre chacune."),
        Mistake("first_head", lambda tokens, A: (A[0], tokens),
            "Seule la première tête est dessinée.",
            "Il manque des têtes : chacune a sa carte."),
        Mistake("last_head", lambda tokens, A: (A[-1], tokens),
            "Seule la dernière tête est dessinée.",
            "Il manque des têtes : chacune a sa carte, et aucune ne doit écraser la précédente."),
    ],
)  # fmt: skip

interpretation = FreeText(
    "interpretation",
    "Interpréter les poids",
    placeholder="*Écris ici ton interprétation, à la place de cette phrase.*",
)
