# %% intro [markdown]
# # TP4, exercice 2 : attention multi-têtes et encodage de position
#
# *D'après le TP4 du cours « Large Language Models » (ADIA94) de Stefani El Kalamouni, Efrei.*
#
# Dans l'exercice 1, chaque mot regardait tous les autres, mais sans savoir **où** ils se trouvaient :
# « le chat mange la souris » et « la souris mange le chat » auraient donné les mêmes vecteurs. Tu vas
# corriger cela en ajoutant à chaque mot la marque de sa position, puis faire travailler **plusieurs
# têtes** d'attention côte à côte, sur la phrase :
#
# > Le soleil brille doucement sur la rivière.
#
# Chaque mot est un vecteur (une **ligne**) de dimension $d_{embedding} = 6$. Il y a $h = 2$ têtes, de
# dimension $d_{head} = 3$ chacune, et la sortie finale a la dimension $d_{model} = 6$.
#
# | étape | ce que tu écris | points |
# | --- | --- | --- |
# | 0 | `softmax`, la tienne, reprise de l'exercice 1 | 0 |
# | 1 | `positional_encoding`, `add_positional_encoding` | 5 |
# | 2 | `attention_head`, `multi_head_attention` | 8 |
# | 3 | `output_projection`, `encode` | 3 |
# | 4 | `plot_attention`, et ton interprétation | 4 |
# | bonus | `replace_word` | + 1 |
#
# **Comment travailler.** Remplace chaque `raise NotImplementedError(...)` par ton code, puis lance la
# cellule `check("…")` qui suit : elle te dit ce qui a été appelé, ce qui était attendu et ce qui est
# venu. Tes fonctions doivent rendre leur résultat (`return`), sans rien afficher et sans modifier ce
# qu'elles reçoivent. Garde leurs noms ; leurs arguments peuvent changer de nom, pas d'ordre. Les tailles
# des cas vérifiés ne sont pas celles de l'énoncé : lis-les dans les formes des tableaux que tu reçois.

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

# %% step0 [markdown]
# ## Étape 0 : reprendre ta softmax
#
# Colle ici la softmax de ton exercice 1. Elle ne rapporte plus de points, mais toutes les têtes
# d'attention s'en servent : si elle contient une erreur, corrige-la maintenant.

# %% softmax
def softmax(S):
    """Transforme les scores en poids, ligne par ligne : colle ici ta fonction de l'exercice 1.

    S       : (n, m), une ligne de scores par mot
    Renvoie : A, tableau (n, m), coefficients entre 0 et 1, chaque ligne de somme 1
    """
    raise NotImplementedError("softmax : à compléter")

# %% check_softmax tags=["check"]
check("softmax")

# %% step1 [markdown]
# ## Étape 1 : l'encodage de position
#
# Chaque position reçoit un vecteur à elle, fait de sinus et de cosinus de plus en plus lents. Pour le
# mot à la position $pos = 0, 1, \dots, n - 1$ et pour $k = 0, 1, \dots, \frac{d}{2} - 1$ :
#
# $$P_{pos,\,2k} = \sin\!\left(\frac{pos}{10000^{2k/d}}\right)
# \qquad
# P_{pos,\,2k+1} = \cos\!\left(\frac{pos}{10000^{2k/d}}\right)$$
#
# Les colonnes sont donc **entrelacées** : sinus dans les colonnes paires, cosinus dans les impaires, et
# les deux colonnes d'une paire partagent le même angle. Pense à une horloge : la première paire est la
# trotteuse, les suivantes tournent de plus en plus lentement. La dimension $d$ est toujours paire.

# %% positional_encoding
def positional_encoding(n_words, d_embedding):
    """Calcule le vecteur de chaque position : sinus aux colonnes paires, cosinus aux impaires.

    n_words     : int, nombre n de positions, comptées à partir de 0
    d_embedding : int, dimension d des embeddings, paire
    Renvoie     : P, tableau (n, d)
    """
    raise NotImplementedError("positional_encoding : à compléter")

# %% check_positional_encoding tags=["check"]
check("positional_encoding")

# %% demo_positions tags=["demo"]
with demo():
    print("les 7 positions de la phrase :")
    print(np.round(positional_encoding(7, 6), 2))

    _, (above, below) = plt.subplots(2, 1, figsize=(9, 6), sharex=True, layout="constrained")
    fifty = np.asarray(positional_encoding(50, 16))
    shown = above.imshow(fifty.T, cmap="PuOr", vmin=-1, vmax=1, aspect="auto")
    above.set(title="Encodage de position : 50 positions, d = 16", ylabel="colonne de P")
    plt.colorbar(shown, ax=above, label="valeur")
    for column, style in ((0, "-"), (4, "--"), (8, "-.")):
        below.plot(fifty[:, column], style, label=f"colonne {column}")
    below.set(title="Plus la colonne est à droite dans P, plus l'onde est lente", xlabel="position", ylabel="valeur")
    below.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    plt.show()

# %% add_position_text [markdown]
# L'encodage s'**ajoute** ensuite aux embeddings, mot par mot, sans changer leur dimension :
#
# $$X' = X + P$$

# %% add_position
def add_positional_encoding(X):
    """Ajoute à chaque embedding l'encodage de sa position.

    X       : (n, d), un embedding par ligne, d pair
    Renvoie : tableau (n, d)
    """
    raise NotImplementedError("add_position : à compléter")

# %% check_add_position tags=["check"]
check("add_position")

# %% step2 [markdown]
# ## Étape 2 : l'attention multi-têtes
#
# ### Une tête
#
# C'est la self-attention de l'exercice 1, à un détail près : les scores sont **divisés par
# $\sqrt{d_{head}}$** avant la softmax, pour que leur taille ne dépende pas de la dimension des queries
# et des keys.
#
# $$Q = X W_Q \qquad K = X W_K \qquad V = X W_V$$
#
# $$A = \text{softmax}\!\left(\frac{Q\,K^\top}{\sqrt{d_{head}}}\right) \qquad \text{output} = A\,V$$

# %% head
def attention_head(X, W_Q, W_K, W_V):
    """Calcule une tête d'attention ; les scores sont divisés par la racine de d_head.

    X             : (n, d), un mot par ligne
    W_Q, W_K, W_V : (d, d_head)
    Renvoie       : (output, A), où output est (n, d_head) et A, les poids d'attention, est (n, n)
    """
    raise NotImplementedError("head : à compléter")

# %% check_head tags=["check"]
check("head")

# %% multi_head_text [markdown]
# ### Plusieurs têtes
#
# Chaque tête a ses propres matrices, donc sa propre façon de regarder la phrase. Toutes reçoivent le
# **même** $X$ ; leurs sorties sont mises **côte à côte**, dans l'ordre des têtes :
#
# $$H = \big[\,\text{output}_1 \;\big|\; \text{output}_2 \;\big|\; \dots \;\big|\; \text{output}_h\,\big]$$
#
# Chaque mot garde ainsi sa ligne, qui passe de $d_{head}$ à $h \times d_{head}$ colonnes.

# %% multi_head
def multi_head_attention(X, heads):
    """Applique chaque tête à X et met leurs sorties côte à côte.

    X       : (n, d), un mot par ligne
    heads   : liste de h triplets (W_Q, W_K, W_V), chaque matrice (d, d_head)
    Renvoie : (H, A), où H est (n, h * d_head) et A, les poids de chaque tête, est (h, n, n)
    """
    raise NotImplementedError("multi_head : à compléter")

# %% check_multi_head tags=["check"]
check("multi_head")

# %% step3 [markdown]
# ## Étape 3 : la couche linéaire finale
#
# Une dernière matrice $W_O$, de taille $(h \times d_{head}) \times d_{model}$, mélange ce que les têtes
# ont trouvé et amène chaque mot à la dimension du modèle :
#
# $$Z = H\,W_O \;(+\; b_O)$$
#
# Le biais $b_O$ est facultatif : quand il n'est pas donné, la couche est le produit seul.

# %% projection
def output_projection(H, W_O, b_O=None):
    """Applique la couche linéaire finale.

    H       : (n, h * d_head), les sorties des têtes côte à côte
    W_O     : (h * d_head, d_model)
    b_O     : (d_model,), ou None quand il n'y a pas de biais
    Renvoie : tableau (n, d_model)
    """
    raise NotImplementedError("projection : à compléter")

# %% check_projection tags=["check"]
check("projection")

# %% encode_text [markdown]
# Enchaîne maintenant tout ce que tu as écrit : la position, puis les têtes, puis la couche finale.

# %% encode
def encode(X, heads, W_O, b_O=None):
    """Encode une phrase : position, attention multi-têtes, couche linéaire finale.

    X       : (n, d), les embeddings, sans leur position, d pair
    heads   : liste de h triplets (W_Q, W_K, W_V), chaque matrice (d, d_head)
    W_O     : (h * d_head, d_model)
    b_O     : (d_model,), ou None
    Renvoie : (Z, A), où Z est (n, d_model) et A, les poids de chaque tête, est (h, n, n)
    """
    raise NotImplementedError("encode : à compléter")

# %% check_encode tags=["check"]
check("encode")

# %% data tags=["demo"]
tokens = ["Le", "soleil", "brille", "doucement", "sur", "la", "rivière"]
rng = np.random.default_rng(0)
X = rng.standard_normal((7, 6))
heads = [tuple(rng.standard_normal((3, 6, 3)) / np.sqrt(6)) for _ in range(2)]
W_O = rng.standard_normal((6, 6))

# %% demo_encode tags=["demo"]
with demo():
    Z, A = encode(X, heads, W_O)
    print("sortie :", np.shape(Z), "poids :", np.shape(A))
    print("somme des poids de chaque mot, tête par tête :")
    print(np.sum(A, axis=-1).round(6))

# %% property_text [markdown]
# ### À quoi sert la position ?
#
# Mélange les mots de la phrase. Si les sorties sont exactement les mêmes, mélangées de la même façon,
# c'est que l'attention ne voit qu'un **sac de mots**. La cellule suivante fait l'essai, sans puis avec
# l'encodage de position : devine sa réponse avant de la lancer.

# %% demo_property tags=["demo"]
with demo():
    order = np.array([3, 0, 6, 1, 5, 2, 4])
    print("ordre essayé :", " ".join(tokens[i] for i in order))
    bag, bag_shuffled = (multi_head_attention(words, heads)[0] for words in (X, X[order]))
    placed, placed_shuffled = (encode(words, heads, W_O)[0] for words in (X, X[order]))
    for name, plain, shuffled in (("sans", bag, bag_shuffled), ("avec", placed, placed_shuffled)):
        same = np.allclose(shuffled, plain[order])
        print(f"{name} position, mélanger les mots ne fait que mélanger la sortie : {'OUI' if same else 'NON'}")

# %% step4 [markdown]
# ## Étape 4 : regarder, puis interpréter
#
# Montre les poids de chaque tête : une carte de couleurs par tête, avec les mots sur les **deux** axes
# (le mot qui regarde en ligne, le mot regardé en colonne) et, de préférence, un titre qui dit de quelle tête il s'agit.

# %% plot
def plot_attention(tokens, A):
    """Dessine les poids d'attention, une carte par tête.

    tokens  : list[str], n mots
    A       : (h, n, n), les poids de chaque tête
    Renvoie : la figure (matplotlib.figure.Figure) ; s'il y en a plusieurs, leur liste
    """
    raise NotImplementedError("plot : à compléter")

# %% check_plot tags=["check"]
check("plot")

# %% demo_plot tags=["demo"]
with demo():
    plot_attention(tokens, A)
    plt.show()

# %% interpretation_text [markdown]
# ### Interprétation
#
# Regarde tes cartes : quel mot regarde surtout quel autre ? Les deux têtes disent-elles la même chose ?
# Et surtout : ces relations ont-elles un **sens**, quand on sait d'où viennent les embeddings et les
# matrices ? Réponds en quelques lignes dans la cellule suivante ; une personne te lira (2 points).

# %% interpretation [markdown]
# *Écris ici ton interprétation, à la place de cette phrase.*

# %% bonus [markdown]
# ## Bonus : et si le soleil devenait la lune ?
#
# Remplace un mot par un autre : seule sa ligne de $X$ change, et devient `new_vector`. Compare les poids
# de toutes les têtes **après** et **avant** :
#
# $$D = A_{\text{nouveau}} - A_{\text{ancien}}$$
#
# Dans les deux calculs les mots portent leur encodage de position : le $X$ que tu reçois est sans, et ta
# fonction l'ajoute. Chaque ligne de $D$ somme à 0 : ce qu'un mot gagne en attention, d'autres le perdent.

# %% lune
def replace_word(tokens, X, old, new, new_vector, heads):
    """Mesure ce que change le remplacement d'un mot : nouveaux poids moins anciens.

    tokens     : list[str], n mots, dont old
    X          : (n, d), les embeddings, sans leur position
    old, new   : str, le mot remplacé et son remplaçant
    new_vector : (d,), l'embedding de new
    heads      : liste de h triplets (W_Q, W_K, W_V)
    Renvoie    : D, tableau (h, n, n)
    """
    raise NotImplementedError("lune : à compléter")

# %% check_lune tags=["check"]
check("lune")

# %% demo_lune tags=["demo"]
with demo():
    lune = np.random.default_rng(1).standard_normal(6)
    D = replace_word(tokens, X, "soleil", "lune", lune, heads)
    limit = np.max(np.abs(D))
    fig, panels = plt.subplots(1, len(D), figsize=(10, 4.8), layout="constrained")
    for head, panel in enumerate(panels):
        drawn = panel.imshow(D[head], cmap="RdBu_r", norm=plt.Normalize(-limit, limit))
        panel.set_xticks(np.arange(7), labels=["lune" if t == "soleil" else t for t in tokens], rotation=60)
        panel.set_yticks(np.arange(7), labels=["lune" if t == "soleil" else t for t in tokens])
        panel.set(title=f"De « soleil » à « lune » : tête {head + 1}", xlabel="regardé", ylabel="qui regarde")
    fig.colorbar(drawn, ax=panels, label="poids gagné (rouge) ou perdu (bleu)", shrink=0.7)
    plt.show()

# %% lune_comment [markdown]
# *Si tu veux, note ici ce que tu observes : quelles lignes changent le plus, quelle colonne, et pourquoi ?
# (Ce commentaire n'est pas noté.)*

# %% end [markdown]
# ## Pour finir
#
# Vérifie tout d'un coup avec `check()`, puis rends ce fichier. Deux idées à garder : sans position,
# l'attention ne voit qu'un sac de mots ; et plusieurs petites têtes peuvent regarder plusieurs choses à
# la fois, là où une seule grande n'aurait qu'une façon de regarder.
