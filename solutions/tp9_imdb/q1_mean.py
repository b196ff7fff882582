"""TP9, question 1: the mean, a linear layer, the cross-entropy, the accuracy."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, Mistake, Question, agrees, reference, shape, unchanged

from .shared import (
    Q1,
    SIZES,
    classes_of,
    common,
    log_softmax,
    longer,
    mask_of,
    relu,
    sigmoid,
    softmax,
    some_texts,
    words_of,
)

lab = reference(__file__)


def words_summed(X, present):
    return np.sum(X * present, axis=1)


def padding_summed(X, present):
    return np.sum(X * (1 - present), axis=1)


def words_counted(present):
    return np.sum(present, axis=1)


def padding_counted(present):
    return np.sum(1 - present, axis=1)


def averaged(total=words_summed, count=words_counted):
    """Return a mean over the words, with the sum or the count taken otherwise."""

    def pooled(X, mask):
        present = mask[:, :, None]
        return total(X, present) / count(present)

    return pooled


padded_more = Case(
    "avec plus de remplissage", like=some_texts, X=longer(words_of, 1e3), mask=longer(mask_of, 0.0)
)

mean_pool = Question(
    "mean_pool", "La moyenne des mots", group=Q1,
    call="mean_pool", inputs={"X": words_of, "mask": mask_of}, reference=lab.mean_pool,
    checks=[
        shape(some_texts, dims="B d"),
        agrees(some_texts),
        unchanged([some_texts, padded_more], id="more_padding"),
    ],
    mistakes=[
        Mistake("no_mask", lambda X, mask: np.mean(X, axis=1),
            "Le remplissage change ton résultat.",
            "La moyenne porte sur les L positions : elle compte le remplissage comme des mots. "
              "À quoi sert `mask` ?"),
        Mistake("mask_inverted",
            averaged(padding_summed, lambda present: np.maximum(padding_counted(present), 1e-9)),
            "C'est le remplissage qui est moyenné, pas les mots.",
            "Le masque est lu à l'envers : 1 désigne un mot, 0 du remplissage.",
            also=(averaged(padding_summed, padding_counted),)),
        Mistake("divided_by_length", averaged(count=lambda present: present.shape[1]),
            "Les textes courts ont une moyenne trop petite.",
            "Le remplissage est bien écarté de la somme, mais tu divises par L : "
              "combien de mots a chaque texte ?"),
        Mistake("sum_alone", averaged(count=lambda present: 1.0),
            "Plus un texte est long, plus ton résultat est grand.",
            "C'est la somme des mots qui revient : il manque la division."),
        Mistake("divided_by_all", averaged(count=np.sum),
            "Tes moyennes sont toutes trop petites.",
            "Tu divises par le nombre de mots de tout le lot : chaque texte a sa longueur."),
        Mistake("divided_by_texts", averaged(count=len),
            "Tes moyennes ne dépendent pas de la longueur des textes.",
            "Tu divises par le nombre de textes : regarde de quel axe vient ce nombre."),
        Mistake("masked_sum_unmasked", averaged(total=lambda X, present: np.sum(X, axis=1)),
            "Le remplissage change ton résultat.",
            "Tu divises par le bon nombre de mots, mais la somme, elle, prend encore le remplissage."),
        Mistake("whole_batch", lambda X, mask: np.sum(X * mask[:, :, None], axis=(0, 1)) / np.sum(mask),
            "Un même vecteur revient pour tout le lot.",
            "La moyenne porte sur les mots de tous les textes : une moyenne par texte est attendue."),
        Mistake("batch_axis",
            lambda X, mask: np.sum(X * mask[:, :, None], axis=0) / np.sum(mask, axis=0)[:, None],
            "Ton résultat a une ligne par position, pas une par texte.",
            "La moyenne est faite sur l'axe des textes : quel axe de X est celui des mots ?"),
        Mistake("no_keepdims", lambda X, mask: np.sum(X * mask[:, :, None], axis=1) / np.sum(mask, axis=1),
            "La division échoue : les formes ne vont pas ensemble.",
            "Les longueurs forment un vecteur qui s'aligne sur les colonnes : "
              "regarde sa forme, et `keepdims`."),
        Mistake("mask_not_expanded",
            lambda X, mask: np.sum(X * mask, axis=1) / np.sum(mask, axis=1, keepdims=True),
            "Le produit de X et du masque échoue : les formes ne vont pas ensemble.",
            "X a un axe de plus que `mask` : il faut lui en donner un, au bon endroit."),
    ],
)  # fmt: skip


def followed_by(function):
    """Return the linear layer with something after it."""
    return lambda T, W, b: function(T @ W + b)


many_texts = Case("quelques textes", B=11, d=4, classes=2)  # enough of them that some logits are negative

linear = Question(
    "linear", "La couche linéaire", group=Q1,
    call="linear", inputs={"T": "B d", "W": common.scaled_down("d classes"), "b": "classes"},
    reference=lab.linear,
    checks=[shape(many_texts, dims="B 2"), agrees(many_texts)],
    mistakes=[
        Mistake("no_bias", lambda T, W, b: T @ W,
            "Tes logits sont décalés d'une même quantité dans chaque colonne.",
            "Le biais b est oublié."),
        Mistake("softmax", followed_by(softmax),
            "Tes lignes somment à 1.",
            "Une softmax suit la couche : des logits sont attendus, le coût s'occupe du reste."),
        Mistake("squashed", followed_by(sigmoid), common.BOUNDED,
            "Une sigmoïde ou une tangente hyperbolique suit la couche : un logit peut être grand.",
            also=(followed_by(np.tanh),)),
        Mistake("relu", followed_by(relu),
            "Aucune de tes valeurs n'est négative.",
            "Une ReLU suit la couche : un logit peut être négatif."),
        Mistake("bias_inside", lambda T, W, b: T @ (W + b),
            "Le biais est là, mais il dépend du texte.",
            "Le biais est ajouté à W avant le produit : regarde tes parenthèses."),
        Mistake("transposed", followed_by(np.transpose), common.TRANSPOSED,
            "Le résultat est transposé : une ligne par texte."),
        Mistake("weights_transposed", lambda T, W, b: T @ W.T + b, common.SIZES_DIFFER,
            "W est transposée de trop : compare sa forme à celle de T."),
        Mistake("swapped", lambda T, W, b: W @ T + b, common.SIZES_DIFFER,
            "Les textes sont en lignes : dans quel ordre T et W doivent-ils se suivre ?"),
    ],
)  # fmt: skip


def of_the_class(table, y):
    return table[np.arange(len(y)), y]


def costing(log_softmax=log_softmax, pick=of_the_class, each=lambda log: -log, total=np.mean):
    """Return a cross-entropy with some of its steps done otherwise."""
    return lambda logits, y: total(each(pick(log_softmax(logits), y)))


def naive_log_softmax(logits):
    e = np.exp(logits)
    return np.log(e / np.sum(e, axis=1, keepdims=True))


def unshifted_log_softmax(logits, axis=1):
    return logits - np.log(np.sum(np.exp(logits), axis=axis, keepdims=True))


def whole_batch_log_softmax(logits):
    return unshifted_log_softmax(logits - np.max(logits), None)


def whole_batch_log_softmax_by_rows(logits):
    return whole_batch_log_softmax(logits - np.max(logits, axis=1, keepdims=True))


def two_sigmoids(logits, y):
    p = sigmoid(logits[:, 1])
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


logits_large = Case("grands logits", shift=1000.0, **SIZES)

cross_entropy = Question(
    "cross_entropy", "L'entropie croisée", group=Q1,
    call="cross_entropy", inputs={"logits": "B classes", "y": classes_of}, reference=lab.cross_entropy,
    checks=[
        shape(some_texts),
        agrees(some_texts),
        agrees(logits_large, id="stable"),
    ],
    mistakes=[
        Mistake("overflow", costing(naive_log_softmax),
            "Des nan apparaissent sur de grands logits.",
            "L'exponentielle déborde : "
              "que devient la softmax si on retire le même nombre aux deux logits d'un texte ?",
            also=(costing(unshifted_log_softmax),)),
        Mistake("wrong_sign", costing(each=lambda log: log),
            "Ton coût est négatif.",
            "Le signe est perdu : une bonne réponse sûre doit donner un coût proche de 0, "
              "une mauvaise un grand coût positif."),
        Mistake("summed", costing(total=np.sum),
            "Ton coût grandit avec le nombre de textes.",
            "Les coûts des textes sont additionnés : relis ce qui précède la somme dans la formule."),
        Mistake("per_text", costing(total=lambda values: values),
            "Un coût par texte revient, pas un seul nombre.",
            "Il manque la moyenne sur les textes : autograd ne dérive qu'un seul nombre."),
        Mistake("probability", costing(each=np.exp),
            "Ton coût ne dépasse jamais 1, même quand le modèle se trompe avec assurance.",
            "C'est une moyenne de probabilités : il manque le logarithme.",
            also=(costing(each=lambda log: -np.exp(log)),)),
        Mistake("other_logarithm", costing(each=lambda log: -log / np.log(2)),
            "Ton coût est trop grand ou trop petit, toujours dans la même proportion.",
            "Le logarithme est en base 2 ou en base 10 : l'énoncé le veut népérien.",
            also=(costing(each=lambda log: -log / np.log(10)),)),
        Mistake("one_class", costing(pick=lambda table, y: table[:, 0]),
            "Ton coût ne dépend pas de y.",
            "C'est toujours la probabilité de la même classe qui sert : "
              "celle de la bonne classe est attendue.",
            also=(costing(pick=lambda table, y: table[:, 1]),)),
        Mistake("other_class", costing(pick=lambda table, y: of_the_class(table, 1 - y)),
            "Ton coût est grand quand le modèle a raison.",
            "C'est la probabilité de l'autre classe qui sert : les deux classes sont échangées."),
        Mistake("every_pair", costing(pick=lambda table, y: table[:, y]),
            "Ton coût mêle les classes de tous les textes.",
            "`table[:, y]` prend toutes les lignes pour chaque y : "
              "il faut, dans la ligne j, la seule colonne y_j."),
        Mistake("half", costing(pick=lambda table, y: np.stack([1 - y, y], axis=1) * table),
            "Ton coût est deux fois trop petit.",
            "La moyenne porte aussi sur les deux classes : par combien de nombres faut-il diviser ?"),
        Mistake("raw_logits", costing(lambda logits: logits),
            "Ton coût peut être négatif, et change si l'on ajoute la même quantité aux deux logits.",
            "Les logits ne passent par aucune softmax : ce ne sont pas encore des probabilités."),
        Mistake("whole_batch", costing(whole_batch_log_softmax),
            "Le coût d'un texte dépend des autres textes.",
            "Le dénominateur additionne tout le lot : chaque texte a sa propre softmax.",
            also=(
                costing(whole_batch_log_softmax_by_rows),
                costing(lambda logits: unshifted_log_softmax(logits, None)),
            )),
        Mistake("softmax_columns", costing(lambda logits: log_softmax(logits.T).T),
            "Le coût d'un texte dépend des autres textes.",
            "La softmax travaille par colonnes : ses deux probabilités doivent être celles d'un même texte."),
        Mistake("softmax_twice", costing(lambda logits: log_softmax(softmax(logits))),
            "Ton coût reste toujours entre 0,31 et 1,32.",
            "La softmax est appliquée deux fois."),
        Mistake("sigmoids", costing(lambda logits: np.log(sigmoid(logits))),
            "Les deux probabilités d'un texte ne somment pas à 1.",
            "Un logit passe seul par une sigmoïde : la formule met les deux au dénominateur.",
            also=(two_sigmoids,)),
        Mistake("squared_error", lambda logits, y: np.mean((softmax(logits)[:, 1] - y) ** 2),
            "Ton coût ne dépasse jamais 1.",
            "C'est un écart quadratique : l'énoncé demande l'entropie croisée."),
        Mistake("error_rate", lambda logits, y: 1 - np.mean(np.argmax(logits, axis=1) == y),
            "Ton coût ne prend que quelques valeurs.",
            "C'est le taux d'erreur : il ne se dérive pas, d'où l'entropie croisée."),
    ],
)  # fmt: skip


# Many texts, an odd number of them: no two ways to be wrong are right equally often.
odd_numbers = [Case(f"{B} textes", B=B, classes=2) for B in (101, 151, 201)]

accuracy = Question(
    "accuracy", "Le taux de bonne classification", group=Q1,
    call="accuracy", reference=lab.accuracy,
    inputs={"logits": "B classes", "y": lambda draw: draw.rng.integers(0, 2, draw.size("B"))},
    checks=[agrees(odd_numbers)],
    mistakes=[
        Mistake("percent", lambda logits, y: 100 * lab.own.accuracy(logits, y),
            "Ton taux dépasse 1.",
            "C'est un pourcentage : un nombre entre 0 et 1 est attendu."),
        Mistake("count", lambda logits, y: np.sum(np.argmax(logits, axis=1) == y),
            "Ton taux dépasse 1.",
            "C'est le nombre de bonnes réponses : il manque une division."),
        Mistake("argmin", lambda logits, y: np.mean(np.argmin(logits, axis=1) == y),
            "Ton taux est bas quand le modèle a raison.",
            "C'est le taux d'erreur : cherche-t-on le plus grand logit, ou le plus petit ?"),
        Mistake("second_positive", lambda logits, y: np.mean((logits[:, 1] > 0) == y),
            "Le logit de la classe 0 ne change rien à ton taux.",
            "Le second logit est comparé à 0 : c'est à l'autre logit qu'il faut le comparer."),
        Mistake("per_text", lambda logits, y: np.argmax(logits, axis=1) == y,
            "Une réponse par texte revient, pas un seul nombre.",
            "Il manque la moyenne sur les textes."),
        Mistake("columns", lambda logits, y: np.mean(np.argmax(logits, axis=0) == y),
            "La comparaison échoue, ou ne porte pas sur un choix par texte.",
            "Le maximum est cherché colonne par colonne : chaque texte choisit entre ses deux logits."),
        Mistake("positives", lambda logits, y: np.mean(np.argmax(logits, axis=1)),
            "Ton taux ne dépend pas de y.",
            "C'est la part des textes jugés positifs : compare les réponses à y."),
    ],
)  # fmt: skip
