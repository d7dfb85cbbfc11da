# %% svd
import torch

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

print("singular values  product  determinant")
for _ in range(5):
    W = torch.randn(2, 2)
    Q, sigma, Vt = torch.linalg.svd(W)  # (n, n), (n,), (n, n)
    assert torch.allclose(Q @ torch.diag(sigma) @ Vt, W)
    assert torch.allclose(Q.T @ Q, torch.eye(2))
    assert torch.allclose(Vt @ Vt.T, torch.eye(2))
    print(f"{sigma[0]:7.2f} {sigma[1]:7.2f}", end="  ")
    print(f"{sigma.prod():7.2f}  {torch.det(W):11.2f}")

# %% stages tags=["hide-input"]
import matplotlib.pyplot as plt

W = torch.tensor([[1.5, 0.9], [-0.1, 0.8]])
Q, sigma, Vt = torch.linalg.svd(W)
angle = torch.linspace(0, 2 * torch.pi, 200)
circle = torch.stack([angle.cos(), angle.sin()])  # (n, points)
v = torch.linspace(-1, 1, 9)
grid = [torch.stack([torch.full_like(v, a), v]) for a in v] + [torch.stack([v, torch.full_like(v, a)]) for a in v]
stages = {
    "$x$": torch.eye(2),
    r"$V^\top x$": Vt,
    r"$\Sigma V^\top x$": torch.diag(sigma) @ Vt,
    r"$Q \Sigma V^\top x$": W,
}
fig, axes = plt.subplots(1, 4, figsize=(7.5, 2.3), sharey=True)
for ax, (title, A) in zip(axes, stages.items(), strict=True):
    for line in grid:
        ax.plot(*(A @ line), "C7-", lw=0.6)
    ax.plot(*(A @ circle), "C0-")
    for k in (0, 1):
        ax.plot(*torch.stack([torch.zeros(2), A @ Vt[k]]).T, f"C{k + 1}-", lw=2)
    ax.set(title=title, aspect="equal", xlim=(-2.4, 2.4), ylim=(-2.4, 2.4))
fig.tight_layout()
