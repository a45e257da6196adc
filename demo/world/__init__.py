"""World: what is invented, one module a kind of thing: schools, pupils, periods, hosts."""
