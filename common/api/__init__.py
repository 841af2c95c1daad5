"""The REST door's own machinery: media types, problems, pages, preconditions, OpenAPI. Knows no noun."""
