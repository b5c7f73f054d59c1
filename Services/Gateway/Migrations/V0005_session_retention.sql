-- Sessions that are over for long are forgotten, with the address and the browser that they name.
grant delete on session to gateway;
