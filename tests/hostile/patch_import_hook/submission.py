import sys


class Finder:
    def find_spec(self, name, path=None, target=None):
        raise ImportError("no module for you")


sys.meta_path.insert(0, Finder())
sys.path_hooks.insert(0, lambda path: 1 / 0)
