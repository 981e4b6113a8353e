"""The demonstration: a made-up school and the week of the letter. Every name, account, address and number is invented."""
