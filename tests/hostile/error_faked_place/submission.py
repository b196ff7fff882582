import linecache

linecache.cache["ton code, \x1b[31m<b>"] = (1, None, ["<script>alert(1)</script>\n"], "ton code, x")


def tokenize(sentence):
    exec(compile("1/0", "ton code, \x1b[31m<b>", "exec"))
