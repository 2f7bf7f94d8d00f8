"""How ChatKit is said: HTTP, server-sent events, credentials, cookies, uploads.

`client.ChatKitClient` is the door; the rest is what it is made of. Nothing here imports more than
it must until a client is asked for.
"""
