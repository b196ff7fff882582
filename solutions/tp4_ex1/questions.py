"""TP4, exercise 1: self-attention step by step. Questions in handout order."""

from pathlib import Path

import numpy as np

from autograder import (
    Accepted,
    Case,
    Mistake,
    Question,
    agrees,
    distinct,
    labels_words,
    module_at,
    reference,
    reproducible,
    shape,
    shows_matrix,
    shows_values,
    spread,
)

lab = reference(__file__)
common = module_at(Path(__file__).parent.parent / "common.py")


# ---- Step 1: tokens and embeddings

HANDOUT = "Le chat noir dort."
words = [
    Case("phrase de l'énoncé", sentence=HANDOUT),
    Case("autre phrase", public={"sentence": "Un oiseau chante."}),
    Case("phrase plus longue", hidden={"sentence": "La petite fille mange une pomme rouge."}),
]


def without_lowering(sentence, keep):
    """The words of the sentence; its full stop dropped, glued, or apart."""
    bare = sentence.rstrip(".").split()
    return {"dropped": bare, "glued": sentence.split(), "apart": [*bare, "."]}[keep]


def lowered(keep):
    return lambda sentence: [word.lower() for word in without_lowering(sentence, keep)]


tokenize = Question(
    "tokenize", "Couper la phrase en mots",
    call="tokenize", inputs={"sentence": None}, reference=lab.tokenize,
    checks=[agrees(words)],
    accepts=[
        Accepted("glued", lambda s: without_lowering(s, "glued"), "Le point reste collé au dernier mot : accepté."),
        Accepted("apart", lambda s: without_lowering(s, "apart"), "Le point est un token à part : accepté."),
        Accepted("lower", lowered("dropped"), "Tu passes en minuscules : accepté."),
        Accepted("lower_glued", lowered("glued"), "Minuscules, point collé au dernier mot : accepté."),
        Accepted("lower_apart", lowered("apart"), "Minuscules, point à part : accepté."),
    ],
    mistakes=[
        Mistake(
            "characters", list,
            symptom="Ce sont des lettres qui reviennent, pas des mots.",
            diagnosis="La phrase est coupée en caractères : où s'arrête un mot ?",
        ),
        Mistake(
            "whole", lambda s: [s],
            symptom="La phrase revient entière, dans une liste d'un seul élément.",
            diagnosis="La phrase n'a pas été coupée : cherche la méthode des chaînes qui sépare aux espaces.",
        ),
        Mistake(
            "last_word_lost", lambda s: s.split()[:-1],
            symptom="Il manque le dernier mot.",
            diagnosis="Le dernier mot a été jeté avec le point : ne retire que le point.",
        ),
        Mistake(
            "unique_sorted", lambda s: sorted(set(without_lowering(s, "dropped"))),
            symptom="Les mots y sont, mais pas dans l'ordre de la phrase.",
            diagnosis="Les mots ont été triés (ou passés par un ensemble) : l'ordre de la phrase est perdu.",
        ),
        Mistake(
            "string", lambda s: s.rstrip("."),
            symptom="Une chaîne de caractères revient, pas une liste.",
            diagnosis="Tu nettoies la phrase sans la couper : une liste de mots est attendue.",
        ),
    ],
)  # fmt: skip



def sentence_of(n):
    """n distinct words."""
    return [f"mot{i}" for i in range(n)]


same = Case("une graine", n=5, d=6, d_head=3)
again = Case("la même graine", like=same)
other = Case("une autre graine", n=5, d=6, d_head=3)


def distinct_words_once(tokens, d, rng):
    """One draw for each distinct word, whatever its place."""
    table = {word: rng.standard_normal(d) for word in dict.fromkeys(tokens)}
    return np.array([table[word] for word in tokens])


embeddings = Question(
    "embeddings", "Un embedding pour chaque mot",
    call="create_embeddings",
    inputs={
        "tokens": lambda draw: sentence_of(draw.size("n")),
        "d_embedding": lambda draw: draw.size("d"),
        "rng": lambda draw: draw.seed(),
    },
    reference=lab.create_embeddings,
    checks=[
        shape([same, other], dims="n d_embedding"),
        spread([same, other]),
        reproducible([same, again, other]),
        agrees([same, other], id="draw"),
    ],
    accepts=[
        Accepted("float32", lambda t, d, rng: rng.standard_normal((len(t), d), dtype=np.float32), "Tirage en float32 : accepté."),
        Accepted("by_word", distinct_words_once, "Un tirage par mot distinct : accepté."),
    ],
    mistakes=[
        Mistake(
            "uniform", lambda t, d, rng: rng.random((len(t), d)),
            symptom="Toutes les valeurs sont entre 0 et 1.",
            diagnosis="Tu tires une loi uniforme : l'énoncé demande `rng.standard_normal`.",
        ),
        Mistake(
            "scaled", lambda t, d, rng: rng.standard_normal((len(t), d)) * 0.1,
            symptom="Tes valeurs sont dix fois plus petites que celles attendues.",
            diagnosis="Le tirage est multiplié par 0,1 : garde-le tel que `rng.standard_normal` le donne.",
        ),
        Mistake(
            "scaled_small", lambda t, d, rng: rng.standard_normal((len(t), d)) * 0.01,
            symptom="Tes valeurs sont cent fois plus petites que celles attendues.",
            diagnosis="Le tirage est multiplié par 0,01 : garde-le tel que `rng.standard_normal` le donne.",
        ),
        Mistake(
            "transposed", lambda t, d, rng: rng.standard_normal((d, len(t))),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Une ligne par mot : regarde l'ordre des dimensions que tu demandes au tirage.",
        ),
        Mistake(
            "one_vector", lambda t, d, rng: np.tile(rng.standard_normal(d), (len(t), 1)),
            symptom="Tous les mots ont le même vecteur.",
            diagnosis="Un seul vecteur est tiré, puis répété : chaque mot doit avoir le sien.",
        ),
        Mistake(
            "zeros", lambda t, d, rng: np.zeros((len(t), d)),
            symptom="Tous les embeddings sont nuls.",
            diagnosis="La matrice est créée mais jamais remplie par un tirage.",
        ),
        Mistake(
            "one_hot", lambda t, d, rng: np.eye(len(t), d),
            symptom="Chaque ligne ne contient que des 0 et un 1.",
            diagnosis="C'est un codage one-hot : l'énoncé demande des vecteurs aléatoires.",
        ),
    ],
)  # fmt: skip


# ---- Step 2: weights, and Q, K, V

def draws(count, function):
    """`count` matrices drawn one after another by `function(d, d_head, rng)`."""
    return lambda d, d_head, rng: tuple(function(d, d_head, rng) for _ in range(count))


def one_block(d, d_head, rng):
    return tuple(rng.standard_normal((3, d, d_head)))


def reused(d, d_head, rng):
    W = rng.standard_normal((d, d_head))
    return W, W, W


weights = Question(
    "weights", "Les matrices de poids",
    call="init_weights",
    inputs={
        "d_embedding": lambda draw: draw.size("d"),
        "d_head": lambda draw: draw.size("d_head"),
        "rng": lambda draw: draw.seed(),
    },
    parts=("W_Q", "W_K", "W_V"),
    reference=lab.init_weights,
    checks=[
        shape([same, other], dims="d_embedding d_head"),
        distinct([same, other]),
        reproducible([same, again, other]),
        agrees([same, other], id="draw"),
    ],
    accepts=[
        Accepted("float32", draws(3, lambda d, k, rng: rng.standard_normal((d, k), dtype=np.float32)), "Tirage en float32 : accepté."),
    ],
    mistakes=[
        Mistake(
            "reused", reused,
            symptom="Les trois matrices sont la même.",
            diagnosis="Une seule matrice est tirée et sert trois fois : query, key et value seraient confondues.",
        ),
        Mistake(
            "uniform", draws(3, lambda d, k, rng: rng.random((d, k))),
            symptom="Toutes les valeurs sont entre 0 et 1.",
            diagnosis="Tu tires une loi uniforme : l'énoncé demande `rng.standard_normal`.",
        ),
        Mistake(
            "scaled", draws(3, lambda d, k, rng: rng.standard_normal((d, k)) / np.sqrt(d)),
            symptom="Tes valeurs sont plus petites que celles attendues, toujours dans le même rapport.",
            diagnosis="Le tirage est divisé par √d_embedding : garde-le tel que `rng.standard_normal` le donne.",
        ),
        Mistake(
            "scaled_tenth", draws(3, lambda d, k, rng: rng.standard_normal((d, k)) * 0.1),
            symptom="Tes valeurs sont dix fois plus petites que celles attendues.",
            diagnosis="Le tirage est multiplié par 0,1 : garde-le tel que `rng.standard_normal` le donne.",
        ),
        Mistake(
            "transposed", draws(3, lambda d, k, rng: rng.standard_normal((k, d))),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Les embeddings sont des lignes : pour calculer X @ W, quelle doit être la première dimension de W ?",
        ),
        Mistake(
            "square", draws(3, lambda d, k, rng: rng.standard_normal((d, d))),
            symptom="Les matrices sont carrées.",
            diagnosis="La dimension d'arrivée est d_head, pas d_embedding.",
        ),
        Mistake(
            "other_order", lambda d, k, rng: lab.init_weights(d, k, rng)[::-1],
            symptom="Les bonnes matrices, dans un autre ordre.",
            diagnosis="L'ordre du tirage et du résultat est W_Q, W_K, W_V.",
        ),
    ],
)  # fmt: skip

words_in = [Case("une phrase", n=5, d=6, d_head=3)]

qkv = Question(
    "qkv", "Query, key et value",
    call="project_qkv",
    inputs={"X": "n d", "W_Q": "d d_head", "W_K": "d d_head", "W_V": "d d_head"},
    parts=("Q", "K", "V"),
    reference=lab.project_qkv,
    checks=[
        shape(words_in, dims="n d_head"),
        agrees(words_in, "Q", id="Q"),
        agrees(words_in, "K", id="K"),
        agrees(words_in, "V", id="V"),
    ],
    mistakes=[
        Mistake(
            "same_weights", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_Q, X @ W_Q),
            symptom="K et V sont égales à Q.",
            diagnosis="W_Q sert trois fois : chaque projection a sa propre matrice.",
        ),
        Mistake(
            "key_with_query", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_Q, X @ W_V),
            symptom="K est égale à Q.",
            diagnosis="K est calculée avec W_Q : une étourderie de copier-coller ?",
        ),
        Mistake(
            "value_with_key", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, X @ W_K),
            symptom="V est égale à K.",
            diagnosis="V est calculée avec W_K : une étourderie de copier-coller ?",
        ),
        Mistake(
            "value_is_input", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, X),
            symptom="V est l'entrée X elle-même.",
            diagnosis="Les values ne sont pas projetées : il manque W_V.",
        ),
        Mistake(
            "transposed", lambda X, W_Q, W_K, W_V: ((X @ W_Q).T, (X @ W_K).T, (X @ W_V).T),
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Tu obtiens des vecteurs en colonnes : ici chaque mot est une ligne.",
        ),
        Mistake(
            "swapped_product", lambda X, W_Q, W_K, W_V: (W_Q @ X, W_K @ X, W_V @ X),
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="Les mots sont en lignes : dans quel ordre X et W doivent-ils se suivre ?",
        ),
        Mistake(
            "keys_values_swapped", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_V, X @ W_K),
            symptom="K et V sont échangées.",
            diagnosis="W_K et W_V ont pris la place l'une de l'autre.",
        ),
    ],
)  # fmt: skip


# ---- Step 3: scores

square = [Case("autant de queries que de keys", n_q=5, n_k=5, d_head=3)]
rectangle = [Case("rectangle", n_q=4, n_k=7, d_head=3)]


def scaled(by):
    return lambda Q, K: Q @ K.T / by(Q, K)


scores = Question(
    "scores", "Les scores d'attention",
    call="attention_scores", inputs={"Q": "n_q d_head", "K": "n_k d_head"},
    reference=lab.attention_scores,
    checks=[
        shape(square, dims="n_q n_k"),
        agrees(square),
        agrees(rectangle, id="rectangle"),
    ],
    mistakes=[
        Mistake(
            "scaled", scaled(lambda Q, K: np.sqrt(Q.shape[-1])),
            symptom="Tes scores sont plus petits que ceux attendus, toujours dans le même rapport.",
            diagnosis="Tu divises par √d_head : c'est l'usage, mais l'exercice 1 demande le produit scalaire seul.",
        ),
        Mistake(
            "scaled_by_d", scaled(lambda Q, K: Q.shape[-1]),
            symptom="Tes scores sont plus petits que ceux attendus, toujours dans le même rapport.",
            diagnosis="Tu divises par d_head : l'exercice 1 demande le produit scalaire seul.",
        ),
        Mistake(
            "scaled_by_words", scaled(lambda Q, K: np.sqrt(len(K))),
            symptom="Tes scores sont plus petits que ceux attendus, toujours dans le même rapport.",
            diagnosis="Tu divises par la racine du nombre de mots : l'exercice 1 demande le produit scalaire seul.",
        ),
        Mistake(
            "transposed", lambda Q, K: K @ Q.T,
            symptom="Tu obtiens la transposée de ce qui est attendu.",
            diagnosis="Queries et keys ont changé de rôle : la ligne i doit porter la query du mot i.",
        ),
        Mistake(
            "not_transposed", lambda Q, K: Q @ K,
            symptom="Le produit matriciel échoue : les dimensions ne s'enchaînent pas.",
            diagnosis="Il manque une transposition : quelle forme doit avoir le second facteur ?",
        ),
        Mistake(
            "elementwise", lambda Q, K: Q * K,
            symptom="Le résultat a une colonne par dimension, pas une par mot.",
            diagnosis="`*` multiplie terme à terme : il faut un produit scalaire pour chaque paire de mots.",
        ),
        Mistake(
            "own_pairs", lambda Q, K: np.sum(Q * K, axis=-1),
            symptom="Un seul score par mot revient.",
            diagnosis="Chaque query n'est comparée qu'à sa propre key : il faut toutes les paires.",
        ),
        Mistake(
            "features", lambda Q, K: Q.T @ K,
            symptom="Le résultat a une ligne par dimension, pas une par mot.",
            diagnosis="La transposition porte sur le mauvais facteur : tu compares des dimensions, pas des mots.",
        ),
        Mistake(
            "queries_twice", lambda Q, K: Q @ Q.T,
            symptom="Ta matrice est symétrique : le score de i pour j est toujours celui de j pour i.",
            diagnosis="Les keys ne servent pas : les queries sont comparées à elles-mêmes.",
        ),
        Mistake(
            "softmaxed", lambda Q, K: lab.softmax(Q @ K.T),
            symptom="Tes scores somment à 1 sur chaque ligne : ce sont déjà des poids.",
            diagnosis="La softmax est déjà appliquée : elle a sa propre étape, la suivante.",
        ),
        Mistake(
            "cosine", lambda Q, K: Q @ K.T / np.linalg.norm(Q, axis=1)[:, None] / np.linalg.norm(K, axis=1),
            symptom="Tes scores sont tous entre -1 et 1.",
            diagnosis="Tu calcules une similarité cosinus : l'énoncé demande le produit scalaire.",
        ),
    ],
)  # fmt: skip


# ---- Step 4

softmax = common.softmax_question(lab.softmax)


# ---- Step 5: weighted output, and all of it

def stochastic(draw, dims):
    """A row-stochastic matrix that owes nothing to the lab's own softmax."""
    positive = np.exp(draw.normal(dims))
    return positive / positive.sum(axis=-1, keepdims=True)


mixing = [Case("quelques mots", n=4, m=5, d_v=3)]

output = Question(
    "output", "La sortie pondérée",
    call="weighted_output", inputs={"A": lambda draw: stochastic(draw, "n m"), "V": "m d_v"},
    reference=lab.weighted_output,
    checks=[shape(mixing, dims="n d_v"), agrees(mixing)],
    mistakes=[
        Mistake(
            "mean", lambda A, V: np.tile(V.mean(axis=0), (len(A), 1)),
            symptom="Tous les mots reçoivent le même vecteur.",
            diagnosis="C'est la moyenne simple des values : les poids ne servent pas.",
        ),
        Mistake(
            "summed", lambda A, V: (A @ V).sum(axis=0),
            symptom="Un seul vecteur revient pour toute la phrase.",
            diagnosis="Tu sommes aussi sur les mots qui regardent : il faut un vecteur pour chacun.",
        ),
        Mistake(
            "transposed", lambda A, V: (A @ V).T,
            symptom="Les deux dimensions sont échangées.",
            diagnosis="Le résultat est transposé : une ligne par mot.",
        ),
        Mistake(
            "weights_transposed", lambda A, V: A.T @ V,
            symptom="Le produit matriciel échoue sur une matrice de poids qui n'est pas carrée.",
            diagnosis="Les poids sont transposés : la ligne i de A donne les poids du mot i.",
        ),
        Mistake(
            "values_alone", lambda A, V: V,
            symptom="Les values reviennent inchangées.",
            diagnosis="Les poids ne servent pas : chaque mot doit mélanger les values de tous.",
        ),
        Mistake(
            "divided", lambda A, V: A @ V / len(V),
            symptom="Tes vecteurs sont plus petits que ceux attendus, toujours dans le même rapport.",
            diagnosis="Les poids somment déjà à 1 : il n'y a plus à diviser par le nombre de mots.",
        ),
        Mistake(
            "hardest", lambda A, V: V[A.argmax(axis=1)],
            symptom="Chaque mot reçoit la value d'un seul autre mot.",
            diagnosis="Tu gardes le plus grand poids seulement : il faut la somme pondérée de toutes les values.",
        ),
    ],
)  # fmt: skip


def attention(X, W_Q, W_K, W_V, scale=1.0):
    """Self-attention by way of the lab's own steps, the scores divided by `scale`."""
    Q, K, V = lab.project_qkv(X, W_Q, W_K, W_V)
    A = lab.softmax(lab.attention_scores(Q, K) / scale)
    return lab.weighted_output(A, V), A


def raw_scores(X, W_Q, W_K, W_V):
    Q, K, V = lab.project_qkv(X, W_Q, W_K, W_V)
    S = lab.attention_scores(Q, K)
    return lab.weighted_output(S, V), S


def values_unprojected(X, W_Q, W_K, W_V):
    _, A = attention(X, W_Q, W_K, W_V)
    return lab.weighted_output(A, X), A


def softmax_twice(X, W_Q, W_K, W_V):
    Q, K, V = lab.project_qkv(X, W_Q, W_K, W_V)
    A = lab.softmax(lab.softmax(lab.attention_scores(Q, K)))
    return lab.weighted_output(A, V), A


def roles_swapped(X, W_Q, W_K, W_V):
    return attention(X, W_K, W_Q, W_V)


def softmax_after(X, W_Q, W_K, W_V):
    Q, K, V = lab.project_qkv(X, W_Q, W_K, W_V)
    S = lab.attention_scores(Q, K)
    return lab.softmax(lab.weighted_output(S, V)), S


def causal(X, W_Q, W_K, W_V, scale=1.0):
    """Each word looks at those before it only, as a decoder does."""
    Q, K, V = lab.project_qkv(X, W_Q, W_K, W_V)
    S = lab.attention_scores(Q, K) / scale
    A = lab.softmax(np.where(np.tri(len(X), dtype=bool), S, -1e9))
    return lab.weighted_output(A, V), A


def root_d_head(W_Q):
    return np.sqrt(W_Q.shape[1])


self_attention = Question(
    "self_attention", "La self-attention entière",
    call="self_attention",
    inputs={"X": "n d", "W_Q": "d d_head", "W_K": "d d_head", "W_V": "d d_head"},
    parts=("output", "A"),
    reference=lab.self_attention,
    uses=("qkv", "scores", "softmax", "output"),
    checks=[
        shape(words_in, "output", dims="n d_head"),
        agrees(words_in, "output", id="output"),
        agrees(words_in, "A", id="weights"),
    ],
    accepts=[
        Accepted(
            "scaled", lambda X, W_Q, W_K, W_V: attention(X, W_Q, W_K, W_V, root_d_head(W_Q)),
            "Tu divises les scores par √d_head, comme le reste du cours : accepté.",
        ),
    ],
    mistakes=[
        Mistake(
            "raw_scores", raw_scores,
            symptom="Les poids que tu renvoies ne somment pas à 1 : ce sont des scores.",
            diagnosis="La softmax manque entre les scores et la sortie.",
        ),
        Mistake(
            "values_unprojected", values_unprojected,
            symptom="Tes vecteurs finaux ont la dimension des embeddings.",
            diagnosis="Ce sont les embeddings qui sont mélangés : il faut les values.",
        ),
        Mistake(
            "softmax_twice", softmax_twice,
            symptom="Tes poids sont presque uniformes.",
            diagnosis="La softmax est appliquée deux fois.",
        ),
        Mistake(
            "roles_swapped", roles_swapped,
            also=(lambda X, W_Q, W_K, W_V: attention(X, W_K, W_Q, W_V, root_d_head(W_Q)),),
            symptom="Tes poids sont ceux d'une attention où queries et keys ont échangé leurs rôles.",
            diagnosis="W_Q et W_K ont pris la place l'une de l'autre, quelque part entre les projections et les scores.",
        ),
        Mistake(
            "causal", causal,
            symptom="Le premier mot ne regarde que lui-même.",
            diagnosis="Tu appliques un masque causal : ici, chaque mot regarde toute la phrase.",
            also=(lambda X, W_Q, W_K, W_V: causal(X, W_Q, W_K, W_V, root_d_head(W_Q)),),
        ),
        Mistake(
            "softmax_after", softmax_after,
            symptom="La softmax a été appliquée, mais pas aux scores.",
            diagnosis="La softmax porte sur la sortie : elle doit porter sur les scores, avant de mélanger les values.",
        ),
        Mistake(
            "scaled_by_d", lambda X, W_Q, W_K, W_V: attention(X, W_Q, W_K, W_V, W_Q.shape[1]),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Tu divises les scores par d_head : sans mise à l'échelle, ou par √d_head, mais pas par d_head.",
        ),
        Mistake(
            "scaled_by_embedding", lambda X, W_Q, W_K, W_V: attention(X, W_Q, W_K, W_V, np.sqrt(len(W_Q))),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Tu divises les scores par √d_embedding : si tu mets à l'échelle, quelle dimension ont queries et keys ?",
        ),
        Mistake(
            "scaled_by_words", lambda X, W_Q, W_K, W_V: attention(X, W_Q, W_K, W_V, np.sqrt(len(X))),
            symptom="Tes poids sont plus étalés que ceux attendus.",
            diagnosis="Tu divises les scores par la racine du nombre de mots : si tu mets à l'échelle, quelle dimension ont queries et keys ?",
        ),
    ],
)  # fmt: skip


# ---- Step 6: what the figure must show

drawn = [Case("quatre mots", n=4, d_head=2)]

show = Question(
    "show", "Montrer le résultat",
    call="show_results",
    inputs={
        "tokens": lambda draw: ["Le", "chat", "noir", "dort"],
        "A": lambda draw: stochastic(draw, "n n"),
        "output": "n d_head",
    },
    parts=("les poids", "les vecteurs finaux", "les mots"),
    reference=lambda tokens, A, output: (A, output, tokens),
    figure=True,
    checks=[
        shows_matrix(drawn, "les poids", id="weights"),
        labels_words(drawn, "les poids", words="les mots", id="words"),
        shows_values(drawn, "les vecteurs finaux", id="output"),
    ],
    mistakes=[
        Mistake(
            "transposed", lambda tokens, A, output: (A.T, output, tokens),
            symptom="La matrice des poids est dessinée transposée.",
            diagnosis="Le mot qui regarde doit être en ligne (axe vertical), le mot regardé en colonne.",
        ),
        Mistake(
            "upside_down", lambda tokens, A, output: (A[::-1], output, tokens),
            symptom="Les lignes de la matrice sont dessinées dans l'ordre inverse des mots.",
            diagnosis="La matrice a été retournée, mais pas les mots de l'axe vertical.",
        ),
    ],
)  # fmt: skip

questions = [tokenize, embeddings, weights, qkv, scores, softmax, output, self_attention, show]
