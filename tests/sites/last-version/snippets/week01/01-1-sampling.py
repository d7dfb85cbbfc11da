# %% sample
import numpy as np

t = np.arange(8) / 8
x = np.sin(2 * np.pi * t)
print(np.round(x, 3))
