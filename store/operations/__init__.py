"""Everything that can change a world: a folder per Azure resource provider, and what Azure has not."""
