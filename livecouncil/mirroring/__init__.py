"""The public files where the public is: on the council's own web server, in a worker of its own."""
