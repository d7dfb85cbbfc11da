# %% import
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


# %% curvature tags=["exercise"]
def curvature(gradient, w, rounds=100):
    """Return the eigenvalue of largest absolute value at w."""
    ...  # your code


# %% curvature-solution tags=["solution"]
def curvature(gradient, w, rounds=100):
    delta = 1e-4
    v = torch.randn(len(w))
    for _ in range(rounds):
        v = v / v.norm()
        change = gradient(w + delta * v) - gradient(w - delta * v)
        Hv = change / (2 * delta)  # (N,)
        lam, v = v @ Hv, Hv
    return lam.item()


# %% curvature-check tags=["check"]
H = torch.tensor([[13.0, 12.0], [12.0, 13.0]])  # eigenvalues 1 and 25


def valley(w):
    return H @ w


def saddle(w):
    return torch.tensor([1.0, -3.0]) * w


def quartic(w):
    return w**3


def check(gradient, w, right, message):
    w = torch.tensor(w)
    lam, before = curvature(gradient, w), w.clone()
    found = abs(lam - right) < 1e-3 * abs(right)
    assert found, f"{message}, not {lam:.3g}"
    assert torch.equal(w, before), "w must stay as it is"


check(valley, [3.0, 1.0], 25, "a valley oblique to the axes has 25")
check(valley, [0.0, 0.0], 25, "at the minimum it has 25, too")
check(quartic, [1.0, 2.0, -1.0], 12, "at this place the quartic has 12")
check(saddle, [1.0, 0.1], -3, "steepest at this saddle is -3")

limit = 2 / curvature(valley, torch.ones(2))
print("part of the limit  distance after 500 steps")
for part in (0.98, 1.02):
    w = torch.tensor([1.0, 0.9])
    for _ in range(500):
        w = w - part * limit * valley(w)
    print(f"{part:17}  {w.norm():24.1e}")
