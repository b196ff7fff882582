from numpy import *; from matplotlib.pyplot import *
tokenize = lambda s: s.strip('.').split()
create_embeddings = lambda t, d, g: g.standard_normal((len(t), d))
def init_weights(d, h, g): return [g.standard_normal((d, h)) for _ in 'qkv']
def project_qkv(X, *W): return [X @ w for w in W]
def attention_scores(q, k): return q @ k.T
def softmax(s): e = exp(s - s.max(1, keepdims=1)); return e / e.sum(1, keepdims=1)
def weighted_output(a, v): return a @ v
def self_attention(X, *W): q, k, v = project_qkv(X, *W); a = softmax(q @ k.T); return a @ v, a
def show_results(t, A, o):
    n = range(len(t)); subplot(121); imshow(A); xticks(n, t); yticks(n, t); subplot(122); imshow(o); return gcf()
