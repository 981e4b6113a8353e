"""For a child, a parent, anyone: help, telling, the mailbox. No account, no script needed."""
