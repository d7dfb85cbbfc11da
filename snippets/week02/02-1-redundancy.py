# %% data
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
P, N, B, R = 1000, 10, 10, 200  # examples, weights, batch size, runs
X = torch.randn(P, N) * torch.linspace(0.5, 1.5, N)
y = X @ torch.ones(N) + torch.randn(P)  # (P, N) @ (N,) + (P,) -> (P,)

w_best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (N,)
H = X.T @ X / P  # (N, N), L(w) - L(w_best) = e^T H e / 2


def excess(w):
    e = w - w_best
    return (e @ H * e).sum(-1) / 2  # (..., N) -> (...)


# %% descend
passes = 20
lam = torch.linalg.eigvalsh(H)
eta = 2 / (lam[0] + lam[-1])
w = torch.zeros(N)
full = [excess(w)]
for _ in range(passes):
    w = w - eta * (X.T @ (X @ w - y)) / P  # P gradients of one example
    full.append(excess(w))

w = torch.zeros(R, N)
sgd = [excess(w).mean()]
for _ in range(passes * P // B):
    i = torch.randint(P, (R, B))
    error = torch.einsum("rbn,rn->rb", X[i], w) - y[i]
    w = w - 0.1 * torch.einsum("rb,rbn->rn", error, X[i]) / B  # B gradients
    sgd.append(excess(w).mean())

print("gradients    full     SGD")
for g in (0, 100, 500, 1000, 2000, 5000, 9000, 10000, 20000):
    print(f"{g:9d}  {full[g // P]:6.4f}  {sgd[g // B]:6.4f}")
assert sgd[P // B] < full[1] / 2
assert full[-1] < sgd[-1]

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
ax.step(range(0, passes * P + 1, P), full, "C0o-", where="post", markersize=4, label="$B = P = 1000$")
ax.plot(range(0, passes * P + 1, B), sgd, "C1", label="$B = 10$")
ax.set(yscale="log", ylim=(1e-4, 20), xlabel=r"$\#\,\nabla_w L(x, y, w)$", ylabel=r"$L(S, w) - \min L$")
ax.legend()
fig.tight_layout()
