# %% ways
import torch

torch.set_default_dtype(torch.float64)
W = torch.tensor([[3.0, 0.0], [1.0, 2.0], [-2.0, 1.0]])  # (M, n)
x = torch.tensor([1.0, 2.0])  # (n,)

y = W @ x  # (M, n) @ (n,) -> (M,)
columns = x[0] * W[:, 0] + x[1] * W[:, 1]  # (M,)
cosines = y / (W.norm(dim=1) * x.norm())  # (M,)
assert torch.equal(y, columns)

print("  y_i  |r_i|     cos  angle")
for y_i, row, c in zip(y, W, cosines, strict=True):
    angle = torch.rad2deg(torch.acos(c.clamp(-1, 1)))
    print(f"{y_i:5.1f}  {row.norm():5.3f}  {c:6.3f}  {angle:5.1f}")

# %% condition
diagonal = torch.tensor([1.0, 1.0]) / 2**0.5
across = torch.tensor([1.0, -1.0]) / 2**0.5
print("    s  rank    kappa  error of x")
for s in (0.0, 0.9, 0.999, 1.0):
    W = torch.tensor([[1.0, s], [s, 1.0]])  # (n, n)
    rank = torch.linalg.matrix_rank(W)
    if rank == 1:
        print(f"{s:5.3f}  {rank:4d}  W @ across = {(W @ across).tolist()}")
        continue
    lam = torch.linalg.eigvalsh(W.T @ W)  # (n,), in rising order
    kappa = (lam[-1] / lam[0]).sqrt()
    y = W @ diagonal
    y_noisy = y + 0.01 * y.norm() * across
    x_noisy = torch.linalg.solve(W, y_noisy)
    error = (x_noisy - diagonal).norm() / diagonal.norm()
    assert torch.isclose(error, 0.01 * kappa)
    print(f"{s:5.3f}  {rank:4d}  {kappa:7.1f}  {100 * error:7.1f} %")
