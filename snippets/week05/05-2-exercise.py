# %% constants
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
gamma, alpha, beta, rho, eps = 0.01, 0.5, 0.9, 0.999, 1e-8


# %% step tags=["exercise"]
def step(w, m, v, g, k):
    """Return w, m and v after step number k with gradient g."""
    ...  # your code


# %% step-solution tags=["solution"]
def step(w, m, v, g, k):
    m = beta * m + (1 - beta) * g
    v = rho * v + (1 - rho) * g**2
    m_hat, v_hat = m / (1 - beta**k), v / (1 - rho**k)
    w = (1 - gamma * alpha) * w - gamma * m_hat / (v_hat.sqrt() + eps)
    return w, m, v


# %% step-check tags=["check"]
def ours(gradients):
    w, m, v = torch.ones(2), torch.zeros(2), torch.zeros(2)
    for k, g in enumerate(gradients, start=1):
        w, m, v = step(w, m, v, g, k)
    return w


def library(method, gradients):
    w = torch.ones(2, requires_grad=True)
    optimiser = method([w], lr=gamma, weight_decay=alpha)
    for g in gradients:
        w.grad = g.clone()
        optimiser.step()
    return w.detach()


noise = torch.randn(200, 2)
first = 1 - gamma * alpha - gamma * noise[0].sign()
assert torch.allclose(ours(noise[:1]), first), "the first step"
theirs = library(torch.optim.AdamW, noise)
assert torch.allclose(ours(noise), theirs), "otherwise than torch"

scale = torch.tensor([1.0, 1000.0])
g = noise[:, :1] * scale  # the same noise for both weights
a, b = ours(g)
assert torch.isclose(a, b), "large gradients must not change the decay"
print("gradients      small  large")
print(f"AdamW          {a:5.3f}  {b:5.3f}")
a, b = library(torch.optim.Adam, g)
print(f"Adam, penalty  {a:5.3f}  {b:5.3f}")
