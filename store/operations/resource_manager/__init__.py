"""Operations of Azure Resource Manager itself: writing a resource by its document."""
