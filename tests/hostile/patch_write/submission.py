import sys

real = os.write
os.write = lambda fd, data: real(fd, bytes(data).replace(b"value", b"VALUE")) if fd == 4 else real(fd, data)
