"""This side of the pipe: start workers, ask them, distrust what they say, end them."""
