"""Storage: accounts, containers, blobs, and shared access signatures."""
