def tokenize(sentence):
    error = ValueError(1)
    for _ in range(100):
        error = ExceptionGroup("group", [error])
    raise error
