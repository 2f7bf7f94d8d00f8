"""What tests share: a real ChatKit server, and a proxy that breaks the way to it.

In a test, ask for the fixtures of `tests.support.plugin`:

    async def test_hello(sdk_server: SdkServer) -> None:
        async def respond(thread, item, context):
            for event in assistant_message(thread, "Hel", "lo"):
                yield event

        sdk_server.respond = respond
        ...                                   # talk to sdk_server.url
        assert sdk_server.user_texts() == ["Hi"]
        assert sdk_server.count("threads.create") == 1

    async def test_cut(fault_proxy: FaultProxy, sdk_server: SdkServer) -> None:
        fault_proxy.on("threads.create", CutAfterEvents(3))
        ...                                   # talk to fault_proxy.url instead of sdk_server.url

Both run in threads of the test process with loops of their own, so a test may be plain or async
and may block. To wait for something at the server, use `await sdk_server.until(...)`; to hold a
response in the middle, `gate = sdk_server.gate()`, `await gate.passed()` in `respond` and
`gate.open()` in the test. Nothing here sleeps.

- sdk_server: the server and what it saw
- memory_store: where the server keeps threads, items and files
- assistant: streams of events for `respond`
- chat: the real client, in few words
- fault_proxy: the proxy; faults: what it can do
- loop_thread: an event loop in a thread
"""
