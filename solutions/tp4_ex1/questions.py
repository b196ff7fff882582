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

sentences = [
    Case("phrase de l'énoncé", sentence="Le chat noir dort."),
    Case("autre phrase", public={"sentence": "Un oiseau chante."}),
    Case("phrase plus longue", hidden={"sentence": "La petite fille mange une pomme rouge."}),
]


def without_stop(sentence):
    return sentence.rstrip(".").split()


def stop_glued(sentence):
    return sentence.split()


def stop_apart(sentence):
    return [*without_stop(sentence), "."]


def lowered(split):
    return lambda sentence: [word.lower() for word in split(sentence)]


tokenize = Question(
    "tokenize", "Couper la phrase en mots",
    call="tokenize", inputs={"sentence": None}, reference=lab.tokenize,
    checks=[agrees(sentences)],
    accepts=[
        Accepted("glued", stop_glued, "Le point reste collé au dernier mot : accepté."),
        Accepted("apart", stop_apart, "Le point est un token à part : accepté."),
        Accepted("lower", lowered(without_stop), "Tu passes en minuscules : accepté."),
        Accepted("lower_glued", lowered(stop_glued), "Minuscules, point collé au dernier mot : accepté."),
        Accepted("lower_apart", lowered(stop_apart), "Minuscules, point à part : accepté."),
    ],
    mistakes=[
        Mistake("characters", list,
            "Ce sont des lettres qui reviennent, pas des mots.",
            "La phrase est coupée en caractères : où s'arrête un mot ?"),
        Mistake("whole", lambda s: [s],
            "La phrase revient entière, dans une liste d'un seul élément.",
            "La phrase n'a pas été coupée : cherche la méthode des chaînes qui sépare aux espaces."),
        Mistake("last_word_lost", lambda s: s.split()[:-1],
            "Il manque le dernier mot.",
            "Le dernier mot a été jeté avec le point : ne retire que le point."),
        Mistake("unique_sorted", lambda s: sorted(set(without_stop(s))),
            "Les mots y sont, mais pas dans l'ordre de la phrase.",
            "Les mots ont été triés (ou passés par un ensemble) : l'ordre de la phrase est perdu."),
        Mistake("string", lambda s: s.rstrip("."),
            "Une chaîne de caractères revient, pas une liste.",
            "Tu nettoies la phrase sans la couper : une liste de mots est attendue."),
    ],
)  # fmt: skip


def tokens_of(draw):
    """Return n distinct words."""
    return [f"mot{i}" for i in range(draw.size("n"))]


first_seed = Case("une graine", n=5, d=6, d_head=3)
same_seed = Case("la même graine", like=first_seed)
other_seed = Case("une autre graine", n=5, d=6, d_head=3)


def drawn_by_word(tokens, d, rng):
    """Draw once for each distinct word, whatever its place."""
    table = {word: rng.standard_normal(d) for word in dict.fromkeys(tokens)}
    return np.array([table[word] for word in tokens])


embeddings = Question(
    "embeddings", "Un embedding pour chaque mot",
    call="create_embeddings",
    inputs={
        "tokens": tokens_of,
        "d_embedding": lambda draw: draw.size("d"),
        "rng": lambda draw: draw.seed(),
    },
    reference=lab.create_embeddings,
    checks=[
        shape([first_seed, other_seed], dims="n d_embedding"),
        spread([first_seed, other_seed]),
        reproducible([first_seed, same_seed, other_seed]),
        agrees([first_seed, other_seed], id="draw"),
    ],
    accepts=[
        Accepted("float32", lambda t, d, rng: rng.standard_normal((len(t), d), dtype=np.float32),
            "Tirage en float32 : accepté."),
        Accepted("by_word", drawn_by_word, "Un tirage par mot distinct : accepté."),
    ],
    mistakes=[
        Mistake("uniform", lambda t, d, rng: rng.random((len(t), d)),
            "Toutes les valeurs sont entre 0 et 1.",
            "Tu tires une loi uniforme : l'énoncé demande `rng.standard_normal`."),
        Mistake("scaled", lambda t, d, rng: rng.standard_normal((len(t), d)) * 0.1,
            "Tes valeurs sont dix fois plus petites que celles attendues.",
            "Le tirage est multiplié par 0,1 : garde-le tel que `rng.standard_normal` le donne."),
        Mistake("scaled_small", lambda t, d, rng: rng.standard_normal((len(t), d)) * 0.01,
            "Tes valeurs sont cent fois plus petites que celles attendues.",
            "Le tirage est multiplié par 0,01 : garde-le tel que `rng.standard_normal` le donne."),
        Mistake("transposed", lambda t, d, rng: rng.standard_normal((d, len(t))), common.TRANSPOSED,
            "Une ligne par mot : regarde l'ordre des dimensions que tu demandes au tirage."),
        Mistake("one_vector", lambda t, d, rng: np.tile(rng.standard_normal(d), (len(t), 1)),
            "Tous les mots ont le même vecteur.",
            "Un seul vecteur est tiré, puis répété : chaque mot doit avoir le sien."),
        Mistake("zeros", lambda t, d, rng: np.zeros((len(t), d)),
            "Tous les embeddings sont nuls.",
            "La matrice est créée mais jamais remplie par un tirage."),
        Mistake("one_hot", lambda t, d, rng: np.eye(len(t), d),
            "Chaque ligne ne contient que des 0 et un 1.",
            "C'est un codage one-hot : l'énoncé demande des vecteurs aléatoires."),
    ],
)  # fmt: skip


# ---- Step 2: weights, and Q, K, V


def three(draw):
    """Return a function that gives three matrices, drawn one after another by `draw(d, d_head, rng)`."""
    return lambda d, d_head, rng: tuple(draw(d, d_head, rng) for _ in range(3))


def one_used_thrice(d, d_head, rng):
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
        shape([first_seed, other_seed], dims="d_embedding d_head"),
        distinct([first_seed, other_seed]),
        reproducible([first_seed, same_seed, other_seed]),
        agrees([first_seed, other_seed], id="draw"),
    ],
    accepts=[
        Accepted("float32", three(lambda d, k, rng: rng.standard_normal((d, k), dtype=np.float32)),
            "Tirage en float32 : accepté."),
    ],
    mistakes=[
        Mistake("reused", one_used_thrice,
            "Les trois matrices sont la même.",
            "Une seule matrice est tirée et sert trois fois : query, key et value seraient confondues."),
        Mistake("uniform", three(lambda d, k, rng: rng.random((d, k))),
            "Toutes les valeurs sont entre 0 et 1.",
            "Tu tires une loi uniforme : l'énoncé demande `rng.standard_normal`."),
        Mistake("scaled", three(lambda d, k, rng: rng.standard_normal((d, k)) / np.sqrt(d)),
            "Tes valeurs sont plus petites que celles attendues, toujours dans le même rapport.",
            "Le tirage est divisé par √d_embedding : garde-le tel que `rng.standard_normal` le donne."),
        Mistake("scaled_tenth", three(lambda d, k, rng: rng.standard_normal((d, k)) * 0.1),
            "Tes valeurs sont dix fois plus petites que celles attendues.",
            "Le tirage est multiplié par 0,1 : garde-le tel que `rng.standard_normal` le donne."),
        Mistake("transposed", three(lambda d, k, rng: rng.standard_normal((k, d))), common.TRANSPOSED,
            "Les embeddings sont des lignes : pour calculer X @ W, "
              "quelle doit être la première dimension de W ?"),
        Mistake("square", three(lambda d, k, rng: rng.standard_normal((d, d))),
            "Les matrices sont carrées.",
            "La dimension d'arrivée est d_head, pas d_embedding."),
        Mistake("other_order", lambda d, k, rng: lab.own.init_weights(d, k, rng)[::-1],
            "Les bonnes matrices, dans un autre ordre.",
            "L'ordre du tirage et du résultat est W_Q, W_K, W_V."),
    ],
)  # fmt: skip

one_sentence = Case("une phrase", n=5, d=6, d_head=3)

qkv = Question(
    "qkv", "Query, key et value",
    call="project_qkv",
    inputs={"X": "n d", "W_Q": "d d_head", "W_K": "d d_head", "W_V": "d d_head"},
    parts=("Q", "K", "V"),
    reference=lab.project_qkv,
    checks=[
        shape(one_sentence, dims="n d_head"),
        agrees(one_sentence, "Q", id="Q"),
        agrees(one_sentence, "K", id="K"),
        agrees(one_sentence, "V", id="V"),
    ],
    mistakes=[
        Mistake("same_weights", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_Q, X @ W_Q),
            "K et V sont égales à Q.",
            "W_Q sert trois fois : chaque projection a sa propre matrice."),
        Mistake("key_with_query", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_Q, X @ W_V),
            "K est égale à Q.",
            "K est calculée avec W_Q : une étourderie de copier-coller ?"),
        Mistake("value_with_key", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, X @ W_K),
            "V est égale à K.",
            "V est calculée avec W_K : une étourderie de copier-coller ?"),
        Mistake("value_is_input", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_K, X),
            "V est l'entrée X elle-même.",
            "Les values ne sont pas projetées : il manque W_V."),
        Mistake("transposed", lambda X, W_Q, W_K, W_V: ((X @ W_Q).T, (X @ W_K).T, (X @ W_V).T),
            common.TRANSPOSED,
            "Tu obtiens des vecteurs en colonnes : ici chaque mot est une ligne."),
        Mistake("swapped_product", lambda X, W_Q, W_K, W_V: (W_Q @ X, W_K @ X, W_V @ X), common.SIZES_DIFFER,
            "Les mots sont en lignes : dans quel ordre X et W doivent-ils se suivre ?"),
        Mistake("keys_values_swapped", lambda X, W_Q, W_K, W_V: (X @ W_Q, X @ W_V, X @ W_K),
            "K et V sont échangées.",
            "W_K et W_V ont pris la place l'une de l'autre."),
    ],
)  # fmt: skip


# ---- Step 3: scores

square = Case("autant de queries que de keys", n_q=5, n_k=5, d_head=3)
rectangle = Case("rectangle", n_q=4, n_k=7, d_head=3)
SMALLER = "Tes scores sont plus petits que ceux attendus, toujours dans le même rapport."


def divided(by):
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
        Mistake("scaled", divided(lambda Q, K: np.sqrt(Q.shape[-1])), SMALLER,
            "Tu divises par √d_head : c'est l'usage, mais l'exercice 1 demande le produit scalaire seul."),
        Mistake("scaled_by_d", divided(lambda Q, K: Q.shape[-1]), SMALLER,
            "Tu divises par d_head : l'exercice 1 demande le produit scalaire seul."),
        Mistake("scaled_by_words", divided(lambda Q, K: np.sqrt(len(K))), SMALLER,
            "Tu divises par la racine du nombre de mots : l'exercice 1 demande le produit scalaire seul."),
        Mistake("transposed", lambda Q, K: K @ Q.T,
            "Tu obtiens la transposée de ce qui est attendu.",
            "Queries et keys ont changé de rôle : la ligne i doit porter la query du mot i."),
        Mistake("not_transposed", lambda Q, K: Q @ K, common.SIZES_DIFFER,
            "Il manque une transposition : quelle forme doit avoir le second facteur ?"),
        Mistake("elementwise", lambda Q, K: Q * K,
            "Le résultat a une colonne par dimension, pas une par mot.",
            "`*` multiplie terme à terme : il faut un produit scalaire pour chaque paire de mots."),
        Mistake("own_pairs", lambda Q, K: np.sum(Q * K, axis=-1),
            "Un seul score par mot revient.",
            "Chaque query n'est comparée qu'à sa propre key : il faut toutes les paires."),
        Mistake("features", lambda Q, K: Q.T @ K,
            "Le résultat a une ligne par dimension, pas une par mot.",
            "La transposition porte sur le mauvais facteur : tu compares des dimensions, pas des mots."),
        Mistake("queries_twice", lambda Q, K: Q @ Q.T,
            "Ta matrice est symétrique : le score de i pour j est toujours celui de j pour i.",
            "Les keys ne servent pas : les queries sont comparées à elles-mêmes."),
        Mistake("softmaxed", lambda Q, K: lab.softmax(Q @ K.T),
            "Tes scores somment à 1 sur chaque ligne : ce sont déjà des poids.",
            "La softmax est déjà appliquée : elle a sa propre étape, la suivante."),
        Mistake("cosine",
            lambda Q, K: Q @ K.T / np.linalg.norm(Q, axis=1)[:, None] / np.linalg.norm(K, axis=1),
            "Tes scores sont tous entre -1 et 1.",
            "Tu calcules une similarité cosinus : l'énoncé demande le produit scalaire."),
    ],
)  # fmt: skip


# ---- Step 4

softmax = common.softmax_question(lab.softmax)


# ---- Step 5: weighted output, and all of it

some_words = Case("quelques mots", n=4, m=5, d_v=3)

output = Question(
    "output", "La sortie pondérée",
    call="weighted_output", inputs={"A": common.weights("n m"), "V": "m d_v"},
    reference=lab.weighted_output,
    checks=[shape(some_words, dims="n d_v"), agrees(some_words)],
    mistakes=[
        Mistake("mean", lambda A, V: np.tile(V.mean(axis=0), (len(A), 1)),
            "Tous les mots reçoivent le même vecteur.",
            "C'est la moyenne simple des values : les poids ne servent pas."),
        Mistake("summed", lambda A, V: (A @ V).sum(axis=0),
            "Un seul vecteur revient pour toute la phrase.",
            "Tu sommes aussi sur les mots qui regardent : il faut un vecteur pour chacun."),
        Mistake("transposed", lambda A, V: (A @ V).T, common.TRANSPOSED,
            "Le résultat est transposé : une ligne par mot."),
        Mistake("weights_transposed", lambda A, V: A.T @ V,
            "Le produit matriciel échoue sur une matrice de poids qui n'est pas carrée.",
            "Les poids sont transposés : la ligne i de A donne les poids du mot i."),
        Mistake("values_alone", lambda A, V: V,
            "Les values reviennent inchangées.",
            "Les poids ne servent pas : chaque mot doit mélanger les values de tous."),
        Mistake("divided", lambda A, V: A @ V / len(V),
            "Tes vecteurs sont plus petits que ceux attendus, toujours dans le même rapport.",
            "Les poids somment déjà à 1 : il n'y a plus à diviser par le nombre de mots."),
        Mistake("hardest", lambda A, V: V[A.argmax(axis=1)],
            "Chaque mot reçoit la value d'un seul autre mot.",
            "Tu gardes le plus grand poids seulement : il faut la somme pondérée de toutes les values."),
    ],
)  # fmt: skip


def attention(
    scale=lambda X, W: 1.0,
    weights=lambda S: lab.softmax(S),
    mix=lambda A, V, X: lab.weighted_output(A, V),
    roles=lambda W_Q, W_K: (W_Q, W_K),
):
    """Return a self-attention by way of the lab's functions, with some of its steps done otherwise."""

    def attend(X, W_Q, W_K, W_V):
        Q, K, V = lab.project_qkv(X, *roles(W_Q, W_K), W_V)
        A = weights(lab.attention_scores(Q, K) / scale(X, W_Q))
        return mix(A, V, X), A

    return attend


def root_d_head(X, W):
    return np.sqrt(W.shape[1])


def exchanged(W_Q, W_K):
    return W_K, W_Q


def causal_weights(S):
    return lab.softmax(np.where(np.tri(len(S), dtype=bool), S, -1e9))


self_attention = Question(
    "self_attention", "La self-attention entière",
    call="self_attention",
    inputs={"X": "n d", "W_Q": "d d_head", "W_K": "d d_head", "W_V": "d d_head"},
    parts=("output", "A"),
    reference=lab.self_attention,
    uses=("qkv", "scores", "softmax", "output"),
    checks=[
        shape(one_sentence, "output", dims="n d_head"),
        agrees(one_sentence, "output", id="output"),
        agrees(one_sentence, "A", id="weights"),
    ],
    accepts=[
        Accepted("scaled", attention(root_d_head),
            "Tu divises les scores par √d_head, comme le reste du cours : accepté."),
    ],
    mistakes=[
        Mistake("raw_scores", attention(weights=lambda S: S),
            "Les poids que tu renvoies ne somment pas à 1 : ce sont des scores.",
            "La softmax manque entre les scores et la sortie."),
        Mistake("values_unprojected", attention(mix=lambda A, V, X: lab.weighted_output(A, X)),
            "Tes vecteurs finaux ont la dimension des embeddings.",
            "Ce sont les embeddings qui sont mélangés : il faut les values."),
        common.softmax_twice(attention(weights=lambda S: lab.softmax(lab.softmax(S)))),
        Mistake("roles_swapped", attention(roles=exchanged),
            "Tes poids sont ceux d'une attention où queries et keys ont échangé leurs rôles.",
            "W_Q et W_K ont pris la place l'une de l'autre, "
              "quelque part entre les projections et les scores.",
            also=(attention(root_d_head, roles=exchanged),)),
        common.causal(attention(weights=causal_weights), also=(attention(root_d_head, causal_weights),)),
        Mistake("softmax_after", attention(
            weights=lambda S: S, mix=lambda S, V, X: lab.softmax(lab.weighted_output(S, V))),
            "La softmax a été appliquée, mais pas aux scores.",
            "La softmax porte sur la sortie : elle doit porter sur les scores, "
              "avant de mélanger les values."),
        Mistake("scaled_by_d", attention(lambda X, W: W.shape[1]), common.FLATTER,
            "Tu divises les scores par d_head : "
              "sans mise à l'échelle, ou par √d_head, mais pas par d_head."),
        Mistake("scaled_by_embedding", attention(lambda X, W: np.sqrt(len(W))), common.FLATTER,
            "Tu divises les scores par √d_embedding : "
              "si tu mets à l'échelle, quelle dimension ont queries et keys ?"),
        Mistake("scaled_by_words", attention(lambda X, W: np.sqrt(len(X))), common.FLATTER,
            "Tu divises les scores par la racine du nombre de mots : "
              "si tu mets à l'échelle, quelle dimension ont queries et keys ?"),
    ],
)  # fmt: skip


# ---- Step 6: what the figure must show

four_words = Case("quatre mots", n=4, d_head=2)

show = Question(
    "show", "Montrer le résultat",
    call="show_results",
    inputs={
        "tokens": lambda draw: ["Le", "chat", "noir", "dort"],
        "A": common.weights("n n"),
        "output": "n d_head",
    },
    parts=("les poids", "les vecteurs finaux", "les mots"),
    reference=lambda tokens, A, output: (A, output, tokens),
    figure=True,
    checks=[
        shows_matrix(four_words, "les poids", id="weights"),
        labels_words(four_words, "les poids", words="les mots", id="words"),
        shows_values(four_words, "les vecteurs finaux", id="output"),
    ],
    mistakes=[
        Mistake("transposed", lambda tokens, A, output: (A.T, output, tokens),
            "La matrice des poids est dessinée transposée.",
            "Le mot qui regarde doit être en ligne (axe vertical), le mot regardé en colonne."),
        Mistake("upside_down", lambda tokens, A, output: (A[::-1], output, tokens),
            "Les lignes de la matrice sont dessinées dans l'ordre inverse des mots.",
            "La matrice a été retournée, mais pas les mots de l'axe vertical."),
    ],
)  # fmt: skip

questions = [tokenize, embeddings, weights, qkv, scores, softmax, output, self_attention, show]
