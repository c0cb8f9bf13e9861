"""What the screens share; not a screen itself."""
