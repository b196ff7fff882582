from autograd import grad, elementwise_grad
from autograd.test_util import check_grads

essai = np.random.default_rng(4).standard_normal((2, 3))
print(grad(lambda s: np.sum(masked_softmax(s, np.ones((2, 3)))[:, 0]))(essai))
check_grads(lambda l: cross_entropy(l, np.array([0, 1])), modes=["rev"])(essai[:, :2])
