"""References for what every network rests on, starting with softmax."""
