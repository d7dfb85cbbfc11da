# %% steps
a = x = 2.0
for _ in range(4):
    x = (x + a / x) / 2
    print(f"{x:.12f}")
