# %% matrix
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, k = 6, 3  # samples of a signal, entries of the kernel
m = n - k + 1
E = torch.zeros(m, n, k)
for i in range(m):
    for a in range(k):
        E[i, i + a, a] = 1
E = E.reshape(m * n, k)  # (N, q)
u = torch.tensor([1.0, -2.0, 5.0])
w = E @ u  # (N, q) @ (q,) -> (N,)
print(w.view(m, n).int())
print("copies:", E.sum(0).int().tolist())

# %% gradient
x, target = torch.randn(n), torch.randn(m)
free = w.clone().requires_grad_()  # N weights without sharing
C = ((free.view(m, n) @ x - target) ** 2).sum()
C.backward()
g = free.grad  # (N,)

shared = u.clone().requires_grad_()
y = torch.nn.functional.conv1d(x.view(1, 1, n), shared.view(1, 1, k))
((y.flatten() - target) ** 2).sum().backward()
print("E^T g    ", E.T @ g)
print("autograd ", shared.grad)
assert torch.allclose(E.T @ g, shared.grad)
