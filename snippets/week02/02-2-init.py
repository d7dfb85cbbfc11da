# %% forward
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, K, B = 1000, 20, 100  # width, layers, examples


def powers(c):
    z = torch.randn(n, B)
    power = [z.square().mean()]
    for _ in range(K):
        w = torch.randn(n, n) * (c / n) ** 0.5  # Var(w_ij) = c / n
        z = torch.relu(w @ z)  # (n, n) @ (n, B) -> (n, B)
        power.append(z.square().mean())
    return torch.stack(power)  # (K + 1,)


c = 1, 2, 4
q = torch.stack([powers(c_j) for c_j in c])  # (3, K + 1)
slope = (q[:, K] / q[:, 0]).log2() / K
assert torch.allclose(slope, torch.tensor([-1.0, 0.0, 1.0]), atol=0.05)

print("c  Q_20/Q_0   per layer")
for j in range(3):
    print(f"{c[j]}  {q[j, K] / q[j, 0]:8.1e}  {2 ** slope[j]:6.2f}")

# %% default
w = torch.nn.Linear(n, n).weight
print(f"{n * w.var().item():.2f}")
w = torch.nn.init.kaiming_normal_(w, nonlinearity="relu")
print(f"{n * w.var().item():.2f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, marker in enumerate("os^"):
    ax.semilogy(q[j], f"C{j}{marker}-", markersize=4, label=f"$c = {c[j]}$")
ax.set(xlabel="$k$", ylabel="$Q_k$", xticks=range(0, K + 1, 5))
ax.legend(loc="upper left")
fig.tight_layout()
