"""How an occurrence becomes attempts. Each room says in its `__init__` what it holds; the files here serve them all."""
