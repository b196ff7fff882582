# %% intro [markdown]
# # TP4, exercice 1 : la self-attention, pas à pas
#
# *D'après le TP4 du cours « Large Language Models » (ADIA94) de Stefani El Kalamouni, Efrei.*
#
# Dans une phrase, le sens d'un mot dépend de ses voisins. La **self-attention** laisse chaque mot
# regarder tous les autres, décider à qui il prête attention, et se construire une représentation
# qui mélange ce qu'il a regardé. Tu vas l'écrire toi-même, avec `numpy`, sur une phrase de quatre mots :
#
# > Le chat noir dort.
#
# Chaque mot devient un vecteur (une **ligne**) de dimension $d_{embedding} = 4$ ; les vecteurs
# *query*, *key* et *value* ont la dimension $d_{head} = 2$.
#
# | étape | ce que tu écris | points |
# | --- | --- | --- |
# | 1 | `tokenize`, `create_embeddings` | 3 |
# | 2 | `init_weights`, `project_qkv` | 5 |
# | 3 | `attention_scores` | 3 |
# | 4 | `softmax` | 4 |
# | 5 | `weighted_output`, `self_attention` | 4 |
# | 6 | `show_results` | 1 |
#
# **Comment travailler.** Remplace chaque `raise NotImplementedError(...)` par ton code, puis lance la
# cellule `check("…")` qui suit : elle te dit ce qui a été appelé, ce qui était attendu et ce qui est
# venu. Tes fonctions doivent rendre leur résultat (`return`), sans rien afficher et sans modifier ce
# qu'elles reçoivent. Garde leurs noms ; leurs arguments peuvent changer de nom, pas d'ordre.
# Elles seront essayées sur d'autres tailles que celles de l'énoncé : n'écris ni 4 ni 2 en dur.

# %% setup
import matplotlib.pyplot as plt
import numpy as np

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

# %% step1 [markdown]
# ## Étape 1 : un embedding pour chaque mot
#
# Une phrase est d'abord coupée en **tokens** : ici, simplement ses mots. Le point final peut être un
# token à part, rester collé au dernier mot, ou disparaître : les trois se défendent.

# %% tokenize
def tokenize(sentence):
    """Coupe une phrase en mots.

    sentence : str, par exemple "Le chat noir dort."
    Renvoie  : list[str], les mots dans l'ordre de la phrase.
    """
    raise NotImplementedError("tokenize : à compléter")

# %% check_tokenize tags=["check"]
check("tokenize")

# %% embeddings_text [markdown]
# Chaque mot reçoit un vecteur tiré au hasard. Le tirage vient de `rng`, un générateur de numpy : avec la
# même graine, tout le monde obtient les mêmes vecteurs. Pour que les tiens soient exactement ceux qui
# sont attendus, tire la matrice entière d'un coup avec `rng.standard_normal`.

# %% embeddings
def create_embeddings(tokens, d_embedding, rng):
    """Tire un embedding aléatoire pour chaque mot.

    tokens      : list[str], n mots
    d_embedding : int, dimension d des embeddings
    rng         : numpy.random.Generator ; utilise rng.standard_normal
    Renvoie     : X, tableau (n, d), une ligne par mot
    """
    raise NotImplementedError("embeddings : à compléter")

# %% check_embeddings tags=["check"]
check("embeddings")

# %% demo_embeddings tags=["demo"]
with demo():
    tokens = tokenize("Le chat noir dort.")
    X = create_embeddings(tokens, 4, np.random.default_rng(0))
    print(tokens)
    print(X.round(2))

# %% step2 [markdown]
# ## Étape 2 : les vecteurs *query*, *key* et *value*
#
# Trois matrices de poids, de même taille $d_{embedding} \times d_{head}$, projettent chaque embedding :
#
# $$Q = X\,W_Q \qquad K = X\,W_K \qquad V = X\,W_V$$
#
# - la **query** d'un mot dit ce qu'il cherche ;
# - la **key** d'un mot dit ce qu'il offre à ceux qui cherchent ;
# - la **value** d'un mot est ce qu'il transmet quand on le regarde.
#
# Dans un vrai Transformeur ces matrices sont apprises ; ici on les tire au hasard avec
# `rng.standard_normal`, un appel par matrice, dans l'ordre $W_Q$, $W_K$, $W_V$.

# %% weights
def init_weights(d_embedding, d_head, rng):
    """Tire les trois matrices de poids, dans l'ordre W_Q, W_K, W_V.

    d_embedding : int, dimension d des embeddings
    d_head      : int, dimension des vecteurs query, key et value
    rng         : numpy.random.Generator ; utilise rng.standard_normal
    Renvoie     : (W_Q, W_K, W_V), trois tableaux différents, chacun (d, d_head)
    """
    raise NotImplementedError("weights : à compléter")

# %% check_weights tags=["check"]
check("weights")

# %% qkv
def project_qkv(X, W_Q, W_K, W_V):
    """Projette les embeddings en queries, keys et values.

    X             : (n, d), un embedding par ligne
    W_Q, W_K, W_V : (d, d_head)
    Renvoie       : (Q, K, V), chacun (n, d_head)
    """
    raise NotImplementedError("qkv : à compléter")

# %% check_qkv tags=["check"]
check("qkv")

# %% step3 [markdown]
# ## Étape 3 : les scores d'attention
#
# Le score du mot $i$ pour le mot $j$ est le produit scalaire de la query de $i$ et de la key de $j$ :
#
# $$S_{ij} = Q_i \cdot K_j \qquad\text{soit, pour toutes les paires à la fois,}\qquad S = Q\,K^\top$$
#
# Cet exercice ne divise pas les scores par $\sqrt{d_{head}}$ : c'est l'exercice 2 qui le fera. Un des
# cas vérifiés compare des queries et des keys en nombres différents ($S$ n'est alors pas carrée).

# %% scores
def attention_scores(Q, K):
    """Calcule le score de chaque paire de mots, sans mise à l'échelle.

    Q       : (n_q, d_head)
    K       : (n_k, d_head)
    Renvoie : S, tableau (n_q, n_k), où S[i, j] est le produit scalaire de Q[i] et K[j]
    """
    raise NotImplementedError("scores : à compléter")

# %% check_scores tags=["check"]
check("scores")

# %% step4 [markdown]
# ## Étape 4 : la softmax
#
# Pour que les scores d'un mot deviennent des poids entre 0 et 1, de somme 1, on applique la softmax
# à **chaque ligne** :
#
# $$A_{ij} = \frac{e^{S_{ij}}}{\sum_k e^{S_{ik}}}$$
#
# Attention aux grands nombres : $e^{1000}$ dépasse ce qu'un ordinateur sait écrire. Ta softmax doit
# donner le bon résultat même sur des scores autour de 1000. Un des cas vérifiés est un rectangle.

# %% softmax
def softmax(S):
    """Transforme les scores en poids, ligne par ligne.

    S       : (n, m), une ligne de scores par mot
    Renvoie : A, tableau (n, m), coefficients entre 0 et 1, chaque ligne de somme 1
    """
    raise NotImplementedError("softmax : à compléter")

# %% check_softmax tags=["check"]
check("softmax")

# %% step5 [markdown]
# ## Étape 5 : la sortie pondérée
#
# Le nouveau vecteur d'un mot est la moyenne des values de tous les mots, pondérée par ses poids :
#
# $$\text{output}_i = \sum_j A_{ij}\, V_j$$

# %% output
def weighted_output(A, V):
    """Mélange les values selon les poids d'attention.

    A       : (n, m), poids d'attention, une ligne par mot
    V       : (m, d_v), une value par ligne
    Renvoie : tableau (n, d_v)
    """
    raise NotImplementedError("output : à compléter")

# %% check_output tags=["check"]
check("output")

# %% self_attention_text [markdown]
# Il ne reste qu'à enchaîner les étapes 2 à 5.

# %% self_attention
def self_attention(X, W_Q, W_K, W_V):
    """Enchaîne projections, scores, softmax et sortie pondérée.

    X             : (n, d)
    W_Q, W_K, W_V : (d, d_head)
    Renvoie       : (output, A), où output est (n, d_head) et A est (n, n)
    """
    raise NotImplementedError("self_attention : à compléter")

# %% check_self_attention tags=["check"]
check("self_attention")

# %% demo_self_attention tags=["demo"]
with demo():
    rng = np.random.default_rng(0)
    tokens = tokenize("Le chat noir dort.")
    X = create_embeddings(tokens, 4, rng)
    W_Q, W_K, W_V = init_weights(4, 2, rng)
    output, A = self_attention(X, W_Q, W_K, W_V)
    print("poids d'attention :")
    print(A.round(2))
    print("somme de chaque ligne :", A.sum(axis=1).round(6))
    print("vecteurs finaux :")
    print(output.round(2))

# %% step6 [markdown]
# ## Étape 6 : regarder le résultat
#
# Une matrice se lit mieux en couleurs. Montre dans une même figure :
#
# - les poids d'attention, avec les mots sur les **deux** axes (le mot qui regarde en ligne, le mot
#   regardé en colonne) ;
# - les vecteurs finaux, un par mot : image, barres, tableau ou texte, comme tu préfères.

# %% show
def show_results(tokens, A, output):
    """Dessine les poids d'attention et les vecteurs finaux.

    tokens  : list[str], n mots
    A       : (n, n), poids d'attention
    output  : (n, d_head), vecteurs finaux
    Renvoie : la figure (matplotlib.figure.Figure) ; s'il y en a plusieurs, leur liste
    """
    raise NotImplementedError("show : à compléter")

# %% check_show tags=["check"]
check("show")

# %% demo_show tags=["demo"]
with demo():
    show_results(tokens, A, output)
    plt.show()

# %% end [markdown]
# ## Pour finir
#
# Vérifie tout d'un coup avec `check()`, puis rends ce fichier. Regarde ta figure : quel mot regarde
# surtout quel autre ? Avec des embeddings tirés au hasard, faut-il y chercher un sens ?
