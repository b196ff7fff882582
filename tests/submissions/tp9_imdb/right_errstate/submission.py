import warnings
warnings.filterwarnings("ignore")

def masked_softmax(scores, mask):
    with np.errstate(divide="ignore"):
        s = scores + np.log(mask)
    e = np.exp(s - np.max(s, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
