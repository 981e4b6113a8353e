"""The other door: mail that families send to the school's own address."""
