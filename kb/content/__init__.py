"""What is said of the pages as a whole: what they cover, their terms, and plans for studying them."""
