# %% measure
import torch
from torch import nn

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n = 32
s = torch.linspace(-1, 1, n)


def rand(count, low, high):
    return low + (high - low) * torch.rand(count, 1, 1)


def images(count):
    x = torch.zeros(count, n, n)
    for _ in range(4):  # striped ellipses
        u, v = s - rand(count, -0.5, 0.5), s[:, None] - rand(count, -0.5, 0.5)
        a = rand(count, 0, torch.pi)
        p = a.cos() * u + a.sin() * v  # (count, n, n)
        q = a.cos() * v - a.sin() * u
        r1, r2 = rand(count, 0.2, 0.6), rand(count, 0.2, 0.6)
        inside = (p / r1) ** 2 + (q / r2) ** 2 < 1
        stripes = 1 + torch.sin(rand(count, 8, 16) * p + rand(count, 0, 2 * torch.pi))
        x += rand(count, 0, 1) * inside * stripes
    return x[:, None]  # (count, 1, n, n)


freq = torch.fft.fftfreq(n, 1 / n)  # (n,) 0, 1, ..., -2, -1
M = sum(freq.abs() == j for j in (0, 1, 2, 3, 5, 8, 12))  # (n,), 0 or 1


def F(x):
    return torch.fft.fft2(x, norm="ortho")


def F_inv(y):
    return torch.fft.ifft2(y, norm="ortho").real


def error(x_hat):
    ratio = (x_hat - x).norm(dim=(2, 3)) / x.norm(dim=(2, 3))
    return ratio.mean().item()


x = images(32)  # held out
y = M * F(x)
x_0 = F_inv(y)
print(M.sum().item(), f"{error(x_0):.2f}")


# %% solve
def total_variation(x, eps=1e-6):
    d1 = x[..., 1:, :-1] - x[..., :-1, :-1]
    d2 = x[..., :-1, 1:] - x[..., :-1, :-1]
    return (d1**2 + d2**2 + eps).sqrt().sum()


def solve(alpha, steps=200):
    z = x_0.clone().requires_grad_()
    optimiser, path = torch.optim.Adam([z], lr=0.02), []
    for _ in range(steps):
        f = (M * F(z) - y).abs().square().sum() / 2 + alpha * total_variation(z)
        optimiser.zero_grad()
        f.backward()
        optimiser.step()
        path.append(z.detach().clone())
    return path


print("alpha      4    20   200")
paths = {alpha: solve(alpha) for alpha in (0.003, 0.01, 0.03)}
for alpha, path in paths.items():
    print(f"{alpha:.3f} ", *(f"{error(path[k - 1]):5.2f}" for k in (4, 20, 200)))

# %% learn
c, size = 8, (3, 7)
psi = nn.ModuleList(
    nn.Sequential(
        nn.Conv2d(1, c, size, padding="same"),
        nn.ReLU(),
        nn.Conv2d(c, 1, size, padding="same"),
    )
    for _ in range(4)
)


def reconstruct(y):
    x = F_inv(y)
    for psi_t in psi:
        x = x + psi_t(x)
        x = x + F_inv(y - M * F(x))
    return x


optimiser = torch.optim.Adam(psi.parameters(), lr=0.01)
for _ in range(250):
    z = images(4)  # new images in each step
    loss = (reconstruct(M * F(z)) - z).square().mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()

with torch.no_grad():
    x_hat = reconstruct(y)
assert torch.allclose(M * F(x_hat), y)
assert error(x_hat) < 0.6 * error(x_0)
print(sum(w.numel() for w in psi.parameters()), f"{error(x_hat):.2f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

x_tv = min((path[-1] for path in paths.values()), key=error)
columns = torch.fft.fftshift(M).expand(n, n)
titles = "image $x$", "zero-filled $x_0$", "total variation", r"network $R_\theta(y)$"
fig, axs = plt.subplots(2, 4, figsize=(8, 4.4))
for j, z in enumerate((x, x_0, x_tv, x_hat)):
    below = columns if j == 0 else (z - x)[1, 0].abs()
    axs[0, j].imshow(z[1, 0].numpy(), cmap="gray", vmin=0, vmax=x[1].max())
    axs[1, j].imshow(below.numpy(), cmap="gray", vmin=0, vmax=1 if j == 0 else x[1].max() / 3)
    axs[0, j].set(title=titles[j])
    axs[1, j].set(title="mask" if j == 0 else "error")
for ax in axs.flat:
    ax.set(xticks=[], yticks=[])
fig.tight_layout()
