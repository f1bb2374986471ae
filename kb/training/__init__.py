"""References for training: regularization, normalization, augmentation, validation."""
