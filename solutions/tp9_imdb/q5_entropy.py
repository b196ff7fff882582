"""TP9, question 5 (bonus): the entropy in the loss."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, Mistake, Question, agrees, reference

from .q3_gradients import LOSS_CUT, QUERIED, WEIGHTS_CUT, cut, gradient_question, relearned, stops
from .shared import Q5, TEXTS, classes_of, ordinary, row_softmax, weights_of

lab = reference(__file__)


def regularised(total=np.mean, combine=lambda loss, H, lam: loss + lam * H, disorder=lambda logits, P: lab.entropy(P)):
    """A regularised loss with some of its steps done otherwise."""
    return lambda logits, y, P, lam: combine(lab.cross_entropy(logits, y), total(disorder(logits, P)), lam)


lam_of = {"lam": lambda draw: 0.3}
another = Case("un autre lam", lam=0.7, **TEXTS)
without = Case("lam = 0", lam=0.0, **TEXTS)

regularised_loss = Question(
    "regularised_loss", "Le coût avec entropie", group=Q5,
    call="regularised_loss", inputs={"logits": "B classes", "y": classes_of, "P": weights_of, **lam_of},
    reference=lab.regularised_loss, uses=("cross_entropy", "entropy"),
    checks=[agrees([ordinary, another]), agrees(without, id="without")],
    mistakes=[
        Mistake(
            "minus", regularised(combine=lambda loss, H, lam: loss - lam * H),
            symptom="Une attention plus étalée fait baisser ton coût.",
            diagnosis="Le signe de l'entropie est inversé : veut-on une attention étalée, ou concentrée ?",
        ),
        Mistake(
            "summed", regularised(np.sum),
            symptom="La part de l'entropie grandit avec le nombre de textes.",
            diagnosis="Les entropies sont additionnées : il faut leur moyenne.",
        ),
        Mistake(
            "per_text", regularised(lambda H: H),
            symptom="Un coût par texte revient, pas un seul nombre.",
            diagnosis="Il manque la moyenne des entropies : autograd ne dérive qu'un seul nombre.",
        ),
        Mistake(
            "wrong_term", regularised(combine=lambda loss, H, lam: lam * loss + H),
            symptom="Avec lam = 0, il ne reste rien de l'entropie croisée.",
            diagnosis="lam multiplie l'entropie croisée : il doit multiplier l'entropie.",
        ),
        Mistake(
            "shared_out", regularised(combine=lambda loss, H, lam: (1 - lam) * loss + lam * H),
            symptom="Ton entropie croisée est trop petite dès que lam n'est pas nul.",
            diagnosis="Les deux termes se partagent le coût : l'entropie doit seulement s'ajouter.",
        ),
        Mistake(
            "no_lam", regularised(combine=lambda loss, H, lam: loss + H),
            symptom="lam ne change rien à ton coût.",
            diagnosis="L'entropie est ajoutée sans être multipliée.",
        ),
        Mistake(
            "no_entropy", regularised(combine=lambda loss, H, lam: loss),
            symptom="lam ne change rien à ton coût.",
            diagnosis="L'entropie n'entre pas dans le coût.",
        ),
        Mistake(
            "entropy_alone", regularised(combine=lambda loss, H, lam: lam * H),
            symptom="Avec lam = 0, ton coût est nul.",
            diagnosis="L'entropie croisée n'entre plus dans le coût.",
        ),
        Mistake(
            "of_the_answer", regularised(disorder=lambda logits, P: lab.entropy(row_softmax(logits))),
            symptom="Les poids d'attention ne changent rien à ton coût.",
            diagnosis="C'est l'entropie de la réponse du modèle qui est prise : l'énoncé veut celle de l'attention.",
        ),
    ],
)  # fmt: skip


def entropy_by_where(P):
    return -np.sum(np.where(P > 0, P * np.log(P), 0.0), axis=1)


regularised_gradients = gradient_question(
    "regularised_gradients", "Le gradient du coût avec entropie", QUERIED,
    ("attention_weights", "attention_pool", "linear", "regularised_loss"),
    [
        Mistake(
            "nan", relearned(lab.regularised_gradients, entropy=entropy_by_where),
            symptom="Le coût est juste, mais son gradient est plein de nan.",
            diagnosis="`np.where` écarte la valeur de log 0, pas sa dérivée : le logarithme ne doit jamais voir un 0.",
        ),
        *stops(lab.regularised_gradients, "linear"),
        cut("loss_cut", "tous les paramètres, l'entropie à part", LOSS_CUT, lab.regularised_gradients, "cross_entropy"),
        cut("weights_cut", "la question", WEIGHTS_CUT, lab.regularised_gradients, "masked_softmax"),
        cut(
            "entropy_cut", "l'entropie", "L'entropie est arrondie, ou sortie du calcul : elle ne peut plus changer l'attention.",
            lab.regularised_gradients, "entropy",
        ),
    ],
    group=Q5, **lam_of,
)  # fmt: skip
