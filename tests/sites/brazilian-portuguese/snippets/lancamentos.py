import random

n = 10_000
heads = sum(random.random() < 0.5 for _ in range(n))
print(heads / n)
