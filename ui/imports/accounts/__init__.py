"""Page 22: accounts, what they give, what must be said of them and what is wrong in them."""
