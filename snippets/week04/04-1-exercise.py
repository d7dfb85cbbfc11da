# %% circular
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def circular(x, w):
    """Return A x: entry i is the sum of all w_a x_{i+a}."""
    return sum(w[a] * x.roll(-a) for a in range(len(w)))


# %% undo tags=["exercise"]
def undo(y, w, floor):
    """Return the x of A x = y, of waves with a gain above `floor`."""
    ...  # your code


# %% undo-solution tags=["solution"]
def undo(y, w, floor):
    lam = torch.fft.fft(w, len(y)).conj()  # (n,)
    heard = lam.abs() > floor
    waves = torch.fft.fft(y) / torch.where(heard, lam, 1)
    return torch.fft.ifft(waves * heard).real


# %% undo-check tags=["check"]
n = 64
x = torch.randn(n).cumsum(0)
echo = torch.tensor([0.6, 0.3, 0.1])  # without symmetry
mean = torch.tensor([0.25, 0.5, 0.25])
back = undo(circular(x, echo), echo, floor=1e-6)
assert torch.allclose(back, x), "an echo takes nothing away"

fastest = torch.tensor([1.0, -1.0]).repeat(n // 2)
rest = x - (x @ fastest) / n * fastest
y = circular(x, mean)
back = undo(y, mean, 1e-6)
assert torch.allclose(back, rest), "all but the lost wave"
half = undo(y, mean, 0.5)
assert not torch.allclose(half, rest), "the soft waves must be left out"
again = undo(circular(half, mean), mean, 0.5)
assert torch.allclose(again, half), "loud waves must come back whole"

y = y + 0.1 * torch.randn(n)
print("   floor  error of x")
for floor in (0.000001, 0.01, 0.1, 0.5, 0.9):
    error = (undo(y, mean, floor) - x).norm() / x.norm()
    print(f"{floor:.6f}  {100 * error:8.1f} %")
