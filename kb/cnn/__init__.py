"""Convolutional networks: layers, pooling, residual networks."""
