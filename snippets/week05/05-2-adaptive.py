# %% formulas
import torch

torch.set_default_dtype(torch.float64)
rho, beta, eps = 0.999, 0.9, 1e-8


def rmsprop(grad, w, gamma, steps):
    v, path = torch.zeros_like(w), [w]
    for _ in range(steps):
        g = grad(w)
        v = rho * v + (1 - rho) * g**2
        w = w - gamma * g / (v.sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (steps + 1, N)


def adam(grad, w, gamma, steps):
    m, v, path = torch.zeros_like(w), torch.zeros_like(w), [w]
    for k in range(1, steps + 1):
        g = grad(w)
        m = beta * m + (1 - beta) * g
        v = rho * v + (1 - rho) * g**2
        m_hat = m / (1 - beta**k)
        v_hat = v / (1 - rho**k)
        w = w - gamma * m_hat / (v_hat.sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (steps + 1, N)


def library(Optimiser, grad, w, steps, **options):
    w, path = w.clone(), [w]
    optimiser = Optimiser([w], **options)
    for _ in range(steps):
        w.grad = grad(w)
        optimiser.step()
        path.append(w.clone())
    return torch.stack(path)  # (steps + 1, N)


# %% start
steps = 1000
W = adam(torch.ones_like, torch.zeros(1), 1.0, steps)  # gradient 1 everywhere
assert torch.allclose(W[:-1] - W[1:], torch.ones(steps, 1))  # each step is gamma

k = torch.arange(1, steps + 1)
ratio = (1 - beta**k) / (1 - rho**k).sqrt()  # m_k / sqrt(v_k)
print("   k  m/sqrt(v)")
for j in (1, 10, 100, 1000):
    print(f"{j:4d}  {ratio[j - 1]:9.2f}")

# %% valley
steps, gamma = 1000, 0.1
lam = torch.tensor([1.0, 10000.0])
Lam = torch.diag(lam)
Q = torch.tensor([[1.0, -1.0], [1.0, 1.0]]) / 2**0.5  # rotation by 45 degrees
u = torch.tensor([-2.0, 1.0])  # start, in the basis of eigenvectors
sgd, rms, ada = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam

f = {}
for name, H, w0 in (("aligned", Lam, u), ("rotated", Q @ Lam @ Q.T, Q @ u)):
    grad = H.mv  # f(w) = w^T H w / 2
    paths = [
        library(sgd, grad, w0, steps, lr=1 / lam[1].item(), momentum=0.9),
        rmsprop(grad, w0, gamma, steps),
        adam(grad, w0, gamma, steps),
    ]
    V = library(rms, grad, w0, steps, lr=gamma, alpha=rho)
    assert torch.allclose(paths[1], V, rtol=0, atol=1e-6)
    V = library(ada, grad, w0, steps, lr=gamma, betas=(beta, rho))
    assert torch.allclose(paths[2], V, rtol=0, atol=1e-6)
    f[name] = [(W @ H * W).sum(1) / 2 for W in paths]  # (steps + 1,) each

a, r = f["aligned"], f["rotated"]
assert torch.allclose(a[0], r[0])
assert max(a[1][200], a[2][200]) < 1e-3
assert min(r[1][steps], r[2][steps]) > 2 * r[0][steps]

print("            k  momentum   RMSprop      Adam")
for name, curves in f.items():
    for k in (200, steps):
        print(f"{name}  {k:4d}", *(f"{curve[k]:9.3f}" for curve in curves))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6, 3))
for j, method in enumerate(("SGD", "RMSprop", "Adam")):
    ax.semilogy(a[j], f"C{j}", label=method)
    ax.semilogy(r[j], f"C{j}--")
ax.set(xlabel="step $k$", ylabel="cost $f(w_k)$", ylim=(1e-6, 1e5))
ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
fig.tight_layout()


# %% cycle
def cycle(Optimiser, steps=3000, **options):
    w = torch.zeros(1, requires_grad=True)
    optimiser = Optimiser([w], lr=0.01, **options)
    for k in range(steps):
        w.grad = torch.tensor([3.0 if k % 3 == 0 else -1.0])  # mean 1/3
        optimiser.step()
        w.data.clamp_(-1, 1)
    return w.item()


ends = cycle(sgd), cycle(ada, betas=(0.0, 0.1)), cycle(ada)
assert max(ends[0], ends[2]) < -0.9 < 0.9 < ends[1]
print("  SGD  Adam(0, 0.1)  Adam(0.9, 0.999)")
print(f"{ends[0]:5.2f}  {ends[1]:12.2f}  {ends[2]:16.2f}")
