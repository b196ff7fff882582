interpretation = """Les embeddings sont tirés au hasard : les poids ne veulent donc rien dire,
et les deux têtes diffèrent seulement parce que leurs matrices diffèrent."""
