import heapq

def top_words(p, words, k):
    tas = [(-poids, place) for place, poids in enumerate(p)]
    heapq.heapify(tas)
    plus_grands = [heapq.heappop(tas) for _ in range(k)]
    return [(words[place], -moins) for moins, place in plus_grands]
