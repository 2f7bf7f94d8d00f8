"""Questions of the assistant: answered one at a time, in the composer's place."""
