"""Service configurations and definitions for tests: real ones in shape, with what a hand adds to them."""

from __future__ import annotations

NAMESPACE = "http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration"
FIRST, SECOND = "0123456789ABCDEF0123456789ABCDEF01234567", "89ABCDEF0123456789ABCDEF0123456789ABCDEF"

#: As Visual Studio writes it, with comments, a CDATA section, attributes over several lines, CRLF and tabs.
TWO_ROLES = (
    '<?xml version="1.0" encoding="utf-8"?>\r\n'
    "<!--\r\n\tAzure Tools generated this.\r\n-->\r\n"
    '<ServiceConfiguration serviceName="Contoso" osFamily="6" osVersion="*" schemaVersion="2015-04.2.6"\r\n'
    f'\txmlns="{NAMESPACE}">\r\n'
    "\r\n"
    '  <Role name="WebRole1">\r\n'
    '    <Instances count="2" />\r\n'
    "    <ConfigurationSettings>\r\n"
    '      <Setting name="Greeting" value="Grüße &amp; &quot;mehr&quot;" />   <!-- for the door -->\r\n'
    "    </ConfigurationSettings>\r\n"
    "    <Certificates>\r\n"
    '      <Certificate   name="Certificate1"\r\n'
    f"\t\tthumbprint='{FIRST}'\r\n"
    '\t\tthumbprintAlgorithm="sha1"/>\r\n'
    "    </Certificates>\r\n"
    "  </Role>\r\n"
    '  <Role name="WorkerRole1"><Instances count="3"/>\r\n'
    "    <Certificates>\r\n"
    f'      <Certificate name="Certificate1" thumbprint="{SECOND.lower()}" thumbprintAlgorithm="sha1" />\r\n'
    "    </Certificates>\r\n"
    "  </Role>\r\n"
    "</ServiceConfiguration>\r\n"
)


def configuration(*inside: str) -> str:
    """A configuration with these lines between its root's tags; they begin on line 2."""
    body = "\n".join(inside)
    return (
        f'<ServiceConfiguration serviceName="Contoso" xmlns="{NAMESPACE}">\n{body}\n</ServiceConfiguration>'
    )


def role(name: str = "WebRole1", *certificates: str, count: int = 2) -> str:
    """A role in one line with these <Certificate> elements."""
    held = f"<Certificates>{''.join(certificates)}</Certificates>" if certificates else ""
    return f'<Role name="{name}"><Instances count="{count}" />{held}</Role>'


def certificate(name: str = "Certificate1", thumbprint: str = FIRST, algorithm: str = "sha1") -> str:
    """A <Certificate> element."""
    return f'<Certificate name="{name}" thumbprint="{thumbprint}" thumbprintAlgorithm="{algorithm}" />'
