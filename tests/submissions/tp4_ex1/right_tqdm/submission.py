from tqdm import tqdm, trange
from tqdm.notebook import tqdm as tqdm_nb

def attention_scores(Q, K):
    S = np.zeros((len(Q), len(K)))
    for i in tqdm(range(len(Q)), desc="scores"):
        for j in range(len(K)):
            S[i, j] = Q[i] @ K[j]
    return S

def softmax(S):
    lignes = []
    for s in tqdm_nb(S, total=len(S), leave=False):
        e = np.exp(s - s.max())
        lignes.append(e / e.sum())
    return np.array(lignes)
