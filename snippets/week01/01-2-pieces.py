# %% count
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def pieces(layers, x):
    """Return the number of linear pieces between the points x."""
    z = x[:, None]
    kinks = torch.zeros(len(x) - 1, dtype=torch.bool)
    for W, b in layers:
        s = z @ W.T + b  # (points, units)
        on = s > 0
        kinks |= (on[1:] != on[:-1]).any(dim=1)  # some unit switches
        z = torch.relu(s)
    return 1 + kinks.sum().item()


def fold(depth):
    """Return layers of two units that fold [0, 1] in the middle, again and again."""
    shift = torch.tensor([0.0, -0.5])
    first = torch.ones(2, 1), shift
    next_one = torch.tensor([[2.0, -4], [2, -4]]), shift
    return [first, *[next_one] * (depth - 1)]


def random(widths):
    """Return layers with random weights and biases."""
    layers, n = [], 1
    for d in widths:
        layers.append((torch.randn(d, n) * (2 / n) ** 0.5, torch.randn(d) / 2))
        n = d
    return layers


x = torch.arange(1, 2**16, 2) / 2**16  # in (0, 1), never on a kink
line = torch.linspace(-5, 5, 20_001)
print("units  one layer  folds  random: one layer  layers of 10")
for units in (10, 20, 30):
    built = pieces(fold(units // 2), x)
    print(f"{units:5d}  {units + 1:9d}  {built:5d}", end="  ")
    shallow, deep = [units], [10] * (units // 10)
    shallow = sum(pieces(random(shallow), line) for _ in range(5)) / 5
    deep = sum(pieces(random(deep), line) for _ in range(5)) / 5
    print(f"{shallow:17.1f}  {deep:12.1f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 4, figsize=(7.5, 2.2), sharey=True)
for depth, ax in enumerate(axes, start=1):
    z = x[:, None]
    for W, b in fold(depth):
        z = torch.relu(z @ W.T + b)
    ax.plot(x, z @ torch.tensor([2.0, -4]))
    ax.set(xlabel="$x$", title=f"{2 * depth} units")
fig.tight_layout()
