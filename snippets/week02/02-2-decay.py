# %% shrink
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
P, N = 100, 8
X = torch.randn(P, N)
y = X[:, :2] @ torch.tensor([2.0, -1.0]) + 0.5 * torch.randn(P)
eta, alpha = 0.1, 0.3


def grad(w):  # of C(w) = |X w - y|^2 / (2 P)
    return X.T @ (X @ w - y) / P  # (N, P) @ (P,) -> (N,)


w = torch.zeros(N)  # L2
v = torch.zeros(N, requires_grad=True)
optimiser = torch.optim.SGD([v], lr=eta, weight_decay=2 * alpha)
u = torch.zeros(N)  # L1
for _ in range(500):
    w = (1 - 2 * eta * alpha) * w - eta * grad(w)

    v.grad = grad(v.detach())
    optimiser.step()
    assert torch.allclose(w, v)

    u = u - eta * grad(u)
    u = torch.relu(u - eta * alpha) - torch.relu(-u - eta * alpha)

plain = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
assert (u[2:] == 0).all()
assert w.norm() < plain.norm()
for name, r in (("none", plain), ("L2", w), ("L1", u)):
    print(f"{name:4s}", " ".join(f"{r_i:5.2f}" for r_i in r))
