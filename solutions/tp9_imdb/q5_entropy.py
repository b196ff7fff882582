"""TP9, question 5 (bonus): the entropy in the loss."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, Mistake, Question, agrees, reference

from .q3_gradients import QUERIED, cut, gradient_question, loss_cut, relearned, stops, weights_cut
from .shared import Q5, SIZES, classes_of, softmax, some_texts, weights_of

lab = reference(__file__)


def regularised(
    total=np.mean,
    combine=lambda loss, H, lam: loss + lam * H,
    entropies=lambda logits, P: lab.entropy(P),
):
    """Return a regularised loss with some of its steps done otherwise."""
    return lambda logits, y, P, lam: combine(lab.cross_entropy(logits, y), total(entropies(logits, P)), lam)


LAM = {"lam": lambda draw: 0.3}
other_lam = Case("un autre lam", lam=0.7, **SIZES)
no_lam = Case("lam = 0", lam=0.0, **SIZES)

regularised_loss = Question(
    "regularised_loss", "Le coût avec entropie", group=Q5,
    call="regularised_loss", inputs={"logits": "B classes", "y": classes_of, "P": weights_of, **LAM},
    reference=lab.regularised_loss, uses=("cross_entropy", "entropy"),
    checks=[agrees([some_texts, other_lam]), agrees(no_lam, id="without")],
    mistakes=[
        Mistake("minus", regularised(combine=lambda loss, H, lam: loss - lam * H),
            "Une attention plus étalée fait baisser ton coût.",
            "Le signe de l'entropie est inversé : veut-on une attention étalée, ou concentrée ?"),
        Mistake("summed", regularised(np.sum),
            "La part de l'entropie grandit avec le nombre de textes.",
            "Les entropies sont additionnées : il faut leur moyenne."),
        Mistake("per_text", regularised(lambda H: H),
            "Un coût par texte revient, pas un seul nombre.",
            "Il manque la moyenne des entropies : autograd ne dérive qu'un seul nombre."),
        Mistake("wrong_term", regularised(combine=lambda loss, H, lam: lam * loss + H),
            "Avec lam = 0, il ne reste rien de l'entropie croisée.",
            "lam multiplie l'entropie croisée : il doit multiplier l'entropie."),
        Mistake("shared_out", regularised(combine=lambda loss, H, lam: (1 - lam) * loss + lam * H),
            "Ton entropie croisée est trop petite dès que lam n'est pas nul.",
            "Les deux termes se partagent le coût : l'entropie doit seulement s'ajouter."),
        Mistake("no_lam", regularised(combine=lambda loss, H, lam: loss + H),
            "lam ne change rien à ton coût.",
            "L'entropie est ajoutée sans être multipliée."),
        Mistake("no_entropy", regularised(combine=lambda loss, H, lam: loss),
            "lam ne change rien à ton coût.",
            "L'entropie n'entre pas dans le coût."),
        Mistake("entropy_alone", regularised(combine=lambda loss, H, lam: lam * H),
            "Avec lam = 0, ton coût est nul.",
            "L'entropie croisée n'entre plus dans le coût."),
        Mistake("of_the_answer", regularised(entropies=lambda logits, P: lab.entropy(softmax(logits))),
            "Les poids d'attention ne changent rien à ton coût.",
            "C'est l'entropie de la réponse du modèle qui est prise : l'énoncé veut celle de l'attention."),
    ],
)  # fmt: skip


def entropy_by_where(P):
    return -np.sum(np.where(P > 0, P * np.log(P), 0.0), axis=1)


regularised_gradients = gradient_question(
    "regularised_gradients", "Le gradient du coût avec entropie", QUERIED,
    uses=("attention_weights", "attention_pool", "linear", "regularised_loss"),
    mistakes=[
        Mistake("nan", relearned(lab.regularised_gradients, entropy=entropy_by_where),
            "Le coût est juste, mais son gradient est plein de nan.",
            "`np.where` écarte la valeur de log 0, pas sa dérivée : le logarithme ne doit jamais voir un 0."),
        *stops(lab.regularised_gradients, "linear"),
        loss_cut(lab.regularised_gradients, "tous les paramètres, l'entropie à part"),
        weights_cut(lab.regularised_gradients),
        cut("entropy_cut", lab.regularised_gradients, "entropy", "l'entropie",
            "L'entropie est arrondie, ou sortie du calcul : elle ne peut plus changer l'attention."),
    ],
    group=Q5, **LAM,
)  # fmt: skip
