# %% solve
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def solve(x, r):
    """Return y with y - r sin y = x, by Newton's method."""
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
assert torch.allclose(y - r * y.sin(), x), "y must be a solution"
recorded = solve(x, r)
ours = torch.autograd.grad(y.sum(), (x, r), retain_graph=True)
theirs = torch.autograd.grad(recorded.sum(), (x, r), retain_graph=True)
for name, a, b in zip("xr", ours, theirs, strict=True):
    assert torch.allclose(a, b), f"{name}: not as through all steps"
assert torch.autograd.gradcheck(Kepler.apply, (x, r)), "for any v"


def operations(y):
    """Return how many functions the graph behind y holds."""
    found, waiting = set(), [y.grad_fn]
    while waiting:
        node = waiting.pop()
        if node and node not in found:
            found.add(node)
            waiting += [before for before, _ in node.next_functions]
    return len(found)


print("functions recorded:", operations(recorded))
print("functions with Kepler:", operations(y))
