# %% import
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


# %% rotation tags=["exercise"]
def nearest_rotation(W):
    """Return the rotation with the smallest squared distance from W."""
    ...  # your code


# %% rotation-solution tags=["solution"]
def nearest_rotation(W):
    Q, _, Vt = torch.linalg.svd(W)
    flip = torch.ones(len(W))
    flip[-1] = torch.det(Q @ Vt)  # a sign, where the value is smallest
    return Q @ torch.diag(flip) @ Vt


# %% rotation-check tags=["check"]
angle = torch.linspace(0, 2 * torch.pi, 721)
turns = [angle.cos(), -angle.sin(), angle.sin(), angle.cos()]
turns = torch.stack(turns, dim=1).view(-1, 2, 2)
print("determinant  distance  best of 720 angles")
for _ in range(6):
    W = torch.randn(2, 2)
    R = nearest_rotation(W)
    distance = (R - W).square().sum()
    best = (turns - W).square().sum(dim=(1, 2)).min()
    print(f"{torch.det(W):11.2f}  {distance:8.4f}  {best:18.4f}")
    assert torch.allclose(R.T @ R, torch.eye(2)), "not orthogonal"
    assert torch.det(R) > 0, "a reflection, not a rotation"
    assert distance <= best + 1e-9, "another rotation is closer"

others = torch.linalg.qr(torch.randn(5000, 3, 3)).Q
others *= torch.det(others)[:, None, None]  # in three dimensions
for _ in range(6):
    W = torch.randn(3, 3)
    R = nearest_rotation(W)
    assert torch.isclose(torch.det(R), torch.tensor(1.0)), "a reflection"
    best = (others - W).square().sum(dim=(1, 2)).min()
    assert (R - W).square().sum() < best, "another rotation is closer"
    assert torch.allclose(nearest_rotation(R), R), "R is a rotation already"
