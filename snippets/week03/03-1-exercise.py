# %% import
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


# %% backward tags=["exercise"]
def backward(x, w, g, s):
    """Return the gradients for the kernel w and for the signal x."""
    ...  # your code


# %% backward-solution tags=["solution"]
def backward(x, w, g, s):
    grad_w, grad_x = torch.zeros_like(w), torch.zeros_like(x)
    for i in range(len(g)):
        part = slice(i * s, i * s + len(w))  # what output i has read
        grad_w += g[i] * x[part]
        grad_x[part] += g[i] * w
    return grad_w, grad_x


# %% backward-check tags=["check"]
for n, k, s in [(9, 3, 3), (12, 4, 1), (13, 4, 2), (11, 3, 2), (14, 3, 5)]:
    x, w = (torch.randn(size, requires_grad=True) for size in (n, k))
    z = torch.conv1d(x.view(1, 1, n), w.view(1, 1, k), stride=s).flatten()
    g = torch.randn(len(z))
    z.backward(g)
    grad_w, grad_x = backward(x.detach(), w.detach(), g, s)
    case = f"n = {n}, k = {k}, s = {s}"
    assert torch.allclose(grad_w, w.grad), f"kernel, {case}"
    assert torch.allclose(grad_x, x.grad), f"signal, {case}"

x, w, g = torch.ones(10), torch.tensor([1.0, 2, 3]), torch.ones(8)
for s, outputs in ((1, 8), (2, 4), (4, 2)):
    grad_w, grad_x = backward(x, w, g[:outputs], s)
    print(s, grad_w.int().tolist(), grad_x.int().tolist())
