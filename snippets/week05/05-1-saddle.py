# %% newton
import torch
from torch.autograd.functional import hessian

torch.set_default_dtype(torch.float64)


def f(w):
    return w[0] ** 2 / 2 - w[1] ** 2 / 2 + w[1] ** 4 / 4


def descent_step(w):
    (grad,) = torch.autograd.grad(f(w), w)
    return w - 0.2 * grad


def newton_step(w):
    (grad,) = torch.autograd.grad(f(w), w)
    return w - torch.linalg.solve(hessian(f, w), grad)


def walk(step, start, steps=40):
    path = [torch.tensor(start)]
    for _ in range(steps):
        w = path[-1].clone().requires_grad_()
        path.append(step(w).detach())
    return torch.stack(path)  # (steps + 1, 2)


near, far = [2.0, 0.01], [2.0, 1.5]
paths = walk(descent_step, near), walk(newton_step, near), walk(newton_step, far)
saddle, minimum = torch.zeros(2), torch.tensor([0.0, 1.0])
for w in (saddle, minimum):
    print(*w.tolist(), " eigenvalues", *torch.linalg.eigvalsh(hessian(f, w)).tolist())
assert torch.allclose(paths[0][-1], minimum, atol=0.01)
assert torch.allclose(paths[1][-1], saddle)
assert torch.allclose(paths[2][-1], minimum)

print(" k  descent  Newton  Newton'")
for k in (0, 1, 2, 5, 10, 20, 40):
    print(f"{k:2d}", *(f"{round(f(path[k]).item(), 3) + 0.0:7.3f}" for path in paths))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

w1, w2 = torch.linspace(-0.5, 2.3, 113), torch.linspace(-1.4, 1.6, 121)
levels = [-0.2, -0.1, 0, 0.2, 0.6, 1.2, 2]
fig, ax = plt.subplots(figsize=(6, 3.4))
ax.contour(w1, w2, f((w1, w2[:, None])), levels=levels, colors="C7", alpha=0.4)
names = "gradient descent", "Newton’s step", "Newton’s step"
for j, (path, marker) in enumerate(zip(paths, "osv", strict=True)):
    ax.plot(*path.T, f"C{j}{marker}-", markersize=4, label=names[j])
ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
fig.tight_layout()
