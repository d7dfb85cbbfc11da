# %% data
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)
digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32)
X = images[:, None] / 16  # (P, 1, 8, 8)
c = torch.tensor(digits.target)  # (P,)
K = 10
order = torch.randperm(len(X))
train, val, test = order[:500], order[500:800], order[800:]
for part in (train, val, test):
    print(len(part), torch.bincount(c[part], minlength=K).tolist())


# %% network
def network():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),  # (B, 1, 8, 8) -> (B, 8, 8, 8)
        nn.ReLU(),
        nn.MaxPool2d(2),  # -> (B, 8, 4, 4)
        nn.Conv2d(8, 16, 3, padding=1),  # -> (B, 16, 4, 4)
        nn.ReLU(),
        nn.MaxPool2d(2),  # -> (B, 16, 2, 2)
        nn.Flatten(),  # -> (B, 64)
        nn.Linear(64, K),  # -> (B, K)
    )


net = network()
print([sum(p.numel() for p in net[i].parameters()) for i in (0, 3, 7)])


# %% train
from copy import deepcopy

cost = nn.CrossEntropyLoss()


def evaluate(net, part):
    net.eval()
    with torch.no_grad():
        S = net(X[part])  # (P, K)
    return cost(S, c[part]).item(), (S.argmax(1) == c[part]).float().mean().item()


def fit(net, epochs=50, batch=50):
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    history, best, kept = [], float("inf"), None
    for epoch in range(epochs):
        net.train()
        for i in train[torch.randperm(len(train))].split(batch):
            optimiser.zero_grad()
            cost(net(X[i]), c[i]).backward()
            optimiser.step()
        history.append((evaluate(net, train)[0], evaluate(net, val)[0]))
        if history[-1][1] < best:
            best, kept, when = history[-1][1], deepcopy(net.state_dict()), epoch + 1
    return history, kept, when


history, kept, when = fit(net)
last = deepcopy(net)
net.load_state_dict(kept)
print("epoch  train   val    accuracy (val)")
for epoch, model in ((when, net), (len(history), last)):
    (L, _), (L_val, a) = evaluate(model, train), evaluate(model, val)
    print(f"{epoch:5}  {L:.4f}  {L_val:.3f}  {a:.3f}")

# %% test
L, a = evaluate(net, test)
error = (a * (1 - a) / len(test)) ** 0.5
print(f"{a:.3f} +- {error:.3f}")

# %% curves tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
epochs = range(1, len(history) + 1)
for k, (name, style) in enumerate((("training", "-"), ("validation", "--"))):
    ax.semilogy(epochs, [L[k] for L in history], style, color=f"C{k}", label=name)
ax.axvline(when, color="C2", linestyle=":", label="kept")
ax.set(xlabel="epoch", ylabel="loss $L$")
ax.legend()
fig.tight_layout()

# %% confusion
with torch.no_grad():
    guess = net(X[test]).argmax(1)
confusion = torch.bincount(K * c[test] + guess, minlength=K * K).view(K, K)
recall = confusion.diag() / confusion.sum(1)
precision = confusion.diag() / confusion.sum(0)
print("class     ", *(f"{k:4}" for k in range(K)))
print("recall    ", *(f"{v:.2f}" for v in recall))
print("precision ", *(f"{v:.2f}" for v in precision))
print(f"mean recall {recall.mean():.3f}")

# %% draw-confusion tags=["hide-input"]
fig, ax = plt.subplots(figsize=(4.6, 4.2))
wrong = confusion.clone().fill_diagonal_(0)
ax.imshow(wrong.numpy(), cmap="Blues", vmax=2 * wrong.max())
for i in range(K):
    for j in range(K):
        if confusion[i, j]:
            ax.text(j, i, str(confusion[i, j].item()), ha="center", va="center", fontsize=8)
ax.set(xticks=range(K), yticks=range(K), xlabel="predicted class", ylabel="class")
fig.tight_layout()

# %% eight
eight = c[test] == 8
for name, says in (("always no", torch.zeros_like(eight)), ("network", guess == 8)):
    a = (says == eight).float().mean()
    found = (says & eight).sum() / eight.sum()
    print(f"{name:9}  accuracy {a:.3f}  recall {found:.3f}")
