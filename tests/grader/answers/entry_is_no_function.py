# question: toy/scale
scale = 3
