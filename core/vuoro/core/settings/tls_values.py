"""Settings of the lobby service's ways in from the network: ports, certificate, networks."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta

PortOrNone = Annotated[
    int,
    Meta(
        ge=0,
        le=65535,
        examples=[8443, 0],
        description="Port of desk and API for the network, with TLS; 0: none. The certificate is "
        "made here and renewed by itself",
    ),
]
DoorPort = Annotated[
    int,
    Meta(
        ge=0,
        le=65535,
        examples=[8481, 0],
        description="Port without TLS that has the pages of visitors' phones and tells staff how "
        "to trust this service; everything else is sent on to tls_port; 0: none",
    ),
]
TlsNames = Annotated[
    tuple[str, ...],
    Meta(
        examples=[["aula.example.fi", "10.0.0.5"]],
        description="Further names and addresses under which the desk is opened, for the "
        "certificate; this computer's own and those of public_url are known",
    ),
]
TlsCertificate = Annotated[
    Path | None,
    Meta(
        description="PEM file with a certificate of the municipality and its chain, for browsers, "
        "instead of the one made here; read again when it changes"
    ),
]
TlsKey = Annotated[Path | None, Meta(description="PEM file with the key of tls_certificate")]
OfficeNetworks = Annotated[
    tuple[str, ...],
    Meta(
        examples=[["10.20.30.0/24", "2001:db8:1::/64"]],
        description="Networks from which the firewall of the device lets desks, second kiosks and "
        "displays in; empty: none",
    ),
]
VisitorNetworks = Annotated[
    tuple[str, ...],
    Meta(
        examples=[["192.168.50.0/24"]],
        description="Networks from which visitors' phones may open their pages at door_port; "
        "empty: none but office_networks",
    ),
]
