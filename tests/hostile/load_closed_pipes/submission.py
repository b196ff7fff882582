os.close(4)
os.close(3)
