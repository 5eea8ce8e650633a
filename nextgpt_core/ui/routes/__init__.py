"""Ways in for programs, on the same server as the page: OpenAI-compatible routes and an MCP tool."""
