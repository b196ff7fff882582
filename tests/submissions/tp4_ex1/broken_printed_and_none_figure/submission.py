def show_results(tokens, A, output):
    print(tokens)
    print(A)
    print(output)
