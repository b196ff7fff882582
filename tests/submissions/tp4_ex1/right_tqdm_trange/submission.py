from tqdm import trange
import tqdm

def attention_scores(Q, K):
    S = np.zeros((len(Q), len(K)))
    for i in trange(len(Q)):
        for j in range(len(K)):
            S[i, j] = Q[i] @ K[j]
    return S

def weighted_output(A, V):
    out = []
    with tqdm.tqdm(total=len(A)) as pbar:
        for a in A:
            out.append(a @ V)
            pbar.update(1)
            pbar.set_description("sortie")
    return np.stack(out)
