"""TP9, question 1: the mean, a linear layer, the cross-entropy, the accuracy."""

import autograd.numpy as np  # mistakes are differentiated too, where they are carried into the gradients

from autograder import Case, Mistake, Question, agrees, reference, shape, unchanged

from .shared import (
    Q1,
    TEXTS,
    classes_of,
    log_softmax,
    longer,
    mask_of,
    ordinary,
    relu,
    row_softmax,
    scaled,
    sigmoid,
    words_of,
)

lab = reference(__file__)


def averaged(total=lambda X, present: np.sum(X * present, axis=1), count=lambda present: np.sum(present, axis=1)):
    """A mean over the words, with the sum or the count taken otherwise."""
    def pooled(X, mask):
        present = mask[:, :, None]
        return total(X, present) / count(present)
    return pooled


padded_more = Case("avec plus de remplissage", like=ordinary, X=longer(words_of, 1e3), mask=longer(mask_of, 0.0))

mean_pool = Question(
    "mean_pool", "La moyenne des mots", group=Q1,
    call="mean_pool", inputs={"X": words_of, "mask": mask_of}, reference=lab.mean_pool,
    checks=[
        shape(ordinary, dims="B d"),
        agrees(ordinary),
        unchanged([ordinary, padded_more], id="more_padding"),
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


def chosen(table, y):
    return table[np.arange(len(y)), y]


def costing(log_p=log_softmax, pick=chosen, total=np.mean, each=lambda log: -log):
    """A cross-entropy with some of its steps done otherwise."""
    return lambda logits, y: total(each(pick(log_p(logits), y)))


def naive_log_softmax(logits):
    e = np.exp(logits)
    return np.log(e / np.sum(e, axis=1, keepdims=True))


def whole_batch_log_softmax(logits):
    shifted = logits - np.max(logits)
    return shifted - np.log(np.sum(np.exp(shifted)))


def two_sigmoids(logits, y):
    p = sigmoid(logits[:, 1])
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


logits_large = Case("grands logits", shift=1000.0, **TEXTS)

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
            "whole_batch", costing(whole_batch_log_softmax),
            also=(
                costing(lambda logits: whole_batch_log_softmax(logits - np.max(logits, axis=1, keepdims=True))),
                costing(lambda logits: logits - np.log(np.sum(np.exp(logits)))),
            ),
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
