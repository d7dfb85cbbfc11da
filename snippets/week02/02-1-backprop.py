# %% forward
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
d = 4, 6, 5, 3  # sizes of z_0, z_1, z_2, s_3
w = [torch.randn(d[k + 1], d[k]) / d[k] ** 0.5 for k in range(3)]
x, y = torch.randn(4), torch.randn(3)


def h(s):
    return torch.tanh(s)


def dh(s):
    return 1 - torch.tanh(s) ** 2


z = [x]
s = [None]  # s_0 does not exist
for k in range(3):
    s.append(w[k] @ z[k])  # (d_k+1, d_k) @ (d_k,) -> (d_k+1,)
    z.append(h(s[-1]))
C = (s[3] - y).square().sum() / 2

# %% backward
g = s[3] - y  # gradient for s_3, (3,)
grad = [None] * 3
for k in (2, 1, 0):
    grad[k] = torch.outer(g, z[k])  # (d_k+1,), (d_k,) -> (d_k+1, d_k)
    gz = w[k].T @ g  # (d_k, d_k+1) @ (d_k+1,) -> (d_k,)
    if k > 0:
        g = dh(s[k]) * gz  # (d_k,)

# %% module
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Linear(d[k], d[k + 1], bias=False) for k in range(3)]
        self.linear = nn.ModuleList(layers)

    def forward(self, z):
        for k in (0, 1):
            z = torch.tanh(self.linear[k](z))
        return self.linear[2](z)


net = Net()
for k in range(3):
    net.linear[k].weight.data = w[k].clone()
loss = (net(x) - y).square().sum() / 2
loss.backward()

assert torch.isclose(loss, C)
print("k  shape   norm")
for k in range(3):
    assert torch.allclose(grad[k], net.linear[k].weight.grad)
    print(f"{k}  {d[k + 1]} x {d[k]}  {grad[k].norm():.4f}")

# %% graph
W = torch.randn(4, 4) / 2
u = torch.randn(4, requires_grad=True)
v = u + h(W @ u)  # u is used twice
v.square().sum().div(2).backward()

g = v.detach()  # gradient for v
J = dh(W @ u.detach())[:, None] * W  # (4, 4), Jacobian of the branch
assert torch.allclose(u.grad, g + J.T @ g)
assert not torch.allclose(u.grad, J.T @ g)

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 2.4))
ax.set(xlim=(-0.6, 15.4), ylim=(-1.5, 2.3))
ax.axis("off")
blocks = ["w_0", "h", "w_1", "h", "w_2", "C"]
states = ["z_0", "s_1", "z_1", "s_2", "z_2", "s_3"]
for j, block in enumerate(blocks):
    box = {"boxstyle": "round,pad=0.35", "facecolor": "none", "edgecolor": "C7"}
    ax.text(2.6 * j + 1.4, 0.5, f"${block}$", ha="center", va="center", fontsize=13, bbox=box)
    for y0, sign, colour in ((0.75, 1, "C0"), (0.25, -1, "C1")):
        left, right = 2.6 * j - 0.55, 2.6 * j + 0.75
        start, end = (left, right) if sign > 0 else (right, left)
        arrow = {"arrowstyle": "->", "color": colour, "lw": 1.5}
        ax.annotate("", (end, y0), (start, y0), arrowprops=arrow)
    ax.text(2.6 * j + 0.1, 1.0, f"${states[j]}$", color="C0", ha="center", va="bottom", fontsize=12)
    ax.text(2.6 * j + 0.1, 0.0, rf"$\nabla_{{{states[j]}}} C$", color="C1", ha="center", va="top", fontsize=11)
for k in range(3):
    arrow = {"arrowstyle": "->", "color": "C2", "lw": 1.5}
    ax.annotate("", (5.2 * k + 1.4, -0.85), (5.2 * k + 1.4, 0.0), arrowprops=arrow)
    ax.text(5.2 * k + 1.4, -0.9, rf"$\nabla_{{w_{k}}} C$", color="C2", ha="center", va="top", fontsize=11)
fig.tight_layout()
