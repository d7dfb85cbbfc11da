# %% degrees
import torch
from numpy.polynomial.legendre import legvander

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)


def draw(P):
    """Return P inputs in [-1, 1] and noisy values of a sine."""
    x = 2 * torch.rand(P) - 1
    return x, torch.sin(3 * x) + 0.3 * torch.randn(P)


def features(x, degree):
    """Return the Legendre polynomials of x, (P, degree + 1)."""
    return torch.from_numpy(legvander(x.numpy(), degree))


def error(x, y, w):
    """Return the mean squared error of the weights w."""
    return (features(x, len(w) - 1) @ w - y).square().mean().item()


(x, y), validation, test = draw(20), draw(100), draw(1000)
fits = {}
print("degree  training  validation")
for degree in range(16):
    fits[degree] = torch.linalg.lstsq(features(x, degree), y).solution
    if degree in (0, 1, 2, 3, 4, 5, 6, 9, 12, 15):
        errors = error(x, y, fits[degree]), error(*validation, fits[degree])
        print(f"{degree:6d}  {errors[0]:8.3f}  {errors[1]:10.3f}")

best = min(fits, key=lambda d: error(*validation, fits[d]))
print(f"chosen: {best}, test error {error(*test, fits[best]):.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.4))
grid = torch.linspace(-1, 1, 400)
left.plot(x, y, "ko", markersize=3)
for j, degree in enumerate((1, best, 15)):
    left.plot(grid, features(grid, degree) @ fits[degree], f"C{j}", label=f"degree {degree}")
left.set(xlabel="$x$", ylabel="$y$", ylim=(-2.2, 2.2))
left.legend(loc="upper left")
right.semilogy(list(fits), [error(x, y, w) for w in fits.values()], "o-", markersize=4, label="training")
right.semilogy(list(fits), [error(*validation, w) for w in fits.values()], "s-", markersize=4, label="validation")
right.set(xlabel="degree", ylabel="mean squared error", ylim=(0.02, 10))
right.legend()
fig.tight_layout()

# %% stop
print("degree      k  training  validation  distance")
for degree in (3, 15):
    X = features(x, degree)  # (P, N)
    P, N = X.shape
    w, eta = torch.zeros(N), 1 / torch.linalg.eigvalsh(X.T @ X / P).max()
    for k in range(10_001):
        if k in (0, 10, 30, 100, 1000, 10_000):
            print(f"{degree:6d} {k:6d} {error(x, y, w):9.3f}", end=" ")
            distance = (w - fits[degree]).norm()
            print(f"{error(*validation, w):11.3f} {distance:9.3f}")
        w = w - eta * X.T @ (X @ w - y) / P
