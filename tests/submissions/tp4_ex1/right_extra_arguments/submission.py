def tokenize(sentence, lowercase=False, *, keep=()):
    mots = sentence.rstrip(".").split()
    return [m.lower() for m in mots] if lowercase else mots

def softmax(x, axis=-1, temperature=1.0):
    x = x / temperature
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

def attention_scores(Q, K, scale=False, mask=None):
    S = Q @ K.T
    if scale:
        S = S / np.sqrt(K.shape[-1])
    if mask is not None:
        S = np.where(mask, S, -1e9)
    return S

def self_attention(X, W_Q, W_K, W_V, mask=None, return_weights=True, verbose=False, **options):
    Q, K, V = project_qkv(X, W_Q, W_K, W_V)
    A = softmax(attention_scores(Q, K, mask=mask))
    sortie = weighted_output(A, V)
    return (sortie, A) if return_weights else sortie

def show_results(tokens, A, output, ax=None, cmap="viridis"):
    fig, (gauche, droite) = plt.subplots(1, 2)
    gauche.imshow(A, cmap=cmap)
    gauche.set_xticks(range(len(tokens)), tokens)
    gauche.set_yticks(range(len(tokens)), tokens)
    droite.imshow(output, cmap=cmap)
    return fig
