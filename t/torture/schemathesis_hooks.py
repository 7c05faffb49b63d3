"""What schemathesis is not to send, with the reason."""
import schemathesis


@schemathesis.hook
def filter_query(context, query):
    """An empty parameter is as good as none, which a schema cannot say: as bad data it would be taken."""
    return not any(value in ("", [], [""]) for value in (query or {}).values())
