# %% occupation
import numpy as np

t = np.linspace(0.1, 3, 30)  # k T / epsilon
p = 1 / (1 + np.exp(1 / t))
print(f"{p[0]:.2e} {p[-1]:.3f}")

# %% courbe tags=["hide-input"]
import matplotlib.pyplot as plt

plt.plot(t, p)
plt.xlabel("$kT/\\varepsilon$")
plt.ylabel("$p$")
