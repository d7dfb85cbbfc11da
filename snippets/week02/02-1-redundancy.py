# %% data
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
P, N, B, R = 1000, 10, 10, 200  # examples, weights, batch size, runs


def examples():
    X = torch.randn(P, N) * torch.linspace(0.5, 1.5, N)
    return X, X @ torch.ones(N) + torch.randn(P)  # (P, N) @ (N,) + (P,) -> (P,)


def excess_and_minimum(X, y):
    H = X.T @ X / P  # (N, N), the Hessian matrix of the loss
    best = torch.linalg.solve(H, X.T @ y / P)  # (N,)
    minimum = (y - X @ best).square().mean() / 2

    def excess(w):
        e = w - best  # (N,) or (R, N)
        return (e @ H * e).sum(-1).mean() / 2

    return excess, minimum


X, y = examples()
X_new, y_new = examples()
excess, _ = excess_and_minimum(X, y)
excess_new, minimum_new = excess_and_minimum(X_new, y_new)

# %% descend
passes = 20
curvature = torch.linalg.eigvalsh(X.T @ X / P)  # (N,), ascending
best_eta = 2 / (curvature[0] + curvature[-1])


def full_batch():
    w = torch.zeros(N)
    yield w
    for _ in range(passes):
        w = w - best_eta * (X.T @ (X @ w - y)) / P  # P gradients of one example
        yield w


def sgd(eta):
    w = torch.zeros(R, N)
    yield w
    for eta_k in eta:
        i = torch.randint(P, (R, B))
        error = torch.einsum("rbn,rn->rb", X[i], w) - y[i]
        w = w - eta_k * torch.einsum("rb,rbn->rn", error, X[i]) / B  # B gradients
        yield w


k = torch.arange(passes * P // B)
runs = full_batch(), sgd(torch.full_like(k, 0.1, dtype=y.dtype)), sgd(0.1 / (1 + k / 100))
losses = []
for run in runs:
    rows = [(excess(w), minimum_new + excess_new(w)) for w in run]
    losses.append(torch.tensor(rows))  # (steps + 1, 2)

print("           above the minimum         on new examples")
print("gradients    full  const.   fall.    full  const.  fall.")
for g in (0, 100, 1000, 5000, 10000, 20000):
    at = losses[0][g // P], losses[1][g // B], losses[2][g // B]  # (2,) each
    print(f"{g:9d} ", *(f"{r[0]:.4f} " for r in at), *(f"{r[1]:6.3f}" for r in at))
full, const, fall = losses
assert const[P // B, 0] < full[1, 0] / 2
assert full[-1, 0] < fall[-1, 0] < const[-1, 0] / 5
assert max(full[-1, 1], fall[-1, 1]) + 0.02 < const[-1, 1]

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
g = range(0, passes * P + 1, B)
ax.step(range(0, passes * P + 1, P), full[:, 0], "C0o-", where="post", markersize=4, label="full batch, $B = P = 1000$")
ax.plot(g, const[:, 0], "C1", label=r"constant step, $B = 10,\ \eta = 0.1$")
ax.plot(g, fall[:, 0], "C2", label=r"decreasing step, $B = 10,\ \eta = 0.1/(1 + k/100)$")
ax.set(yscale="log", ylim=(1e-4, 20), xlabel="gradients of single examples", ylabel=r"loss $L - \min L$")
ax.legend(fontsize=8)
fig.tight_layout()
