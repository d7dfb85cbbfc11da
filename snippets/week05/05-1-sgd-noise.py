# %% gradients
import torch

torch.manual_seed(0)
n, d, R, K = 200, 3, 500, 4000  # examples, weights, runs, steps
X = torch.randn(n, d)
y = X @ torch.ones(d) + torch.randn(n)  # (n, d) @ (d,) + (n,) -> (n,)
w_star = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (d,)

w = torch.zeros(d)
grads = (X @ w - y)[:, None] * X  # (n, d), row i: gradient of f_i
full = X.T @ (X @ w - y) / n  # (d,), gradient of f
sigma2 = (grads - full).square().sum(1).mean()
assert torch.allclose(grads.mean(0), full, atol=1e-5)

print("   B  variance  B * variance")
for B in (1, 10, 100):
    g = grads[torch.randint(n, (10000, B))].mean(1)  # (10000, d)
    variance = (g - full).square().sum(1).mean()
    assert torch.isclose(B * variance, sigma2, rtol=0.05)
    print(f"{B:4d}  {variance:8.3f}  {B * variance:12.1f}")


# %% descend
def sgd(gamma):
    w, dist = torch.zeros(R, d), []
    for k in range(K):
        i = torch.randint(n, (R,))  # one example for each run
        residual = (X[i] * w).sum(1) - y[i]  # (R,)
        w = w - gamma[k] * residual[:, None] * X[i]  # (R, d)
        dist.append((w - w_star).square().sum(1).mean())
    return torch.stack(dist)  # (K,), mean over the runs


gammas = (
    torch.full((K,), 0.1),
    torch.full((K,), 0.01),
    0.1 / (1 + torch.arange(K) / 50),
)
dist = [sgd(gamma) for gamma in gammas]
assert dist[2][-1] < dist[1][-1] < dist[0][-1]

print("   k     0.1    0.01  0.1/(1+k/50)")
for k in (10, 100, 1000, 4000):
    print("{:4d}  {:.4f}  {:.4f}  {:12.4f}".format(k, *(r[k - 1] for r in dist)))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, step in enumerate(("0.1", "0.01", "0.1/(1 + k/50)")):
    ax.loglog(range(1, K + 1), dist[j], f"C{j}", label=rf"$\gamma_k = {step}$")
ax.set(xlabel="$k$", ylabel=r"$\|w_k - w^\star\|^2$")
ax.legend()
fig.tight_layout()
