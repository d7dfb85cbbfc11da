# %% train
import torch
from torch import nn

torch.manual_seed(0)
P, K = 600, 3


def spirals(P):
    """Return points on the arms of a spiral, (P, n), and their arms, (P,)."""
    c = torch.arange(K).repeat_interleave(P // K)
    t = torch.linspace(0, 1, P // K).repeat(K)
    angle = 2 * torch.pi / K * (2 * t + c + 0.1 * torch.randn(P))
    return t[:, None] * torch.stack([angle.sin(), angle.cos()], dim=1), c


X, c = spirals(P)
X_test, c_test = spirals(P)
plane = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Linear(100, 2))  # a map of the plane
scores = nn.Linear(2, K)
optimiser = torch.optim.Adam([*plane.parameters(), *scores.parameters()], lr=0.01)
for _ in range(1000):
    loss = nn.functional.cross_entropy(scores(plane(X)), c)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
with torch.no_grad():
    print(f"loss {loss:.3f}  test {(scores(plane(X_test)).argmax(1) == c_test).double().mean():.3f}")


# %% between
def flat_accuracy(Z, Z_test):
    """Return the accuracy on test points of an affine classifier trained on the points Z."""
    mean, scale = Z.mean(0), Z.std(0)
    flat = nn.Linear(2, K)
    optimiser = torch.optim.LBFGS(flat.parameters(), max_iter=100, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(flat((Z - mean) / scale), c)
        loss.backward()
        return loss

    optimiser.step(closure)
    return (flat((Z_test - mean) / scale).argmax(1) == c_test).double().mean().item()


with torch.no_grad():
    Z, Z_test = plane(X), plane(X_test)
Z_test, Z = (Z_test - Z.mean(0)) / Z.std(), (Z - Z.mean(0)) / Z.std()
ways = torch.linspace(0, 1, 6)
for t in ways:
    print(f"t = {t:.1f}  {flat_accuracy((1 - t) * X + t * Z, (1 - t) * X_test + t * Z_test):.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(2, 3, figsize=(7.5, 5))
for ax, t in zip(axes.flat, ways, strict=True):
    for k, marker in enumerate("os^"):
        ax.plot(*((1 - t) * X_test + t * Z_test)[c_test == k][::4].T, marker, color=f"C{k}", markersize=2.5)
    ax.set(title=f"$t = {t:.1f}$", aspect="equal")
fig.tight_layout()
