### Workers.
