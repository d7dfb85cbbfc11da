# %% line
import torch

torch.set_default_dtype(torch.float64)
a, eta = 3.0, 0.2  # L(w) = (w - a)**2 / 2

w = torch.tensor(0.0)
print("k  grad      w")
for k in range(1, 7):
    grad = w - a
    w = w - eta * grad
    print(f"{k}  {grad:5.2f}  {w:.3f}")
assert torch.isclose(a - w, torch.tensor((1 - eta) ** 6 * a))

# %% plane
lam = torch.tensor([1.0, 10.0])  # L(w) = (w_1^2 + 10 w_2^2) / 2
w0 = torch.tensor([-10.0, 2.0])


def descend(D, eta, K=20):
    w, path = w0, [w0]
    for _ in range(K):
        grad = lam * w  # (2,)
        w = w - eta * D @ grad  # (2, 2) @ (2,) -> (2,)
        path.append(w)
    return torch.stack(path)  # (K + 1, 2)


steep = descend(torch.eye(2), eta=0.17)
scaled = descend(torch.diag(1 / lam), eta=0.5)
loss = [(lam * path**2).sum(1) / 2 for path in (steep, scaled)]
assert all((r[1:] < r[:-1]).all() for r in loss)

print(" k  steepest  with D")
for k in (0, 1, 2, 5, 10, 20):
    print(f"{k:2d}  {loss[0][k]:8.4f}  {loss[1][k]:6.4f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

w1, w2 = torch.linspace(-11, 2, 131), torch.linspace(-3.2, 3.2, 65)
L = (w1**2 + 10 * w2[:, None] ** 2) / 2  # (65, 131)
fig, ax = plt.subplots(figsize=(6, 3))
ax.contour(w1, w2, L, levels=[2, 10, 30, 60, 100], colors="C3", alpha=0.4)
for j, (path, D) in enumerate(((steep, "I"), (scaled, r"\operatorname{diag}(1, 1/10)"))):
    ax.plot(*path.T, "o-", color=f"C{j}", markersize=3, label=rf"$D = {D}$")
ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
ax.legend(loc="upper right")
fig.tight_layout()
