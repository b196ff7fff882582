"""TP9, what training needs: the provided functions differentiate the student's."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients
import numpy as plain
from autograd.tracer import getval

from autograder import FreeText, Mistake, Question, agrees, reference, substituted

from .q3_text import QUERY
from .shared import TRAINING, classes_of, keys_of, mask_of, ordinary, scaled

lab = reference(__file__)


def relearned(gradients, **functions):
    """The provided gradients where some of the lab's functions are written otherwise: what only shows in training."""
    def differentiate(*inputs):
        with substituted(lab, functions):
            return gradients(*inputs)
    return differentiate


def after(function, step):
    """The function, then a step: one that autograd does not follow."""
    return lambda *inputs: step(function(*inputs))


def emptied(value):
    """Padding overwritten in place."""
    value[..., -1] = 0
    return value


def cleared(value):
    """Negative items overwritten in place."""
    value[value < 0] = 0
    return value


def added_to(value):
    """Summed into an array made beforehand."""
    total = plain.zeros(np.shape(value))
    total += value
    return total


def row_by_row(value):
    """Written one row after another into an array made beforehand."""
    filled = np.zeros(np.shape(value))
    for i, row in enumerate(value):
        filled[i] = row
    return filled


def stops(gradients, name):
    """The mistakes that make autograd stop, here in the lab's function of that name: in all of them it raises the same."""
    def stopped(step):
        return relearned(gradients, **{name: after(getattr(lab, name), step)})
    return [
        Mistake(
            "not_followed", stopped(emptied),
            also=(stopped(lambda value: plain.array([float(item) for item in np.ravel(value)])), stopped(added_to), stopped(cleared)),
            symptom="Tes valeurs sont justes, mais autograd ne peut pas suivre le calcul.",
            diagnosis="Une étape sort une valeur du calcul (`float`, `int`, `math`…) ou écrit dans un tableau déjà calculé "
                      "(`t[...] = …`, `t += …`) : relis les précautions en tête du notebook.",
        ),
        Mistake(
            "plain_numpy", stopped(lambda value: np.exp(plain.where(True, value, 0.0))),
            symptom="Tes valeurs sont justes, mais autograd ne peut pas suivre le calcul.",
            diagnosis="Un autre numpy que celui du notebook a reçu une valeur suivie par autograd : garde le `np` du notebook partout.",
        ),
        Mistake(
            "filled_in", stopped(row_by_row),
            symptom="Tes valeurs sont justes, mais autograd ne peut pas suivre le calcul.",
            diagnosis="Un tableau préparé d'avance est rempli case par case : construis-le d'un coup, ou à partir d'une liste.",
        ),
        Mistake(
            "array_method", stopped(lambda value: value.tolist()),
            symptom="Tes valeurs sont justes, mais autograd ne peut pas suivre le calcul.",
            diagnosis="Pendant l'entraînement, une valeur suivie par autograd n'a pas toutes les méthodes d'un tableau "
                      "(`.item()`, `.copy()`, `.tolist()`…) : relis les précautions en tête du notebook.",
        ),
        Mistake(
            "no_derivative", stopped(np.copy),
            symptom="Tes valeurs sont justes, mais autograd ne connaît pas la dérivée d'une de tes opérations.",
            diagnosis="L'exception nomme l'opération qu'autograd ne sait pas dériver : dis la même chose avec des opérations plus simples.",
        ),
    ]  # fmt: skip


NO_GRADIENT = "Le coût est juste, mais son gradient par rapport à {} est nul : rien ne s'apprendrait là."


def cut(id, names, diagnosis, gradients, name):
    """The function of that name gives a value off the graph, which has no gradient any more, as a rounded one has none."""
    off = relearned(gradients, **{name: after(getattr(lab, name), getval)})
    return Mistake(id, off, symptom=NO_GRADIENT.format(names), diagnosis=diagnosis)


CLASSIFIER = {"W": scaled("d classes"), "b": lambda draw: draw.normal("classes")}
QUERIED = {**CLASSIFIER, "q": scaled("d")}
TEXT = {"W": scaled("k classes"), "b": CLASSIFIER["b"], "W_q": QUERY["W_q"], "b_q": scaled("d"),
        "W_v": scaled("d k"), "b_v": lambda draw: draw.normal("k")}  # fmt: skip


def parameters_of(drawn):
    """A dict of parameters, drawn one after another."""
    return lambda draw: {name: function(draw) for name, function in drawn.items()}


def in_parts(gradients, parts):
    """What provided gradients give, a dict, as the parts of a question."""
    def answer(*inputs):
        given = gradients(*inputs)
        return tuple(given[part] for part in parts)
    return answer


def gradient_question(id, title, drawn, uses, mistakes, group=TRAINING, **more_inputs):
    parts = ("loss", *drawn)
    return Question(
        id, title, group=group, call=id,
        inputs={"parameters": parameters_of(drawn), "X": keys_of, "mask": mask_of, "y": classes_of, **more_inputs},
        parts=parts, reference=in_parts(getattr(lab, id), parts), uses=uses,
        checks=[agrees(ordinary, part, id=part) for part in parts],
        mistakes=mistakes,
    )  # fmt: skip


LOSS_CUT = "Le coût ne dépend plus des paramètres aux yeux d'autograd : est-il arrondi, ou tiré du calcul par un détour ?"
WEIGHTS_CUT = "Les poids d'attention sont arrondis, ou sortis du calcul : la question ne peut plus apprendre."

mean_gradients = gradient_question(
    "mean_gradients", "Le gradient du modèle de base", CLASSIFIER, ("mean_pool", "linear", "cross_entropy"),
    [
        *stops(lab.mean_gradients, "linear"),
        cut("loss_cut", "tous les paramètres", LOSS_CUT, lab.mean_gradients, "cross_entropy"),
    ],
)  # fmt: skip

attention_gradients = gradient_question(
    "attention_gradients", "Le gradient de l'attention simple", QUERIED,
    ("attention_weights", "attention_pool", "linear", "cross_entropy"),
    [
        *stops(lab.attention_gradients, "masked_softmax"),
        cut("loss_cut", "tous les paramètres", LOSS_CUT, lab.attention_gradients, "cross_entropy"),
        cut("weights_cut", "la question", WEIGHTS_CUT, lab.attention_gradients, "masked_softmax"),
    ],
)  # fmt: skip

text_gradients = gradient_question(
    "text_gradients", "Le gradient du modèle de la question 3", TEXT,
    ("text_attention", "linear", "cross_entropy"),
    [
        *stops(lab.text_gradients, "masked_softmax"),
        cut("loss_cut", "tous les paramètres", LOSS_CUT, lab.text_gradients, "cross_entropy"),
        cut("weights_cut", "W_q et b_q", WEIGHTS_CUT, lab.text_gradients, "masked_softmax"),
        cut(
            "values_cut", "W_v et b_v", "Les valeurs sont arrondies, ou sorties du calcul : elles ne peuvent plus apprendre.",
            lab.text_gradients, "values",
        ),
    ],
)  # fmt: skip


observation = FreeText(
    "observation", "Sur quels mots l'attention se porte", group=TRAINING,
    placeholder="*Écris ici ton observation, à la place de cette phrase.*",
)  # fmt: skip
