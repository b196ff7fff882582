def forever(*values):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


tokenize = create_embeddings = init_weights = project_qkv = attention_scores = forever
softmax = weighted_output = self_attention = show_results = forever
