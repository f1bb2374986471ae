"""Draw figures as SVG that follows the light and the dark scheme."""
