# %% toeplitz
import torch
from torch.nn.functional import conv1d

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
n, k = 300, 9
w, x = torch.randn(k), torch.randn(n)

m = n - k + 1
A = torch.zeros(m, n)
for i in range(m):
    A[i, i : i + k] = w
assert torch.allclose(A @ x, conv1d(x[None], w[None, None])[0])

print("entries of the matrix:", A.numel())
print("not zero:", (A != 0).sum().item())
print("to be learned:", k)
print("rank:", torch.linalg.matrix_rank(A).item())

# %% circulant
n = 16
j = torch.arange(n)
v = torch.exp(2j * torch.pi * j[:, None] * j / n)  # (n, n), column q is v_q


def circulant(w):
    padded = torch.zeros(n)
    padded[: len(w)] = w
    return padded[(j - j[:, None]) % n]  # (n, n)


kernels = {
    "mean": torch.tensor([0.25, 0.5, 0.25]),
    "difference": torch.tensor([0.5, -0.5]),
    "random": torch.randn(n),
}
x = torch.randn(n)
gains = {}
print("kernel      rank  |lambda_0|  |lambda_8|")
for name, w in kernels.items():
    A = circulant(w)
    lam = torch.fft.fft(w, n).conj()  # (n,)
    assert torch.allclose(A.to(v.dtype) @ v, v * lam)
    by_fourier = torch.fft.ifft(lam * torch.fft.fft(x)).real
    assert torch.allclose(A @ x, by_fourier)
    gains[name] = lam.abs()
    rank = torch.linalg.matrix_rank(A)
    print(f"{name:10s}  {rank:4d}  {lam[0].abs():10.3f}  {lam[8].abs():10.3f}")

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.4), width_ratios=[1, 1.4])
left.imshow(circulant(kernels["mean"]).numpy(), cmap="Blues", vmin=0, vmax=0.6)
left.set(title="circulant matrix", xlabel="column", ylabel="row", xticks=[0, 5, 10, 15], yticks=[0, 5, 10, 15])
for (name, gain), marker in zip(list(gains.items())[:2], "os", strict=True):
    right.plot(gain[: n // 2 + 1], marker + "-", label=name)
right.set(title="gain", xlabel="periods on the circle $q$", ylabel=r"$|\lambda_q|$", ylim=(-0.05, 1.05))
right.legend(loc="center right")
fig.tight_layout()
