"""Who is behind it: accounts, numbers, addresses found in what was told, and which reports they are met in.

docs/links.md tells what is found and what links; docs/adr/0012-identifiers.md why.
"""
