# %% shift
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import pad

digits = load_digits()
X = torch.tensor(digits.images, dtype=torch.float32)[:, None] / 16  # (P, 1, 8, 8)
c = torch.tensor(digits.target)
order = torch.randperm(len(X), generator=torch.Generator().manual_seed(0))
train, val = order[:500], order[500:800]


def pooled():
    conv = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
    parts = [m for v in conv for m in (v, nn.ReLU(), nn.MaxPool2d(2))]
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(64, 10))


def strided():
    conv = nn.Conv2d(1, 8, 3, 2, padding=1), nn.Conv2d(8, 16, 3, 2, padding=1)
    parts = [m for v in conv for m in (v, nn.ReLU())]
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(64, 10))


def dense():
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 25), nn.ReLU(), nn.Linear(25, 10))


def fit(net, epochs=12):
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for i in train[torch.randperm(len(train))].split(50):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(X[i]), c[i]).backward()
            optimiser.step()


def shifted(x, dx, dy):
    """Return images moved by dx and dy pixels, with zeros from outside."""
    return pad(x, (dx, -dx, dy, -dy))


def accuracy(net, x):
    with torch.no_grad():
        return (net(x).argmax(1) == c[val]).float().mean()


print("         weights  shift 0  shift 1  shift 2")
for make in (pooled, strided, dense):
    a = torch.zeros(3, 3)  # (runs, shifts)
    for run in range(3):
        torch.manual_seed(run)
        net = make()
        fit(net)
        for s in range(3):
            moves = (s, 0), (-s, 0), (0, s), (0, -s)
            a[run, s] = sum(accuracy(net, shifted(X[val], *m)) for m in moves) / 4
    N = sum(p.numel() for p in net.parameters())
    print(f"{make.__name__:7}  {N:7}  " + "  ".join(f"{v:7.2f}" for v in a.mean(0)))
