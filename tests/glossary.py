"""A term base of three terms in three languages."""

BASE = """\
step size:
  definition: How far a "step" goes; < 1.
  fr: {term: taille du pas, definition: La longueur d’un pas.}
  ar: {term: حجم الخطوة, definition: مقدار الخطوة.}
cost:
  definition: What is made small.
  fr: {term: coût, definition: Ce que l’on réduit.}
  ar: {term: تكلفة, definition: ما يُصغَّر.}
Adam:
  definition: A method.
  fr: {term: Adam, definition: Une méthode.}
  ar: {term: Adam, definition: طريقة.}
"""
