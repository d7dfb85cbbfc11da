# %% graph
import math


class Value:
    """A number in a graph; `inputs` are pairs of a value and a derivative."""

    def __init__(self, data, inputs=()):
        self.data, self.inputs, self.grad = data, inputs, 0.0

    def __add__(self, other):
        pairs = [(self, 1.0), (other, 1.0)]
        return Value(self.data + other.data, pairs)

    def __mul__(self, other):
        pairs = [(self, other.data), (other, self.data)]
        return Value(self.data * other.data, pairs)

    def tanh(self):
        z = math.tanh(self.data)
        return Value(z, [(self, 1 - z**2)])


# %% backward tags=["exercise"]
def backward(C):
    """Give all values of the graph of C their gradient, in `grad`."""
    ...  # your code


# %% backward-solution tags=["solution"]
def backward(C):
    order, seen = [], set()

    def visit(v):
        if v not in seen:
            seen.add(v)
            for u, _ in v.inputs:
                visit(u)
            order.append(v)  # after all that it depends on

    visit(C)
    C.grad = 1.0
    for v in reversed(order):
        for u, derivative in v.inputs:
            u.grad += v.grad * derivative


# %% backward-check tags=["check"]
w, x, b, minus_y = Value(0.5), Value(2.0), Value(-0.4), Value(-1.0)
e = (w * x + b).tanh() + minus_y
C = Value(0.5) * e * e
backward(C)
print(f"w: {w.grad:.3f}  x: {x.grad:.3f}  e: {e.grad:.3f}")
assert abs(e.grad + 0.463) < 5e-4, "e is used twice: add both paths"
assert abs(w.grad + 0.659) < 5e-4, "w, against the figure"
assert abs(x.grad + 0.165) < 5e-4, "x, against the figure"

u = Value(3.0)
v = u * u
backward(v + v * u)  # u^2 + u^3
print(f"u: {u.grad:.0f}")
assert v.grad == 4, "the derivative of v + v u is 1 + u"
assert u.grad == 33, "v passes on its gradient too early"


class Counted(list):
    """A list of inputs that counts how often it is read."""

    count = 0

    def __iter__(self):
        Counted.count += 1
        assert Counted.count < 100, "each edge once, not each path"
        return super().__iter__()


u = top = Value(1.0)
for _ in range(30):
    top = top + top  # over a billion paths from top to u
    top.inputs = Counted(top.inputs)
backward(top)
print(f"paths: {u.grad:.0f}")
assert u.grad == 2**30, "every path counts once"
