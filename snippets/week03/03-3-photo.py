# %% tensors
import torch
from sklearn.datasets import load_sample_image

torch.manual_seed(0)
photo = torch.tensor(load_sample_image("china.jpg")).permute(2, 0, 1) / 255
t = torch.arange(8000) / 8000  # one second, 8000 samples
sound = torch.stack([(2 * torch.pi * f * t).sin() for f in (440, 660)])
text = "locality"
letters = torch.eye(256)[list(text.encode())].T
for name, x in (("image", photo), ("sound", sound), ("text", letters)):
    print(f"{name}  {tuple(x.shape)}")

# %% correlation
grey = photo.mean(0)  # (427, 640)
shuffled = grey.flatten()[torch.randperm(grey.numel())].view_as(grey)


def correlation(x, lag):
    """Return the correlation of pixels that are lag columns apart."""
    a, b = x[:, lag:], x[:, : x.shape[1] - lag]
    return torch.corrcoef(torch.stack([a.flatten(), b.flatten()]))[0, 1].item()


lags = 1, 2, 5, 10, 20, 50
halves = {"photo": grey, "left": grey[:, :320], "right": grey[:, 320:]}
print("lag     ", *(f"{lag:5}" for lag in lags))
for name, x in {**halves, "shuffled": shuffled}.items():
    print(f"{name:8}", *(f"{correlation(x, lag):5.2f}" for lag in lags))

# %% draw tags=["hide-input"]
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 3, figsize=(7.5, 2.6), width_ratios=[1, 1, 1.2])
for ax, x in zip(axes, (grey, shuffled), strict=False):
    ax.imshow(x[100:228, 200:328].numpy(), cmap="gray", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
axes[0].set(title="photo")
axes[1].set(title="shuffled")
steps = range(0, 61, 2)
for k, (name, x) in enumerate((("photo", grey), ("shuffled", shuffled))):
    values = [correlation(x, lag) for lag in steps]
    axes[2].plot(steps, values, "-" if k == 0 else "--", color=f"C{k}", label=name)
axes[2].set(xlabel="lag", ylabel="correlation")
axes[2].legend(fontsize=8)
fig.tight_layout()

# %% counts
size, c, k = 32, 3, 5  # pixels in a row, channels, size of a kernel
maps = 16
pixels = size * size
full = (c * pixels) * (maps * pixels)
local = (c * k * k) * (maps * pixels)
shared = c * k * k * maps
print(f"full   {full:9}\nlocal  {local:9}\nshared {shared:9}")
