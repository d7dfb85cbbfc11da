# %% descend
import torch

lam, w0, steps = 2.0, 1.0, 12  # f(w) = lam / 2 * w**2
gamma = torch.tensor([0.1, 0.5, 0.9, 1.05], dtype=torch.float64)  # (4,)

w = torch.full((4,), w0, dtype=torch.float64)  # (4,) one run per step size
path = [w]
for _ in range(steps):
    grad = lam * w
    w = w - gamma * grad
    path.append(w)
path = torch.stack(path)  # (steps + 1, 4)

factor = 1 - gamma * lam
assert torch.allclose(path[steps], factor**steps * w0)
assert torch.equal(path[steps].abs() < w0, gamma < 2 / lam)

print("gamma  gamma*lam  1-gamma*lam      w_1     w_12")
for g, r, w1, w12 in zip(gamma, factor, path[1], path[steps], strict=True):
    print(f"{g:5.2f}  {g * lam:9.2f}  {r:11.2f}  {w1:7.3f}  {w12:7.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, marker in enumerate("os^v"):
    label = rf"$\gamma\lambda = {gamma[j] * lam:.1f}$"
    ax.plot(path[:, j], f"{marker}-", color=f"C{j}", markersize=4, label=label)
ax.set(xlabel="step $k$", ylabel="$w_k$")
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
fig.tight_layout()
