"""Pages of DNS zones and of the mailbox."""
