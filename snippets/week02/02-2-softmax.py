# %% saturate
import torch

torch.set_default_dtype(torch.float64)
m = torch.tensor([-20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0])
x = torch.stack([m, torch.zeros_like(m)], dim=1).requires_grad_()  # (7, 2)


def slope(cost):
    return torch.autograd.grad(cost.sum(), x)[0][:, 0].abs()  # (7,)


y = torch.softmax(x, dim=1)
g_y = slope(-y[:, 0])
g_log = slope(-torch.log_softmax(x, dim=1)[:, 0])
p = y[:, 0].detach()
assert torch.allclose(g_y, p * (1 - p))
assert torch.allclose(g_log, 1 - p)

print("  m     -y_1  -log y_1")
for k in range(len(m)):
    print(f"{m[k]:3.0f}  {g_y[k]:7.1e}  {g_log[k]:8.1e}")

# %% overflow
x = torch.tensor([0.0, 200.0], dtype=torch.float32, requires_grad=True)
log_y = torch.log(torch.softmax(x, dim=0)), torch.log_softmax(x, dim=0)
print("-log y_1  gradient")
for v in log_y:
    (g,) = torch.autograd.grad(-v[0], x)
    print(f"{-v[0].item():8.1f}  {g.tolist()}")
assert torch.equal(g, torch.tensor([-1.0, 1.0]))

# %% logits
torch.manual_seed(0)
x, t = torch.randn(5, 3), torch.tensor([0, 1, 2, 0, 1])  # (B, K), (B,)
cross_entropy = torch.nn.functional.cross_entropy
log_y = torch.log_softmax(x, dim=1)
by_hand = -log_y[torch.arange(5), t].mean()
assert torch.isclose(cross_entropy(x, t), by_hand)
assert torch.isclose(cross_entropy(log_y, t), by_hand)

confident = 100 * torch.nn.functional.one_hot(t, 3).double()
print("logits   log y     y")
for logits in (x, confident):
    inputs = logits, logits.log_softmax(1), logits.softmax(1)
    print("  ".join(f"{cross_entropy(v, t):6.3f}" for v in inputs))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

s = torch.linspace(-8, 8, 321)
p = torch.sigmoid(s)
fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3))
left.plot(s, 1 - p, "C0", label=r"$1 - y_1$")
left.plot(s, -torch.log(p), "C1", label=r"$-\log\, y_1$")
left.set(xlabel="$m$", ylim=(-0.2, 8.2))
right.plot(s, p * (1 - p), "C0", label=r"$y_1 (1 - y_1)$")
right.plot(s, 1 - p, "C1", label="$1 - y_1$")
right.set(xlabel="$m$")
for ax in (left, right):
    ax.legend()
fig.tight_layout()
