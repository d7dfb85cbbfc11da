# %% data
import torch
from numpy.polynomial.legendre import legvander

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)


def draw(P):
    """Return Legendre polynomials at P places, and noisy values of a sine."""
    x = 2 * torch.rand(P) - 1
    y = torch.sin(3 * x) + 0.3 * torch.randn(P)
    return torch.from_numpy(legvander(x.numpy(), 15)), y


# %% stop tags=["exercise"]
def early_stopping(X, y, X_val, y_val, eta, patience):
    """Return the best weights on the validation set, and their step."""
    ...  # your code


# %% stop-solution tags=["solution"]
def early_stopping(X, y, X_val, y_val, eta, patience):
    w = torch.zeros(X.shape[1])
    best, k_best, k = w, 0, 0
    least = (X_val @ w - y_val).square().mean()
    while k < k_best + patience:
        w = w - eta * X.T @ (X @ w - y) / len(y)
        k += 1
        error = (X_val @ w - y_val).square().mean()
        if error < least:
            best, k_best, least = w, k, error
    return best, k_best


# %% stop-check tags=["check"]
(X, y), (X_val, y_val) = draw(20), draw(100)
eta = 1.9 / torch.linalg.eigvalsh(X.T @ X / len(y)).max()
path = [torch.zeros(16)]  # the weights after 0, 1, 2, ... steps
for _ in range(500):
    path.append(path[-1] - eta * X.T @ (X @ path[-1] - y) / len(y))
errors = [(X_val @ w - y_val).square().mean() for w in path]

print("patience  step  validation")
for patience in (1, 2, 100):
    w, k = early_stopping(X, y, X_val, y_val, eta, patience)
    print(f"{patience:8d}  {k:4d}  {(X_val @ w - y_val).square().mean():10.3f}")
    stop = 0
    while errors[stop] > min(errors[stop : stop + patience + 1]):
        stop += 1
    assert k == stop, f"with patience {patience}, step {stop} is the best"
    assert torch.allclose(w, path[k]), "weights of another step"
