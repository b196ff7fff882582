def mean_model(parametres, X, mask):
    return linear(mean_pool(X, mask), parametres["W"], parametres["b"]), 0

def with_gradients(loss, parameters):
    return {"loss": 0.0}

def mean_gradients(parameters, X, mask, y):
    return None
