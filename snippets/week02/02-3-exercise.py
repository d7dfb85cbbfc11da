# %% data
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def spirals(per_class):
    """Return the points of three arms, (P, 2), and their classes, (P,)."""
    c = torch.arange(3).repeat_interleave(per_class)
    t = torch.linspace(0, 1, per_class).repeat(3)
    phi = 2 * torch.pi / 3 * (2 * t + c + 0.1 * torch.randn(len(t)))
    return t[:, None] * torch.stack([phi.sin(), phi.cos()], dim=1), c


def new_weights(d=100):
    """Return the parameters of two affine layers."""
    W1, W2 = torch.randn(2, d), torch.randn(d, 3) / d**0.5
    theta = W1, torch.zeros(d), W2, torch.zeros(3)
    return [p.requires_grad_() for p in theta]


def model(X, theta):
    """Return the scores, (P, 3)."""
    W1, b1, W2, b2 = theta
    return torch.relu(X @ W1 + b1) @ W2 + b2


# %% epoch tags=["exercise"]
def epoch(model, X, c, theta, eta, B):
    """Go once through all examples, in random order and batches of B."""
    ...  # your code


# %% epoch-solution tags=["solution"]
def epoch(model, X, c, theta, eta, B):
    for batch in torch.randperm(len(X)).split(B):
        logits = model(X[batch], theta)
        L = torch.nn.functional.cross_entropy(logits, c[batch])
        for p in theta:
            p.grad = None
        L.backward()
        with torch.no_grad():
            for p in theta:
                p.sub_(eta * p.grad)


# %% epoch-check tags=["check"]
numbers, seen = torch.arange(10.0).double(), []


def watched(X, theta):
    """Note which examples arrive."""
    seen.append(X[:, 0].int())
    return model(X, theta)


for _ in range(2):
    examples = numbers[:, None].repeat(1, 2), torch.zeros(10).long()
    epoch(watched, *examples, new_weights(), eta=0.1, B=4)
assert [len(batch) for batch in seen] == [4, 4, 2] * 2, "batches: 4, 4, 2"
epochs = torch.cat(seen).view(2, 10)
print(*epochs.tolist(), sep="\n")
all_once = (epochs.sort(dim=1).values == torch.arange(10)).all()
assert all_once, "each example once in an epoch"
assert (epochs[0] != epochs[1]).any(), "a new order in every epoch"

X, c = spirals(200)
X_new, c_new = spirals(200)
ours = new_weights()
theirs = [p.detach().clone().requires_grad_() for p in ours]
optimiser = torch.optim.SGD(theirs, lr=0.5)
for _ in range(3):  # all examples in one batch: plain gradient descent
    epoch(model, X, c, ours, eta=0.5, B=600)
    optimiser.zero_grad()
    torch.nn.functional.cross_entropy(model(X, theirs), c).backward()
    optimiser.step()
for p, q in zip(ours, theirs, strict=True):
    assert torch.allclose(p, q), "three steps differ from torch.optim.SGD"

print("  B  new points after 50 epochs")
for B in (600, 60):
    theta = new_weights()
    for _ in range(50):
        epoch(model, X, c, theta, eta=0.5, B=B)
    right = model(X_new, theta).argmax(1) == c_new
    print(f"{B:3d}  {right.double().mean():.2f}")
assert right.double().mean() > 0.9, "do points and classes stay together?"
