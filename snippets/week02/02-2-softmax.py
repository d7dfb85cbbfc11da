# %% saturate
import torch

torch.set_default_dtype(torch.float64)
m = torch.tensor([-20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0])
s = torch.stack([m, torch.zeros_like(m)], dim=1).requires_grad_()  # (7, 2)


def slope(cost):
    return torch.autograd.grad(cost.sum(), s)[0][:, 0].abs()  # (7,)


y_hat = torch.softmax(s, dim=1)[:, 0]  # (7,), for the right class
log_y_hat = torch.log_softmax(s, dim=1)[:, 0]
slopes, log_slopes = slope(-y_hat), slope(-log_y_hat)
assert torch.allclose(slopes, y_hat * (1 - y_hat))
assert torch.allclose(log_slopes, 1 - y_hat)

print("  m   -y_hat  -log y_hat")
for k in range(len(m)):
    print(f"{m[k]:3.0f}  {slopes[k]:7.1e}  {log_slopes[k]:10.1e}")

# %% overflow
s = torch.tensor([0.0, 200.0], dtype=torch.float32, requires_grad=True)
log_y_hat = torch.log(torch.softmax(s, dim=0)), torch.log_softmax(s, dim=0)
print("-log y_hat  gradient")
for v in log_y_hat:
    (g,) = torch.autograd.grad(-v[0], s)
    print(f"{-v[0].item():10.1f}  {g.tolist()}")
assert torch.equal(g, torch.tensor([-1.0, 1.0]))

# %% logits
torch.manual_seed(0)
s, c = torch.randn(5, 3), torch.tensor([0, 1, 2, 0, 1])  # (B, K), (B,)
cross_entropy = torch.nn.functional.cross_entropy
log_y_hat = torch.log_softmax(s, dim=1)
by_hand = -log_y_hat[torch.arange(5), c].mean()
assert torch.isclose(cross_entropy(s, c), by_hand)
assert torch.isclose(cross_entropy(log_y_hat, c), by_hand)

confident = 100 * torch.nn.functional.one_hot(c, 3).double()
print("logits  log y_hat   y_hat")
for logits in (s, confident):
    inputs = logits, logits.log_softmax(1), logits.softmax(1)
    costs = [cross_entropy(v, c) for v in inputs]
    print(f"{costs[0]:6.3f}  {costs[1]:9.3f}  {costs[2]:6.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

m = torch.linspace(-8, 8, 321)
p = torch.sigmoid(m)
fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3))
left.plot(m, 1 - p, "C0", label=r"$1 - \hat{y}_1$")
left.plot(m, -torch.log(p), "C1", label=r"$-\log\, \hat{y}_1$")
left.set(title="cost", xlabel="margin $m$", ylim=(-0.2, 8.2))
right.plot(m, p * (1 - p), "C0", label=r"$\hat{y}_1 (1 - \hat{y}_1)$")
right.plot(m, 1 - p, "C1", label=r"$1 - \hat{y}_1$")
right.set(title="size of the derivative", xlabel="margin $m$")
for ax in (left, right):
    ax.legend()
fig.tight_layout()
