"""OpenAI's video routes: a clip is ordered, asked after, fetched and deleted. Jobs live in memory for a day at most."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from nextgpt_core.errors import BadInput, NotSupported
from nextgpt_core.media import Modality, Video
from nextgpt_core.ui.routes.asking import Asking, Busy
from nextgpt_core.ui.routes.openai import guarded, json_body, make_one
from nextgpt_core.ui.routes.replies import NotFound, error_body
from nextgpt_core.ui.routes.requests import BadParameter, read_prompt, with_side

MAX_JOBS = 100
MAX_AGE_S = 24 * 3600
POLL_MS = "250"  # how soon the client should ask again
NUMBERS = {"seed": int, "num_steps": int, "guidance": float, "candidates": int, "num_frames": int}


@dataclass
class Job:
    """One clip being made, or made. `content` is the MP4 file."""

    prompt: str
    id: str = field(default_factory=lambda: f"video_{secrets.token_hex(16)}")
    created_at: int = field(default_factory=lambda: int(time.time()))
    status: str = "queued"  # queued, in_progress, completed, failed
    progress: int = 0
    part: Video | None = None
    content: bytes = b""
    seed: int | None = None
    error: dict[str, Any] | None = None
    completed_at: int | None = None
    task: asyncio.Task | None = None

    def shown(self, model: str) -> dict[str, Any]:
        size, seconds = "auto", "auto"
        if self.part is not None:
            height, width = self.part.frames.shape[1:3]
            size, seconds = f"{width}x{height}", f"{self.part.duration_s:g}"
        times = {"created_at": self.created_at, "completed_at": self.completed_at}
        told = {"id": self.id, "object": "video", "model": model, "prompt": self.prompt, "status": self.status}
        made = {"progress": self.progress, "size": size, "seconds": seconds, "seed": self.seed, "error": self.error}
        return {**told, **made, **times, "expires_at": self.created_at + MAX_AGE_S}


class VideoRoutes:
    def __init__(self, asking: Asking, key: str) -> None:
        self.asking, self.key = asking, key
        self.model = f"nextgpt-{asking.bot.config.preset}"
        self.jobs: dict[str, Job] = {}

    @property
    def routes(self) -> list[Route]:
        table = [
            ("POST", "/v1/videos", self.create),
            ("GET", "/v1/videos", self.list),
            ("GET", "/v1/videos/{id}", self.retrieve),
            ("DELETE", "/v1/videos/{id}", self.delete),
            ("GET", "/v1/videos/{id}/content", self.content),
        ]
        return [Route(path, guarded(handler, self.key), methods=[method]) for method, path, handler in table]

    async def create(self, request: Request) -> Response:
        """JSON, or the form that OpenAI's client sends."""
        body = with_side(await self._body(request))
        harmless = {"seconds": (None, "auto"), "input_reference": (None,)}
        prompt, options = read_prompt(body, self.asking.bot.config, Modality.VIDEO, set(), **harmless)
        if Modality.VIDEO not in self.asking.bot.can_make:
            raise NotSupported("this model cannot make video.")
        self._forget_old()
        if len(self.jobs) >= MAX_JOBS or self.asking.num_waiting >= self.asking.max_waiting:
            raise Busy("too many clips are waiting; fetch and delete some, or try again later.")
        job = Job(prompt)
        self.jobs[job.id] = job
        job.task = asyncio.create_task(self._work(job, options))
        return JSONResponse(job.shown(self.model))

    async def _work(self, job: Job, options) -> None:
        def on_step(event) -> None:
            job.status, job.progress = "in_progress", min(99, 100 * event.step // event.num_steps)

        try:
            made = await make_one(self.asking, job.prompt, options, Modality.VIDEO, on_step=on_step)
            job.part, job.content, job.seed = made
            job.status, job.progress = "completed", 100
        except asyncio.CancelledError:
            raise
        except Exception as error:
            told = error_body(error)[1]["error"]
            job.status, job.error = "failed", {"code": told["code"] or told["type"], "message": told["message"]}
        job.completed_at = int(time.time())

    async def retrieve(self, request: Request) -> Response:
        return JSONResponse(self._job(request).shown(self.model), headers={"openai-poll-after-ms": POLL_MS})

    async def list(self, request: Request) -> Response:
        self._forget_old()
        data = [job.shown(self.model) for job in sorted(self.jobs.values(), key=lambda job: -job.created_at)]
        ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {"first_id": None, "last_id": None}
        return JSONResponse({"object": "list", "data": data, "has_more": False, **ends})

    async def delete(self, request: Request) -> Response:
        """Stops the job where it is not done."""
        job = self._job(request)
        del self.jobs[job.id]
        job.task.cancel()
        return JSONResponse({"id": job.id, "object": "video.deleted", "deleted": True})

    async def content(self, request: Request) -> Response:
        job = self._job(request)
        if request.query_params.get("variant", "video") != "video":
            raise BadParameter("variant", "only the variant 'video' is kept.")
        if job.status != "completed":
            raise BadInput(f"the clip is {job.status}; ask for it once it is completed.")
        return Response(job.content, media_type="video/mp4")

    def _job(self, request: Request) -> Job:
        self._forget_old()
        try:
            return self.jobs[request.path_params["id"]]
        except KeyError:
            raise NotFound("there is no such video, or it is older than a day.") from None

    def _forget_old(self) -> None:
        for job in list(self.jobs.values()):
            if job.created_at + MAX_AGE_S < time.time():
                del self.jobs[job.id]
                job.task.cancel()

    async def _body(self, request: Request) -> dict[str, Any]:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            return await json_body(request)
        async with request.form(max_files=1, max_fields=20, max_part_size=64_000) as form:
            body = dict(form)
        for name, value in body.items():
            if not isinstance(value, str):
                raise BadParameter(name, f"{name}: files are not supported here; describe the clip in words.")
            if name in NUMBERS:
                with contextlib.suppress(ValueError):  # left as text, which is then refused with a reason
                    body[name] = NUMBERS[name](value)
        return body
