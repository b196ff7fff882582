# %% intro [markdown]
# # TP9 : l'attention sur des critiques de films
#
# *D'après le TP9 du cours AMAL de Nicolas Baskiotis, Stéphane Rivaud, Benjamin Piwowarski et Laure
# Soulier, Sorbonne Université, 2023-2024.*
#
# Une critique de film fait deux cents mots ; pour savoir si elle est positive ou négative, quelques-uns
# suffisent. Tu vas construire un classifieur qui apprend **où regarder** : d'abord un modèle de base qui
# lit tous les mots de la même façon, puis une attention qui les pondère, puis une attention dont la
# question dépend du texte. Tu les entraîneras ensuite sur de vraies critiques d'IMDB, avec de vrais
# plongements de mots (GloVe).
#
# | question | ce que tu écris | points |
# | --- | --- | --- |
# | 1 | `mean_pool`, `linear`, `cross_entropy`, `accuracy` | 5,5 |
# | 2 | `masked_softmax`, `attention_weights`, `attention_pool`, `entropy`, `entropy_histogram`, `top_words`, et une réponse rédigée | 9 |
# | 3 | `text_query`, `values`, `text_attention` | 3,5 |
# | entraînement | rien de plus : tes fonctions doivent être dérivables ; et une observation rédigée | 2 |
# | 4 (bonus) | `gru_step`, `gru_states` | + 1 |
# | 5 (bonus) | `regularised_loss` | + 0,75 |
#
# **Comment travailler.** Remplace chaque `raise NotImplementedError(...)` par ton code, puis lance la
# cellule `check("…")` qui suit : elle te dit ce qui a été appelé, ce qui était attendu et ce qui est
# venu. Tes fonctions doivent rendre leur résultat (`return`), sans rien afficher et sans modifier ce
# qu'elles reçoivent. Garde leurs noms ; leurs arguments peuvent changer de nom, pas d'ordre. Les tailles
# des cas vérifiés ne sont pas celles de l'énoncé : lis-les dans les formes des tableaux que tu reçois.

# %% setup
import autograd.numpy as np
import matplotlib.pyplot as plt

try:
    from check import check, demo
except ImportError:
    print("check.py et expected.npz ne sont pas à côté de ce notebook : tu peux travailler, mais sans vérification (voir LISEZMOI.md).")
    from contextlib import contextmanager

    def check(*questions):
        print("Vérification impossible sans check.py.")

    @contextmanager
    def demo():
        try:
            yield
        except (NotImplementedError, NameError) as error:
            print("Démonstration en attente :", error)

try:
    from IPython.display import display
except ImportError:
    display = print

# %% conventions [markdown]
# ## Des textes dans un tableau
#
# Un lot de $B$ textes est un tableau `X` de forme $(B, L, d)$ : $L$ mots par texte, et pour chaque mot
# une **ligne** de dimension $d$, son plongement. Les textes n'ont pas tous la même longueur : les plus
# courts sont complétés à la fin, et `mask`, de forme $(B, L)$, vaut 1 là où il y a un mot et 0 là où il n'y a que
# du **remplissage** (*padding*). Ce que contient `X` au remplissage est quelconque : ton résultat ne doit
# pas en dépendre.
#
# Les logarithmes sont népériens, et une couche linéaire s'écrit $X W + b$.
#
# **Dériver sans y penser.** `np` est ici `autograd.numpy` : tu écris des fonctions ordinaires, et la
# bibliothèque *autograd* suit le calcul pour en donner le gradient. Elle demande en échange quelques précautions :
#
# - garde ce `np` ; les autres bibliothèques de calcul (`math`, `scipy`…) perdent le fil, et `scipy` manque à la correction ;
# - construis tes tableaux d'un coup : remplir un tableau case par case (`out[i] = …`), ou l'augmenter sur
#   place (`out += …`), échoue pendant l'entraînement ;
# - `float(...)`, `.item()`, `.copy()`, `np.asarray` et `np.average(..., weights=...)` ne se dérivent pas ;
# - arrondir un résultat, ou n'en garder que l'indice du maximum, donne un gradient **nul** : le modèle n'apprend plus ;
# - écris `A @ B` et `np.transpose(A, (0, 2, 1))` : les méthodes `A.dot(B)` et `A.transpose(0, 2, 1)` ne sont pas suivies
#   partout, et `@` est bien plus rapide que `np.dot` sur un tableau à trois axes.

# %% tiny tags=["demo"]
sentences = [["ce", "film", "est", "tout", "simplement", "magnifique"], ["quel", "ennui"], ["à", "voir", "absolument"]]
mask = np.array([[1.0] * len(words) + [0.0] * (6 - len(words)) for words in sentences])
X = np.random.default_rng(0).standard_normal((3, 6, 4))
print("X :", X.shape)
print(mask)

# %% q1 [markdown]
# ## Question 1 : le modèle de base
#
# Un texte $t = (t_1, \dots, t_n)$ est représenté par la **moyenne** des plongements $\mathbf{x}_i$ de ses
# mots, et de ses mots seulement :
#
# $$\hat{\mathbf{t}} = \frac{1}{n} \sum_{i=1}^{n} \mathbf{x}_i$$
#
# $n$ est la longueur de **ce** texte ; elle se lit dans `mask`.

# %% mean_pool
def mean_pool(X, mask):
    """Représente chaque texte par la moyenne de ses mots, sans le remplissage.

    X       : (B, L, d), les plongements
    mask    : (B, L), 1 pour un mot, 0 pour du remplissage ; chaque texte a au moins un mot
    Renvoie : tableau (B, d)
    """
    raise NotImplementedError("mean_pool : à compléter")

# %% check_mean_pool tags=["check"]
check("mean_pool")

# %% linear_text [markdown]
# Un classifieur linéaire donne ensuite deux nombres par texte, les **logits** : le premier pour la classe
# 0 (négatif), le second pour la classe 1 (positif). Ce ne sont pas encore des probabilités.
#
# $$\ell = \hat{\mathbf{t}}\, W + b$$

# %% linear
def linear(T, W, b):
    """Applique la couche linéaire qui décide : des logits, sans rien après.

    T       : (B, d), un texte par ligne
    W       : (d, 2)
    b       : (2,)
    Renvoie : tableau (B, 2)
    """
    raise NotImplementedError("linear : à compléter")

# %% check_linear tags=["check"]
check("linear")

# %% cross_entropy_text [markdown]
# Le coût est l'**entropie croisée** : l'opposé du logarithme de la probabilité que la softmax des logits
# donne à la **bonne** classe $y_j$ du texte $j$, en moyenne sur les $B$ textes :
#
# $$\mathcal{L} = -\frac{1}{B} \sum_{j=1}^{B} \log p_j(y_j)
# \qquad
# p_j(c) = \frac{e^{\ell_{j,c}}}{e^{\ell_{j,0}} + e^{\ell_{j,1}}}$$
#
# De grands logits (un millier) ne doivent donner ni `nan` ni infini. Et ce coût est ce qu'autograd dérive :
# il doit rester le résultat d'un calcul sur `logits`, pas un nombre qu'on en a extrait.

# %% cross_entropy
def cross_entropy(logits, y):
    """Calcule le coût : l'entropie croisée, en moyenne sur les textes.

    logits  : (B, 2)
    y       : (B,), des entiers 0 ou 1, la bonne classe de chaque texte
    Renvoie : un nombre
    """
    raise NotImplementedError("cross_entropy : à compléter")

# %% check_cross_entropy tags=["check"]
check("cross_entropy")

# %% accuracy_text [markdown]
# La mesure de performance est le **taux de bonne classification** : la part des textes dont le plus grand
# logit est celui de la bonne classe.

# %% accuracy
def accuracy(logits, y):
    """Calcule le taux de bonne classification.

    logits  : (B, 2)
    y       : (B,), des entiers 0 ou 1
    Renvoie : un nombre entre 0 et 1
    """
    raise NotImplementedError("accuracy : à compléter")

# %% check_accuracy tags=["check"]
check("accuracy")

# %% demo_base tags=["demo"]
with demo():
    W, b = np.random.default_rng(1).standard_normal((4, 2)), np.zeros(2)
    logits = linear(mean_pool(X, mask), W, b)
    print("logits :", np.round(logits, 2).tolist())
    print("coût :", np.round(cross_entropy(logits, np.array([1, 0, 1])), 3), " un coût de log 2 = 0,693 est celui d'une pièce de monnaie")
    print("taux de bonne classification :", np.round(accuracy(logits, np.array([1, 0, 1])), 3))

# %% q2 [markdown]
# ## Question 2 : une attention simple
#
# La moyenne donne à « le » autant de poids qu'à « magnifique ». On pondère donc les mots :
#
# $$\hat{\mathbf{t}} = \sum_i p(\mathbf{a}_i | \mathbf{t})\, \mathbf{x}_i
# \qquad
# \log p(\mathbf{a}_i | \mathbf{t}) = \text{constante} + \mathbf{q} \cdot \mathbf{x}_i$$
#
# $p(\mathbf{a}_i | \mathbf{t})$ est la probabilité de porter l'attention sur le mot $i$ : les poids d'un texte
# sont positifs et somment à 1. Le vecteur $\mathbf{q}$, la **question** (*query*), sera appris : il dit ce
# qu'un mot doit avoir pour compter. Les plongements jouent ici deux rôles : celui de **clés**, comparées à
# la question, et celui de **valeurs**, dont on fait la somme pondérée.
#
# Il te faut d'abord la fonction qui change des scores en probabilités, **sans le remplissage** : il
# reçoit un poids nul, quel que soit son score, et les poids des mots somment à 1. De grands scores (un
# millier, même au remplissage) ne doivent pas donner de `nan`.

# %% masked_softmax
def masked_softmax(scores, mask):
    """Transforme les scores de chaque texte en poids ; le remplissage reçoit 0.

    scores  : (B, L)
    mask    : (B, L), 1 pour un mot, 0 pour du remplissage
    Renvoie : tableau (B, L), des poids positifs ; ceux des mots d'un texte somment à 1
    """
    raise NotImplementedError("masked_softmax : à compléter")

# %% check_masked_softmax tags=["check"]
check("masked_softmax")

# %% attention_weights_text [markdown]
# Le score d'un mot est $\mathbf{q} \cdot \mathbf{x}_i$, sans mise à l'échelle.

# %% attention_weights
def attention_weights(X, mask, q):
    """Calcule le poids de chaque mot : la probabilité de porter l'attention sur lui.

    X       : (B, L, d)
    mask    : (B, L)
    q       : (d,), la question
    Renvoie : P, tableau (B, L)
    """
    raise NotImplementedError("attention_weights : à compléter")

# %% check_attention_weights tags=["check"]
check("attention_weights")

# %% attention_pool_text [markdown]
# Chaque texte est ensuite représenté par la somme de ses valeurs, chacune multipliée par son poids. Les
# textes d'un lot ne se mélangent pas.

# %% attention_pool
def attention_pool(P, V):
    """Représente chaque texte par la somme pondérée de ses valeurs.

    P       : (B, L), les poids
    V       : (B, L, k), les valeurs (dans cette question, les plongements)
    Renvoie : tableau (B, k)
    """
    raise NotImplementedError("attention_pool : à compléter")

# %% check_attention_pool tags=["check"]
check("attention_pool")

# %% constante_text [markdown]
# **À toi de répondre, en quelques lignes**, dans la cellule suivante (une personne te lira, 1 point) : quelle
# fonction simple donne $p(\mathbf{a}_i | \mathbf{t})$ à partir des $\mathbf{q} \cdot \mathbf{x}_i$, et que vaut la
# « constante » de la formule ? De quoi dépend-elle, et de quoi ne dépend-elle pas ?

# %% constante [markdown]
# *Écris ici ta réponse, à la place de cette phrase.*

# %% entropy_text [markdown]
# ### L'attention est-elle concentrée ?
#
# L'**entropie** d'un texte le mesure : 0 quand un seul mot a tout le poids, $\log n$ quand les $n$ mots
# se le partagent également.
#
# $$H = -\sum_i p(\mathbf{a}_i | \mathbf{t}) \log p(\mathbf{a}_i | \mathbf{t})
# \qquad \text{avec} \quad 0 \log 0 = 0$$
#
# Le remplissage a un poids nul : c'est le cas $0 \log 0$. Méfie-toi de `np.where` : il calcule ses
# **deux** branches, et autograd les dérive toutes les deux. Un logarithme de 0 dans la branche écartée
# ne se voit pas dans la valeur, mais met des `nan` dans le gradient.

# %% entropy
def entropy(P):
    """Calcule l'entropie des poids de chaque texte.

    P       : (B, L), chaque ligne somme à 1 ; elle peut contenir des zéros
    Renvoie : tableau (B,)
    """
    raise NotImplementedError("entropy : à compléter")

# %% check_entropy tags=["check"]
check("entropy")

# %% entropy_histogram_text [markdown]
# Montre ces entropies par un histogramme : combien de textes ont une attention étalée, combien une
# attention concentrée ? Nomme les axes.

# %% entropy_histogram
def entropy_histogram(P):
    """Dessine l'histogramme des entropies de l'attention, une valeur par texte.

    P       : (B, L), les poids de B textes
    Renvoie : la figure (matplotlib.figure.Figure)
    """
    raise NotImplementedError("entropy_histogram : à compléter")

# %% check_entropy_histogram tags=["check"]
check("entropy_histogram")

# %% top_words_text [markdown]
# Et pour un texte précis : quels mots ont reçu le plus d'attention ?

# %% top_words
def top_words(p, words, k):
    """Donne les k mots qui ont le plus de poids, avec leur poids.

    p       : (L,), les poids d'un texte
    words   : list[str], ses L mots
    k       : int, au plus L
    Renvoie : liste de k couples (mot, poids), du plus grand poids au plus petit ;
              à poids égaux, dans l'ordre du texte
    """
    raise NotImplementedError("top_words : à compléter")

# %% check_top_words tags=["check"]
check("top_words")

# %% demo_attention tags=["demo"]
with demo():
    P = attention_weights(X, mask, np.array([1.0, -1.0, 0.5, 0.0]))
    print("poids :")
    print(np.round(P, 2))
    print("textes :", attention_pool(P, X).shape, " entropies :", np.round(entropy(P), 2).tolist())
    print("les plus regardés :", [(word, round(float(weight), 2)) for word, weight in top_words(P[0], sentences[0], 3)])

# %% demo_histogram tags=["demo"]
with demo():
    scores = np.random.default_rng(2).standard_normal((500, 12)) * np.linspace(0, 6, 500)[:, np.newaxis]
    entropy_histogram(masked_softmax(scores, np.ones((500, 12))))
    plt.show()

# %% q3 [markdown]
# ## Question 3 : la question et la valeur
#
# Pourquoi la même question pour tous les textes ? On ne dit pas son plaisir d'un film d'horreur comme celui
# d'une comédie. La question se calcule maintenant à partir du texte : de sa moyenne
# $\hat{\mathbf{t}}_m$ (question 1), par une transformation linéaire.
#
# $$\mathbf{q}(\hat{\mathbf{t}}_m) = \hat{\mathbf{t}}_m W_q + b_q$$

# %% text_query
def text_query(X, mask, W_q, b_q):
    """Calcule la question de chaque texte, à partir de la moyenne de ses mots.

    X       : (B, L, d)
    mask    : (B, L)
    W_q     : (d, d)
    b_q     : (d,)
    Renvoie : tableau (B, d), une question par texte
    """
    raise NotImplementedError("text_query : à compléter")

# %% check_text_query tags=["check"]
check("text_query")

# %% values_text [markdown]
# La valeur d'un mot peut elle aussi s'éloigner de son plongement. Une transformation linéaire n'y suffirait
# pas : suivie de la somme pondérée et du classifieur, tous deux linéaires, elle se confondrait avec le
# classifieur et n'apporterait rien. On ajoute donc une non-linéarité, $\text{ReLU}(a) = \max(0, a)$ :
#
# $$v_\theta(\mathbf{x}_i) = \text{ReLU}(\mathbf{x}_i W_v + b_v)$$

# %% values
def values(X, W_v, b_v):
    """Calcule la valeur de chaque mot.

    X       : (B, L, d)
    W_v     : (d, k)
    b_v     : (k,)
    Renvoie : tableau (B, L, k)
    """
    raise NotImplementedError("values : à compléter")

# %% check_values tags=["check"]
check("values")

# %% text_attention_text [markdown]
# Assemble le tout : chaque texte pose **sa** question à ses propres mots, et ce sont les valeurs qui
# sont pondérées.
#
# $$\log p(\mathbf{a}_i | \mathbf{t}) = \text{constante} + \mathbf{q}(\hat{\mathbf{t}}_m) \cdot \mathbf{x}_i
# \qquad
# \hat{\mathbf{t}} = \sum_i p(\mathbf{a}_i | \mathbf{t})\, v_\theta(\mathbf{x}_i)$$

# %% text_attention
def text_attention(X, mask, W_q, b_q, W_v, b_v):
    """Représente chaque texte par une attention dont la question vient de lui.

    X        : (B, L, d)
    mask     : (B, L)
    W_q, b_q : (d, d) et (d,), pour les questions
    W_v, b_v : (d, k) et (k,), pour les valeurs
    Renvoie  : (T, P), où T est (B, k) et P, les poids, est (B, L)
    """
    raise NotImplementedError("text_attention : à compléter")

# %% check_text_attention tags=["check"]
check("text_attention")

# %% demo_text tags=["demo"]
with demo():
    rng = np.random.default_rng(3)
    T, P = text_attention(X, mask, rng.standard_normal((4, 4)), np.zeros(4), rng.standard_normal((4, 5)), np.zeros(5))
    print("textes :", T.shape)
    print(np.round(P, 2))

# %% training [markdown]
# ## Entraînement
#
# La cellule suivante est fournie : elle assemble **tes** fonctions en trois modèles et les entraîne par
# descente de gradient (Adam). Lis-la, tu n'as rien à y changer ; elle sera remise en place si tu la modifies.

# %% models tags=["provided"]
from autograd import value_and_grad
from autograd.misc.optimizers import adam


def mean_model(parameters, X, mask):
    """Question 1 : les logits (B, 2) du modèle de base ; il n'a pas de poids d'attention (None)."""
    return linear(mean_pool(X, mask), parameters["W"], parameters["b"]), None


def attention_model(parameters, X, mask):
    """Question 2 : les logits (B, 2) et les poids (B, L) de l'attention simple."""
    P = attention_weights(X, mask, parameters["q"])
    return linear(attention_pool(P, X), parameters["W"], parameters["b"]), P


def text_model(parameters, X, mask):
    """Question 3 : les logits (B, 2) et les poids (B, L) de l'attention dont la question vient du texte."""
    T, P = text_attention(X, mask, *(parameters[name] for name in ("W_q", "b_q", "W_v", "b_v")))
    return linear(T, parameters["W"], parameters["b"]), P


MODELS = {"moyenne": mean_model, "attention": attention_model, "question du texte": text_model}
STEPS = {"moyenne": 0.01, "attention": 0.01, "question du texte": 0.002}  # le pas d'Adam de chacun


def starting_parameters(name, d, seed):
    """Les paramètres d'un modèle avant l'entraînement, petits et tirés de la graine : un dictionnaire de tableaux."""
    rng = np.random.default_rng(seed)

    def drawn(scale, *shape):
        return scale * rng.standard_normal(shape)

    parameters = {"W": drawn(0.1, d, 2), "b": np.zeros(2)}
    if name == "attention":
        parameters["q"] = drawn(0.1, d)
    if name == "question du texte":
        parameters.update(W_q=drawn(0.01, d, d), b_q=np.zeros(d), W_v=drawn(0.1, d, d), b_v=np.zeros(d))
    return parameters


def loss_and_gradients(loss, parameters):
    """Le coût et sa dérivée par rapport à chaque paramètre : {"loss": nombre, "W": tableau, …}."""
    def single(parameters):
        value = loss(parameters)
        if np.ndim(value):
            raise ValueError(f"le coût doit être un seul nombre, pas un tableau de forme {np.shape(value)}")
        return value

    value, gradients = value_and_grad(single)(parameters)
    return {"loss": value, **gradients}


def batch_of_texts(ids, rows, embeddings):
    """Les plongements (B, L, d) et le masque (B, L) des textes `rows`, coupés au plus long d'entre eux."""
    chosen = ids[rows]
    chosen = chosen[:, : max(1, np.max(np.sum(chosen > 0, axis=1)))]
    return embeddings[chosen], np.array(chosen > 0, dtype=embeddings.dtype)


def train_model(model, parameters, ids, y, embeddings, epochs, step_size=0.01, batch=64, seed=0, lam=0.0, after_epoch=None):
    """Entraîne un modèle par Adam et renvoie ses paramètres.

    ids         : (N, L), les mots de chaque texte, par leur numéro de ligne dans embeddings ; 0 pour du remplissage
    y           : (N,), les classes 0 ou 1
    embeddings  : (V, d), les plongements
    lam         : poids de l'entropie dans le coût (question 5) ; 0 pour l'entropie croisée seule
    after_epoch : fonction (numéro, paramètres, coût moyen) appelée après chaque passage sur les textes
    """
    rng = np.random.default_rng(seed)
    shuffled = [rng.permutation(len(ids)) for _ in range(epochs)]
    batches = [order[first : first + batch] for order in shuffled for first in range(0, len(ids), batch)]
    each = len(batches) // epochs
    losses = []

    def objective(parameters, X, mask, y):
        logits, P = model(parameters, X, mask)
        return regularised_loss(logits, y, P, lam) if lam else cross_entropy(logits, y)

    def gradient(parameters, step):
        rows = batches[step]
        given = (*batch_of_texts(ids, rows, embeddings), y[rows])
        light = {name: np.array(value, dtype=embeddings.dtype) for name, value in parameters.items()}
        answer = loss_and_gradients(lambda parameters: objective(parameters, *given), light)
        losses.append(answer.pop("loss"))
        return answer

    def report(parameters, step, gradients=None):
        if after_epoch and step and step % each == 0:
            after_epoch(step // each, parameters, np.mean(losses[step - each : step]))

    parameters = adam(gradient, parameters, report, num_iters=len(batches), step_size=step_size)
    report(parameters, len(batches))
    return parameters


def train_from_start(name, ids, y, embeddings, epochs, seed):
    """Les paramètres d'un modèle, entraîné depuis son départ."""
    return train_model(MODELS[name], starting_parameters(name, embeddings.shape[1], seed), ids, y, embeddings, epochs, STEPS[name], seed=seed)


def predict_texts(model, parameters, ids, embeddings, batch=500):
    """Les logits (N, 2) et les poids (N, L) d'un modèle sur des textes ; des poids nuls pour un modèle sans attention."""
    logits, weights = [], np.zeros(ids.shape)
    for first in range(0, len(ids), batch):
        rows = np.arange(first, min(first + batch, len(ids)))
        X, mask = batch_of_texts(ids, rows, embeddings)
        some, P = model(parameters, X, mask)
        logits.append(some)
        if P is not None:
            weights[rows, : P.shape[1]] = P
    return np.concatenate(logits), weights

# %% gradients_text [markdown]
# ### Tes fonctions sont-elles dérivables ?
#
# Une fonction peut donner les bonnes valeurs et ne rien apprendre : si autograd perd le fil du calcul, il
# échoue, ou rend un gradient nul. Les trois cellules suivantes, fournies elles aussi, calculent le coût de chaque
# modèle et son gradient sur un petit lot ; leurs `check` comparent. C'est **ton** code qui est dérivé.

# %% mean_gradients tags=["provided"]
def mean_gradients(parameters, X, mask, y):
    """Le coût du modèle de base et ses gradients : {"loss", "W", "b"}."""
    return loss_and_gradients(lambda parameters: cross_entropy(mean_model(parameters, X, mask)[0], y), parameters)

# %% check_mean_gradients tags=["check"]
check("mean_gradients")

# %% attention_gradients tags=["provided"]
def attention_gradients(parameters, X, mask, y):
    """Le coût de l'attention simple et ses gradients : {"loss", "W", "b", "q"}."""
    return loss_and_gradients(lambda parameters: cross_entropy(attention_model(parameters, X, mask)[0], y), parameters)

# %% check_attention_gradients tags=["check"]
check("attention_gradients")

# %% text_gradients tags=["provided"]
def text_gradients(parameters, X, mask, y):
    """Le coût du modèle de la question 3 et ses gradients : {"loss", "W", "b", "W_q", "b_q", "W_v", "b_v"}."""
    return loss_and_gradients(lambda parameters: cross_entropy(text_model(parameters, X, mask)[0], y), parameters)

# %% check_text_gradients tags=["check"]
check("text_gradients")

# %% reviews_text [markdown]
# ### De vraies critiques
#
# `load_reviews` cherche les critiques et les plongements, dans l'ordre que donne `DONNEES.md`, et te dit ce
# qu'il a trouvé. La première lecture prend un moment ; les suivantes viennent du cache. L'entraînement des
# trois modèles prend ensuite une minute environ ; pour un premier essai, donne moins de critiques
# (`n_train=2_000`).

# %% demo_reviews tags=["demo"]
with demo():
    try:
        import pictures
        from imdb import load_reviews, load_sentences
        from tqdm import tqdm
    except ModuleNotFoundError as missing:
        print(f"L'entraînement attend « {missing.name} » : fichier à garder à côté de ce notebook, ou paquet à installer (voir LISEZMOI.md).")
    else:
        reviews = load_reviews(n_train=20_000, n_test=5_000, max_words=300)
        vectors = np.array(reviews.embeddings, dtype=np.float32)
        print("un texte :", " ".join(reviews.tokens(reviews.train, 0)[:30]), "…")

# %% demo_training tags=["demo"]
with demo():
    import time

    texts, epochs, learned, told, rows = reviews.train, 5, {}, {}, []
    for name, model in MODELS.items():
        told[name] = []
        with tqdm(total=epochs, desc=name, unit="passage") as bar:

            def after_epoch(epoch, parameters, loss, name=name, model=model, bar=bar):
                logits, P = predict_texts(model, parameters, reviews.test.ids, vectors)
                rate = float(accuracy(logits, reviews.test.y))
                told[name].append({"epoch": epoch, "loss": float(loss), "accuracy": rate})
                if name != "moyenne":
                    told[name][-1]["entropy"] = entropy(P)
                bar.update()
                bar.set_postfix(coût=f"{float(loss):.3f}", justes=f"{rate:.1%}")

            begun = time.perf_counter()
            parameters = starting_parameters(name, vectors.shape[1], seed=0)
            learned[name] = train_model(model, parameters, texts.ids, texts.y, vectors, epochs, STEPS[name], after_epoch=after_epoch)
        count = sum(np.size(value) for value in parameters.values())
        best = told[name][-1]["accuracy"]
        rows.append({"name": name, "parameters": count, "accuracy": best, "seconds": time.perf_counter() - begun})
    attending, histories, table = learned["attention"], told, rows

# %% demo_curves tags=["demo"]
with demo():
    pictures.curves(histories)
    plt.show()
    display(pictures.comparison(table))

# %% demo_entropies tags=["demo"]
with demo():
    _, P = predict_texts(attention_model, attending, reviews.test.ids, vectors)
    pictures.entropies(histories["attention"])
    plt.show()
    entropy_histogram(P)
    plt.show()

# %% observation_text [markdown]
# ### Sur quels mots l'attention se porte-t-elle ?
#
# Trois critiques courtes que le modèle n'avait jamais vues, celles dont il est le plus sûr : une positive et une
# négative bien classées, et une où il se trompe. Puis, parmi les mots courants, ceux que la question apprise
# préfère ($\mathbf{q} \cdot \mathbf{x}$ grand) et ceux qu'elle évite.

# %% demo_attended tags=["demo"]
with demo():
    logits, P = predict_texts(attention_model, attending, reviews.test.ids, vectors)
    sure, truth = logits[:, 1] - logits[:, 0], reviews.test.y
    guesses, short = np.argmax(logits, axis=1), reviews.test.lengths < 120
    kinds = {
        "positive, bien classée": (guesses == 1) & (truth == 1),
        "négative, bien classée": (guesses == 0) & (truth == 0),
        "mal classée": guesses != truth,
    }
    for title, chosen in kinds.items():
        number = int(np.argmax(np.abs(sure) * (chosen & short)))
        words = reviews.tokens(reviews.test, number)
        weights = P[number, : len(words)]
        display(pictures.attended(words, weights, title=f"Critique {title}"))
        print("les plus regardés :", ", ".join(f"{word} ({weight:.2f})" for word, weight in top_words(weights, words, 6)))

# %% demo_words tags=["demo"]
with demo():
    seen = np.bincount(reviews.train.ids.ravel(), minlength=len(reviews.words))
    common = 1 + np.flatnonzero(seen[1:] >= 100)
    liking = vectors[common] @ attending["q"]
    ranking = np.argsort(liking)
    for title, places in (("que la question préfère", ranking[:-31:-1]), ("qu'elle évite", ranking[:30])):
        print(f"les mots {title} :", ", ".join(f"{reviews.words[common[i]]} ({liking[i]:.1f})" for i in places))

# %% observation_question [markdown]
# **À toi d'observer, en quelques lignes**, dans la cellule suivante (une personne te lira, 0,5 point) : choisis
# deux critiques précises. Sur quels mots l'attention s'y porte-t-elle, et qu'est-ce que cela t'apprend sur la
# décision du modèle ? (Si tu n'as pas pu charger les critiques, prends deux phrases à toi et dis ce que tu attendrais.)

# %% observation [markdown]
# *Écris ici ton observation, à la place de cette phrase.*

# %% q4 [markdown]
# ## Question 4 (bonus) : des plongements contextualisés
#
# « Pas » et « mauvais » ont chacun leur plongement ; « pas mauvais » n'en a pas. Un réseau récurrent lit le
# texte mot à mot et garde un **état** $\mathbf{h}$, qui dépend de ce qui précède. Voici la cellule GRU, où
# $\sigma(a) = \frac{1}{1 + e^{-a}}$ et où $\odot$ multiplie terme à terme :
#
# $$\mathbf{z} = \sigma(\mathbf{x} W_z + \mathbf{h} U_z + b_z)
# \qquad
# \mathbf{r} = \sigma(\mathbf{x} W_r + \mathbf{h} U_r + b_r)$$
#
# $$\tilde{\mathbf{h}} = \tanh(\mathbf{x} W_h + (\mathbf{r} \odot \mathbf{h})\, U_h + b_h)
# \qquad
# \mathbf{h}' = (1 - \mathbf{z}) \odot \mathbf{h} + \mathbf{z} \odot \tilde{\mathbf{h}}$$

# %% gru_step
def gru_step(x, h, params):
    """Avance une cellule GRU d'un mot.

    x       : (B, d), un mot de chaque texte
    h       : (B, m), l'état de chaque texte avant ce mot
    params  : dictionnaire de W_z, W_r, W_h (d, m), de U_z, U_r, U_h (m, m) et de b_z, b_r, b_h (m,)
    Renvoie : tableau (B, m), l'état après ce mot
    """
    raise NotImplementedError("gru_step : à compléter")

# %% check_gru_step tags=["check"]
check("gru_step")

# %% gru_states_text [markdown]
# L'état part de zéro. Au remplissage, il ne bouge pas : le texte est fini. Garde l'état après **chaque**
# mot : ce sont eux, au lieu des plongements, que l'attention pondérera.

# %% gru_states
def gru_states(X, mask, params):
    """Lit chaque texte mot à mot et garde tous ses états.

    X       : (B, L, d)
    mask    : (B, L), 1 pour un mot, 0 pour du remplissage, où l'état ne change pas
    params  : dictionnaire des paramètres de gru_step
    Renvoie : tableau (B, L, m), l'état après chaque mot, à partir d'un état nul
    """
    raise NotImplementedError("gru_states : à compléter")

# %% check_gru_states tags=["check"]
check("gru_states")

# %% demo_gru tags=["demo"]
with demo():
    def gru_model(parameters, X, mask):
        states = gru_states(X, mask, parameters)
        P = attention_weights(states, mask, parameters["q"])
        return linear(attention_pool(P, states), parameters["W"], parameters["b"]), P

    def gru_start(d, m, seed):
        rng = np.random.default_rng(seed)
        parameters = {"q": rng.standard_normal(m) / 10, "W": rng.standard_normal((m, 2)) / 10, "b": np.zeros(2)}
        for gate in ("z", "r", "h"):
            parameters["W_" + gate] = rng.standard_normal((d, m)) / np.sqrt(d)
            parameters["U_" + gate] = rng.standard_normal((m, m)) / np.sqrt(m)
            parameters["b_" + gate] = np.zeros(m)
        return parameters

    sentences_read = load_sentences(n_train=3_000, n_test=1_000)
    small = np.array(sentences_read.embeddings, dtype=np.float32)
    for name, model, parameters in (
        ("attention", attention_model, starting_parameters("attention", small.shape[1], seed=0)),
        ("GRU + attention", gru_model, gru_start(small.shape[1], 32, seed=0)),
    ):
        with tqdm(total=4, desc=name, unit="passage") as bar:
            parameters = train_model(model, parameters, sentences_read.train.ids, sentences_read.train.y, small, 4,
                               after_epoch=lambda epoch, parameters, loss: bar.update())  # fmt: skip
        logits, P = predict_texts(model, parameters, sentences_read.test.ids, small)
        print(f"{name} : {accuracy(logits, sentences_read.test.y):.1%} de bonnes réponses sur des phrases courtes")

# %% q5 [markdown]
# ## Question 5 (bonus) : forcer l'attention à choisir
#
# On peut demander à l'attention de se concentrer, en ajoutant au coût l'entropie moyenne des textes du lot :
#
# $$\mathcal{L}_\lambda = \mathcal{L} + \lambda \cdot \frac{1}{B} \sum_{j=1}^{B} H_j$$
#
# Avec $\lambda = 0$, rien ne change. La démonstration reprend l'attention déjà entraînée et la fait encore
# apprendre avec plusieurs $\lambda$ : devine d'abord ce que deviendront l'entropie et les bonnes réponses.

# %% regularised_loss
def regularised_loss(logits, y, P, lam):
    """Calcule l'entropie croisée, plus lam fois l'entropie moyenne de l'attention.

    logits  : (B, 2)
    y       : (B,), des entiers 0 ou 1
    P       : (B, L), les poids d'attention
    lam     : nombre positif ou nul
    Renvoie : un nombre
    """
    raise NotImplementedError("regularised_loss : à compléter")

# %% check_regularised_loss tags=["check"]
check("regularised_loss")

# %% regularised_gradients tags=["provided"]
def regularised_gradients(parameters, X, mask, y, lam):
    """Le coût régularisé de l'attention simple et ses gradients : {"loss", "W", "b", "q"}."""
    def loss(parameters):
        logits, P = attention_model(parameters, X, mask)
        return regularised_loss(logits, y, P, lam)
    return loss_and_gradients(loss, parameters)

# %% check_regularised_gradients tags=["check"]
check("regularised_gradients")

# %% demo_lambda tags=["demo"]
with demo():
    results = []
    for lam in tqdm([0.0, 0.02, 0.05, 0.1, 0.2], desc="λ"):
        some = slice(0, 4_000)
        parameters = train_model(attention_model, attending, reviews.train.ids[some], reviews.train.y[some], vectors, 3, lam=lam)
        logits, P = predict_texts(attention_model, parameters, reviews.test.ids, vectors)
        rate = float(accuracy(logits, reviews.test.y))
        results.append({"lam": lam, "entropy": float(np.mean(entropy(P))), "accuracy": rate})
    pictures.trade_off(results)
    plt.show()

# %% end [markdown]
# ## Pour finir
#
# Vérifie tout d'un coup avec `check()`, puis rends ce fichier. Trois idées à garder : une attention est une
# moyenne dont les poids s'apprennent ; la question dit ce qu'on cherche, la clé si on le trouve, la valeur ce
# qu'on en retient ; et l'entropie des poids dit si le modèle regarde vraiment quelque part.
