"""Plain Python over lists, whatever their depth."""


def numbers(nested):
    if isinstance(nested, list):
        for part in nested:
            yield from numbers(part)
    else:
        yield nested


def dice_loss(probs, target, smooth=1.0):
    losses = []
    for p, t in zip(probs.tolist(), target.tolist()):
        inter = total = 0.0
        for a, b in zip(numbers(p), numbers(t)):
            inter += a * b
            total += a + b
        losses.append(1 - (2 * inter + smooth) / (total + smooth))
    return sum(losses) / len(losses)
