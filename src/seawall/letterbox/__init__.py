"""A school's mailboxes on its mail server, the mails that came from them, and mails that wait to go out."""
