# %% valley tags=["hide-input"]
import torch

torch.set_default_dtype(torch.float64)
lam = torch.tensor([1.0, 25.0])  # f(w) = (lam_1 w_1^2 + lam_2 w_2^2) / 2
w0 = torch.tensor([-10.0, 2.0])
gamma, beta, steps = 4 / 36, 4 / 9, 25
path = []


def grad(w):
    path.append(w)
    return lam * w


w, p = w0, torch.zeros(2)

# %% step
for _ in range(steps):
    p = beta * p + grad(w)
    w = w - gamma * p

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

k = torch.arange(steps)[:, None]
plain = w0 * (1 - 2 / lam.sum() * lam) ** k  # (steps, 2)
momentum = torch.stack(path)
assert momentum[-1].norm() < 0.01 < plain[-1].norm()

w1, w2 = torch.linspace(-11, 3, 141), torch.linspace(-4, 4, 81)
f = (lam[0] * w1**2 + lam[1] * w2[:, None] ** 2) / 2  # (81, 141)
fig, ax = plt.subplots(figsize=(5.6, 2.7))
ax.contour(w1, w2, f, levels=[5, 20, 50, 100, 200], colors="C7", alpha=0.4, linewidths=0.9)
for points, name, colour in ((plain, "0", "C0"), (momentum, r"\frac{4}{9}", "C1")):
    ax.plot(*points.T, "o-", color=colour, markersize=2.6, linewidth=1.3, label=rf"$\beta = {name}$")
ax.set(xlabel="$w_1$", ylabel="$w_2$")
ax.legend(loc="upper right")
fig.tight_layout()
