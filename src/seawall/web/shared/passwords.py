"""How a password's hash is made: as dear to guess as the vault's wrapping (vault.keys), so neither is the weaker door."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id, 64 MiB, three passes, one lane."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1
