# %% hidden
import torch

X = torch.tensor([[-1.0, -1], [-1, 1], [1, -1], [1, 1]])  # (P, n)
y = torch.tensor([-1.0, 1, 1, -1])  # (P,)

W = torch.tensor([[1.0, 1], [-1, -1]])  # (d, n)
v, b = torch.tensor([-1.0, -1]), 1.0  # (d,) and a number

Z = torch.relu(X @ W.T)  # (P, d)
s = Z @ v + b
assert torch.equal(torch.sign(s), y)
for row in zip(X.tolist(), Z.tolist(), s.tolist(), strict=True):
    print(*row)

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.6))
for ax, points in ((left, X), (right, Z)):
    for label, marker, color in ((-1, "o", "C0"), (1, "s", "C1")):
        ax.plot(*points[y == label].T, marker, color=color, markersize=9)
left.set(title="inputs", xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xlim=(-1.6, 1.6), ylim=(-1.6, 1.6))
right.plot([-0.5, 1.5], [1.5, -0.5], "C2-")
right.set(title="hidden units", xlabel="$z_1$", ylabel="$z_2$", aspect="equal", xlim=(-0.5, 2.5), ylim=(-0.5, 2.5))
fig.tight_layout()
