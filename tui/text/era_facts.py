"""The numbers and rules of an era as lines to read."""

from __future__ import annotations

from store.eras import Era


def era_numbers(era: Era) -> str:
    """The numbers and rules of an era, one line each."""
    validity = "one year" if era.validity_days is None else f"{era.validity_days} days"
    lines = (
        ("Certificates are valid for", validity),
        (
            "Auto renew begins",
            f"{era.auto_renew_days} days before expiry, job every {era.auto_renew_period_hours} h",
        ),
        ("Manual Renew is allowed from", f"{era.manual_renew_days} days before expiry"),
        ("Sync job", f"every {era.sync_period_hours} h"),
        ("Proof of the domain holds", f"{era.reverify_days} days"),
        ("Key vaults", "access policies or RBAC" if era.rbac_vaults else "access policies only"),
        ("www by HTML page", "yes" if era.www_by_html else "no"),
        ("Step 1 puts a Delete lock on", f"the {era.default_lock}" if era.default_lock else "nothing"),
        (
            "Serial number in a PFX",
            f"at most {era.serial_octets} octets" if era.serial_octets else "any length",
        ),
        ("App menu", era.app_menu),
    )
    return "\n".join(f"{label:<30} {value}" for label, value in lines)
