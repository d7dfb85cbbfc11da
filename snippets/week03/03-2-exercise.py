# %% network
import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.images).float()[:, None] / 16  # (P, 1, 8, 8)
c = torch.tensor(digits.target)
torch.manual_seed(0)
order = torch.randperm(len(X))
train, val = order[:500], order[500:800]


def network():
    conv = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
    parts = [m for v in conv for m in (v, nn.ReLU(), nn.MaxPool2d(2))]
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(64, 10))


# %% move tags=["exercise"]
def move(x, reach):
    """Return the images, each moved by up to `reach` pixels."""
    ...  # your code


# %% move-solution tags=["solution"]
def move(x, reach):
    B, _, height, width = x.shape
    wide = nn.functional.pad(x, [reach] * 4)  # zeros on all four sides
    starts = torch.randint(2 * reach + 1, (B, 2))
    windows = []
    for image, (i, j) in zip(wide, starts, strict=True):
        windows.append(image[:, i : i + height, j : j + width])
    return torch.stack(windows)


# %% move-check tags=["check"]
torch.manual_seed(0)
middle, corner = torch.zeros(2, 450, 1, 8, 8)
middle[:, :, 4, 4], corner[:, :, 0, 0] = 1, 1
moved = move(middle, 1)
assert moved.shape == middle.shape, "as many images, of the same size"
assert middle[:, :, 4, 4].all(), "leave the given images as they are"
counts = moved.sum((0, 1))[3:6, 3:6]
assert counts.sum() == 450, "every dot stays whole and within reach"
assert (counts > 25).all(), "a move for each image, all nine alike"
returned = move(corner, 1)[:, :, 2:, 2:]
assert returned.sum() == 0, "what leaves must not return elsewhere"

print("trained on  in place  to the right")
for name, reach in (("originals", 0), ("moved", 1)):
    torch.manual_seed(0)
    net = network()
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(15):
        for i in train[torch.randperm(len(train))].split(50):
            optimiser.zero_grad()
            S = net(move(X[i], reach))
            nn.functional.cross_entropy(S, c[i]).backward()
            optimiser.step()
    a = []
    for x in (X[val], nn.functional.pad(X[val], (1, -1))):
        with torch.no_grad():
            a.append((net(x).argmax(1) == c[val]).float().mean())
    print(f"{name:10}  {a[0]:8.2f}  {a[1]:12.2f}")
assert a[1] > 0.8, "the network must be trained on moved images"
