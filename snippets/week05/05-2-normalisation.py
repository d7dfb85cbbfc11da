# %% axes
import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
B, C, H, W, G = 2, 4, 3, 3, 2  # examples, channels, height, width, groups
x = 5 + 2 * torch.randn(B, C, H, W)


def normalise(x, axes, eps=1e-5):
    mu = x.mean(axes, keepdim=True)
    var = x.var(axes, correction=0, keepdim=True)
    return (x - mu) / (var + eps).sqrt(), mu.numel()


groups = x.view(B, G, C // G, H, W)
cases = (
    (nn.BatchNorm2d(C), x, (0, 2, 3)),
    (nn.LayerNorm((C, H, W)), x, (1, 2, 3)),
    (nn.InstanceNorm2d(C), x, (2, 3)),
    (nn.GroupNorm(G, C), groups, (2, 3, 4)),
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
n, c = torch.arange(B)[:, None], torch.arange(C)
colours = ListedColormap([f"C{j}" for j in range(B * C)])
index = c.expand(B, C), n.expand(B, C), C * n + c, G * n + c // (C // G)
for ax, (layer, *_), mean in zip(axs, cases, index, strict=True):
    ax.pcolormesh(mean, cmap=colours, vmin=-0.5, vmax=B * C - 0.5, edgecolors="w", alpha=0.5)
    for i in range(B):
        for j in range(C):
            ax.text(j + 0.5, i + 0.5, rf"$\mu_{{{mean[i, j] + 1}}}$", ha="center", va="center")
    ax.set(title=type(layer).__name__, xlabel="$c$", xticks=c + 0.5, yticks=n[:, 0] + 0.5, aspect="equal")
    ax.set(xticklabels=(c + 1).tolist(), yticklabels=(n[:, 0] + 1).tolist())
    ax.invert_yaxis()
axs[0].set(ylabel="$n$")
fig.tight_layout()

# %% scale
U0, t = torch.randn(8, 8), torch.randn(16, 8)  # weights, targets
z = torch.randn(16, 8)
grad = {}
print(" c    loss  |grad|  <U, grad>")
for c in (1.0, 10.0):
    U = (c * U0).requires_grad_()
    y, _ = normalise(z @ U, (0,), eps=0)  # (16, 8)
    loss = (y - t).square().mean()
    loss.backward()
    grad[c] = U.grad
    inner = (U * U.grad).sum().abs()
    assert inner < 1e-10
    print(f"{c:2.0f}  {loss:.4f}  {U.grad.norm():.4f}  {inner:9.4f}")
assert torch.allclose(grad[10.0], grad[1.0] / 10)

# %% depth
n, d, depth, steps = 256, 16, 8, 420
X = torch.randn(n, d)
t = (X[:, :1] * X[:, 1:2]).sign()  # (n, 1)


def train(scale, norm):
    torch.manual_seed(1)
    blocks = []
    for _ in range(depth):
        linear = nn.Linear(d, d)
        nn.init.normal_(linear.weight, std=scale * (2 / d) ** 0.5)
        blocks += [linear, norm(d), nn.ReLU()]
    net = nn.Sequential(*blocks, nn.Linear(d, 1))
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
    print(f"{scale:5.1f}", *(f"{r[k - 1]:6.2f}" for r in (none, batch) for k in (100, 420)))
