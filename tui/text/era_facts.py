"""The numbers and rules of an era as lines to read."""

from __future__ import annotations

from store.eras import CHANGES, Era
from store.services.authority.baseline import PROOF_REUSE, R1_SINCE, SERVERS_ONLY, VALIDITY, Limit


def ca_rules() -> str:
    """What binds every CA by the day of issue, whatever the era."""
    purposes = ", ".join(f"{name} {since:%Y-%m-%d}" for name, since in SERVERS_ONLY.items())
    lines = [
        "What binds every CA, by the day of issue, in every era",
        *_limits("Valid for at most", VALIDITY),
        *_limits("A proof is used again for", PROOF_REUSE),
        f"No client authentication since   {purposes}",
        f"GoDaddy issues from R1 since     {R1_SINCE:%Y-%m-%d}",
    ]
    return "\n".join(lines)


def _limits(label: str, rules: tuple[Limit, ...]) -> list[str]:
    texts = [f"{rule.days} days since {rule.since:%Y-%m-%d} ({rule.source})" for rule in rules[1:]]
    return [f"{label if place == 0 else '':<30} {text}" for place, text in enumerate(texts)]


def _later(era: Era) -> str:
    """When the era's documents end, and what they do not say: changes that are not simulated."""
    begin, end = era.described
    found = [change for change in CHANGES if change.since >= end]
    lines = [
        f"Its documents describe {begin:%Y-%m-%d} to {end:%Y-%m-%d}. Later changes that are not simulated:",
        *(f"{change.since:%Y-%m-%d}  {change.what}: {change.source}" for change in found),
    ]
    return "\n".join(lines)


def era_numbers(era: Era) -> str:
    """The numbers and rules of an era, one line each, and what came after it."""
    validity = "one year" if era.validity_days is None else f"{era.validity_days} days"
    ends = "the end of the paid year" if era.reissues else "expiry"
    lines = (
        ("Certificates are valid for", validity),
        (
            "Auto renew begins",
            f"{era.auto_renew_days} days before expiry, job every {era.auto_renew_period_hours} h",
        ),
        ("Manual Renew is allowed from", f"{era.manual_renew_days} days before {ends}"),
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
    return "\n".join(f"{label:<30} {value}" for label, value in lines) + f"\n\n{_later(era)}"
