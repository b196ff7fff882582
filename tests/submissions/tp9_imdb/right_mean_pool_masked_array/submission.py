import numpy

def mean_pool(X, mask):
    cache = numpy.broadcast_to((mask == 0)[:, :, None], X.shape)
    return numpy.ma.array(X, mask=cache).mean(axis=1).data
