# %% train
import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, width, steps = 10, 100, 400  # inputs, hidden units


def examples(count):
    X = torch.randn(count, n)
    y = torch.sin(2 * X[:, :1]) + X[:, 1:2] + 0.5 * torch.randn(count, 1)
    return X, y  # (count, n), (count, 1)


X, y = examples(100)  # training set
X_val, y_val = examples(400)  # validation set


def loss(net, X, y):
    return (net(X) - y).square().mean()


def train(p):
    net = nn.Sequential(nn.Linear(n, width), nn.ReLU(), nn.Dropout(p), nn.Linear(width, 1))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.005)
    history = []
    for k in range(1, steps + 1):
        net.train()
        optimiser.zero_grad()
        loss(net, X, y).backward()
        optimiser.step()
        if k % 10 == 0:
            net.eval()
            with torch.no_grad():
                history.append([loss(net, X, y), loss(net, X_val, y_val)])
    return torch.tensor(history)  # (steps / 10, 2)


curves = {p: torch.stack([train(p) for _ in range(3)]).mean(0) for p in (0.0, 0.5, 0.8)}
print("  p  training  validation  smallest  at step")
for p, curve in curves.items():
    best, at = curve[:, 1].min(0)
    print(f"{p:.1f}  {curve[-1, 0]:8.2f}  {curve[-1, 1]:10.2f}  {best:8.2f}  {10 * at + 10:7d}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, (p, curve) in enumerate(curves.items()):
    k = range(10, steps + 1, 10)
    ax.plot(k, curve[:, 1], f"C{j}", label=f"$p = {p}$")
    ax.plot(k, curve[:, 0], f"C{j}--")
ax.set(xlabel="step $k$", ylabel="loss $L$", ylim=(0, 2))
ax.legend(loc="upper center", ncols=3)
fig.tight_layout()
