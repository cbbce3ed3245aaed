"""Operations of Microsoft.Web: plans, apps, host names, bindings and the certificates of webspaces."""
