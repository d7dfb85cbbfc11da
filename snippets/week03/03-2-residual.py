# %% gradients
import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.images[:50], dtype=torch.float32)[:, None] / 16
c = torch.tensor(digits.target[:50])


class Network(nn.Module):
    def __init__(self, depth, residual):
        super().__init__()
        self.first = nn.Conv2d(1, 8, 3, padding=1)
        self.blocks = nn.ModuleList(nn.Conv2d(8, 8, 3, padding=1) for _ in range(depth))
        self.out = nn.Linear(8 * 64, 10)
        self.residual = residual

    def forward(self, x):
        z = self.first(x)  # (B, 1, 8, 8) -> (B, 8, 8, 8)
        for block in self.blocks:
            f = torch.relu(block(z))
            z = z + f if self.residual else f
        return self.out(z.flatten(1))


print("depth  plain    residual")
for depth in (2, 8, 32):
    norms = []
    for residual in (False, True):
        torch.manual_seed(0)
        net = Network(depth, residual)
        nn.functional.cross_entropy(net(X), c).backward()
        norms.append(net.first.weight.grad.norm().item())
    print(f"{depth:5}  {norms[0]:.1e}  {norms[1]:.1e}")
