"""TP9, question 4 (bonus): a recurrent network."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Accepted, Case, Mistake, Question, agrees, reference, shape

from .q3_gradients import parameters_of
from .shared import Q4, SIZES, common, keys_of, mask_of, sigmoid, some_texts

lab = reference(__file__)


# Parameters of a GRU: name -> draw.
GATES = {}
for gate in "zrh":
    GATES[f"W_{gate}"] = common.scaled_down("d m")
    GATES[f"U_{gate}"] = common.scaled_down("m m")
    GATES[f"b_{gate}"] = lambda draw: draw.normal("m")


def cell(
    gate=sigmoid,
    activation=np.tanh,
    reset=lambda h, r, U: (r * h) @ U,
    blend=lambda h, new, z: (1 - z) * h + z * new,
    biased=True,
    transposed=False,
):
    """Return a GRU cell with some of its steps done otherwise."""

    def step(x, h, params):
        def U(name):
            return params["U_" + name].T if transposed else params["U_" + name]

        def b(name):
            return params["b_" + name] if biased else 0

        z, r = (gate(x @ params["W_" + name] + h @ U(name) + b(name)) for name in "zr")
        new = activation(x @ params["W_h"] + reset(h, r, U("h")) + b("h"))
        return blend(h, new, z)

    return step


def reset_after(h, r, U):
    return r * (h @ U)


def swapped(h, new, z):
    return z * h + (1 - z) * new


gru_step = Question(
    "gru_step", "Un pas de GRU", group=Q4,
    call="gru_step", inputs={"x": "B d", "h": "B m", "params": parameters_of(GATES)}, reference=lab.gru_step,
    checks=[shape(some_texts, dims="B m"), agrees(some_texts)],
    accepts=[
        Accepted("reset_after", cell(reset=reset_after),
            "Tu appliques r après U_h, comme d'autres GRU : accepté."),
        Accepted("swapped", cell(blend=swapped),
            "Tu échanges les rôles de z et de 1 − z, comme d'autres GRU : accepté."),
        Accepted("reset_after_swapped", cell(reset=reset_after, blend=swapped),
            "r après U_h, z et 1 − z échangés : accepté."),
        Accepted("transposed", cell(transposed=True), "Tu écris les matrices U transposées : accepté."),
        Accepted("transposed_swapped", cell(blend=swapped, transposed=True),
            "Matrices U transposées, z et 1 − z échangés : accepté."),
        Accepted("transposed_reset_after", cell(reset=reset_after, transposed=True),
            "Matrices U transposées, r appliqué après : accepté."),
        Accepted("transposed_reset_after_swapped",
            cell(reset=reset_after, blend=swapped, transposed=True),
            "Matrices U transposées, r après, z et 1 − z échangés : accepté."),
    ],
    mistakes=[
        Mistake("activations_swapped", cell(np.tanh, sigmoid),
            "Tes états peuvent sortir de [-1, 1].",
            "σ et tanh ont échangé leurs places : lesquelles de ces valeurs sont des portes, entre 0 et 1 ?"),
        Mistake("sigmoid_everywhere", cell(activation=sigmoid),
            "Ton nouvel état n'est jamais tiré vers les nombres négatifs.",
            "Le candidat passe par une sigmoïde : relis sa formule."),
        Mistake("no_reset", cell(reset=lambda h, r, U: h @ U),
            "W_r, U_r et b_r ne changent rien à ton résultat.",
            "La porte r est calculée, mais elle ne sert pas dans le candidat."),
        Mistake("reset_for_state", cell(reset=lambda h, r, U: r @ U),
            "Ton candidat ne dépend pas directement de l'état.",
            "U_h multiplie r seul : relis la parenthèse de la formule du candidat."),
        Mistake("candidate_alone", cell(blend=lambda h, new, z: new),
            "La porte z ne change rien à ton résultat.",
            "C'est le candidat qui revient : z doit le mêler à l'ancien état."),
        Mistake("state_forgotten", cell(blend=lambda h, new, z: z * new),
            "L'ancien état manque dans ton résultat.",
            "Il manque la part de l'ancien état : relis la dernière formule."),
        Mistake("sum_of_both", cell(blend=lambda h, new, z: h + z * new),
            "Tes états grandissent de pas en pas.",
            "L'ancien état n'est pas multiplié par sa part : relis la dernière formule."),
        Mistake("no_bias", cell(biased=False),
            "Les biais ne changent rien à ton résultat.",
            "Les biais b_z, b_r et b_h sont oubliés."),
        Mistake("unchanged", lambda x, h, params: h,
            "L'état revient inchangé.",
            "Ta fonction renvoie son entrée : le mot lu ne change rien à l'état."),
    ],
)  # fmt: skip


def recurrent(
    returned=lambda states, start: states,
    keep=lambda new, h, present: present * new + (1 - present) * h,
    start=np.zeros,
    order=lambda n: range(n),
    carry=True,
):
    """Return a `gru_states` that reads the words, keeps the state or returns the states otherwise."""

    def run(X, mask, params):
        first = h = start((len(X), len(params["b_h"])))
        states = []
        for t in order(X.shape[1]):
            h = keep(lab.gru_step(X[:, t], h if carry else first, params), h, mask[:, t : t + 1])
            states.append(h)
        return np.stack(returned(states, first), axis=1)

    return run


short_texts = Case("textes courts, remplissage grand", **SIZES)

gru_states = Question(
    "gru_states", "Les états d'un GRU", group=Q4,
    call="gru_states", inputs={"X": keys_of, "mask": mask_of, "params": parameters_of(GATES)},
    reference=lab.gru_states, uses=("gru_step",),
    checks=[shape(short_texts, dims="B L m"), agrees(short_texts)],
    mistakes=[
        Mistake("padding_read", recurrent(keep=lambda new, h, present: new),
            "L'état continue de changer après la fin d'un texte.",
            "Le remplissage est lu comme des mots : là où le masque vaut 0, l'état doit rester."),
        Mistake("zero_at_padding", recurrent(keep=lambda new, h, present: present * new),
            "L'état retombe à 0 après la fin d'un texte.",
            "Au remplissage, l'état est effacé : il doit rester celui du dernier mot."),
        Mistake("last_alone", lambda X, mask, params: lab.own.gru_states(X, mask, params)[:, -1],
            "Un seul état revient par texte.",
            "Seul le dernier état est gardé : l'attention a besoin de tous."),
        Mistake("from_ones", recurrent(start=np.ones),
            "Tes états sont faux dès le premier mot.",
            "L'état ne part pas de zéro."),
        Mistake("not_carried", recurrent(carry=False),
            "Un mot ne garde rien des mots d'avant.",
            "Chaque pas repart de l'état nul : il doit partir de l'état du pas précédent."),
        Mistake("one_late", recurrent(lambda states, first: [first, *states[:-1]]),
            "Tes états sont décalés d'un mot.",
            "L'état est gardé avant la lecture du mot : l'énoncé le veut après."),
        Mistake("right_to_left",
            recurrent(lambda states, first: states[::-1], order=lambda n: range(n)[::-1]),
            "Un mot connaît ceux qui le suivent, pas ceux qui le précèdent.",
            "Le texte est lu de droite à gauche."),
        Mistake("words_first",
            lambda X, mask, params: np.transpose(lab.own.gru_states(X, mask, params), (1, 0, 2)),
            "Les deux premiers axes sont échangés.",
            "Les états sont empilés sur le premier axe : celui-ci est l'axe des textes."),
    ],
)  # fmt: skip
