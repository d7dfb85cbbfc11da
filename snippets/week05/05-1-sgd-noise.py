# %% gradients
import torch

torch.manual_seed(0)
P, N, R, steps = 200, 3, 500, 4000  # examples, weights, runs, steps
X = torch.randn(P, N)
y = X @ torch.ones(N) + torch.randn(P)  # (P, N) @ (N,) + (P,) -> (P,)
w_star = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (N,)

w = torch.zeros(N)
grads = (X @ w - y)[:, None] * X  # (P, N), row i: gradient of f_i
full = X.T @ (X @ w - y) / P  # (N,), gradient of f
sigma2 = (grads - full).square().sum(1).mean()
assert torch.allclose(grads.mean(0), full, atol=1e-5)

print("   B  variance  B * variance")
for B in (1, 10, 100):
    g = grads[torch.randint(P, (10000, B))].mean(1)  # (10000, N)
    variance = (g - full).square().sum(1).mean()
    assert torch.isclose(B * variance, sigma2, rtol=0.05)
    print(f"{B:4d}  {variance:8.3f}  {B * variance:12.1f}")


# %% descend
def sgd(gamma):
    w, dist = torch.zeros(R, N), []
    for k in range(steps):
        i = torch.randint(P, (R,))  # one example for each run
        residual = (X[i] * w).sum(1) - y[i]  # (R,)
        w = w - gamma[k] * residual[:, None] * X[i]  # (R, N)
        dist.append((w - w_star).square().sum(1).mean())
    return torch.stack(dist)  # (steps,), mean over the runs


gammas = (
    torch.full((steps,), 0.1),
    torch.full((steps,), 0.01),
    0.1 / (1 + torch.arange(steps) / 50),
)
dist = [sgd(gamma) for gamma in gammas]
assert dist[2][-1] < dist[1][-1] < dist[0][-1]

print("   k     0.1    0.01  0.1/(1+k/50)")
for k in (10, 100, 1000, 4000):
    print(f"{k:4d}  {dist[0][k - 1]:.4f}  {dist[1][k - 1]:.4f}  {dist[2][k - 1]:12.4f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, step in enumerate(("0.1", "0.01", "0.1/(1 + k/50)")):
    ax.loglog(range(1, steps + 1), dist[j], f"C{j}", label=rf"$\gamma_k = {step}$")
ax.set(xlabel="step $k$", ylabel=r"distance $\|w_k - w^\star\|^2$")
ax.legend()
fig.tight_layout()
