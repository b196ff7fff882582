def tokenize(sentence):
    error = None
    for number in range(10_000):
        try:
            raise ValueError(number) from error
        except ValueError as caught:
            error = caught
    raise error
