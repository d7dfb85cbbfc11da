# %% sound
import torch
from torch.nn.functional import conv1d

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
rate = 8000  # samples per second
pitch = {"A": 440.0, "B": 493.9, "C#": 554.4, "D": 587.3, "E": 659.3}  # hertz


def note(name, seconds):
    t = torch.arange(int(rate * seconds)) / rate
    tone = torch.zeros(len(t))
    for overtone, loudness in ((1, 1.0), (2, 0.4)):
        tone += loudness * torch.sin(2 * torch.pi * overtone * pitch[name] * t)
    return tone * torch.exp(-2 * t)


parts = ["A", "C#", "E", "A C# E"]  # three notes, then all at once
clean = torch.cat([sum(note(name, 0.5) for name in part.split()) for part in parts])
x = clean + 0.5 * torch.randn(len(clean))  # (n,)
print("n =", len(x))

# %% spectrogram
size, hop = 512, 64
window = torch.hann_window(size)
X = torch.stft(x, size, hop, window=window, center=False, return_complex=True)
level = 20 * torch.log10(X.abs() / (window.sum() / 2))  # decibels
print(tuple(X.shape), f"{rate / size:.1f} Hz, {1000 * size / rate:.0f} ms")

# %% draw-spectrogram tags=["hide-input"]
import matplotlib.pyplot as plt

fig, (top, bottom) = plt.subplots(2, 1, figsize=(7, 4.6), sharex=True, height_ratios=[1, 2.2])
blocks = x.unfold(0, 40, 40)  # (400, 40)
top.fill_between(torch.arange(len(blocks)) * 40 / rate, blocks.amin(1), blocks.amax(1))
top.set(ylabel="pressure")
seconds = [size / 2 / rate, (size / 2 + hop * (X.shape[1] - 1)) / rate]
shown = level[:103].numpy()
step = rate / size
extent = [*seconds, -step / 2, step * (len(shown) - 0.5)]
bottom.imshow(
    shown, origin="lower", aspect="auto", cmap="magma", vmin=-20, vmax=0, interpolation="nearest", extent=extent
)
bottom.set(xlabel="time in seconds", ylabel="frequency in hertz", ylim=(0, 1600), xlim=(0, len(x) / rate))
fig.tight_layout()


# %% listen
def kernels(k):
    t = torch.arange(k) / rate
    phase = 2 * torch.pi * torch.tensor(list(pitch.values()))[:, None] * t  # (5, k)
    bell = torch.hann_window(k)
    return torch.stack([phase.cos(), phase.sin()], dim=1) * bell / (bell.sum() / 2)


def listen(x, k):
    w = kernels(k)  # (5, 2, k): a cosine and a sine for each note
    y = conv1d(x[None], w.flatten(0, 1)[:, None])  # (10, n - k + 1)
    return y.unflatten(0, (5, 2)).norm(dim=1)  # (5, n - k + 1)


length = len(x) // len(parts)
for k in (800, 160):
    loudness = listen(x, k)
    print(f"k = {k}", "".join(f"{name:>6s}" for name in pitch))
    for i, part in enumerate(parts):
        inside = loudness[:, i * length : (i + 1) * length - k + 1]
        print(f"{part:7s}", "".join(f"{a:6.2f}" for a in inside.max(dim=1).values))

# %% draw-listen tags=["hide-input"]
fig, axes = plt.subplots(len(pitch), 1, figsize=(7, 4.8), sharex=True, sharey=True)
loudness = listen(x, 800)
for ax, name, y in zip(axes, pitch, loudness, strict=True):
    ax.plot((torch.arange(len(y)) + 400) / rate, y, color="C0")
    ax.set_ylabel(name, rotation=0, labelpad=12, va="center")
    ax.set(ylim=(0, 1), yticks=[0, 1])
axes[-1].set(xlabel="time in seconds", xlim=(0, len(x) / rate))
fig.tight_layout()

# %% dimension
chord = clean[-length:]  # without noise
pieces = chord.unfold(0, 400, 20)  # (181, 400)
noisy = x[-length:].unfold(0, 400, 20)
print(tuple(pieces.shape))
print("rank of the chord:", torch.linalg.matrix_rank(pieces, rtol=1e-10).item())
print("rank with noise:", torch.linalg.matrix_rank(noisy, rtol=1e-10).item())
