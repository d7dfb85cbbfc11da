# %% train
import torch
from torch import nn

torch.manual_seed(0)
P, K = 600, 3


def spirals(P):
    """Return points of a spiral, (P, n), and their arms, (P,)."""
    c = torch.arange(K).repeat_interleave(P // K)
    t = torch.linspace(0, 1, P // K).repeat(K)
    angle = 2 * torch.pi / K * (2 * t + c + 0.1 * torch.randn(P))
    direction = torch.stack([angle.sin(), angle.cos()], dim=1)
    return t[:, None] * direction, c


X, c = spirals(P)
X_test, c_test = spirals(P)
# a map of the plane
plane = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Linear(100, 2))
scores = nn.Linear(2, K)
weights = [*plane.parameters(), *scores.parameters()]
optimiser = torch.optim.Adam(weights, lr=0.01)
for _ in range(1000):
    loss = nn.functional.cross_entropy(scores(plane(X)), c)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
with torch.no_grad():
    right = scores(plane(X_test)).argmax(1) == c_test
    print(f"loss {loss:.3f}  test {right.double().mean():.3f}")


# %% between
def flat_accuracy(Z, Z_test):
    """Train an affine classifier on Z; return its accuracy on Z_test."""
    mean, scale = Z.mean(0), Z.std(0)
    flat = nn.Linear(2, K)
    optimiser = torch.optim.LBFGS(
        flat.parameters(),
        max_iter=100,
        line_search_fn="strong_wolfe",
    )

    def closure():
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(flat((Z - mean) / scale), c)
        loss.backward()
        return loss

    optimiser.step(closure)
    right = flat((Z_test - mean) / scale).argmax(1) == c_test
    return right.double().mean().item()


with torch.no_grad():
    Z, Z_test = plane(X), plane(X_test)
Z_test = (Z_test - Z.mean(0)) / Z.std()
Z = (Z - Z.mean(0)) / Z.std()
ways = torch.linspace(0, 1, 6)
for t in ways:
    Z_t = (1 - t) * X + t * Z
    score = flat_accuracy(Z_t, (1 - t) * X_test + t * Z_test)
    print(f"t = {t:.1f}  {score:.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(2, 3, figsize=(7.5, 5))
for ax, t in zip(axes.flat, ways, strict=True):
    for k, marker in enumerate("os^"):
        ax.plot(*((1 - t) * X_test + t * Z_test)[c_test == k][::4].T, marker, color=f"C{k}", markersize=2.5)
    ax.set(title=f"$t = {t:.1f}$", aspect="equal")
fig.tight_layout()
