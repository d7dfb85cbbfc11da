# %% data
import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.images, dtype=torch.float32)[:, None] / 16  # (P, 1, 8, 8)
c = torch.tensor(digits.target)
K = 10
chance = torch.Generator().manual_seed(0)
order = torch.randperm(len(X), generator=chance)
train, val, test = order[:500], order[500:800], order[800:]
pi = torch.randperm(64, generator=chance)
data = {"digits": X, "permuted": X.flatten(1)[:, pi].view_as(X)}


# %% networks
def dense(d=25):
    return nn.Sequential(nn.Flatten(), nn.Linear(64, d), nn.ReLU(), nn.Linear(d, K))


def convolutional():
    convs = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
    parts = [m for conv in convs for m in (conv, nn.ReLU(), nn.MaxPool2d(2))]
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(64, K))


for make in (dense, convolutional):
    print(f"{make.__name__:13} {sum(p.numel() for p in make().parameters())}")


# %% train
def score(net, X, part):
    with torch.no_grad():
        S = net(X[part])
    L = nn.functional.cross_entropy(S, c[part]).item()
    return L, (S.argmax(1) == c[part]).float().mean().item()


def verdict(net, X, epochs=12):
    """Return the accuracy on the test set at the best epoch for the validation set."""
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    best, found = float("inf"), 0.0
    for _ in range(epochs):
        for i in train[torch.randperm(len(train))].split(50):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(X[i]), c[i]).backward()
            optimiser.step()
        if (L := score(net, X, val)[0]) < best:
            best, found = L, score(net, X, test)[1]
    return found


runs = 3
results = {}
print("               digits             permuted")
for make in (dense, convolutional):
    for name, images in data.items():
        for run in range(runs):
            torch.manual_seed(run)
            a = verdict(make(), images)
            results.setdefault((make.__name__, name), []).append(a)
    row = [" ".join(f"{a:.3f}" for a in results[make.__name__, name]) for name in data]
    print(f"{make.__name__:13} ", "  ".join(row))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 3, figsize=(7.5, 2.6), width_ratios=[1, 1, 1.6])
for ax, (name, images) in zip(axes, data.items(), strict=False):
    ax.imshow(images[order[0], 0].numpy(), cmap="gray_r")
    ax.set(title=name, xticks=[], yticks=[])
for k, make in enumerate((dense, convolutional)):
    for j, name in enumerate(data):
        values = results[make.__name__, name]
        label = make.__name__ if j == 0 else None
        axes[2].plot([j - 0.1 + 0.2 * k] * runs, values, "os"[k], color=f"C{k}", label=label)
axes[2].set(xticks=(0, 1), xticklabels=list(data), xlim=(-0.5, 1.5), ylabel="accuracy (test)")
axes[2].legend(fontsize=8)
fig.tight_layout()
