# %% measure
import torch
from torch import nn

torch.manual_seed(0)


def formula(layers):
    r, jump = 1, 1
    for k, s, d in layers:
        r += (k - 1) * d * jump
        jump *= s
    return r


def measured(layers, n=256):
    x = torch.randn(1, 1, n, requires_grad=True)
    z = x
    for k, s, d in layers:
        conv = nn.Conv1d(1, 1, k, stride=s, dilation=d)
        nn.init.uniform_(conv.weight, 0.5, 1.0)  # no cancellation
        z = conv(z)
    z[0, 0, z.shape[2] // 2].backward()
    return (x.grad != 0).sum().item()


stacks = {
    "k=3, 4 layers": [(3, 1, 1)] * 4,
    "k=9, 1 layer": [(9, 1, 1)],
    "stride 2": [(3, 2, 1)] * 4,
    "dilation 1,2,4,8": [(3, 1, 2**i) for i in range(4)],
}
print(f"{'(k, s, d)':17} formula  measured  weights")
for name, layers in stacks.items():
    r, seen = formula(layers), measured(layers)
    print(f"{name:17} {r:7}  {seen:8}  {sum(k for k, _, _ in layers):7}")
    assert r == seen

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 3, figsize=(7.5, 2.8))
for ax, depth in zip(axes, (2, 5, 10), strict=True):
    total = torch.zeros(31, 31)
    for _ in range(40):
        x = torch.randn(1, 1, 31, 31, requires_grad=True)
        z = x
        for _ in range(depth):
            w = torch.randn(4, z.shape[1], 3, 3) / (9 * z.shape[1]) ** 0.5
            z = torch.conv2d(z, w, padding=1)
        z[0, 0, 15, 15].backward()
        total += x.grad[0, 0] ** 2
    ax.imshow((total / total.max()).sqrt().numpy(), cmap="Blues")
    r = 2 * depth + 1
    ax.add_patch(plt.Rectangle((15 - r / 2, 15 - r / 2), r, r, fill=False, color="C1"))
    ax.set(title=f"{depth} layers, $r = {r}$", xticks=[], yticks=[])
fig.tight_layout()
