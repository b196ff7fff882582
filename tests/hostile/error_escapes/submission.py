def tokenize(sentence):
    raise ValueError("\x1b[2J\x9b31m\u202e\u2066 <script>alert(1)</script> =cmd|' /C calc'!A0 \ud800 \0 \x07")
