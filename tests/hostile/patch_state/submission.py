import builtins
import gc
import random
import sys

for module in list(sys.modules.values()):
    try:
        module.evil = "evil"
    except Exception:
        pass
gc.disable()
random.seed(666)
np.random.seed(666)
np.seterr(all="raise")
np.set_printoptions(precision=0)
plt.rcParams["image.origin"] = "lower"
os.environ["MPLBACKEND"] = "evil"
