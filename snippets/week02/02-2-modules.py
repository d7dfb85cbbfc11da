# %% jacobian
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, M = 4, 3
x = torch.randn(n)


def G(w):
    W0, W1 = w[:20].view(5, n), w[20:].view(M, 5)
    return W1 @ torch.relu(W0 @ x)  # (M, 5) @ (5, n) @ (n,) -> (M,)


w = torch.randn(35, requires_grad=True)  # (N,)
dC_dy = torch.randn(1, M)
dG_dw = torch.autograd.functional.jacobian(G, w)  # (M, N)
(g,) = torch.autograd.grad(G(w), w, dC_dy[0])  # without the Jacobian
dC_dw = dC_dy @ dG_dw  # (1, M) @ (M, N) -> (1, N)
assert torch.allclose(dC_dw[0], g)
print(*(tuple(v.shape) for v in (dC_dy, dG_dw, dC_dw)))


# %% rules
def linear(g, x, W):
    return W.T @ g, torch.outer(g, x), g  # for x, W, b


def relu(g, x):
    return ((x > 0) * g,)


def duplicate(g1, g2):
    return (g1 + g2,)


def add(g):
    return g, g


def maximum(g, x1, x2):
    return (x1 > x2) * g, (x1 < x2) * g


# %% check
x, u = torch.randn(2, n, requires_grad=True)
W = torch.randn(M, n, requires_grad=True)
b = torch.randn(M, requires_grad=True)
g, g2 = torch.randn(2, n)  # gradients that arrive from above
auto = torch.autograd.grad

for expected, ours in (
    (auto(W @ x + b, (x, W, b), g[:M]), linear(g[:M], x, W)),
    (auto(torch.relu(x), (x,), g), relu(g, x)),
    (auto((x.clone(), x.clone()), (x,), (g, g2)), duplicate(g, g2)),
    (auto(x + u, (x, u), g), add(g)),
    (auto(torch.maximum(x, u), (x, u), g), maximum(g, x, u)),
):
    assert all(torch.equal(p, q) for p, q in zip(expected, ours, strict=True))

# %% ties
a, b = torch.zeros(2, requires_grad=True)
print("relu(0)    ", *(v.item() for v in auto(torch.relu(a), (a,))))
print("max(0, 0)  ", *(v.item() for v in auto(torch.maximum(a, b), (a, b))))
