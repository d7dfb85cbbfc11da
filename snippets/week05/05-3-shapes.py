# %% table
import torch
from torch import nn
from torch.nn.functional import conv1d, conv2d, pad

torch.manual_seed(0)


def matrix(w, n, s, p, d):
    k = len(w)
    m = (n + 2 * p - d * (k - 1) - 1) // s + 1
    A = torch.zeros(m, n + 2 * p)
    for i in range(m):
        A[i, i * s : i * s + d * (k - 1) + 1 : d] = w
    return A  # (m, n + 2 p)


print(" n  k  p  d  s   m")
for n, k, p, d, s in (
    (64, 3, 0, 1, 1),
    (64, 3, 1, 1, 1),
    (64, 5, 2, 1, 1),
    (64, 3, 2, 2, 1),
    (64, 3, 1, 1, 2),
    (63, 3, 1, 1, 2),
):
    x, w = torch.randn(n), torch.randn(k)
    A = matrix(w, n, s, p, d)
    y = conv1d(x[None], w[None, None], stride=s, padding=p, dilation=d)[0]
    assert torch.allclose(A @ pad(x, (p, p)), y, atol=1e-5)
    print(f"{n:2d} {k:2d} {p:2d} {d:2d} {s:2d}  {len(y):2d}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt
from matplotlib.colors import ListedColormap


def show(ax, A, k):
    colours = ListedColormap([f"C{j}" for j in range(k)])
    ax.pcolormesh(A.masked_fill(A == 0, torch.nan), cmap=colours, vmin=0.5, vmax=k + 0.5)
    ax.set(aspect="equal", xlim=(0, A.shape[1]), ylim=(A.shape[0], 0))
    ax.set(xticks=(0, A.shape[1]), yticks=(0, A.shape[0]))
    ax.spines[:].set_visible(True)


index = torch.arange(1.0, 4.0)  # the entries of w by number
fig, axs = plt.subplots(2, 2, figsize=(6, 4.6))
for ax, (s, p, d) in zip(axs.flat, ((1, 0, 1), (1, 1, 1), (1, 0, 2), (2, 0, 1)), strict=True):
    show(ax, matrix(index, 9, s, p, d), 3)
    ax.set(title=f"$p = {p},\\ d = {d},\\ s = {s}$")
fig.tight_layout()

# %% plane
conv = nn.Conv2d(3, 16, (3, 5), padding=(1, 2))
x = torch.randn(8, 3, 32, 48)
y = conv(x)
print(*conv.weight.shape, "|", *conv.bias.shape, "|", *y.shape)

dense = x[0].numel() * y[0].numel()
print(sum(a.numel() for a in conv.parameters()), f"{dense:.1e}")

w = torch.arange(1.0, 10.0).view(3, 3)
E = torch.eye(36).view(36, 1, 6, 6)  # all images with a single 1
A = conv2d(E, w[None, None]).view(36, 16).T  # (16, 36)
x = torch.randn(6, 6)
y = conv2d(x[None], w[None, None])[0]  # (4, 4)
assert torch.allclose(A @ x.flatten(), y.flatten(), atol=1e-4)
print(*A.shape, A.count_nonzero().item())

# %% draw-plane tags=["hide-input"]
fig, ax = plt.subplots(figsize=(6, 3))
show(ax, A, 9)
ax.set(xticks=range(0, 37, 6), yticks=range(0, 17, 4))
fig.tight_layout()
