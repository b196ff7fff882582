def tokenize(phrase):
    return phrase.replace(".", "").split(" ")

def create_embeddings(mots, dimension, generateur):
    return generateur.standard_normal(size=(len(mots), dimension))

def init_weights(dimension, dimension_tete, generateur):
    taille = (dimension, dimension_tete)
    return generateur.standard_normal(taille), generateur.standard_normal(taille), generateur.standard_normal(taille)

def project_qkv(plongements, poids_q, poids_k, poids_v):
    requetes = np.dot(plongements, poids_q)
    cles = np.dot(plongements, poids_k)
    valeurs = np.dot(plongements, poids_v)
    return requetes, cles, valeurs

def attention_scores(requetes, cles):
    return np.dot(requetes, cles.T)

def softmax(scores):
    exponentielles = np.exp(scores - scores.max(axis=1).reshape(-1, 1))
    return exponentielles / exponentielles.sum(axis=1).reshape(-1, 1)

def weighted_output(poids, valeurs):
    return np.dot(poids, valeurs)

def self_attention(plongements, poids_q, poids_k, poids_v):
    requetes, cles, valeurs = project_qkv(plongements, poids_q, poids_k, poids_v)
    poids = softmax(attention_scores(requetes, cles))
    return weighted_output(poids, valeurs), poids

def show_results(mots, poids, sortie):
    figure, axes = plt.subplots(2, 1, figsize=(6, 9))
    axes[0].matshow(poids)
    axes[0].set_xticks(range(len(mots)), labels=mots, rotation=45)
    axes[0].set_yticks(range(len(mots)), labels=mots)
    axes[1].matshow(sortie)
    return figure
