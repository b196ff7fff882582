import sys
import threading

sys.setswitchinterval(1000)
sys.set_int_max_str_digits(0)
threading.stack_size(2**24)
sys.setrecursionlimit(60)
