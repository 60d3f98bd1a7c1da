"""Lists of everything: the rows that entries give, and the plan of each page that is made of them."""
