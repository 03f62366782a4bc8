"""What schemathesis cannot know by itself."""

import schemathesis

# tus sends bytes under a name of its own.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
