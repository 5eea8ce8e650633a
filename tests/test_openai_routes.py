"""The OpenAI-compatible routes, spoken to by the official client over HTTP, with the real tiny model behind."""

import base64
import io
import threading
import time

import httpx
import numpy as np
import pytest
from conftest import noise_picture, noise_sound
from PIL import Image as PILImage

from nextgpt_core.media import Audio, Image, Modality, Video
from nextgpt_core.media_files import read_recipe
from nextgpt_core.ui.routes.asking import Asking
from nextgpt_core.ui.routes.media_in_text import data_url, medium_bytes, open_bytes, open_data_url
from nextgpt_core.ui.routes.openai import OpenAIRoutes, key_matches
from nextgpt_core.ui.routes.videos import VideoRoutes

openai = pytest.importorskip("openai", reason="the official client is not installed: pip install openai")
KEY = "a key for tests"
FAST = {m: {"num_steps": 2} for m in ("image", "audio", "video")}


@pytest.fixture(scope="module")
def server(tiny_bot):
    """(address, Asking) of a real HTTP server in a thread."""
    import uvicorn
    from starlette.applications import Starlette

    asking = Asking(tiny_bot)
    app = Starlette(routes=OpenAIRoutes(asking, KEY).routes + VideoRoutes(asking, KEY).routes)
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/v1", asking
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def client(server):
    return openai.OpenAI(base_url=server[0], api_key=KEY, max_retries=0, timeout=60)


def url_of(part):
    return data_url(part.modality, medium_bytes(part))


def ask(client, content="Show me a fox", **more):
    more = {"modalities": ["text", "image"], "seed": 3, "max_tokens": 8, **more}
    extra = {**FAST, **more.pop("extra_body", {})}
    return client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": content}], extra_body=extra, **more
    )


def test_models(client):
    (model,) = client.models.list().data
    assert model.id == "nextgpt-tiny" and client.models.retrieve(model.id).output_modalities[-1] == "video"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-5")


def test_a_chat_with_every_kind_of_input_and_output(client):
    picture, sound = noise_picture(1), noise_sound(2)
    content = [
        {"type": "text", "text": "Look and listen"},
        {"type": "image_url", "image_url": {"url": url_of(picture)}},
        {"type": "input_audio", "input_audio": {"data": url_of(sound).split(",")[1], "format": "wav"}},
        {"type": "file", "file": {"file_data": url_of(noise_picture(3)), "filename": "x.png"}},
    ]
    answer = ask(client, content, modalities=["text", "audio", "image", "video"])
    message = answer.choices[0].message
    kinds = [item["type"] for item in message.parts]
    assert {"text", "image_url", "input_audio", "video_url"} == set(kinds)
    assert message.content and message.role == "assistant" and answer.choices[0].finish_reason in ("stop", "length")
    assert isinstance(open_bytes(base64.b64decode(message.audio.data)), Audio) and message.audio.id
    assert isinstance(open_data_url(message.images[0]["image_url"]["url"]), Image)
    clip = next(item for item in message.parts if item["type"] == "video_url")
    assert isinstance(open_data_url(clip["video_url"]["url"]), Video)
    assert answer.usage.prompt_tokens > 10 and answer.usage.completion_tokens > 0 and answer.seed == 3
    # the answer, sent back as it came, is part of the next question
    messages = [
        {"role": "developer", "content": "Be kind."},
        {"role": "user", "content": content},
        message.model_dump(),
        {"role": "user", "content": "And now?"},
    ]
    again = client.chat.completions.create(model="any", messages=messages, modalities=["text"], max_tokens=8)
    assert again.choices[0].message.content and again.usage.prompt_tokens > answer.usage.prompt_tokens


def test_the_same_seed_gives_the_same_picture_with_its_recipe_inside(client, tmp_path):
    one, two = (ask(client).choices[0].message.images[0]["image_url"]["url"] for _ in range(2))
    assert one == two
    (tmp_path / "made.png").write_bytes(base64.b64decode(one.split(",")[1]))
    recipe = read_recipe(tmp_path / "made.png")
    assert recipe["prompt"] == "Show me a fox" and recipe["seed"] == 3 and recipe["num_steps"] == 2


def test_streaming_says_the_same_as_waiting(client):
    whole = ask(client)
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))
    words = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert words.strip() == whole.choices[0].message.content.strip()
    deltas = [c.choices[0].delta for c in chunks if c.choices]
    assert deltas[0].role == "assistant" and len(deltas) > 3
    (picture,) = [delta.images[0]["image_url"]["url"] for delta in deltas if getattr(delta, "images", None)]
    assert picture == whole.choices[0].message.images[0]["image_url"]["url"]
    assert chunks[-2].choices[0].finish_reason and chunks[-1].usage.total_tokens == whole.usage.total_tokens
    assert len({c.id for c in chunks}) == 1


def test_pictures_sounds_and_clips_have_routes_of_their_own(client):
    made = client.images.generate(model="any", prompt="a fox", n=2, extra_body={"seed": 5, "num_steps": 2})
    pixels = [np.asarray(PILImage.open(io.BytesIO(base64.b64decode(one.b64_json)))) for one in made.data]
    assert pixels[0].shape == pixels[1].shape and (pixels[0] != pixels[1]).any() and made.data[1].seed == 6
    url = client.images.generate(prompt="a fox", response_format="url", extra_body={"num_steps": 2}).data[0].url
    assert isinstance(open_data_url(url), Image)
    half = pixels[0].shape[0] // 2
    small = client.images.generate(prompt="a fox", size=f"{half}x{half}", extra_body={"num_steps": 2}).data[0].b64_json
    assert np.asarray(PILImage.open(io.BytesIO(base64.b64decode(small)))).shape == (half, half, 3)
    with pytest.raises(openai.BadRequestError, match="between"):
        client.images.generate(prompt="a fox", size="4000x4000")
    sound = client.post("/audio/generate", body={"prompt": "a dog", "num_steps": 2}, cast_to=httpx.Response)
    assert isinstance(open_bytes(sound.content), Audio) and sound.headers["content-type"] == "audio/wav"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_clip_is_ordered_fetched_and_deleted(client):
    job = client.videos.create_and_poll(prompt="a rocket", extra_body={"num_steps": 2, "seed": 4}, poll_interval_ms=50)
    assert job.status == "completed" and job.progress == 100 and "x" in job.size
    assert isinstance(open_bytes(client.videos.download_content(job.id).content), Video)
    assert [one.id for one in client.videos.list().data] == [job.id]
    assert client.videos.delete(job.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.videos.retrieve(job.id)
    with pytest.raises(openai.BadRequestError, match="size"):
        client.videos.create(prompt="a rocket", size="720x1280")


def test_deleting_a_job_stops_it(client, server):
    job = client.videos.create(prompt="a long one", extra_body={"num_steps": 200})
    client.videos.delete(job.id)
    give_up = time.monotonic() + 20
    while server[1].bot._lock.locked() or server[1].num_waiting:
        assert time.monotonic() < give_up, "the model goes on although the job is gone"
        time.sleep(0.02)


@pytest.mark.parametrize("key", ["", "a key for test", "wrong", "a key for tests2", "é"])
def test_without_the_key_nothing_opens(server, key):
    for method, path in (("GET", "/models"), ("POST", "/chat/completions"), ("POST", "/videos"), ("GET", "/videos/x")):
        headers = {"authorization": f"Bearer {key}".encode()} if key else {}
        told = httpx.request(method, server[0] + path, headers=headers)
        assert told.status_code == 401 and told.json()["error"]["code"] == "invalid_api_key"


def test_an_empty_key_opens_nothing():
    assert key_matches("Bearer x", "x") and not key_matches("Bearer ", "") and not key_matches("Basic x", "x")


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        ("", {}, "empty"),
        ("hi", {"temperature": 99.0}, "temperature"),
        ("hi", {"n": 2}, "n=2"),
        ("hi", {"modalities": ["smell"]}, "modalities"),
        ("hi", {"tools": [{"type": "function", "function": {"name": "x"}}]}, "tools"),
        ("hi", {"extra_body": {"colour": "red"}}, "colour"),
        ("hi", {"extra_body": {"image": {"num_steps": 0}}}, "steps"),
        ("hi", {"stream": True, "seed": -1.5}, "seed"),
        ("hi " * 5000, {}, "too long"),
        ("hi " * 5000, {"stream": True}, "too long"),
        ([{"type": "image_url", "image_url": {"url": "http://127.0.0.1:1/x.png"}}], {}, "data URL"),
        ([{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}], {}, "data URL"),
        ([{"type": "image_url", "image_url": {"url": "/etc/passwd"}}], {}, "data URL"),
        ([{"type": "image_url", "image_url": {"url": "data:image/png;base64,%%%"}}], {}, "base64"),
        ([{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}}], {}, "attached file"),
        ([{"type": "image_url"}], {}, "image_url"),
        ([{"type": "image", "path": "/etc/passwd"}], {}, "accepted are"),
    ],
)
def test_what_cannot_be_done_is_told_in_openais_shape(client, content, more, told):
    with pytest.raises(openai.BadRequestError, match=told) as error:
        list(ask(client, content, **more))
    assert error.value.status_code == 400 and error.value.type == "invalid_request_error"


def test_a_medium_called_by_the_wrong_name_is_refused(client):
    with pytest.raises(openai.BadRequestError, match="image"):
        ask(client, [{"type": "video_url", "video_url": {"url": url_of(noise_picture(1))}}])


def test_a_breaking_model_is_a_500_that_tells_no_secrets(client, server, monkeypatch):
    def breaks(*arguments, **named):
        raise RuntimeError("a path of the server")

    monkeypatch.setattr(server[1].bot.model, "prompt", breaks)
    with pytest.raises(openai.InternalServerError) as error:
        ask(client)
    assert "path of" not in str(error.value) and "RuntimeError" in str(error.value)
    with pytest.raises(openai.APIError, match="RuntimeError"):
        list(ask(client, stream=True))
    monkeypatch.undo()
    assert ask(client).choices


def test_too_many_at_once_are_told_to_come_back(client, server, monkeypatch):
    monkeypatch.setattr(server[1], "num_waiting", server[1].max_waiting)
    with pytest.raises(openai.RateLimitError) as error:
        ask(client)
    assert error.value.response.headers["retry-after"]


@pytest.mark.parametrize("stream", [True, False])
def test_hanging_up_stops_the_model(server, stream):
    body = {"messages": [{"role": "user", "content": "x"}], "modalities": ["image"], "image": {"num_steps": 200}}
    headers = {"authorization": f"Bearer {KEY}"}
    with httpx.Client(timeout=0.5) as caller:
        try:
            with caller.stream(
                "POST", f"{server[0]}/chat/completions", json={**body, "stream": stream}, headers=headers
            ) as told:
                next(told.iter_lines())
        except httpx.ReadTimeout:
            pass
    left_at = time.monotonic()
    while server[1].num_waiting or server[1].bot._lock.locked():
        assert time.monotonic() - left_at < 5, "the model goes on although nobody listens"
        time.sleep(0.02)


def test_bodies_that_are_no_requests(server):
    headers = {"authorization": f"Bearer {KEY}"}
    for content in (b"", b"[]", b"{", b"\xff", b'{"messages": "hi"}', b'{"messages": [{"role": "cat"}]}'):
        told = httpx.post(f"{server[0]}/chat/completions", content=content, headers=headers)
        assert told.status_code == 400 and told.json()["error"]["message"], content
    assert Modality.IMAGE in server[1].bot.can_make
