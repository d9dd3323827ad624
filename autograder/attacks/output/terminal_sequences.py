# Control sequences that rewrite a terminal, its title and its clipboard, in outputs and in an exception's name.
gained = []
print("\x1b]0;title\x07\x1b[2J\x1b]52;c;cm0gLXJm\x07\r12.0")
Odd = type("\x1b[31m<script>alert(1)</script>", (Exception,), {})


def affine_backward(dS, X, W):
    raise Odd("\x1b]52;c;cm0gLXJm\x07" * 100)
