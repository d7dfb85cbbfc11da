# %% values
import torch

torch.set_default_dtype(torch.float64)
y = torch.tensor(1.0)
names = "w", "x", "b", "a", "s", "z", "e", "C"


def graph(w, x, b):
    a = w * x
    s = a + b
    z = torch.tanh(s)
    e = z - y
    return w, x, b, a, s, z, e, e**2 / 2


leaves = [torch.tensor(v, requires_grad=True) for v in (0.5, 2.0, -0.4)]
nodes = dict(zip(names, graph(*leaves), strict=True))
for v in nodes.values():
    v.retain_grad()
nodes["C"].backward()

print("    value  gradient")
for name, v in nodes.items():
    print(f"{name}  {v:7.3f}  {v.grad:8.3f}")
print(f"1 - z^2 = {1 - nodes['z'] ** 2:.3f}")


# %% check
def quotient(delta, dtype):
    w, x, b = (v.detach().to(dtype) for v in leaves)
    above, below = graph(w + delta, x, b)[-1], graph(w - delta, x, b)[-1]
    return (above - below) / (2 * delta)


def error(delta, dtype=torch.float64):
    return abs(quotient(delta, dtype) - leaves[0].grad).item()


print("  delta    error")
for delta in (1e-1, 1e-2, 1e-3, 1e-4):
    print(f"{delta:7.0e}  {error(delta):.1e}")
assert error(1e-7, torch.float32) > 0.01

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 2.8))
ax.set(xlim=(-0.8, 12.8), ylim=(-2.1, 2.1))
ax.axis("off")
box = {"boxstyle": "round,pad=0.4", "facecolor": "none", "edgecolor": "C7"}
boxes = {r"$\times$": (2, 0.8), "$+$": (4.4, 0), r"$\tanh$": (6.6, 0), "$- y$": (8.7, 0), "$e^2/2$": (10.8, 0)}
for label, (u, v) in boxes.items():
    ax.text(u, v, label, ha="center", va="center", fontsize=12, bbox=box)
edges = {  # from, to
    "w": ((0, 1.5), (1.6, 1.0)),
    "x": ((0, 0.1), (1.6, 0.6)),
    "b": ((2, -1.1), (4.0, -0.2)),
    "a": ((2.4, 0.7), (4.0, 0.2)),
    "s": ((4.8, 0), (6.0, 0)),
    "z": ((7.2, 0), (8.2, 0)),
    "e": ((9.2, 0), (10.2, 0)),
    "C": ((11.4, 0), (12.4, 0)),
}
for name, ((u0, v0), (u1, v1)) in edges.items():
    ax.annotate("", (u1, v1), (u0, v0), arrowprops={"arrowstyle": "->", "color": "C7", "lw": 1.2})
    start = name in "wxb"
    u, v = (u0, v0) if start else ((u0 + u1) / 2, (v0 + v1) / 2)
    ha = "right" if start else "center"
    value = f"${name} = {nodes[name].item():.3g}$" if start else f"${name} = {nodes[name].item():.3f}$"
    ax.text(u, v + 0.15, value, color="C0", ha=ha, va="bottom", fontsize=9)
    ax.text(u, v - 0.15, f"${nodes[name].grad.item():.3f}$", color="C1", ha=ha, va="top", fontsize=9)
fig.tight_layout()
