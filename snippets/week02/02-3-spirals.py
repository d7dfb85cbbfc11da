# %% data
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
K, n, per_class = 3, 2, 200  # classes, inputs, examples of each class


def spirals(sigma=0.1):
    c = torch.arange(K).repeat_interleave(per_class)  # (P,)
    t = torch.linspace(0, 1, per_class).repeat(K)  # (P,)
    phi = 2 * torch.pi / K * (2 * t + c + sigma * torch.randn(len(t)))
    X = t[:, None] * torch.stack([phi.sin(), phi.cos()], dim=1)  # (P, n)
    return X, c


X, c = spirals()
X_new, c_new = spirals()
Y = torch.eye(K)[c]  # (P, K)
print(tuple(X.shape), tuple(Y.shape))
print(Y[[0, 200, 400]].int().tolist())


# %% model
def init(n, d, K):
    W1, W2 = torch.randn(n, d) * (2 / n) ** 0.5, torch.randn(d, K) / d**0.5
    theta = W1, torch.zeros(d), W2, torch.zeros(K)
    return [p.requires_grad_() for p in theta]


def model(X, theta):
    W1, b1, W2, b2 = theta
    Z = torch.relu(X @ W1 + b1)  # (P, n) @ (n, d) + (d,) -> (P, d)
    return Z @ W2 + b2  # (P, d) @ (d, K) + (K,) -> (P, K)


def linear(X, theta):
    W, b = theta
    return X @ W + b  # (P, n) @ (n, K) + (K,) -> (P, K)


# %% loss
def loss(logits, Y):
    log_y = logits - logits.logsumexp(dim=1, keepdim=True)  # (P, K)
    return -(Y * log_y).sum(1).mean()


for logits in ([5.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 5.0, 0.0]):
    print(f"{loss(torch.tensor([logits]), Y[:1]):.3f}")


# %% train
def train(model, theta, eta, steps):
    history = []
    for _ in range(steps):
        logits = model(X, theta)
        L = loss(logits, Y)
        for p in theta:
            p.grad = None
        L.backward()
        with torch.no_grad():
            for p in theta:
                p.sub_(eta * p.grad)
        history.append(L.item())
    return history


def accuracy(logits, c):
    return (logits.argmax(1) == c).double().mean().item()


flat = [torch.zeros(n, K), torch.zeros(K)]
runs = {
    "linear": (linear, [p.requires_grad_() for p in flat]),
    "hidden": (model, init(n, 100, K)),
}
print("        L_0    L_2000  train   new")
for name, (f, theta) in runs.items():
    history = train(f, theta, eta=1.0, steps=2000)
    with torch.no_grad():
        s, s_new = f(X, theta), f(X_new, theta)
    print(f"{name}  {history[0]:.3f}  {loss(s, Y):6.2f}", end="  ")
    print(f"{accuracy(s, c):5.2f}  {accuracy(s_new, c_new):4.2f}")
assert accuracy(s_new, c_new) > 0.95

# %% regions tags=["hide-input"]
import matplotlib.pyplot as plt

v = torch.linspace(-1.15, 1.15, 231)
grid = torch.cartesian_prod(v, v)  # (231^2, n)
fig, axes = plt.subplots(1, 2, figsize=(7.5, 3.8), sharey=True)
for ax, (f, theta) in zip(axes, runs.values(), strict=True):
    with torch.no_grad():
        region = f(grid, theta).argmax(1).view(231, 231).T
    for k, marker in enumerate("os^"):
        ax.contourf(v, v, region == k, levels=[0.5, 1.5], colors=f"C{k}", alpha=0.2)
        ax.plot(*X[c == k][::3].T, marker, color=f"C{k}", markersize=2.5)
    ax.set(xlabel="$x_1$", aspect="equal", xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
axes[0].set(ylabel="$x_2$", title="affine model")
axes[1].set(title="100 hidden units")
fig.tight_layout()

# %% torch
from torch import nn

net = nn.Sequential(nn.Linear(n, 100), nn.ReLU(), nn.Linear(100, K))
cost = nn.CrossEntropyLoss()
optimiser = torch.optim.SGD(net.parameters(), lr=1.0)
W1, b1, W2, b2 = (p.detach().clone() for p in net.parameters())
theta = [v.requires_grad_() for v in (W1.T, b1, W2.T, b2)]
ours = train(model, theta, eta=1.0, steps=50)

net.train()
for k in range(50):
    logits = net(X)
    L = cost(logits, c)
    optimiser.zero_grad()
    L.backward()
    optimiser.step()
    assert abs(L.item() - ours[k]) < 1e-8

# %% inference
f, theta = runs["hidden"]
angle = torch.linspace(0, 2 * torch.pi, 1000)
circle = torch.stack([angle.sin(), angle.cos()], dim=1)  # (1000, n)
print("   r  mean max y")
with torch.no_grad():
    for r in (0.1, 1, 10, 1000):
        y = torch.softmax(f(r * circle, theta), dim=1)
        confidence = y.max(dim=1).values.mean()
        print(f"{r:6}  {confidence:.3f}")

# %% width
print(" d   new")
for d in (2, 5, 20):
    scores = []
    for _ in range(3):
        theta = init(n, d, K)
        train(model, theta, eta=0.5, steps=1000)
        with torch.no_grad():
            scores.append(accuracy(model(X_new, theta), c_new))
    print(f"{d:2d}", "".join(f"{a:6.2f}" for a in scores))

# %% folds tags=["hide-input"]
W1, b1, _, _ = (p.detach() for p in theta)  # d = 20
S = model(X_new, theta).detach()  # (P, K)
E = torch.tensor([[1, -1, 0], [1, 1, -2]]) / torch.tensor([[2], [6]]).sqrt()
U = S @ E.T  # (P, K) @ (K, 2) -> (P, 2), without the mean of each row
fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.8))
for w, b in zip(W1.T, b1, strict=True):
    foot = -b * w / w.square().sum()
    ends = [foot + r * torch.stack([-w[1], w[0]]) / w.norm() for r in (-4, 4)]
    left.plot(*torch.stack(ends).T, "C7", lw=1, alpha=0.7)
for k, marker in enumerate("os^"):
    left.plot(*X_new[c_new == k][::3].T, marker, color=f"C{k}", markersize=2.5)
    right.plot(*U[c_new == k][::3].T, marker, color=f"C{k}", markersize=2.5)
    border = torch.stack([torch.zeros(2), 50 * -E[:, k]])
    right.plot(*border.T, "C7--", lw=1)
left.set(title="inputs", xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
r = 1.05 * U.abs().max().item()
right.set(title="scores", xlabel="$u_1$", ylabel="$u_2$", aspect="equal", xlim=(-r, r), ylim=(-r, r))
fig.tight_layout()
