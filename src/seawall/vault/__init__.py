"""The vault: keys, sealing, the blind index. It knows no school, person or report: only holders, circles and rows with a lock.

docs/adr/0003-vault.md tells why; docs/threat-model.md what it does and does not protect from.
"""
