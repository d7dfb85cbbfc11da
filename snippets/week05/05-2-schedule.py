# %% run
import torch
from torch.optim import lr_scheduler as schedule

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
P, N, B, R, steps = 1000, 10, 10, 100, 1000  # examples, weights, batch size, runs
X = torch.randn(P, N)
y = X @ torch.ones(N) + torch.randn(P)  # (P, N) @ (N,) + (P,) -> (P,)
w_star = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (N,)


def constant(optimiser):
    return schedule.ConstantLR(optimiser, factor=1)


def staircase(optimiser):
    return schedule.StepLR(optimiser, step_size=300, gamma=0.1)


def cosine(optimiser):
    return schedule.CosineAnnealingLR(optimiser, T_max=steps)


def warm_up(optimiser):
    rise = schedule.LinearLR(optimiser, start_factor=0.01, total_iters=50)
    fall = schedule.CosineAnnealingLR(optimiser, T_max=steps - 50)
    return schedule.SequentialLR(optimiser, [rise, fall], milestones=[50])


def run(make):
    w = torch.zeros(R, N)  # Adam treats each entry alone: R independent runs
    optimiser = torch.optim.Adam([w], lr=0.1)
    scheduler, history = make(optimiser), []
    for _ in range(steps):
        i = torch.randint(P, (R, B))
        error = torch.einsum("rbn,rn->rb", X[i], w) - y[i]
        w.grad = torch.einsum("rb,rbn->rn", error, X[i]) / B
        history.append([scheduler.get_last_lr()[0], (w - w_star).square().sum(1).mean()])
        optimiser.step()
        scheduler.step()
    return torch.tensor(history)  # (steps, 2)


runs = {make.__name__: run(make) for make in (constant, staircase, cosine, warm_up)}
print("  k", *(f"{name:>9}" for name in runs))
for k in (10, 30, 100, 300, 1000):
    print(f"{k:4d}", *(f"{r[k - 1, 1]:8.4f} " for r in runs.values()))
assert runs["constant"][-1, 1] > 10 * max(r[-1, 1] for name, r in runs.items() if name != "constant")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
names = "constant", "staircase", "cosine", "warm-up and cosine"
for j, (name, r) in enumerate(zip(names, runs.values(), strict=True)):
    left.plot(r[:, 0], f"C{j}")
    right.semilogy(r[:, 1], f"C{j}", label=f"{j + 1}: {name}")
left.set(xlabel="step $k$", ylabel=r"step size $\gamma_k$")
right.set(xlabel="step $k$", ylabel=r"distance $\|w_k - w^\star\|^2$")
right.legend(loc="upper right", fontsize=8)
fig.tight_layout()
