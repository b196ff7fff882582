"""TP9: attention on film reviews. Questions in handout order, then what training needs, then the bonus."""

from dataclasses import replace
from pathlib import Path

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients
import numpy as plain
from autograd.tracer import getval

from autograder.lab import module_at, reference
from autograder.oracle import substituted
from autograder.question import (
    Accepted,
    Case,
    FreeText,
    Mistake,
    Question,
    agrees,
    follows_permutation,
    rows_sum_to_one,
    shape,
    shows_histogram,
    unchanged,
    zero_where,
)  # fmt: skip

lab = reference(__file__)

# The lab's own functions, under names that carried errors do not replace: a question's readings are
# written with its own function from here, and with the functions that it uses as `lab.…`.
mean, cost, soft, pool, disorder, best, turn, read = (
    lab.mean_pool, lab.cross_entropy, lab.masked_softmax, lab.attention_pool,
    lab.entropy, lab.top_words, lab.gru_step, lab.gru_states,
)  # fmt: skip

Q1, Q2, Q3 = "Question 1 : le modèle de base", "Question 2 : une attention simple", "Question 3 : la question et la valeur"
TRAINING = "Entraînement"
Q4, Q5 = "Question 4 (bonus) : des plongements contextualisés", "Question 5 (bonus) : forcer l'attention à choisir"


# ---- Inputs: sizes pairwise distinct, unequal lengths, one text of full length; padding finite and never zero

# One case in the sizes of each table: a mask, a question of zeros, one word with all the weight have so few
# values that the hidden ones would be the public ones if they had the same shape.
PUBLIC = {"B": 3, "L": 5, "d": 4, "k": 6, "m": 7, "classes": 2, "n0": 3, "n1": 5, "n2": 2}
HIDDEN = {"B": 4, "L": 7, "d": 9, "k": 6, "m": 8, "classes": 2, "n0": 4, "n1": 7, "n2": 2, "n3": 5}


def texts(title, like=(None, None), shift=0.0, **given):
    """A case of a few texts, in the sizes of either table; `like` is such a pair, whose draws it shares."""
    return [
        Case(title, only=only, like=twin, shift=shift, given=given, **sizes)
        for only, twin, sizes in zip(("public", "hidden"), like, (PUBLIC, HIDDEN), strict=True)
    ]


def between(check, first, second, *options, **named):
    """A check of two cases, each in the sizes of either table."""
    return replace(check(first[0], second[0], *options, **named), cases=(*first, *second))


def mask_of(draw):
    """(B, L): the text of row i has n_i words."""
    lengths = np.array([draw.size(f"n{row}") for row in range(draw.size("B"))])
    return (np.arange(draw.size("L")) < lengths[:, None]).astype(float)


def everywhere(draw):
    return np.ones((draw.size("B"), draw.size("L")))


def padded(dims, factor):
    """Standard normal words; padding is `factor` times larger."""
    def array(draw):
        values, mask = draw.normal(dims), mask_of(draw)
        return values * np.where(mask > 0, 1.0, factor).reshape(mask.shape + (1,) * (values.ndim - 2))
    return array


words_of = padded("B L d", 1e3)
# Masking by multiplying and normalising again is right as long as padding does not dwarf the words: exp underflows.
keys_of = padded("B L d", 3.0)


def scores_of(draw):
    """Scores, the larger ones at the padding."""
    return draw.normal("B L") + 3.0 * (1 - mask_of(draw))


def weights_of(draw):
    """(B, L): weights of every text, 0 at the padding."""
    return soft(draw.normal("B L"), mask_of(draw))


def first_row(function):
    return lambda draw: function(draw)[:1]


def backwards(function):
    return lambda draw: function(draw)[:, ::-1].copy()


def longer(function, value):
    """Two more positions of padding, filled with `value`."""
    def array(draw):
        short = function(draw)
        return np.concatenate([short, np.full((len(short), 2, *short.shape[2:]), value)], axis=1)
    return array


def scaled(dims):
    """An array that keeps the variance of what it multiplies: larger ones would saturate a softmax."""
    return lambda draw: draw.normal(dims) / np.sqrt(draw.size(dims.split()[0]))


def classes_of(draw):
    """0 and 1, one more often than the other."""
    return np.array([1, 0, 1, 1])[: draw.size("B")]


ordinary = texts("quelques textes")
alone = texts("un seul texte", ordinary, X=first_row(keys_of), mask=first_row(mask_of))
more = texts("avec plus de remplissage", ordinary, X=longer(keys_of, 2.5), mask=longer(mask_of, 0.0))
equal = texts("textes de même longueur", mask=everywhere)
turned = texts("les mêmes mots, à l'envers", equal, X=backwards(keys_of), mask=everywhere)


# ---- Question 1: the mean, a linear layer, cross-entropy, accuracy

def averaged(total=lambda X, present: np.sum(X * present, axis=1), count=lambda present: np.sum(present, axis=1)):
    """A mean over the words, with the sum or the count taken otherwise."""
    def pooled(X, mask):
        present = mask[:, :, None]
        return total(X, present) / count(present)
    return pooled


padded_more = texts("avec plus de remplissage", ordinary, X=longer(words_of, 1e3), mask=longer(mask_of, 0.0))

mean_pool = Question(
    "mean_pool", "La moyenne des mots", group=Q1,
    call="mean_pool", inputs={"X": words_of, "mask": mask_of}, reference=lab.mean_pool,
    checks=[
        shape(ordinary, dims="B d"),
        agrees(ordinary),
        between(unchanged, ordinary, padded_more, id="more_padding"),
    ],
    mistakes=[
        Mistake(
            "no_mask", lambda X, mask: np.mean(X, axis=1),
            symptom="Le remplissage change ton résultat.",
            diagnosis="La moyenne porte sur les L positions : elle compte le remplissage comme des mots. À quoi sert `mask` ?",
        ),
        Mistake(
            "mask_inverted", averaged(lambda X, present: np.sum(X * (1 - present), axis=1), lambda present: np.maximum(np.sum(1 - present, axis=1), 1e-9)),
            symptom="C'est le remplissage qui est moyenné, pas les mots.",
            diagnosis="Le masque est lu à l'envers : 1 désigne un mot, 0 du remplissage.",
            also=(averaged(lambda X, present: np.sum(X * (1 - present), axis=1), lambda present: np.sum(1 - present, axis=1)),),
        ),
        Mistake(
            "divided_by_length", averaged(count=lambda present: present.shape[1]),
            symptom="Les textes courts ont une moyenne trop petite.",
            diagnosis="Le remplissage est bien écarté de la somme, mais tu divises par L : combien de mots a chaque texte ?",
        ),
        Mistake(
            "sum_alone", averaged(count=lambda present: 1.0),
            symptom="Plus un texte est long, plus ton résultat est grand.",
            diagnosis="C'est la somme des mots qui revient : il manque la division.",
        ),
        Mistake(
            "divided_by_all", averaged(count=np.sum),
            symptom="Tes moyennes sont toutes trop petites.",
            diagnosis="Tu divises par le nombre de mots de tout le lot : chaque texte a sa longueur.",
        ),
        Mistake(
            "divided_by_texts", averaged(count=len),
            symptom="Tes moyennes ne dépendent pas de la longueur des textes.",
            diagnosis="Tu divises par le nombre de textes : regarde de quel axe vient ce nombre.",
        ),
        Mistake(
            "masked_sum_unmasked", averaged(total=lambda X, present: np.sum(X, axis=1)),
            symptom="Le remplissage change ton résultat.",
            diagnosis="Tu divises par le bon nombre de mots, mais la somme, elle, prend encore le remplissage.",
        ),
        Mistake(
            "whole_batch", lambda X, mask: np.sum(X * mask[:, :, None], axis=(0, 1)) / np.sum(mask),
            symptom="Un même vecteur revient pour tout le lot.",
            diagnosis="La moyenne porte sur les mots de tous les textes : une moyenne par texte est attendue.",
        ),
        Mistake(
            "batch_axis", lambda X, mask: np.sum(X * mask[:, :, None], axis=0) / np.sum(mask, axis=0)[:, None],
            symptom="Ton résultat a une ligne par position, pas une par texte.",
            diagnosis="La moyenne est faite sur l'axe des textes : quel axe de X est celui des mots ?",
        ),
        Mistake(
            "no_keepdims", lambda X, mask: np.sum(X * mask[:, :, None], axis=1) / np.sum(mask, axis=1),
            symptom="La division échoue : les formes ne vont pas ensemble.",
            diagnosis="Les longueurs forment un vecteur qui s'aligne sur les colonnes : regarde sa forme, et `keepdims`.",
        ),
        Mistake(
            "mask_not_expanded", lambda X, mask: np.sum(X * mask, axis=1) / np.sum(mask, axis=1, keepdims=True),
            symptom="Le produit de X et du masque échoue : les formes ne vont pas ensemble.",
            diagnosis="X a un axe de plus que `mask` : il faut lui en donner un, au bon endroit.",
        ),
    ],
)  # fmt: skip


def followed_by(function, layer=lambda T, W, b: T @ W + b):
    """The linear layer with something after it."""
    return lambda T, W, b: function(layer(T, W, b))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def relu(a):
    return np.maximum(a, 0)


def row_softmax(logits):
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


represented = [Case("quelques textes", B=11, d=4, classes=2)]  # enough of them that some logits are negative

linear = Question(
    "linear", "La couche linéaire", group=Q1,
    call="linear", inputs={"T": "B d", "W": scaled("d classes"), "b": "classes"}, reference=lab.linear,
    checks=[shape(represented, dims="B 2"), agrees(represented)],
    mistakes=[
        Mistake(
            "no_bias", lambda T, W, b: T @ W,
            symptom="Tes logits sont décalés d'une même quantité dans chaque colonne.",
            diagnosis="Le biais b est oublié.",
        ),
        Mistake(
            "softmax", followed_by(row_softmax),
            symptom="Tes lignes somment à 1.",
            diagnosis="Une softmax suit la couche : des logits sont attendus, le coût s'occupe du reste.",
        ),
        Mistake(
            "squashed", followed_by(sigmoid), also=(followed_by(np.tanh),),
            symptom="Tes valeurs restent toutes entre -1 et 1.",
            diagnosis="Une sigmoïde ou une tangente hyperbolique suit la couche : un logit peut être grand.",
        ),
        Mistake(
            "relu", followed_by(relu),
            symptom="Aucune de tes valeurs n'est négative.",
            diagnosis="Une ReLU suit la couche : un logit peut être négatif.",
        ),
        Mistake(
            "bias_inside", lambda T, W, b: T @ (W + b),
            symptom="Le biais est là, mais il dépend du texte.",
            diagnosis="Le biais est ajouté à W avant le produit : regarde tes parenthèses.",
        ),
        Mistake(
            "transposed", followed_by(np.transpose),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par texte.",
        ),
        Mistake(
            "weights_transposed", lambda T, W, b: T @ W.T + b,
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="W est transposée de trop : compare sa forme à celle de T.",
        ),
        Mistake(
            "swapped", lambda T, W, b: W @ T + b,
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="Les textes sont en lignes : dans quel ordre T et W doivent-ils se suivre ?",
        ),
    ],
)  # fmt: skip


def log_softmax(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


def chosen(table, y):
    return table[np.arange(len(y)), y]


def costing(log_p=log_softmax, pick=chosen, total=np.mean, each=lambda log: -log):
    """A cross-entropy with some of its steps done otherwise."""
    return lambda logits, y: total(each(pick(log_p(logits), y)))


def naive_log_softmax(logits):
    e = np.exp(logits)
    return np.log(e / np.sum(e, axis=1, keepdims=True))


def two_sigmoids(logits, y):
    p = sigmoid(logits[:, 1])
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


logits_large = texts("grands logits", shift=1000.0)

cross_entropy = Question(
    "cross_entropy", "L'entropie croisée", group=Q1,
    call="cross_entropy", inputs={"logits": "B classes", "y": classes_of}, reference=lab.cross_entropy,
    checks=[
        shape(ordinary),
        agrees(ordinary),
        agrees(logits_large, id="stable"),
    ],
    mistakes=[
        Mistake(
            "overflow", costing(naive_log_softmax),
            also=(costing(lambda logits: logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))),),
            symptom="Des nan apparaissent sur de grands logits.",
            diagnosis="L'exponentielle déborde : que devient la softmax si on retire le même nombre aux deux logits d'un texte ?",
        ),
        Mistake(
            "wrong_sign", costing(each=lambda log: log),
            symptom="Ton coût est négatif.",
            diagnosis="Le signe est perdu : une bonne réponse sûre doit donner un coût proche de 0, une mauvaise un grand coût positif.",
        ),
        Mistake(
            "summed", costing(total=np.sum),
            symptom="Ton coût grandit avec le nombre de textes.",
            diagnosis="Les coûts des textes sont additionnés : relis ce qui précède la somme dans la formule.",
        ),
        Mistake(
            "per_text", costing(total=lambda values: values),
            symptom="Un coût par texte revient, pas un seul nombre.",
            diagnosis="Il manque la moyenne sur les textes : autograd ne dérive qu'un seul nombre.",
        ),
        Mistake(
            "probability", costing(each=lambda log: np.exp(log)), also=(costing(each=lambda log: -np.exp(log)),),
            symptom="Ton coût ne dépasse jamais 1, même quand le modèle se trompe avec assurance.",
            diagnosis="C'est une moyenne de probabilités : il manque le logarithme.",
        ),
        Mistake(
            "other_logarithm", costing(each=lambda log: -log / np.log(2)), also=(costing(each=lambda log: -log / np.log(10)),),
            symptom="Ton coût est trop grand ou trop petit, toujours dans la même proportion.",
            diagnosis="Le logarithme est en base 2 ou en base 10 : l'énoncé le veut népérien.",
        ),
        Mistake(
            "one_class", costing(pick=lambda table, y: table[:, 0]), also=(costing(pick=lambda table, y: table[:, 1]),),
            symptom="Ton coût ne dépend pas de y.",
            diagnosis="C'est toujours la probabilité de la même classe qui sert : celle de la bonne classe est attendue.",
        ),
        Mistake(
            "other_class", costing(pick=lambda table, y: chosen(table, 1 - y)),
            symptom="Ton coût est grand quand le modèle a raison.",
            diagnosis="C'est la probabilité de l'autre classe qui sert : les deux classes sont échangées.",
        ),
        Mistake(
            "every_pair", costing(pick=lambda table, y: table[:, y]),
            symptom="Ton coût mêle les classes de tous les textes.",
            diagnosis="`table[:, y]` prend toutes les lignes pour chaque y : il faut, dans la ligne j, la seule colonne y_j.",
        ),
        Mistake(
            "half", costing(pick=lambda table, y: np.stack([1 - y, y], axis=1) * table),
            symptom="Ton coût est deux fois trop petit.",
            diagnosis="La moyenne porte aussi sur les deux classes : par combien de nombres faut-il diviser ?",
        ),
        Mistake(
            "raw_logits", costing(lambda logits: logits),
            symptom="Ton coût peut être négatif, et change si l'on ajoute la même quantité aux deux logits.",
            diagnosis="Les logits ne passent par aucune softmax : ce ne sont pas encore des probabilités.",
        ),
        Mistake(
            "whole_batch", costing(lambda logits: logits - np.max(logits) - np.log(np.sum(np.exp(logits - np.max(logits))))),
            symptom="Le coût d'un texte dépend des autres textes.",
            diagnosis="Le dénominateur additionne tout le lot : chaque texte a sa propre softmax.",
        ),
        Mistake(
            "softmax_columns", costing(lambda logits: log_softmax(logits.T).T),
            symptom="Le coût d'un texte dépend des autres textes.",
            diagnosis="La softmax travaille par colonnes : ses deux probabilités doivent être celles d'un même texte.",
        ),
        Mistake(
            "softmax_twice", costing(lambda logits: log_softmax(row_softmax(logits))),
            symptom="Ton coût reste toujours entre 0,31 et 1,32.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "sigmoids", costing(lambda logits: np.log(sigmoid(logits))), also=(two_sigmoids,),
            symptom="Les deux probabilités d'un texte ne somment pas à 1.",
            diagnosis="Un logit passe seul par une sigmoïde : la formule met les deux au dénominateur.",
        ),
        Mistake(
            "squared_error", lambda logits, y: np.mean((row_softmax(logits)[:, 1] - y) ** 2),
            symptom="Ton coût ne dépasse jamais 1.",
            diagnosis="C'est un écart quadratique : l'énoncé demande l'entropie croisée.",
        ),
        Mistake(
            "error_rate", lambda logits, y: 1 - np.mean(np.argmax(logits, axis=1) == y),
            symptom="Ton coût ne prend que quelques valeurs.",
            diagnosis="C'est le taux d'erreur : il ne se dérive pas, d'où l'entropie croisée.",
        ),
    ],
)  # fmt: skip


# Many texts, an odd number of them: no two ways to be wrong are right equally often.
judged = [Case(f"{B} textes", B=B, classes=2) for B in (101, 151, 201)]

accuracy = Question(
    "accuracy", "Le taux de bonne classification", group=Q1,
    call="accuracy", inputs={"logits": "B classes", "y": lambda draw: draw.rng.integers(0, 2, draw.size("B"))}, reference=lab.accuracy,
    checks=[agrees(judged)],
    mistakes=[
        Mistake(
            "percent", lambda logits, y: 100 * lab.accuracy(logits, y),
            symptom="Ton taux dépasse 1.",
            diagnosis="C'est un pourcentage : un nombre entre 0 et 1 est attendu.",
        ),
        Mistake(
            "count", lambda logits, y: np.sum(np.argmax(logits, axis=1) == y),
            symptom="Ton taux dépasse 1.",
            diagnosis="C'est le nombre de bonnes réponses : il manque une division.",
        ),
        Mistake(
            "argmin", lambda logits, y: np.mean(np.argmin(logits, axis=1) == y),
            symptom="Ton taux est bas quand le modèle a raison.",
            diagnosis="C'est le taux d'erreur : cherche-t-on le plus grand logit, ou le plus petit ?",
        ),
        Mistake(
            "second_positive", lambda logits, y: np.mean((logits[:, 1] > 0) == y),
            symptom="Le logit de la classe 0 ne change rien à ton taux.",
            diagnosis="Le second logit est comparé à 0 : c'est à l'autre logit qu'il faut le comparer.",
        ),
        Mistake(
            "per_text", lambda logits, y: np.argmax(logits, axis=1) == y,
            symptom="Une réponse par texte revient, pas un seul nombre.",
            diagnosis="Il manque la moyenne sur les textes.",
        ),
        Mistake(
            "columns", lambda logits, y: np.mean(np.argmax(logits, axis=0) == y),
            symptom="La comparaison échoue, ou ne porte pas sur un choix par texte.",
            diagnosis="Le maximum est cherché colonne par colonne : chaque texte choisit entre ses deux logits.",
        ),
        Mistake(
            "positives", lambda logits, y: np.mean(np.argmax(logits, axis=1)),
            symptom="Ton taux ne dépend pas de y.",
            diagnosis="C'est la part des textes jugés positifs : compare les réponses à y.",
        ),
    ],
)  # fmt: skip


# ---- Question 2: attention

def hidden_from(scores, mask, value=-np.inf):
    return np.where(mask > 0, scores, value)


def softmax_over(axis, scores):
    e = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def naive_softmax(scores, mask):
    e = np.exp(scores) * mask
    return e / np.sum(e, axis=1, keepdims=True)


def zeros_kept(weights):
    """Weights by a softmax over another axis, 0 where it gave nan for want of any word."""
    return lambda scores, mask: np.where(mask > 0, weights(hidden_from(scores, mask)), 0.0)


scores_equal = texts("textes de même longueur", mask=everywhere, scores=lambda draw: draw.normal("B L"))
scores_turned = texts("les mêmes mots, à l'envers", scores_equal, mask=everywhere, scores=backwards(lambda draw: draw.normal("B L")))
scores_large = texts("grands scores", shift=1000.0)

masked_softmax = Question(
    "masked_softmax", "Des scores aux poids, sans le remplissage", group=Q2,
    call="masked_softmax", inputs={"scores": scores_of, "mask": mask_of}, reference=lab.masked_softmax,
    checks=[
        shape(ordinary, dims="B L"),
        rows_sum_to_one(ordinary),
        zero_where(ordinary),
        agrees(ordinary),
        between(follows_permutation, scores_equal, scores_turned, axis=-1),
        agrees(scores_large, id="stable"),
    ],
    mistakes=[
        Mistake(
            "overflow", naive_softmax,
            also=(lambda scores, mask: np.exp(hidden_from(scores, mask)) / np.sum(np.exp(hidden_from(scores, mask)), axis=1, keepdims=True),),
            symptom="Des nan apparaissent sur de grands scores.",
            diagnosis="L'exponentielle déborde : que devient la softmax si on retire le même nombre à tous les scores d'un texte ?",
        ),
        Mistake(
            "no_mask", lambda scores, mask: softmax_over(1, scores),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque ne sert pas : le remplissage doit avoir un poids nul, et les mots se partager le reste.",
        ),
        Mistake(
            "masked_after", lambda scores, mask: softmax_over(1, scores) * mask,
            symptom="Le remplissage a un poids nul, mais tes lignes ne somment plus à 1.",
            diagnosis="Le remplissage compte encore au dénominateur : les poids des mots ne se partagent plus le tout.",
            also=(lambda scores, mask: softmax_over(1, scores * mask) * mask,),
        ),
        Mistake(
            "masked_before", lambda scores, mask: softmax_over(1, scores * mask),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Les scores du remplissage sont mis à 0 : que vaut l'exponentielle de 0 ?",
        ),
        Mistake(
            "mask_added", lambda scores, mask: softmax_over(1, scores + mask),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Ajouter le masque ne décale les mots que de 1 : le remplissage n'est pas écarté pour autant.",
        ),
        Mistake(
            "infinity_times_zero", lambda scores, mask: softmax_over(1, scores + (1 - mask) * -np.inf),
            symptom="Ton résultat est plein de nan.",
            diagnosis="Un produit de l'infini par 0 ne donne pas 0 : construis autrement le score du remplissage.",
        ),
        Mistake(
            "mask_inverted", lambda scores, mask: naive_softmax(scores, 1 - mask),
            symptom="C'est le remplissage qui reçoit l'attention.",
            diagnosis="Le masque est lu à l'envers : 1 désigne un mot.",
            also=(
                lambda scores, mask: softmax_over(1, hidden_from(scores, 1 - mask)),
                lambda scores, mask: softmax_over(1, hidden_from(scores, 1 - mask, -1e9)),
                lambda scores, mask: softmax_over(1, scores - 1e9 * mask),
            ),
        ),
        Mistake(
            "batch_axis", zeros_kept(lambda visible: softmax_over(0, visible)),
            symptom="Ce sont tes colonnes qui somment à 1.",
            diagnosis="La softmax est prise sur l'axe des textes : les mots d'un même texte se partagent l'attention.",
            also=(
                lambda scores, mask: softmax_over(0, hidden_from(scores, mask)),
                lambda scores, mask: softmax_over(0, hidden_from(scores, mask, -1e9)),
            ),
        ),
        Mistake(
            "whole_batch", lambda scores, mask: softmax_over(None, hidden_from(scores, mask)),
            symptom="C'est tout le lot qui somme à 1, pas chaque texte.",
            diagnosis="Tu divises par la somme de tous les textes : chacun a sa propre distribution.",
        ),
        Mistake(
            "not_normalised", lambda scores, mask: np.exp(scores) * mask,
            symptom="Tes lignes ne somment pas à 1.",
            diagnosis="L'exponentielle est là, mais pas la division par la somme du texte.",
            also=(lambda scores, mask: np.exp(scores - np.max(hidden_from(scores, mask), axis=1, keepdims=True)) * mask,),
        ),
        Mistake(
            "no_exponential", lambda scores, mask: scores * mask / np.sum(scores * mask, axis=1, keepdims=True),
            symptom="Tes lignes somment à 1, mais des poids sont négatifs ou dépassent 1.",
            diagnosis="Il manque l'exponentielle : diviser par la somme ne suffit pas quand des scores sont négatifs.",
        ),
        Mistake(
            "minus", lambda scores, mask: naive_softmax(-scores, mask),
            symptom="Les plus grands scores reçoivent les plus petits poids.",
            diagnosis="Un signe s'est inversé dans l'exponentielle.",
        ),
        Mistake(
            "twice", lambda scores, mask: soft(soft(scores, mask), mask),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "uniform", lambda scores, mask: mask / np.sum(mask, axis=1, keepdims=True),
            symptom="Tous les mots d'un texte ont le même poids.",
            diagnosis="Les scores ne servent pas.",
        ),
        Mistake(
            "hard", lambda scores, mask: 1.0 * (hidden_from(scores, mask) == np.max(hidden_from(scores, mask), axis=1, keepdims=True)),
            symptom="Un seul mot par texte a un poids.",
            diagnosis="Tout le poids va au plus grand score : les autres mots doivent garder une part, qui suit leur score.",
            also=(lambda scores, mask: np.eye(scores.shape[1])[np.argmax(hidden_from(scores, mask), axis=1)],),
        ),
        Mistake(
            "log", lambda scores, mask: np.where(mask > 0, np.log(np.where(mask > 0, soft(scores, mask), 1.0)), 0.0),
            symptom="Aucun de tes coefficients n'est positif.",
            diagnosis="Tu renvoies le logarithme des poids, pas les poids.",
            also=(
                lambda scores, mask: log_softmax(hidden_from(scores, mask)),
                lambda scores, mask: log_softmax(hidden_from(scores, mask, -1e9)),
            ),
        ),
    ],
)  # fmt: skip


def weighed(scores=lambda X, q: X @ q, weights=lambda scores, mask: lab.masked_softmax(scores, mask)):
    """Attention weights with one of the two steps done otherwise."""
    return lambda X, mask, q: weights(scores(X, q), mask)


null = texts("question nulle", q=lambda draw: np.zeros(draw.size("d")))

attention_weights = Question(
    "attention_weights", "Le poids de chaque mot", group=Q2,
    call="attention_weights", inputs={"X": keys_of, "mask": mask_of, "q": scaled("d")},
    reference=lab.attention_weights, uses=("masked_softmax",),
    checks=[
        shape(ordinary, dims="B L"),
        agrees(ordinary),
        agrees(null, id="null_query"),
        between(unchanged, ordinary, alone, id="row_alone"),
        between(unchanged, ordinary, more, id="more_padding"),
        between(follows_permutation, equal, turned, axis=-1),
    ],
    mistakes=[
        Mistake(
            "scaled", weighed(lambda X, q: X @ q / np.sqrt(len(q))),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Les scores sont divisés par √d, ou par d : la formule de ce TP ne le demande pas.",
            also=(weighed(lambda X, q: X @ q / len(q)),),
        ),
        Mistake(
            "no_mask", weighed(weights=lambda scores, mask: lab.masked_softmax(scores, np.ones_like(scores))),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque n'arrive pas jusqu'à la softmax.",
        ),
        Mistake(
            "raw_scores", weighed(weights=lambda scores, mask: scores), also=(weighed(weights=lambda scores, mask: scores * mask),),
            symptom="Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1.",
            diagnosis="Ce sont les scores qui reviennent : il manque la fonction qui en fait des probabilités.",
        ),
        Mistake(
            "softmax_twice", weighed(weights=lambda scores, mask: lab.masked_softmax(lab.masked_softmax(scores, mask), mask)),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "cosine", weighed(lambda X, q: X @ q / np.sqrt(np.sum(X ** 2, axis=2) * np.sum(q ** 2))),
            symptom="La longueur des vecteurs ne change rien à tes poids.",
            diagnosis="Les scores sont des cosinus : la formule prend le produit scalaire tel quel.",
        ),
        Mistake(
            "minus", weighed(lambda X, q: -(X @ q)),
            symptom="Les mots qui ressemblent le plus à la question reçoivent le moins.",
            diagnosis="Le signe des scores est inversé.",
        ),
        Mistake(
            "exponential_first", weighed(lambda X, q: np.exp(X @ q)),
            symptom="Tes poids sont plus tranchés que ceux attendus.",
            diagnosis="Une exponentielle est déjà prise avant la softmax, qui en contient une.",
        ),
        Mistake(
            "uniform", lambda X, mask, q: mask / np.sum(mask, axis=1, keepdims=True),
            symptom="Tous les mots d'un texte ont le même poids, quelle que soit la question.",
            diagnosis="La question q ne sert pas.",
        ),
        Mistake(
            "batch_summed", weighed(lambda X, q: np.sum(X @ q, axis=0) * np.ones((len(X), 1))),
            symptom="Les scores d'un texte dépendent des autres textes.",
            diagnosis="Les scores sont additionnés sur le lot : regarde les indices de ta somme.",
        ),
    ],
)  # fmt: skip


def weighted(P, V):
    return P[:, :, None] * V


attention_pool = Question(
    "attention_pool", "La somme pondérée des valeurs", group=Q2,
    call="attention_pool", inputs={"P": weights_of, "V": padded("B L k", 1e3)}, reference=lab.attention_pool,
    checks=[shape(ordinary, dims="B k"), agrees(ordinary)],
    mistakes=[
        Mistake(
            "unweighted", lambda P, V: np.mean(V, axis=1),
            symptom="La taille des poids ne change rien à ton résultat.",
            diagnosis="Les valeurs sont réunies à parts égales : l'attention est calculée, mais elle ne sert pas.",
            also=(
                lambda P, V: np.sum(V, axis=1),
                lambda P, V: np.sum(V * (P > 0)[:, :, None], axis=1) / np.sum(P > 0, axis=1, keepdims=True),
            ),
        ),
        Mistake(
            "weighted_mean", lambda P, V: np.mean(weighted(P, V), axis=1),
            symptom="Ton résultat est trop petit, toujours dans la même proportion.",
            diagnosis="Les poids somment déjà à 1 : il ne faut pas diviser une seconde fois.",
        ),
        Mistake(
            "batch_summed", lambda P, V: np.sum(weighted(P, V), axis=(0, 1)),
            symptom="Un même vecteur revient pour tout le lot.",
            diagnosis="Les textes du lot sont additionnés : l'indice des textes doit rester dans le résultat.",
            also=(lambda P, V: np.sum(weighted(P, V), axis=(0, 1)) * np.ones((len(P), 1)),),
        ),
        Mistake(
            "every_pair", lambda P, V: P @ V, also=(lambda P, V: np.einsum("al,blk->abk", P, V),),
            symptom="Ton résultat a trois axes : chaque texte y rencontre tous les autres.",
            diagnosis="Le produit applique les poids de chaque texte aux valeurs de tous : les deux tableaux partagent l'axe des textes.",
        ),
        Mistake(
            "not_expanded", lambda P, V: np.sum(P * V, axis=1),
            symptom="Le produit de P et de V échoue : les formes ne vont pas ensemble.",
            diagnosis="V a un axe de plus que P : il faut lui en donner un, au bon endroit.",
        ),
        Mistake(
            "not_summed", weighted,
            symptom="Ton résultat garde un vecteur par mot.",
            diagnosis="Les valeurs sont pondérées, mais pas additionnées.",
        ),
        Mistake(
            "features_summed", lambda P, V: np.sum(weighted(P, V), axis=2),
            symptom="Ton résultat a un nombre par mot.",
            diagnosis="La somme porte sur les composantes des valeurs : quel axe est celui des mots ?",
        ),
        Mistake(
            "best_word", lambda P, V: V[np.arange(len(P)), np.argmax(P, axis=1)],
            symptom="Un seul mot de chaque texte compte.",
            diagnosis="C'est la valeur du mot de plus grand poids : les autres ont leur part.",
        ),
        Mistake(
            "transposed", lambda P, V: np.einsum("bl,blk->kb", P, V),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par texte.",
        ),
    ],
)  # fmt: skip


constante = FreeText(
    "constante", "La fonction simple, et la constante", group=Q2,
    placeholder="*Écris ici ta réponse, à la place de cette phrase.*",
)  # fmt: skip


def summed_entropy(each=lambda P, log: P * log, log=np.log, axis=1, total=np.sum):
    """An entropy with some of its steps done otherwise; 0 log 0 is 0."""
    return lambda P: -total(each(P, log(np.where(P > 0, P, 1.0))), axis=axis)


everyone = texts("poids tous positifs", P=lambda draw: soft(draw.normal("B L"), everywhere(draw)))
shared = texts("poids uniformes", P=lambda draw: soft(np.zeros((draw.size("B"), draw.size("L"))), mask_of(draw)))
single = texts("un seul mot a tout le poids", P=lambda draw: np.eye(draw.size("B"), draw.size("L"))[::-1].copy())

entropy = Question(
    "entropy", "L'entropie de l'attention", group=Q2,
    call="entropy", inputs={"P": weights_of}, reference=lab.entropy,
    checks=[
        shape(everyone, dims="B"),
        agrees(everyone),
        agrees(ordinary, id="zeros"),
        agrees([*shared, *single], id="extremes"),
    ],
    mistakes=[
        Mistake(
            "nan", lambda P: -np.sum(P * np.log(P), axis=1),
            symptom="Des nan apparaissent dès qu'un poids est nul.",
            diagnosis="0 · log 0 doit valoir 0, mais numpy y trouve nan : le logarithme ne doit jamais voir un 0.",
            also=(lambda P: np.where(np.all(P > 0, axis=1), disorder(P), 0.0),),
        ),
        Mistake(
            "wrong_sign", summed_entropy(each=lambda P, log: -P * log),
            symptom="Tes entropies sont négatives.",
            diagnosis="Le signe est perdu : le logarithme d'une probabilité est négatif, une entropie ne l'est pas.",
        ),
        Mistake(
            "other_logarithm", summed_entropy(log=lambda P: np.log(P) / np.log(2)),
            symptom="Tes entropies sont trop grandes ou trop petites, toujours dans la même proportion.",
            diagnosis="Le logarithme est en base 2 ou en base 10 : l'énoncé le veut népérien.",
            also=(summed_entropy(log=lambda P: np.log(P) / np.log(10)),),
        ),
        Mistake(
            "one_number", summed_entropy(axis=None), also=(lambda P: np.mean(disorder(P)),),
            symptom="Un seul nombre revient pour tout le lot.",
            diagnosis="Les entropies des textes sont additionnées ou moyennées : rends-les toutes.",
        ),
        Mistake(
            "batch_axis", summed_entropy(axis=0),
            symptom="Tu rends un nombre par position, pas un par texte.",
            diagnosis="La somme porte sur l'axe des textes : quel axe est celui des mots ?",
        ),
        Mistake(
            "mean_over_words", summed_entropy(total=np.mean), also=(lambda P: disorder(P) / np.sum(P > 0, axis=1),),
            symptom="Tes entropies sont trop petites, et rapetissent quand le lot a plus de remplissage.",
            diagnosis="C'est une moyenne sur les L positions : la formule a une somme.",
        ),
        Mistake(
            "no_weight", summed_entropy(each=lambda P, log: log),
            symptom="Tes entropies dépassent log n.",
            diagnosis="Les logarithmes sont additionnés sans être pondérés : relis ce qui les multiplie dans la formule.",
        ),
        Mistake(
            "not_summed", lambda P: -P * np.log(np.where(P > 0, P, 1.0)),
            symptom="Ton résultat garde un nombre par mot.",
            diagnosis="Il manque la somme sur les mots.",
        ),
        Mistake(
            "normalised", lambda P: disorder(P) / np.log(P.shape[1]), also=(lambda P: disorder(P) / np.log(np.sum(P > 0, axis=1)),),
            symptom="Tes entropies ne dépassent jamais 1.",
            diagnosis="L'entropie est divisée par sa plus grande valeur possible : la formule ne le fait pas.",
        ),
        Mistake(
            "exponential", lambda P: np.exp(disorder(P)),
            symptom="Un seul mot qui a tout le poids doit donner 0 ; tu donnes 1.",
            diagnosis="C'est l'exponentielle de l'entropie (la perplexité).",
        ),
    ],
)  # fmt: skip


many = [Case("quelques dizaines de textes", only="public", B=40, L=9), Case("quelques dizaines de textes", only="hidden", B=50, L=8)]


def spread_weights(draw):
    """Weights from nearly uniform to nearly one word."""
    return soft(draw.normal("B L") * np.linspace(0.2, 6, draw.size("B"))[:, None], everywhere(draw))


entropy_histogram = Question(
    "entropy_histogram", "L'histogramme des entropies", group=Q2,
    call="entropy_histogram", inputs={"P": spread_weights}, parts=("entropies",), figure=True,
    reference=lambda P: (lab.entropy(P),),
    uses=("entropy",),
    checks=[shows_histogram(many, "entropies")],
    mistakes=[
        Mistake(
            "weights", lambda P: (np.ravel(P),),
            symptom="Ton histogramme compte un nombre par mot, pas un par texte.",
            diagnosis="Ce sont les poids eux-mêmes que tu comptes : l'énoncé demande leurs entropies.",
        ),
        Mistake(
            "largest", lambda P: (np.max(P, axis=1),),
            symptom="Ton histogramme a un nombre par texte, mais ce n'est pas son entropie.",
            diagnosis="C'est le plus grand poids de chaque texte que tu comptes : l'énoncé demande l'entropie.",
        ),
    ],
)  # fmt: skip


# A word that comes twice keeps both its places: a dict would merge them.
WORDS = ["un", "film", "très", "très", "beau", "et", "drôle"]
ranked = [
    Case("une phrase", only="public", L=5, n_top=3),
    Case("une phrase", only="hidden", L=7, n_top=4),
]
ties = [
    Case("poids égaux", only="public", L=5, n_top=4, given={"p": lambda draw: np.array([0.1, 0.3, 0.1, 0.3, 0.2])}),
    Case("poids égaux", only="hidden", L=7, n_top=5, given={"p": lambda draw: np.array([0.1, 0.25, 0.05, 0.25, 0.2, 0.1, 0.05])}),
]


def weights_in_order(draw):
    """Random weights; a word that comes twice is first and third by weight."""
    order = [place for place in (3, 0, 2, 4, 1, 6, 5) if place < draw.size("L")]
    weights = np.zeros(len(order))
    weights[order] = np.sort(draw.rng.dirichlet(np.ones(len(order))))[::-1]
    return weights


def columns(rank):
    """What a function like `top_words` gives, as words and weights."""
    return lambda p, words, k: tuple(map(list, zip(*rank(p, words, k), strict=True)))


def in_order(order):
    """The k words that come first in another order of the places."""
    return lambda p, words, k: [(words[i], p[i]) for i in order(p, k)]


def falling(p):
    return sorted(range(len(p)), key=lambda i: -p[i])


top_words = Question(
    "top_words", "Les mots les plus regardés", group=Q2,
    call="top_words",
    inputs={
        "p": weights_in_order,
        "words": lambda draw: WORDS[: draw.size("L")],
        "k": lambda draw: draw.size("n_top"),
    },
    parts=("mots", "poids"), reference=columns(lab.top_words),
    checks=[
        agrees(ranked, "mots", id="words"),
        agrees(ranked, "poids", id="weights"),
        agrees(ties, "mots", id="ties"),
    ],
    mistakes=[
        Mistake(
            "smallest", in_order(lambda p, k: falling(p)[::-1][:k]),
            symptom="Ce sont les mots les moins regardés qui reviennent.",
            diagnosis="Le tri va du plus petit au plus grand : de quel côté faut-il prendre ?",
        ),
        Mistake(
            "rising", in_order(lambda p, k: falling(p)[:k][::-1]),
            symptom="Les bons mots, mais dans l'ordre inverse.",
            diagnosis="Le plus regardé doit venir en premier.",
        ),
        Mistake(
            "text_order", in_order(lambda p, k: sorted(falling(p)[:k])),
            symptom="Les bons mots, mais dans l'ordre du texte.",
            diagnosis="Les k mots ne sont pas triés par leur poids.",
        ),
        Mistake(
            "ties_reversed", in_order(lambda p, k: np.argsort(p, kind="stable")[::-1][:k]),
            symptom="À poids égaux, tes mots ne viennent pas dans l'ordre du texte.",
            diagnosis="Retourner un tri retourne aussi les mots de même poids : trie dans le bon sens dès le départ.",
        ),
        Mistake(
            "first_words", in_order(lambda p, k: range(k)),
            symptom="Ce sont les premiers mots du texte qui reviennent.",
            diagnosis="Les poids ne servent pas à choisir les mots.",
        ),
        Mistake(
            "all_words", in_order(lambda p, k: falling(p)),
            symptom="Trop de mots reviennent.",
            diagnosis="`k` ne sert pas : il dit combien de mots rendre.",
        ),
        Mistake(
            "one_less", in_order(lambda p, k: falling(p)[: k - 1]),
            symptom="Il manque un mot.",
            diagnosis="La coupe s'arrête un mot trop tôt.",
        ),
        Mistake(
            "one", lambda p, words, k: [(words[int(np.argmax(p))], np.max(p))],
            symptom="Un seul mot revient.",
            diagnosis="`k` ne sert pas : il dit combien de mots rendre.",
        ),
        Mistake(
            "places", lambda p, words, k: [(int(i), p[i]) for i in falling(p)[:k]],
            symptom="Des numéros reviennent à la place des mots.",
            diagnosis="Tu rends les places des mots : va chercher les mots eux-mêmes.",
        ),
        Mistake(
            "words_alone", lambda p, words, k: [words[i] for i in falling(p)[:k]],
            symptom="Les poids manquent.",
            diagnosis="Chaque mot doit revenir avec son poids.",
        ),
        Mistake(
            "merged", lambda p, words, k: sorted(dict(zip(words, p, strict=True)).items(), key=lambda pair: -pair[1])[:k],
            symptom="Un mot répété dans le texte ne revient qu'une fois.",
            diagnosis="Un dictionnaire ne garde qu'une des places d'un mot répété.",
            also=(lambda p, words, k: [(w, p[words.index(w)]) for w in sorted(words, key=lambda w: -p[words.index(w)])[:k]],),
        ),
    ],
)  # fmt: skip


# ---- Question 3: a query from the text, values

def questioned(average=lambda X, mask: lab.mean_pool(X, mask), turn=lambda t, W_q, b_q: t @ W_q + b_q):
    """A text's query with one of the two steps done otherwise."""
    return lambda X, mask, W_q, b_q: turn(average(X, mask), W_q, b_q)


def bare_mean(X, mask):
    return np.mean(X, axis=1)


def batch_mean(T):
    return np.mean(T, axis=0) * np.ones((len(T), 1))


QUERY = {"X": keys_of, "mask": mask_of, "W_q": lambda draw: draw.normal("d d") / np.sqrt(draw.size("d")), "b_q": scaled("d")}
VALUE = {"W_v": scaled("d k"), "b_v": "k"}

text_query = Question(
    "text_query", "La question de chaque texte", group=Q3,
    call="text_query", inputs=QUERY, reference=lab.text_query, uses=("mean_pool",),
    checks=[shape(ordinary, dims="B d"), agrees(ordinary)],
    accepts=[
        Accepted("transposed", questioned(turn=lambda t, W_q, b_q: t @ W_q.T + b_q), "Tu écris W_q transposée : accepté."),
    ],
    mistakes=[
        Mistake(
            "raw_mean", questioned(turn=lambda t, W_q, b_q: t),
            symptom="W_q et b_q ne changent rien à ton résultat.",
            diagnosis="C'est la moyenne du texte qui revient : il manque la transformation linéaire.",
        ),
        Mistake(
            "no_bias", questioned(turn=lambda t, W_q, b_q: t @ W_q),
            also=(questioned(turn=lambda t, W_q, b_q: t @ W_q.T),),
            symptom="Toutes tes questions sont décalées du même vecteur.",
            diagnosis="Le biais b_q est oublié.",
        ),
        Mistake(
            "no_mask", questioned(bare_mean),
            symptom="Le remplissage change ta question.",
            diagnosis="La moyenne compte le remplissage : sers-toi de ta `mean_pool`.",
        ),
        Mistake(
            "summed", questioned(lambda X, mask: np.sum(X * mask[:, :, None], axis=1)),
            symptom="Plus un texte est long, plus sa question est grande.",
            diagnosis="C'est la somme des mots qui est transformée, pas leur moyenne.",
        ),
        Mistake(
            "batch_mean", questioned(lambda X, mask: batch_mean(lab.mean_pool(X, mask))),
            symptom="Tous les textes ont la même question.",
            diagnosis="La moyenne porte aussi sur les textes : chacun a sa question.",
        ),
        Mistake(
            "bias_first", questioned(turn=lambda t, W_q, b_q: (t + b_q) @ W_q),
            symptom="Le biais est là, mais transformé.",
            diagnosis="b_q est ajouté avant W_q : relis l'ordre de la formule.",
        ),
        Mistake(
            "activation", questioned(turn=lambda t, W_q, b_q: relu(t @ W_q + b_q)),
            symptom="Tes valeurs sont bornées.",
            diagnosis="Une non-linéarité suit la transformation : celle de la question est linéaire.",
            also=tuple(questioned(turn=lambda t, W_q, b_q, f=f: f(t @ W_q + b_q)) for f in (np.tanh, sigmoid)),
        ),
        Mistake(
            "per_word", lambda X, mask, W_q, b_q: X @ W_q + b_q,
            symptom="Tu rends une question par mot.",
            diagnosis="Ce sont les mots qui sont transformés : c'est leur moyenne qui pose la question.",
        ),
    ],
)  # fmt: skip


values = Question(
    "values", "La valeur de chaque mot", group=Q3,
    call="values", inputs={"X": keys_of, **VALUE}, reference=lab.values,
    checks=[shape(ordinary, dims="B L k"), agrees(ordinary)],
    mistakes=[
        Mistake(
            "linear", lambda X, W_v, b_v: X @ W_v + b_v,
            symptom="Tes valeurs positives sont justes, les négatives non.",
            diagnosis="La non-linéarité manque : sans elle, cette couche se confond avec le classifieur.",
        ),
        Mistake(
            "relu_first", lambda X, W_v, b_v: relu(X) @ W_v + b_v,
            symptom="Des valeurs sont négatives.",
            diagnosis="La ReLU est prise avant la transformation : relis l'ordre de la formule.",
        ),
        Mistake(
            "no_bias", lambda X, W_v, b_v: relu(X @ W_v),
            symptom="Le seuil de tes valeurs n'est pas à sa place.",
            diagnosis="Le biais b_v est oublié.",
        ),
        Mistake(
            "bias_last", lambda X, W_v, b_v: relu(X @ W_v) + b_v,
            symptom="Des valeurs sont négatives, ou décalées.",
            diagnosis="b_v est ajouté après la ReLU : relis les parenthèses de la formule.",
        ),
        Mistake(
            "squashed", lambda X, W_v, b_v: sigmoid(X @ W_v + b_v), also=(lambda X, W_v, b_v: np.tanh(X @ W_v + b_v),),
            symptom="Tes valeurs restent toutes entre -1 et 1.",
            diagnosis="La non-linéarité est une sigmoïde ou une tangente hyperbolique : l'énoncé demande la ReLU.",
        ),
        Mistake(
            "minimum", lambda X, W_v, b_v: np.minimum(0, X @ W_v + b_v),
            symptom="Aucune de tes valeurs n'est positive.",
            diagnosis="La ReLU est prise à l'envers : quel côté de 0 garde-t-elle ?",
        ),
        Mistake(
            "one_vector", lambda X, W_v, b_v: relu(np.mean(X, axis=1) @ W_v + b_v),
            symptom="Un seul vecteur revient par texte.",
            diagnosis="Les mots sont moyennés trop tôt : chaque mot a sa valeur.",
        ),
    ],
)  # fmt: skip


def attended(query=lambda X, mask, W_q, b_q: lab.text_query(X, mask, W_q, b_q), scores=lambda X, q: np.einsum("bld,bd->bl", X, q),
             weights=lambda S, mask: lab.masked_softmax(S, mask), value=lambda X, W_v, b_v: lab.values(X, W_v, b_v),
             mix=lambda P, V, mask: lab.attention_pool(P, V)):  # fmt: skip
    """`text_attention` with some of its steps done otherwise."""
    def attention(X, mask, W_q, b_q, W_v, b_v):
        P = weights(scores(X, query(X, mask, W_q, b_q)), mask)
        return mix(P, value(X, W_v, b_v), mask), P
    return attention


text_attention = Question(
    "text_attention", "L'attention dont la question vient du texte", group=Q3,
    call="text_attention", inputs={**QUERY, **VALUE}, parts=("T", "P"), reference=lab.text_attention,
    uses=("masked_softmax", "attention_pool", "text_query", "values"),
    checks=[
        shape(ordinary, "T", dims="B k"),
        zero_where(ordinary, "P"),
        agrees(ordinary, "T", id="output"),
        agrees(ordinary, "P", id="weights"),
        between(unchanged, ordinary, alone, "T", id="row_alone"),
        between(unchanged, ordinary, more, "T", id="more_padding"),
    ],
    mistakes=[
        Mistake(
            "unused", attended(mix=lambda P, V, mask: lab.mean_pool(V, mask)),
            symptom="Tes poids sont justes, mais ils ne changent rien à ta sortie.",
            diagnosis="Les valeurs sont moyennées à parts égales : l'attention est calculée, mais elle ne sert pas.",
        ),
        Mistake(
            "embeddings_mixed", attended(value=lambda X, W_v, b_v: X),
            symptom="Ta sortie a la dimension des plongements.",
            diagnosis="Ce sont les plongements qui sont pondérés : il faut leurs valeurs.",
        ),
        Mistake(
            "linear_values", attended(value=lambda X, W_v, b_v: X @ W_v + b_v),
            symptom="Tes poids sont justes, pas ta sortie.",
            diagnosis="Les valeurs sont calculées ici sans leur non-linéarité : appelle `values`.",
        ),
        Mistake(
            "raw_mean_query", attended(query=lambda X, mask, W_q, b_q: lab.mean_pool(X, mask)),
            symptom="W_q et b_q ne changent rien à tes poids.",
            diagnosis="C'est la moyenne du texte qui sert de question, sans la transformation linéaire.",
        ),
        Mistake(
            "one_query", attended(query=lambda X, mask, W_q, b_q: batch_mean(lab.text_query(X, mask, W_q, b_q))),
            symptom="Les poids d'un texte changent quand les autres textes du lot changent.",
            diagnosis="Les questions du lot sont mêlées, ou une seule sert pour tous : chaque texte pose la sienne à ses propres mots.",
            also=(
                attended(scores=lambda X, q: np.einsum("bld,cd->bl", X, q)),
                attended(scores=lambda X, q: X @ q[0]),
            ),
        ),
        Mistake(
            "every_pair", attended(scores=lambda X, q: X @ q.T), also=(attended(scores=lambda X, q: X @ q),),
            symptom="Le calcul échoue : les scores ont un axe de trop.",
            diagnosis="Chaque mot rencontre les questions de tous les textes : il ne doit rencontrer que celle du sien.",
        ),
        Mistake(
            "scaled", attended(scores=lambda X, q: np.einsum("bld,bd->bl", X, q) / np.sqrt(X.shape[2])),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Les scores sont divisés par √d : la formule de ce TP ne le demande pas.",
        ),
        Mistake(
            "no_mask", attended(weights=lambda S, mask: lab.masked_softmax(S, np.ones_like(mask))),
            symptom="Le remplissage reçoit de l'attention.",
            diagnosis="Le masque n'arrive pas jusqu'à la softmax.",
        ),
        Mistake(
            "softmax_twice", attended(weights=lambda S, mask: lab.masked_softmax(lab.masked_softmax(S, mask), mask)),
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "raw_scores", attended(weights=lambda S, mask: S * mask), also=(attended(weights=lambda S, mask: S),),
            symptom="Tes poids peuvent être négatifs, et leurs lignes ne somment pas à 1.",
            diagnosis="La softmax manque : ce sont les scores qui pondèrent les valeurs.",
        ),
        Mistake(
            "uniform", attended(scores=lambda X, q: np.zeros(X.shape[:2])),
            symptom="Tous les mots d'un texte ont le même poids.",
            diagnosis="La question ne sert pas dans les scores.",
        ),
    ],
)  # fmt: skip


# ---- What training needs: the provided functions differentiate the student's

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


# ---- Question 4 (bonus): a recurrent network

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


short = texts("textes courts, remplissage grand")

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


# ---- Question 5 (bonus): the entropy in the loss

def regularised(total=np.mean, combine=lambda loss, H, lam: loss + lam * H, disorder=lambda logits, P: lab.entropy(P)):
    """A regularised loss with some of its steps done otherwise."""
    return lambda logits, y, P, lam: combine(lab.cross_entropy(logits, y), total(disorder(logits, P)), lam)


lam_of = {"lam": lambda draw: 0.3}
another = texts("un autre lam", lam=0.7)
without = texts("lam = 0", lam=0.0)

regularised_loss = Question(
    "regularised_loss", "Le coût avec entropie", group=Q5,
    call="regularised_loss", inputs={"logits": "B classes", "y": classes_of, "P": weights_of, **lam_of},
    reference=lab.regularised_loss, uses=("cross_entropy", "entropy"),
    checks=[agrees([*ordinary, *another]), agrees(without, id="without")],
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

questions = [
    mean_pool, linear, cross_entropy, accuracy,
    masked_softmax, attention_weights, attention_pool, constante, entropy, entropy_histogram, top_words,
    text_query, values, text_attention,
    mean_gradients, attention_gradients, text_gradients, observation,
    gru_step, gru_states, regularised_loss, regularised_gradients,
]  # fmt: skip

training = module_at(Path(__file__).parent / "training.py").training
