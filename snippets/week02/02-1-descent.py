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
curvature = torch.tensor([1.0, 10.0])
hessian = torch.diag(curvature)  # of L(w) = (w_1^2 + 10 w_2^2) / 2
w0 = torch.tensor([-10.0, 2.0])


def descend(D, eta, steps=20):
    w, path = w0, [w0]
    for _ in range(steps):
        grad = hessian @ w  # (2, 2) @ (2,) -> (2,)
        w = w - eta * D @ grad
        path.append(w)
    return torch.stack(path)  # (steps + 1, 2)


one, D = torch.eye(2), torch.linalg.inv(hessian)
paths = descend(one, 0.17), descend(one, 0.21), descend(D, 0.5), descend(D, 1.0)
loss = [(curvature * path**2).sum(1) / 2 for path in paths]
assert all((f[1:] < f[:-1]).all() for f in (loss[0], loss[2]))
assert loss[1][20] > 10 * loss[1][0]
assert torch.equal(paths[3][1], torch.zeros(2))  # a whole Newton step

print(" k  I, 0.17   I, 0.21  D, 0.5  D, 1")
for k in (0, 1, 2, 5, 10, 20):
    print(f"{k:2d}  {loss[0][k]:7.3f}  {loss[1][k]:8.3f}  {loss[2][k]:6.3f}  {loss[3][k]:4.1f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

w1, w2 = torch.linspace(-11, 2, 131), torch.linspace(-4.5, 4.5, 91)
L = (w1**2 + 10 * w2[:, None] ** 2) / 2  # (91, 131)
fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3), width_ratios=(3, 2))
left.contour(w1, w2, L, levels=[2, 10, 30, 60, 100], colors="C7", alpha=0.4)
names = r"$D = I,\ \eta = 0.17$", r"$D = I,\ \eta = 0.21$", r"$D = H^{-1},\ \eta = 0.5$"
for j, marker in enumerate("osv"):
    left.plot(*paths[j][:9].T, f"C{j}{marker}-", markersize=3)
    right.semilogy(loss[j], f"C{j}{marker}-", markersize=3, label=names[j])
left.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-11, 2), ylim=(-4.5, 4.5))
right.set(xlabel="step $k$", ylabel="loss $L$", ylim=(1e-4, 2e3), xticks=range(0, 21, 5))
right.legend(loc="lower left", fontsize=8)
fig.tight_layout()
