# %% axes
import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
B, c, n1, n2, q = 2, 4, 3, 3, 2  # examples, channels, height, width, groups
x = 5 + 2 * torch.randn(B, c, n1, n2)


def normalise(x, axes, eps=1e-5):
    mu = x.mean(axes, keepdim=True)
    var = x.var(axes, correction=0, keepdim=True)
    return (x - mu) / (var + eps).sqrt(), mu.numel()


groups = x.view(B, q, c // q, n1, n2)
cases = (
    (nn.BatchNorm2d(c), x, (0, 2, 3)),
    (nn.LayerNorm((c, n1, n2)), x, (1, 2, 3)),
    (nn.InstanceNorm2d(c), x, (2, 3)),
    (nn.GroupNorm(q, c), groups, (2, 3, 4)),
)
print("layer           axes       means")
for layer, z, axes in cases:
    y, means = normalise(z, axes)
    assert torch.allclose(y.view_as(x), layer(x))
    print(f"{type(layer).__name__:15} {axes!s:9}  {means:5d}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt
from matplotlib.colors import ListedColormap

fig, axs = plt.subplots(1, 4, figsize=(8, 1.8))
i, j = torch.arange(B)[:, None], torch.arange(c)
colours = ListedColormap([f"C{k}" for k in range(B * c)])
index = j.expand(B, c), i.expand(B, c), c * i + j, q * i + j // (c // q)
for ax, (layer, *_), mean in zip(axs, cases, index, strict=True):
    ax.pcolormesh(mean, cmap=colours, vmin=-0.5, vmax=B * c - 0.5, edgecolors="w", alpha=0.5)
    for y, row in enumerate(mean.tolist()):
        for x, k in enumerate(row):
            ax.text(x + 0.5, y + 0.5, rf"$\mu_{{{k + 1}}}$", ha="center", va="center")
    ax.set(title=type(layer).__name__, xlabel="channel $j$", xticks=j + 0.5, yticks=i[:, 0] + 0.5, aspect="equal")
    ax.set(xticklabels=(j + 1).tolist(), yticklabels=(i[:, 0] + 1).tolist())
    ax.invert_yaxis()
axs[0].set(ylabel="example $i$")
fig.tight_layout()

# %% scale
U0, t = torch.randn(8, 8), torch.randn(16, 8)  # weights, targets
z = torch.randn(16, 8)
grad = {}
print(" r    loss  |grad|  <U, grad>")
for r in (1.0, 10.0):
    U = (r * U0).requires_grad_()
    y, _ = normalise(z @ U, (0,), eps=0)  # (16, 8)
    loss = (y - t).square().mean()
    loss.backward()
    grad[r] = U.grad
    inner = (U * U.grad).sum().abs()
    assert inner < 1e-10
    print(f"{r:2.0f}  {loss:.4f}  {U.grad.norm():.4f}  {inner:9.4f}")
assert torch.allclose(grad[10.0], grad[1.0] / 10)

# %% depth
P, n, depth = 256, 16, 8
X = torch.randn(P, n)
t = (X[:, :1] * X[:, 1:2]).sign()  # (P, 1)


def train(scale, norm, steps=420):
    torch.manual_seed(1)
    blocks = []
    for _ in range(depth):
        linear = nn.Linear(n, n)
        nn.init.normal_(linear.weight, std=scale * (2 / n) ** 0.5)
        blocks += [linear, norm(n), nn.ReLU()]
    net = nn.Sequential(*blocks, nn.Linear(n, 1))
    optimiser = torch.optim.SGD(net.parameters(), lr=0.05)
    history = []
    for _ in range(steps):
        loss = (net(X) - t).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        history.append(loss.item() if loss < 1e6 else torch.inf)
    return history


print("           none       BatchNorm1d")
print("scale   100    420    100    420")
for scale in (0.5, 1.0, 2.0):
    none, batch = train(scale, nn.Identity), train(scale, nn.BatchNorm1d)
    print(f"{scale:5.1f}", *(f"{history[k - 1]:6.2f}" for history in (none, batch) for k in (100, 420)))
print(f"  0.5  none, 3000: {train(0.5, nn.Identity, 3000)[-1]:.2f}")
