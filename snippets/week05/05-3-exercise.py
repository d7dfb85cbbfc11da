# %% solve
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def solve(x, r):
    """Return y with y - r sin y = x in every entry, by Newton's method."""
    y = x.clone()
    while (y - r * y.sin() - x).abs().max() > 1e-12:
        y = y - (y - r * y.sin() - x) / (1 - r * y.cos())
    return y


# %% kepler tags=["exercise"]
class Kepler(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, r): ...  # your code

    @staticmethod
    def backward(ctx, v): ...  # your code


# %% kepler-solution tags=["solution"]
class Kepler(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, r):
        y = solve(x, r)
        ctx.save_for_backward(y, r)
        return y

    @staticmethod
    def backward(ctx, v):
        y, r = ctx.saved_tensors
        grad_x = v / (1 - r * y.cos())
        return grad_x, grad_x * y.sin()


# %% kepler-check tags=["check"]
x, r = 6 * torch.rand(5) - 3, 0.9 * torch.rand(5)
x.requires_grad_(), r.requires_grad_()
y = Kepler.apply(x, r)
assert torch.allclose(y - r * y.sin(), x), "forward must solve the equation"
recorded = solve(x, r)
for k, name in enumerate(("x", "r")):
    ours = torch.autograd.grad(y.sum(), (x, r), retain_graph=True)[k]
    theirs = torch.autograd.grad(recorded.sum(), (x, r), retain_graph=True)[k]
    assert torch.allclose(ours, theirs), f"{name}: other than through all steps"
assert torch.autograd.gradcheck(Kepler.apply, (x, r)), "any v, not only ones"


def operations(y):
    """Return how many functions the graph behind y holds."""
    found, waiting = set(), [y.grad_fn]
    while waiting:
        node = waiting.pop()
        if node and node not in found:
            found.add(node)
            waiting += [before for before, _ in node.next_functions]
    return len(found)


print("functions in the graph:", operations(recorded), "and", operations(y))
