# %% function
import torch
from torch.nn.functional import conv1d, pad

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def slide(x, w):
    return x.unfold(0, len(w), 1) @ w  # (n - k + 1, k) @ (k,) -> (n - k + 1,)


class Conv(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return slide(x, w)

    @staticmethod
    def backward(ctx, v):
        x, w = ctx.saved_tensors
        k = len(w)
        grad_x = slide(pad(v, (k - 1, k - 1)), w.flip(0))  # (n,)
        grad_w = slide(x, v)  # (k,)
        return grad_x, grad_w


x = torch.randn(8, requires_grad=True)
w = torch.randn(3, requires_grad=True)
v = torch.randn(6)
ours = torch.autograd.grad(Conv.apply(x, w), (x, w), v)
y = conv1d(x[None], w[None, None])[0]
library = torch.autograd.grad(y, (x, w), v)
assert all(torch.allclose(a, b) for a, b in zip(ours, library, strict=True))

# %% check
from torch.autograd import gradcheck


class Wrong(Conv):
    @staticmethod
    def backward(ctx, v):
        x, w = ctx.saved_tensors
        k = len(w)
        grad_x = slide(pad(v, (k - 1, k - 1)), w)  # w is not reversed
        return grad_x, slide(x, v)


right = gradcheck(Conv.apply, (x, w))
wrong = gradcheck(Wrong.apply, (x, w), raise_exception=False)
assert right
assert not wrong
print(right, wrong)

even = torch.tensor([1.0, 2.0, 1.0], requires_grad=True)
lucky = gradcheck(Wrong.apply, (x, even), raise_exception=False)
assert lucky
print(lucky)
