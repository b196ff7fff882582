"""TP9, question 4 (bonus): a recurrent network."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Accepted, Case, Mistake, Question, agrees, reference, shape

from .q3_gradients import parameters_of
from .shared import Q4, TEXTS, keys_of, mask_of, ordinary, read, scaled, sigmoid

lab = reference(__file__)


GATES = {
    f"{letter}_{gate}": scaled(dims) if letter != "b" else (lambda draw: draw.normal("m"))
    for gate in "zrh" for letter, dims in (("W", "d m"), ("U", "m m"), ("b", "m"))
}  # fmt: skip


def cell(gate=sigmoid, activation=np.tanh, reset=lambda h, r, U: (r * h) @ U, blend=lambda h, new, z: (1 - z) * h + z * new,
         biased=True, turned=False):  # fmt: skip
    """A GRU cell with some of its steps done otherwise."""
    def step(x, h, params):
        def U(name):
            return params["U_" + name].T if turned else params["U_" + name]
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
    checks=[shape(ordinary, dims="B m"), agrees(ordinary)],
    accepts=[
        Accepted("reset_after", cell(reset=reset_after), "Tu appliques r après U_h, comme d'autres GRU : accepté."),
        Accepted("swapped", cell(blend=swapped), "Tu échanges les rôles de z et de 1 − z, comme d'autres GRU : accepté."),
        Accepted("reset_after_swapped", cell(reset=reset_after, blend=swapped), "r après U_h, z et 1 − z échangés : accepté."),
        Accepted("transposed", cell(turned=True), "Tu écris les matrices U transposées : accepté."),
        Accepted("transposed_swapped", cell(blend=swapped, turned=True), "Matrices U transposées, z et 1 − z échangés : accepté."),
        Accepted("transposed_reset_after", cell(reset=reset_after, turned=True), "Matrices U transposées, r appliqué après : accepté."),
        Accepted("transposed_reset_after_swapped", cell(reset=reset_after, blend=swapped, turned=True), "Matrices U transposées, r après, z et 1 − z échangés : accepté."),
    ],
    mistakes=[
        Mistake(
            "activations_swapped", cell(np.tanh, sigmoid),
            symptom="Tes états peuvent sortir de [-1, 1].",
            diagnosis="σ et tanh ont échangé leurs places : lesquelles de ces valeurs sont des portes, entre 0 et 1 ?",
        ),
        Mistake(
            "sigmoid_everywhere", cell(activation=sigmoid),
            symptom="Ton nouvel état n'est jamais tiré vers les nombres négatifs.",
            diagnosis="Le candidat passe par une sigmoïde : relis sa formule.",
        ),
        Mistake(
            "no_reset", cell(reset=lambda h, r, U: h @ U),
            symptom="W_r, U_r et b_r ne changent rien à ton résultat.",
            diagnosis="La porte r est calculée, mais elle ne sert pas dans le candidat.",
        ),
        Mistake(
            "reset_for_state", cell(reset=lambda h, r, U: r @ U),
            symptom="Ton candidat ne dépend pas directement de l'état.",
            diagnosis="U_h multiplie r seul : relis la parenthèse de la formule du candidat.",
        ),
        Mistake(
            "candidate_alone", cell(blend=lambda h, new, z: new),
            symptom="La porte z ne change rien à ton résultat.",
            diagnosis="C'est le candidat qui revient : z doit le mêler à l'ancien état.",
        ),
        Mistake(
            "state_forgotten", cell(blend=lambda h, new, z: z * new),
            symptom="L'ancien état manque dans ton résultat.",
            diagnosis="Il manque la part de l'ancien état : relis la dernière formule.",
        ),
        Mistake(
            "sum_of_both", cell(blend=lambda h, new, z: h + z * new),
            symptom="Tes états grandissent de pas en pas.",
            diagnosis="L'ancien état n'est pas multiplié par sa part : relis la dernière formule.",
        ),
        Mistake(
            "no_bias", cell(biased=False),
            symptom="Les biais ne changent rien à ton résultat.",
            diagnosis="Les biais b_z, b_r et b_h sont oubliés.",
        ),
        Mistake(
            "unchanged", lambda x, h, params: h,
            symptom="L'état revient inchangé.",
            diagnosis="Ta fonction renvoie son entrée : le mot lu ne change rien à l'état.",
        ),
    ],
)  # fmt: skip


def recurrent(before=lambda states, start: states, keep=lambda new, h, present: present * new + (1 - present) * h,
              start=np.zeros, order=lambda n: range(n), carry=True):  # fmt: skip
    """The states of a recurrent network, read, kept or given back otherwise."""
    def run(X, mask, params):
        first = h = start((len(X), len(params["b_h"])))
        states = []
        for t in order(X.shape[1]):
            h = keep(lab.gru_step(X[:, t], h if carry else first, params), h, mask[:, t : t + 1])
            states.append(h)
        return np.stack(before(states, first), axis=1)
    return run


def forwards(draw):
    return draw.normal("B L d")


short = Case("textes courts, remplissage grand", **TEXTS)

gru_states = Question(
    "gru_states", "Les états d'un GRU", group=Q4,
    call="gru_states", inputs={"X": keys_of, "mask": mask_of, "params": parameters_of(GATES)}, reference=lab.gru_states,
    uses=("gru_step",),
    checks=[shape(short, dims="B L m"), agrees(short)],
    mistakes=[
        Mistake(
            "padding_read", recurrent(keep=lambda new, h, present: new),
            symptom="L'état continue de changer après la fin d'un texte.",
            diagnosis="Le remplissage est lu comme des mots : là où le masque vaut 0, l'état doit rester.",
        ),
        Mistake(
            "zero_at_padding", recurrent(keep=lambda new, h, present: present * new),
            symptom="L'état retombe à 0 après la fin d'un texte.",
            diagnosis="Au remplissage, l'état est effacé : il doit rester celui du dernier mot.",
        ),
        Mistake(
            "last_alone", lambda X, mask, params: read(X, mask, params)[:, -1],
            symptom="Un seul état revient par texte.",
            diagnosis="Seul le dernier état est gardé : l'attention a besoin de tous.",
        ),
        Mistake(
            "from_ones", recurrent(start=np.ones),
            symptom="Tes états sont faux dès le premier mot.",
            diagnosis="L'état ne part pas de zéro.",
        ),
        Mistake(
            "not_carried", recurrent(carry=False),
            symptom="Un mot ne garde rien des mots d'avant.",
            diagnosis="Chaque pas repart de l'état nul : il doit partir de l'état du pas précédent.",
        ),
        Mistake(
            "one_late", recurrent(lambda states, first: [first, *states[:-1]]),
            symptom="Tes états sont décalés d'un mot.",
            diagnosis="L'état est gardé avant la lecture du mot : l'énoncé le veut après.",
        ),
        Mistake(
            "right_to_left", recurrent(lambda states, first: states[::-1], order=lambda n: range(n)[::-1]),
            symptom="Un mot connaît ceux qui le suivent, pas ceux qui le précèdent.",
            diagnosis="Le texte est lu de droite à gauche.",
        ),
        Mistake(
            "words_first", lambda X, mask, params: np.transpose(read(X, mask, params), (1, 0, 2)),
            symptom="Les deux premiers axes sont échangés.",
            diagnosis="Les états sont empilés sur le premier axe : celui-ci est l'axe des textes.",
        ),
    ],
)  # fmt: skip
