# %% leaves
import torch

torch.set_default_dtype(torch.float64)
x = torch.tensor([1.0, 2.0])
w = torch.tensor([3.0, -1.0], requires_grad=True)
b = torch.tensor(0.5, requires_grad=True)
z = w @ x + b
c = z**2
c.backward()
assert torch.equal(w.grad, 2 * z * x)
assert torch.equal(b.grad, 2 * z)

print("   is_leaf  requires_grad  grad_fn")
for name, a in {"x": x, "w": w, "b": b, "z": z, "c": c}.items():
    origin = a.grad_fn.name() if a.grad_fn else "None"
    print(f"{name}  {a.is_leaf!s:7}  {a.requires_grad!s:13}  {origin}")
print("z =", z.item(), " c =", c.item(), " b.grad =", b.grad.item())

# %% twice
print("w.grad =", *w.grad.tolist())
((w @ x + b) ** 2).backward()
print("w.grad =", *w.grad.tolist())


# %% vjp
def f(x):
    return torch.stack([x[0] * x[1], x[1] ** 2 + 3 * x[2]])  # (3,) -> (2,)


x = torch.tensor([1.0, 2.0, -1.0], requires_grad=True)
v = torch.tensor([1.0, 10.0])
y = f(x)
y.backward(v)

J = torch.autograd.functional.jacobian(f, x)  # (2, 3)
assert torch.equal(x.grad, J.T @ v)  # (3, 2) @ (2,) -> (3,)
for row in J:
    print(*row.tolist())
print("J^T v =", *x.grad.tolist())

# %% loop
print("    x  steps       y    grad")
for a in (2.0, 50.0, 1000.0):
    x = torch.tensor(a, requires_grad=True)
    y, steps = x, 0
    while (y * y - x).abs() > 1e-9 * x:
        y, steps = (y + x / y) / 2, steps + 1
    y.backward()
    assert torch.isclose(x.grad, 1 / (2 * x.sqrt()), rtol=1e-4)
    print(f"{a:5.0f}  {steps:5d}  {y:6.3f}  {x.grad:.4f}")

# %% update
with torch.no_grad():
    z = 2 * w
    w -= 0.1 * w.grad
assert w.is_leaf
print(z.requires_grad, z.grad_fn)
