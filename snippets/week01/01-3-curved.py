# %% curved
import torch

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)
v = torch.linspace(-1, 1, 401)
X = torch.cartesian_prod(v, v)  # (points, n), a square
W = torch.tensor([[0.8, -0.6], [0.6, 0.8]])
b = torch.tensor([0.1, -0.2])
S = X @ W.T + b

print("gain    area")
for gain in (0.5, 2, 8):
    # (points, n), derivative of tanh
    slope = 1 - torch.tanh(gain * S) ** 2
    print(f"{gain:4}  {(gain * slope).prod(dim=1).median():.4f}")

Z = torch.relu(S)
active = (Z > 0).sum(dim=1)
for k in (0, 1, 2):
    print(f"{k} active: {(active == k).double().mean():.2f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt


def network(x, depth, gain=2.0):
    """Return points after random layers, each with two tanh units."""
    generator = torch.Generator().manual_seed(4)
    for _ in range(depth):
        R = torch.linalg.qr(torch.randn(2, 2, generator=generator)).Q
        x = torch.tanh(gain * x @ R.T + 0.3 * torch.randn(2, generator=generator))
    return x


u = torch.linspace(-1, 1, 13)
fine = torch.linspace(-1, 1, 200)
lines = [torch.stack([torch.full_like(fine, a), fine], dim=1) for a in u]
lines += [line.flip(1) for line in lines]
maps = {
    "tanh": lambda x: torch.tanh(2 * (x @ W.T + b)),
    "ReLU": lambda x: torch.relu(x @ W.T + b),
    "3 layers": lambda x: network(x, 3),
    "6 layers": lambda x: network(x, 6),
}
fig, axes = plt.subplots(1, 4, figsize=(7.5, 2.3))
for ax, (title, f) in zip(axes, maps.items(), strict=True):
    for k, line in enumerate(lines):
        ax.plot(*f(line).T, f"C{k // len(u)}-", lw=0.8)
    ax.set(title=title, aspect="equal", xlim=(-1.1, 1.5), ylim=(-1.1, 1.5))
fig.tight_layout()
