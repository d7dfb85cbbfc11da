# %% matrix
import torch
from torch.nn.functional import conv1d

torch.set_default_dtype(torch.float64)
n, k = 6, 3
w = torch.tensor([1.0, 2.0, -1.0])  # (k,)
x = torch.tensor([1.0, 0.0, 2.0, 3.0, -1.0, 1.0])  # (n,)

A = torch.zeros(n - k + 1, n)
for i in range(n - k + 1):
    A[i, i : i + k] = w
y = A @ x  # (n - k + 1, n) @ (n,) -> (n - k + 1,)
assert torch.equal(y, conv1d(x[None], w[None, None])[0])

for row in A:
    print(*(f"{a:2.0f}" for a in row))
print("y =", *(f"{a:.0f}" for a in y))

# %% transpose
x.requires_grad_()
y = conv1d(x[None], w[None, None])[0]
v = torch.tensor([1.0, -1.0, 0.0, 2.0])  # (n - k + 1,)
y.backward(v)
assert torch.equal(x.grad, A.T @ v)  # (n, n - k + 1) @ (n - k + 1,) -> (n,)
print(*(f"{a:.0f}" for a in x.grad))
