"""Teachers' accounts and sign-in."""
