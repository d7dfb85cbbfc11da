import numpy as np

A = np.array([[2.0, 1.0], [1.0, 3.0]])
x = np.ones(2)
for _ in range(20):
    x = A @ x
    x /= np.linalg.norm(x)
print(f"{x @ A @ x:.6f}")
