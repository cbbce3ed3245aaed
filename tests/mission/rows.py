"""What must be seen on the screen, row by row.

Each row is one behaviour described in one of four documents about App Service Certificates:

- S0: "Troubleshooting Tools for App Service Certificate" (blog, February 2018)
- S1: "Add and manage TLS/SSL certificates in Azure App Service" (Azure docs, July 2022)
- S2: "//DevTalk - New Sync and Export experiences" (blog, March 2019)
- S3: "Update or change the certificate used in Cloud Services (extended support)" (Azure docs, 2022)

A test that observes a row carries its id: `@pytest.mark.row("S1-66")`.
"""

from __future__ import annotations

#: Id → what must be observable.
ROWS: dict[str, str] = {
    "S0-01": 'Overview of an issued, stored certificate shows the tile "Certificate Ready"',
    "S0-02": (
        'Unverified order at day 14 is pending, at day 15 the tile reads "Certificate Denied" and '
        "the charges list has no line for it"
    ),
    "S0-03": "Verify, renew and rekey are disabled on it; a new order for the same domain is accepted",
    "S0-04": 'Clock past expiry: tile reads "Certificate Expired"',
    "S0-05": (
        'With a failing card and auto renew On the order expires and the reason "payment failed" is shown'
    ),
    "S0-06": "Renew and Rekey disabled on an expired order, hint says to buy a new one",
    "S0-07": "Activating the tile opens Certificate Configuration with Step 2 focused",
    "S0-08": "Make the Domain method fail; Manual with the TXT record verifies the order",
    "S0-09": 'Each of the three triggers turns the tile to "Key Vault out of sync"',
    "S0-10": (
        'Selecting another vault returns the tile to "Certificate Ready" and that vault holds the secret'
    ),
    "S0-11": "Link to a wrong secret name shows out of sync; correcting the name clears it",
    "S0-12": "Certificate objects are refused in the ASC secret chooser with a reason",
    "S0-13": "Tree path opens JSON holding as many orders as the list blade",
    "S0-14": (
        "The property of the chosen certificate reads Succeeded, or e.g. KeyVaultDoesNotExist after S0-09"
    ),
    "S0-15": "Timeline blade shows ACTION and TIME STAMP rows for order, validation, issue",
    "S0-16": "2018 profile: served thumbprint is old after rekey and changes at the next daily tick",
    "S0-17": "Pressing Sync makes both thumbprints equal at once",
    "S0-18": "FAQs blade lists titled entries and each opens a text",
    "S0-19": '"New support request" in the menu opens a request form',
    "S1-01": "All five actions are reachable from the app's TLS/SSL settings",
    "S1-02": (
        "Certificate added from app A is listed in app B of the same webspace, not in app C of another region"
    ),
    "S1-03": "Managed certificate dropdown lists only domains mapped to the app",
    "S1-04": "Upload of a PFX without a password is refused",
    "S1-05": "AES-256 PFX is refused, the same certificate as 3DES is accepted",
    "S1-06": "1024-bit PFX is refused",
    "S1-07": 'Leaf-only PFX is refused with "chain incomplete"',
    "S1-08": "Certificate without the EKU is listed but cannot be bound",
    "S1-09": "Self-signed certificate gives a trust warning or error at bind",
    "S1-10": "EC PFX uploads; managed and ASC imports pass the requirement check without user work",
    "S1-11": 'App on F1/D1 shows "scale up" instead of the certificate actions',
    "S1-12": "New row appears in Private Key Certificates; the domain still needs a binding",
    "S1-13": "At 45 days before expiry expiry and binding thumbprint change with no user action",
    "S1-14": "Foreign CAA record makes creation fail; adding the record fixes it",
    "S1-15": 'Thumbprint pinned in an app setting shows "not found" after a managed renewal',
    "S1-16": "`*.contoso.com`, a name with `_`, and a second request for one domain are each refused",
    "S1-17": "No export action on it; client-certificate use by thumbprint shows the limitation",
    "S1-18": "Private zone domain and an ASE app are refused",
    "S1-19": "Breaking any one makes apex issue or renewal fail with that reason",
    "S1-20": "CNAME through an intermediate name blocks issue and renewal",
    "S1-21": "Order page shows the five stages with their state",
    "S1-22": "National-cloud profile refuses the purchase",
    "S1-23": "Create blade shows these six in this order with an example price",
    "S1-24": "Names in the issued certificate match the chosen SKU",
    "S1-25": (
        "Standard certificate shows CN contoso.com and SAN www.contoso.com (verification method permitting)"
    ),
    "S1-26": "Order for mysubdomain.contoso.com yields just that name",
    "S1-27": "After auto renewal expiry moves by a year and a charge line appears",
    "S1-28": "Issue is blocked by a foreign CAA until the record is added",
    "S1-29": "Step 1 card opens that page for the selected order",
    "S1-30": "Both ways end with the vault named on the status page",
    "S1-31": "Six fields shown; a name with other than letters, digits, dashes is refused",
    "S1-32": "RBAC vault gives an error and Step 1 stays open",
    "S1-33": "Check mark on the Step 1 card, Step 2 selectable in the same page",
    "S1-34": "Before the simulated check Refresh shows pending, after it the message",
    "S1-35": "Unmapping the host, or an app in another subscription, makes Verify fail",
    "S1-36": "The record appears in the simulated zone by itself and the order verifies",
    "S1-37": "Simulated mailbox receives a mail; its link verifies the order",
    "S1-38": "Both variants show token and steps and verify when placed",
    "S1-39": "HTML choice disabled on a wildcard order",
    "S1-40": "With HTTPS Only On the check fails; Off, it passes",
    "S1-41": "Certificate issued, rekeyed or renewed that way lists the root name alone",
    "S1-42": "Certificate verified that way lists root and www",
    "S1-43": "Row appears in Private Key Certificates with the order's thumbprint",
    "S1-44": "Host stays unsecured until Add Binding",
    "S1-45": "Without the policy the import fails naming the missing access",
    "S1-46": "Access policies show the row; removing Get breaks import and sync",
    "S1-47": "Removing Set makes the next renewal fail to store",
    "S1-48": (
        "Pane has the three fields; an unsuitable certificate is listed but import fails with the "
        "broken requirement"
    ),
    "S1-49": "Certificate and binding thumbprints change by the next 24-hour tick",
    "S1-50": "PFX helper builds a file that uploads; wrong chain order is reported",
    "S1-51": "40-char serial is refused in the 2022 profile with a hint; AES default gives the 3DES hint",
    "S1-52": "Pane has the two fields; success adds a list row",
    "S1-53": "Public tab shows the new row and a copy action for its thumbprint",
    "S1-54": "They never appear in the binding dropdown",
    "S1-55": "After uploading the successor the binding still shows the old thumbprint",
    "S1-56": "That order keeps the app's IP field; deleting an IP-based binding first changes it",
    "S1-57": "New expiry = old expiry + 1 year (within the 397-day cap)",
    "S1-58": "Order with a 396-day-old proof shows Pending Issuance on renew until Step 2 is done",
    "S1-59": "Left alone, the order expires and the cause is logged",
    "S1-60": "Removed policy produces a visible storage failure at renewal",
    "S1-61": "Toggle enables Save; reopening shows the saved value",
    "S1-62": "Nothing at 33 days; renewal logged within 32 days",
    "S1-63": "Button disabled at 61 days, enabled at 60",
    "S1-64": "Availability indicator stays up while thumbprints switch on Sync, or at the tick",
    "S1-65": "Certificate details pane has Sync and it updates the thumbprint",
    "S1-66": "Progress lasts 1-10 simulated minutes, then thumbprint and public key differ",
    "S1-67": "Stale proof at rekey opens the verification requirement",
    "S1-68": "Out-of-sync rows appear and clear on Sync or at the tick",
    "S1-69": "Following the path writes a PFX file",
    "S1-70": "Console or hint pane yields the same file",
    "S1-71": "Exported-copy record is marked outdated after a renewal",
    "S1-72": "File opens with an empty password; uploading it is refused",
    "S1-73": "After delete: status Revoked, bindings flagged invalid, no undo",
    "S1-74": "Delete refused with the lock message until the Delete-type row is removed in Locks",
    "S1-75": "OK stays disabled until the exact name is typed",
    "S1-76": "Portal actions can show an equivalent command",
    "S1-77": (
        "Bindings tab holds host, thumbprint, type plus HTTPS Only and Minimum TLS Version, each "
        "changing the simulated handshake result"
    ),
    "S1-78": "App setting for loading certificates accepts a thumbprint and reports found / not found",
    "S2-01": "Grid with status, name, resource group, thumbprint per linked certificate",
    "S2-02": "Button greyed with no drift",
    "S2-03": "After a rekey the button is active and the warning banner shows",
    "S2-04": "Web certificate thumbprint equals the order's after Sync",
    "S2-05": "Bindings of two apps show the new thumbprint after one Sync",
    "S2-06": "Pane lists the drifted ones with a count; one press clears all",
    "S2-07": '"Current Certificate Thumbprint" differs from row thumbprints marked Out of Sync',
    "S2-08": "Rekey and Sync and Auto Renew Settings both have a working Sync",
    "S2-09": "Leave and reopen (also after restart): state still shown",
    "S2-10": "Both routes end in the same in-sync state",
    "S2-11": "Each screen shows its action, the explanation and the linked grid",
    "S2-12": "At issue the order log names the CA and the secret gains a version",
    "S2-13": "Job log shows ticks 8 hours apart",
    "S2-14": "Order with Auto Renew on gets a new secret version at a tick; one with it off is skipped",
    "S2-15": "2019 profile: ticks 48 hours apart with a log line of old and new thumbprint per change",
    "S2-16": "A failing certificate is logged and the rest are still processed",
    "S2-17": "2019 profile: served certificate is never expired between auto renewal and sync",
    "S2-18": '"Open KeyVault Secret" opens the versions blade',
    "S2-19": "User without Get receives an access error",
    "S2-20": "Current version is grouped first; the button writes the PFX",
    "S2-21": "Download notice offers to add a password and lists the clean-up",
    "S2-22": "Export blade shows the API way next to the download",
    "S3-01": "Cloud service page warns about expiry; service stays available while roles switch",
    "S3-02": "Both kinds appear in the vault's certificate list with their thumbprint",
    "S3-03": "Navigation leads to an XML editor with the current configuration",
    "S3-04": "Edited XML is parsed; a misplaced element is reported",
    "S3-05": "Another length or algorithm is refused",
    "S3-06": "Mismatch is reported at Save",
    "S3-07": "Row status turns to Found for a matching certificate and OK becomes enabled",
    "S3-08": "Compare view shows the same Certificates element in local and cloud file",
    "S3-09": "Wizard asks for the package only and produces the URL used as PackageUrl",
    "S3-10": "Script pane asks for each value and rejects empty ones",
    "S3-11": "osProfile JSON holds sourceVault.id and certificateUrl",
    "S3-12": "Cloud service JSON changes in all three",
    "S3-13": "Skipping it shows the exact text with `WebRole1` and the thumbprint",
    "S3-14": "Instances keep the old thumbprint after the failed update",
    "S3-15": "Publish wizard has the field and completes the update",
    "S3-16": "Two roles are validated separately and missing ones listed per role",
}
