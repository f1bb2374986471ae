"""References for dense prediction: U-Net, its losses, up-sampling, and the weights of its pixels."""
