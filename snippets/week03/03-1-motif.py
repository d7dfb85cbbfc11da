# %% data
import torch
from torch import nn

torch.manual_seed(0)
n, k, P = 40, 7, 400  # samples of a signal, of the motif, number of signals
motif = torch.tensor([0.0, 1.5, 3.0, 0.0, -3.0, -1.5, 0.0])


def signals(first, last):
    """Return noise, every other signal with the motif at a random place."""
    X = torch.randn(P, n)
    y = torch.arange(P) % 2
    for i in range(1, P, 2):
        j = int(torch.randint(first, last + 1, ()))
        X[i, j : j + k] += motif
    return X, y.float()


X, y = signals(0, 13)  # the motif in the left half
sets = {"left": signals(0, 13), "right": signals(20, 33)}


# %% models
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(1, 1, k)
        self.out = nn.Linear(1, 1)

    def forward(self, x):
        z = self.conv(x[:, None])  # (B, 1, n) -> (B, 1, n - k + 1)
        return self.out(z.amax(2))[:, 0]  # (B, 1) -> (B,)


class Dense(nn.Module):
    def __init__(self, d=40):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(n, d), nn.ReLU(), nn.Linear(d, 1))

    def forward(self, x):
        return self.net(x)[:, 0]


# %% train
def train(model, steps=200):
    optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
    cost = nn.BCEWithLogitsLoss()
    for _ in range(steps):
        optimiser.zero_grad()
        cost(model(X), y).backward()
        optimiser.step()


def accuracy(model, X, y):
    with torch.no_grad():
        return ((model(X) > 0) == (y > 0.5)).float().mean().item()


models = {"shared": Detector(), "dense": Dense()}
print("        weights  training  left  right")
for name, model in models.items():
    train(model)
    N = sum(p.numel() for p in model.parameters())
    print(f"{name:6}  {N:7}  {accuracy(model, X, y):8.2f}", end="")
    print("".join(f"  {accuracy(model, *s):.2f}" for s in sets.values()))
assert accuracy(models["shared"], *sets["right"]) > 0.9

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

detector = models["shared"]
kernel = detector.conv.weight.detach().flatten()
kernel *= detector.out.weight.detach().sign().item()
fig, axes = plt.subplots(1, 2, figsize=(7.5, 3), width_ratios=[1, 1.6])
axes[0].plot(motif / motif.norm(), "o-", color="C0", label="motif")
axes[0].plot(kernel / kernel.norm(), "s--", color="C1", label="learned kernel")
axes[0].set(xlabel="$a$")
axes[0].legend(fontsize=8)
x = sets["right"][0][1]
with torch.no_grad():
    for shift, style in ((0, "-"), (-12, "--")):
        z = detector.conv(x.roll(shift)[None, None]).flatten()
        axes[1].plot(z, style, color=f"C{2 + (shift < 0)}", label=f"shift {shift}")
axes[1].set(xlabel="$i$")
axes[1].legend(fontsize=8)
fig.tight_layout()
