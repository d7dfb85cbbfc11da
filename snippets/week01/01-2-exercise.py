# %% network
import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def network(x, matrices):
    """Return the output for each row of x, with ReLU between the matrices."""
    for W in matrices[:-1]:
        x = torch.relu(x @ W.T)
    return x @ matrices[-1].T


# %% maximum tags=["exercise"]
def tournament(k):
    """Return matrices of a network for the maximum of 2^k numbers."""
    ...  # your code


# %% maximum-solution tags=["solution"]
def tournament(k):
    split = torch.tensor([[1.0, -1], [0, 1], [0, -1]])  # a - b, b, -b
    join = torch.tensor([[1.0, 1, -1]])  # relu(a - b) + b
    matrices, merge = [], torch.eye(2**k)
    for pairs in [2**j for j in reversed(range(k))]:
        matrices.append(torch.kron(torch.eye(pairs), split) @ merge)
        merge = torch.kron(torch.eye(pairs), join)
    return [*matrices, merge]


# %% maximum-check tags=["check"]
print(" n  hidden layers  units")
for k in (1, 2, 3, 4):
    n, matrices = 2**k, tournament(k)
    assert len(matrices) == k + 1, "a round is one hidden layer"
    units = sum(len(W) for W in matrices[:-1])
    assert units == 3 * (n - 1), "three units for each match"
    for shift in (3, 0, -3):
        x = torch.randn(500, n) + shift
        z = network(x, matrices)
        assert z.shape == (500, 1), "one output for each row"
        right = torch.isclose(z[:, 0], x.max(dim=1).values).all()
        assert right, f"wrong for numbers around {shift}"
    print(f"{n:2d}  {k:13d}  {units:5d}")
