"""Azure's own protocols, spoken by the simulated Azure: a request in, a response out, without a socket.

    service = Service(portal, Place(port=8443), Tokens(key, clock))
    service.answer(Request(method="GET", host="localhost:8443", target="/subscriptions?api-version=…", …))

A request becomes a read of the world or an operation through the portal's one door; no rule lives here, so
what the portal refuses is refused with the same code and sentence. `service` checks host, token and version,
`routing` finds the route, `routes` hold them by resource provider.
Shapes and status codes: Azure REST API reference and azure-rest-api-specs; behaviour of clients: azure-core
1.39, azure-cli 2.91.0.
"""
