"""TP9, what training needs: the provided functions differentiate the student's."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients
import numpy as plain
from autograd.tracer import getval

from autograder import FreeText, Mistake, Question, agrees, reference, substituted

from .q3_text import QUERY
from .shared import TRAINING, classes_of, common, keys_of, mask_of, some_texts

lab = reference(__file__)


def relearned(gradients, **functions):
    """Return the provided gradients with some of the lab's functions replaced."""

    def differentiate(*inputs):
        with substituted(lab, functions):
            return gradients(*inputs)

    return differentiate


def passed_through(step, gradients, name):
    """Return the gradients where what the lab's function of that name returns goes through a step first."""
    function = getattr(lab.own, name)
    return relearned(gradients, **{name: lambda *inputs: step(function(*inputs))})


def emptied(value):
    """Overwrite padding in place."""
    value[..., -1] = 0
    return value


def cleared(value):
    """Overwrite negative items in place."""
    value[value < 0] = 0
    return value


def added_to(value):
    """Add to an array made beforehand."""
    total = plain.zeros(np.shape(value))
    total += value
    return total


def item_by_item(value):
    return plain.array([float(item) for item in np.ravel(value)])


def row_by_row(value):
    """Write one row after another into an array made beforehand."""
    filled = np.zeros(np.shape(value))
    for i, row in enumerate(value):
        filled[i] = row
    return filled


NOT_FOLLOWED = "Tes valeurs sont justes, mais autograd ne peut pas suivre le calcul."


def stops(gradients, name):
    """Return the mistakes that make autograd stop, made in the lab's function of that name.

    In whichever function they are made, autograd raises the same.
    """

    def stopped(step):
        return passed_through(step, gradients, name)

    return [
        Mistake("not_followed", stopped(emptied), NOT_FOLLOWED,
            "Une étape sort une valeur du calcul (`float`, `int`, `math`…) "
              "ou écrit dans un tableau déjà calculé (`t[...] = …`, `t += …`) : "
              "relis les précautions en tête du notebook.",
            also=(stopped(item_by_item), stopped(added_to), stopped(cleared))),
        Mistake("plain_numpy", stopped(lambda value: np.exp(plain.where(True, value, 0.0))), NOT_FOLLOWED,
            "Un autre numpy que celui du notebook a reçu une valeur suivie par autograd : "
              "garde le `np` du notebook partout."),
        Mistake("filled_in", stopped(row_by_row), NOT_FOLLOWED,
            "Un tableau préparé d'avance est rempli case par case : "
              "construis-le d'un coup, ou à partir d'une liste."),
        Mistake("array_method", stopped(lambda value: value.tolist()), NOT_FOLLOWED,
            "Pendant l'entraînement, une valeur suivie par autograd n'a pas toutes les méthodes "
              "d'un tableau (`.item()`, `.copy()`, `.tolist()`…) : "
              "relis les précautions en tête du notebook."),
        Mistake("no_derivative", stopped(np.copy),
            "Tes valeurs sont justes, mais autograd ne connaît pas la dérivée d'une de tes opérations.",
            "L'exception nomme l'opération qu'autograd ne sait pas dériver : "
              "dis la même chose avec des opérations plus simples."),
    ]  # fmt: skip


NO_GRADIENT = "Le coût est juste, mais son gradient par rapport à {} est nul : rien ne s'apprendrait là."


def cut(id, gradients, name, parameters, diagnosis):
    """Return the mistake of a function whose value autograd does not follow: it has no gradient any more.

    A rounded value has none either.
    """
    return Mistake(id, passed_through(getval, gradients, name), NO_GRADIENT.format(parameters), diagnosis)


def loss_cut(gradients, parameters="tous les paramètres"):
    cause = "Le coût ne dépend plus des paramètres aux yeux d'autograd : "
    question = "est-il arrondi, ou tiré du calcul par un détour ?"
    return cut("loss_cut", gradients, "cross_entropy", parameters, cause + question)


def weights_cut(gradients, parameters="la question"):
    cause = "Les poids d'attention sont arrondis, ou sortis du calcul : la question ne peut plus apprendre."
    return cut("weights_cut", gradients, "masked_softmax", parameters, cause)


# Parameters of the three models: name -> draw.
CLASSIFIER = {"W": common.scaled_down("d classes"), "b": lambda draw: draw.normal("classes")}
QUERIED = {**CLASSIFIER, "q": common.scaled_down("d")}
TEXT = {
    "W": common.scaled_down("k classes"),
    "b": CLASSIFIER["b"],
    "W_q": QUERY["W_q"],
    "b_q": QUERY["b_q"],
    "W_v": common.scaled_down("d k"),
    "b_v": lambda draw: draw.normal("k"),
}


def parameters_of(drawn):
    """Return a draw of a dict of parameters, one after another."""
    return lambda draw: {name: function(draw) for name, function in drawn.items()}


def in_parts(gradients, parts):
    """Return provided gradients that give a tuple of parts in place of a dict."""

    def differentiate(*inputs):
        found = gradients(*inputs)
        return tuple(found[part] for part in parts)

    return differentiate


def gradient_question(id, title, drawn, uses, mistakes, group=TRAINING, **more_inputs):
    """Return the question of what a provided function gives: a loss, and its gradient by each parameter."""
    parts = ("loss", *drawn)
    inputs = {"parameters": parameters_of(drawn), "X": keys_of, "mask": mask_of, "y": classes_of}
    return Question(
        id,
        title,
        group=group,
        call=id,
        inputs={**inputs, **more_inputs},
        parts=parts,
        reference=in_parts(getattr(lab, id), parts),
        uses=uses,
        checks=[agrees(some_texts, part, id=part) for part in parts],
        mistakes=mistakes,
    )


mean_gradients = gradient_question(
    "mean_gradients",
    "Le gradient du modèle de base",
    CLASSIFIER,
    uses=("mean_pool", "linear", "cross_entropy"),
    mistakes=[*stops(lab.mean_gradients, "linear"), loss_cut(lab.mean_gradients)],
)

attention_gradients = gradient_question(
    "attention_gradients",
    "Le gradient de l'attention simple",
    QUERIED,
    uses=("attention_weights", "attention_pool", "linear", "cross_entropy"),
    mistakes=[
        *stops(lab.attention_gradients, "masked_softmax"),
        loss_cut(lab.attention_gradients),
        weights_cut(lab.attention_gradients),
    ],
)

text_gradients = gradient_question(
    "text_gradients",
    "Le gradient du modèle de la question 3",
    TEXT,
    uses=("text_attention", "linear", "cross_entropy"),
    mistakes=[
        *stops(lab.text_gradients, "masked_softmax"),
        loss_cut(lab.text_gradients),
        weights_cut(lab.text_gradients, "W_q et b_q"),
        cut("values_cut", lab.text_gradients, "values", "W_v et b_v",
            "Les valeurs sont arrondies, ou sorties du calcul : elles ne peuvent plus apprendre."),
    ],
)  # fmt: skip


observation = FreeText(
    "observation",
    "Sur quels mots l'attention se porte",
    group=TRAINING,
    placeholder="*Écris ici ton observation, à la place de cette phrase.*",
)
