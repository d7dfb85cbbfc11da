# %% depth
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, depth, B = 500, 20, 100  # width, layers, examples


def powers(h, c):
    z = torch.randn(n, B, requires_grad=True)
    states = [z]
    for _ in range(depth):
        w = torch.randn(n, n) * (c / n) ** 0.5  # Var(w_ij) = c / n
        z = h(w @ z)  # (n, n) @ (n, B) -> (n, B)
        states.append(z)
    grads = torch.autograd.grad(z, states, torch.randn(n, B))
    Q = torch.stack([z.detach().square().mean() for z in states])
    Gamma = torch.stack([g.square().mean() for g in grads])
    return Q, Gamma  # (depth + 1,) each


cases = {
    "ReLU, c = 1": (torch.relu, 1),
    "ReLU, c = 2": (torch.relu, 2),
    "ReLU, c = 4": (torch.relu, 4),
    "tanh, c = 1": (torch.tanh, 1),
}
results = {name: powers(*case) for name, case in cases.items()}

print("             Q_20/Q_0  per layer  Γ_0/Γ_20  per layer")
for name, (Q, Gamma) in results.items():
    q, g = Q[-1] / Q[0], Gamma[0] / Gamma[-1]
    print(f"{name}  {q:8.1e}  {q ** (1 / depth):9.2f}  {g:8.1e}  {g ** (1 / depth):9.2f}")

# %% default
w = torch.nn.Linear(n, n).weight
print(f"default  {n * w.var().item():.2f}")
w = torch.nn.init.kaiming_normal_(w, nonlinearity="relu")
print(f"Kaiming  {n * w.var().item():.2f}")
w = torch.nn.init.xavier_normal_(w)
print(f"Xavier   {n * w.var().item():.2f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axs = plt.subplots(1, 2, figsize=(8, 3), sharey=True)
for (name, pair), marker in zip(results.items(), "os^v", strict=True):
    h, c = name.split(", ")
    for ax, power in zip(axs, pair, strict=True):
        ax.semilogy(power, f"{marker}-", markersize=4, label=f"{h}, ${c}$")
for ax, title in zip(axs, ("states, $Q_k$", r"gradients, $\Gamma_k$"), strict=True):
    ax.set(xlabel="layer $k$", title=title, xticks=range(0, depth + 1, 5))
axs[0].legend(loc="upper left", fontsize=8)
fig.tight_layout()
