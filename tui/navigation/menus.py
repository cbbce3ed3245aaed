"""The resource menus: which pages stand beside a resource, in the portal's order."""

from __future__ import annotations

from tui.navigation.routes import SIMULATOR

#: Route prefix → groups of the resource menu, each a title and its routes in the portal's order.
MENUS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "order": (
        ("", ("order.overview", "order.activity", "order.iam", "order.tags")),
        (
            "Settings",
            (
                "order.configuration",
                "order.renew",
                "order.timeline",
                "order.rekey",
                "order.export",
                "order.properties",
                "order.locks",
                "order.template",
            ),
        ),
        ("Support + troubleshooting", ("order.faqs", "order.support")),
        (SIMULATOR, ("order.drift", "order.faults")),
    ),
    "site": (
        ("", ("site.overview", "site.activity")),
        ("Settings", ("site.domains", "site.tls", "site.configuration", "site.locks")),
        ("Support + troubleshooting", ("site.support",)),
        (SIMULATOR, ("site.token_pages",)),
    ),
    "vault": (
        ("", ("vault.overview", "vault.activity", "vault.iam", "vault.policies")),
        ("Settings", ("vault.certificates", "vault.secrets", "vault.networking", "vault.locks")),
        ("Support + troubleshooting", ("vault.support",)),
    ),
    "zone": (("", ("zone.overview", "zone.activity")), ("Settings", ("zone.locks",))),
    "cloud_service": (
        ("", ("cloud_service.overview", "cloud_service.activity", "cloud_service.iam")),
        ("Settings", ("cloud_service.configuration", "cloud_service.locks")),
        (SIMULATOR, ("cloud_service.drift", "cloud_service.powershell")),
    ),
}
