# %% learn
import torch


def perceptron(X, y, epochs):
    """Return w and the number of mistakes in each epoch."""
    w, mistakes = torch.zeros(X.shape[1]), []
    for _ in range(epochs):
        mistakes.append(0)
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (w @ x_i) <= 0:
                w = w + y_i * x_i
                mistakes[-1] += 1
    return w, mistakes


torch.manual_seed(1)
u = torch.tensor([0.6, 0.8, 0.1])  # a line that separates
X = torch.cat([2 * torch.rand(200, 2) - 1, torch.ones(200, 1)], dim=1)
X = X[(X @ u).abs() > 0.1]  # (P, n), no point close to the line
y = torch.sign(X @ u)  # (P,), -1 or +1

X_xor = torch.tensor([[-1.0, -1, 1], [-1, 1, 1], [1, -1, 1], [1, 1, 1]])
y_xor = torch.tensor([-1.0, 1, 1, -1])

w, mistakes = perceptron(X, y, epochs=8)
w_xor, mistakes_xor = perceptron(X_xor, y_xor, epochs=8)
bound = (X.norm(dim=1).max() * u.norm() / (y * (X @ u)).min()) ** 2
print("separable:", *mistakes, " in all:", sum(mistakes))
print("XOR:      ", *mistakes_xor)
print(f"P = {len(X)}, bound {bound:.0f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 2, figsize=(7.5, 3.6), sharey=True)
v = torch.tensor([-1.3, 1.3])
for ax, points, labels, line in ((axes[0], X, y, w), (axes[1], X_xor, y_xor, w_xor)):
    for label, marker, color in ((-1, "o", "C0"), (1, "s", "C1")):
        ax.plot(*points[labels == label][:, :2].T, marker, color=color, markersize=4)
    if line[1] != 0:
        ax.plot(v, -(line[0] * v + line[2]) / line[1], "C2-")
    ax.set(xlabel="$x_1$", xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal")
axes[0].set(ylabel="$x_2$", title="separable")
axes[1].set(title="XOR")
fig.tight_layout()
