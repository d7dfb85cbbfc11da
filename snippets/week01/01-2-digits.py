# %% data
from copy import deepcopy

import torch
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data / 16).float()  # (1797, n), n = 64
c = torch.tensor(digits.target)
order = torch.randperm(len(X))
train, validation, test = order[:1000], order[1000:1400], order[1400:]


# %% features
def fit(model, epochs):
    """Train the model and leave it at its best; return the accuracy there."""
    learned = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.SGD(learned, lr=0.1, momentum=0.9)
    best, kept = 0.0, None
    for _ in range(epochs):
        for batch in train[torch.randperm(len(train))].split(100):
            loss = nn.functional.cross_entropy(model(X[batch]), c[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        if (score := accuracy(model, validation)) > best:
            best, kept = score, deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return best


@torch.no_grad()
def accuracy(model, part, images=X):
    """Return the accuracy of the model on a part of the data."""
    right = model(images[part]).argmax(1) == c[part]
    return right.double().mean().item()


def features(d, learned):
    """Return d ReLU features, learned or left random, and a linear classifier."""
    hidden = nn.Linear(64, d).requires_grad_(learned)
    return nn.Sequential(hidden, nn.ReLU(), nn.Linear(d, 10))


models = {
    "64 pixels": nn.Linear(64, 10),
    "16 random": features(16, learned=False),
    "16 learned": features(16, learned=True),
    "500 random": features(500, learned=False),
}
print("features    validation   test")
for name, model in models.items():
    best = fit(model, epochs=30)
    print(f"{name:10}  {best:10.3f}  {accuracy(model, test):5.3f}")

# %% shift
# one pixel to the right
moved = X.view(-1, 8, 8).roll(1, dims=2).reshape(-1, 64)
for name, model in models.items():
    print(f"{name:10}  {accuracy(model, test, moved):.3f}")
