"""The door: arguments -> NextGPT -> chat page. Run `python app.py`; on Hugging Face Spaces it runs as it is."""

import argparse
import os
import sys


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Chat in text, pictures, sounds and clips.")
    # A Space has no command line: what it may choose is also read from its variables.
    said = os.environ.get
    parser.add_argument(
        "--preset",
        default=said("NEXTGPT_PRESET", "nano"),
        help="which model: nano (default), omni or paper (GPU), tiny (random weights)",
    )
    parser.add_argument("--memory", help="what a large preset may take of each GPU, e.g. 12GB (default: all free)")
    parser.add_argument("--checkpoint", help="a folder written by NextGPT.save, instead of a preset")
    # Spaces and containers say where to listen through these two variables
    parser.add_argument("--host", default=said("GRADIO_SERVER_NAME", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(said("GRADIO_SERVER_PORT", "7860")))
    parser.add_argument(
        "--share", action="store_true", help="make a public link; anyone who has it can use this machine"
    )
    for name, what in (("openai", "OpenAI-compatible routes under /v1"), ("mcp", "an MCP tool at /mcp (needs mcp<2)")):
        on = said(f"NEXTGPT_{name.upper()}") == "1"
        parser.add_argument(f"--{name}", action="store_true", default=on, help=f"also serve {what}")
    parser.add_argument(
        "--api-key",
        default=said("NEXTGPT_API_KEY", ""),
        help="what --openai and --mcp ask for; better set as NEXTGPT_API_KEY (default: drawn and printed)",
    )
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    chosen = parse_arguments(arguments)
    from nextgpt_core.ui.serve import Doors, prepare_environment, serve
    from nextgpt_core.ui.zero_gpu import place, zero_gpu

    prepare_environment()
    gpu = zero_gpu()  # before torch
    from nextgpt_core import NextGPT, NextGPTError

    try:
        if chosen.checkpoint:
            bot = NextGPT.from_checkpoint(chosen.checkpoint, memory=chosen.memory)
        else:
            bot = NextGPT.from_preset(chosen.preset, log=print, memory=chosen.memory)
        doors = Doors(chosen.openai, chosen.mcp, chosen.api_key)
        serve(place(bot, gpu), chosen.host, chosen.port, chosen.share, doors=doors)
    except NextGPTError as error:
        print(f"Cannot start: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
