# %% descend
import torch

torch.set_default_dtype(torch.float64)
steps = 40
lam = torch.tensor([1.0, 25.0])  # f(w) = (lam_1 w_1^2 + lam_2 w_2^2) / 2
w0 = torch.tensor([-10.0, 2.0])


def descend(gamma, beta):
    w, p, path = w0, torch.zeros(2), [w0]
    v = w0.clone().requires_grad_()
    optimiser = torch.optim.SGD([v], lr=gamma, momentum=beta)
    for _ in range(steps):
        p = beta * p + lam * w
        w = w - gamma * p
        path.append(w)

        optimiser.zero_grad()
        (lam * v**2).sum().div(2).backward()
        optimiser.step()
        assert torch.allclose(w, v, rtol=0, atol=1e-6)
    return torch.stack(path)  # (steps + 1, 2)


# %% compare
low, high = lam.tolist()
root = (high / low) ** 0.5  # of the condition number
gamma = 2 / (high + low), 4 / (high**0.5 + low**0.5) ** 2
beta = 0.0, ((root - 1) / (root + 1)) ** 2
rate = (high - low) / (high + low), (root - 1) / (root + 1)
paths = [descend(gamma[j], beta[j]) for j in (0, 1)]
assert gamma[0] < 2 / high < gamma[1] < 2 * (1 + beta[1]) / high
assert paths[1][steps].norm() < 1e-3 < paths[0][steps].norm()

print("gamma   beta   rate  ratio  |w_10|  |w_20|    |w_40|")
for j, path in enumerate(paths):
    r = path.norm(dim=1)  # (steps + 1,)
    ratio = (r[40] / r[20]) ** (1 / 20)
    print(f"{gamma[j]:.3f}  {beta[j]:.3f}  {rate[j]:.3f}", end="  ")
    print(f"{ratio:.3f}  {r[10]:6.3f}  {r[20]:6.3f}  {r[40]:8.6f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

w1, w2 = torch.linspace(-11, 3, 141), torch.linspace(-4, 4, 81)
f = (low * w1**2 + high * w2[:, None] ** 2) / 2  # (81, 141)
fig, ax = plt.subplots(figsize=(6, 3))
ax.contour(w1, w2, f, levels=[5, 20, 50, 100, 200], colors="C3", alpha=0.4)
for j, path in enumerate(paths):
    label = rf"$\beta = {beta[j]:.3f}$"
    ax.plot(*path.T, "o-", color=f"C{j}", markersize=3, label=label)
ax.set(xlabel="$w_1$", ylabel="$w_2$")
ax.legend()
fig.tight_layout()
