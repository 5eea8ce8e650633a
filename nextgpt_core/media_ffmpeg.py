"""Measures, decodes and encodes sounds and clips with the ffmpeg binary that the imageio-ffmpeg wheel carries.

Knows nothing about pictures or about how a format was recognised. Each call is one short-lived process without a
shell: local files only (`-protocol_whitelist file,pipe`), one named demuxer, bounded output, bounded time.
"""

import re
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from nextgpt_core.errors import NotSupported
from nextgpt_core.media import MediaLimits
from nextgpt_core.media_sniff import bad_media

_RESAVE = "Open it in a media player and export it again."
# Only lines ffmpeg itself writes start with exactly two spaces: titles and comments inside a file cannot imitate them.
_STREAM = re.compile(r"^  Stream #0:\d+\S*: (Video|Audio): (.*)$", re.MULTILINE)
_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
_SIZE_PX = re.compile(r"\b([1-9]\d*)x([1-9]\d*)\b")
_FPS = re.compile(r" (\d+(?:\.\d+)?)(k?) fps\b")
_PICTURES = ("-map", "0:V:0?")  # capital V: real video, not the cover picture of a song
_SOUND = ("-map", "0:a:0?")
_PPM = re.compile(rb"P6\n(\d+) (\d+)\n255\n")
_PROGRESS = re.compile(r"^(frame|out_time_us)=\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Stream:
    """What a file was measured to hold: every packet was read, so a false header cannot understate it."""

    demuxer: str
    has_video: bool
    has_audio: bool
    picture_s: float  # how long its pictures last; 0 for a sound
    num_frames: int
    fps: float | None  # as the file states it


@cache
def _ffmpeg() -> str:
    try:
        import imageio_ffmpeg

        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError) as error:
        raise NotSupported(
            "Sounds and clips need ffmpeg, which was not found. Install it with: pip install imageio-ffmpeg"
        ) from error


def _run(path: Path, arguments: list[str], limits: MediaLimits, stdin: bytes | memoryview | None = None):
    """Run ffmpeg; returns (exit status, stdout, stderr text). Raises BadMedia when it takes too long."""
    command = [_ffmpeg(), "-hide_banner", "-nostats", *([] if stdin is not None else ["-nostdin"]), *arguments]
    # subprocess refuses to combine `input` with `stdin`, even when `input` is None
    source = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.max_decode_s, check=False, **source)
    except subprocess.TimeoutExpired as error:
        problem = f"took longer than {limits.max_decode_s:g} s to process"
        raise bad_media(path, problem, "Shorten it or make its pictures smaller.", "too_long") from error
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def _read(path: Path, demuxer: str, limits: MediaLimits) -> list[str]:
    # "file:" so that a name such as "http:x", "-y" or "concat:a|b" stays a name
    options = ["-protocol_whitelist", "file,pipe", "-threads", "2", "-max_pixels", str(limits.max_image_px)]
    return [*options, "-f", demuxer, "-i", f"file:{path}"]


def probe(path: Path, demuxer: str, limits: MediaLimits) -> Stream:
    """Read every packet without decoding. Raises BadMedia for damaged, cut, endless, empty or oversized files."""
    status, duration_s, num_frames, log = _measure(path, demuxer, [*_PICTURES, *_SOUND], limits)
    header = re.split(r"^(?:Stream mapping:|Output #0)", log, maxsplit=1, flags=re.MULTILINE)[0]
    streams = [(kind, text) for kind, text in _STREAM.findall(header) if "(attached pic)" not in text]
    videos = [text for kind, text in streams if kind == "Video"]
    has_audio = any(kind == "Audio" for kind, _ in streams)
    if not videos and not has_audio and "\n  Stream #0:" in header:
        raise bad_media(path, "holds neither sound nor moving pictures", "Add a file that does.")
    if status != 0 or not streams:
        raise bad_media(path, f"looks like {demuxer} but is damaged or cut short", _RESAVE)
    if videos:
        size = _SIZE_PX.search(videos[0])
        width, height = (int(side) for side in size.groups()) if size else (0, 0)
        if max(width, height) > limits.max_side_px or width * height > limits.max_image_px:
            limit = f"{limits.max_side_px} pixels a side and {limits.max_image_px / 1e6:g} million in all"
            problem = f"has pictures of {width} x {height} pixels; the limit is {limit}"
            raise bad_media(path, problem, "Scale it down.", "too_large")
        if num_frames == 0 or not size:
            raise bad_media(path, "is a clip without a single frame", "Record or export it again.")
    limit_s = limits.max_video_s if videos else limits.max_audio_s
    if duration_s > limit_s + 0.5:
        noun = "clip" if videos else "sound"
        problem = f"lasts {_clock(duration_s)}; a {noun} may last {_clock(limit_s)}"
        raise bad_media(path, problem, "Cut out the part you need.", "too_long")
    stated = _DURATION.search(header)
    if stated and "Estimating duration from bitrate" not in log:
        hours, minutes, seconds = stated.groups()
        stated_s = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        if duration_s < 0.8 * stated_s - 0.3:
            problem = f"is cut short: it announces {_clock(stated_s)} and holds {_clock(duration_s)}"
            raise bad_media(path, problem, "Download or copy it again.")
    fps = _FPS.search(videos[0]) if videos else None
    stated_fps = float(fps[1]) * (1000 if fps[2] else 1) if fps else None
    picture_s = duration_s if videos else 0.0
    if videos and has_audio:  # what was measured is the longer of the two
        picture_s = _measure(path, demuxer, _PICTURES, limits)[1]
    return Stream(demuxer, bool(videos), has_audio, picture_s, num_frames, stated_fps)


def _measure(path: Path, demuxer: str, streams: tuple | list, limits: MediaLimits) -> tuple[int, float, int, str]:
    """(exit status, seconds, number of frames, log) of reading all packets of these streams without decoding them."""
    keep = [*streams, "-c", "copy", "-copyinkf", "-f", "null", "-progress", "pipe:1", "-"]
    status, stdout, log = _run(path, [*_read(path, demuxer, limits), *keep], limits)
    progress = {key: int(value) for key, value in _PROGRESS.findall(stdout.decode("ascii", "replace"))}
    return status, progress.get("out_time_us", 0) / 1e6, progress.get("frame", 0), log


def read_sound(path: Path, stream: Stream, limits: MediaLimits) -> np.ndarray:
    """float32 [N] mono at limits.audio_rate_hz, clipped to [-1, 1]; N may be 0. Raises BadMedia for damaged sound."""
    limit_s = limits.max_video_s if stream.has_video else limits.max_audio_s
    # rematrix_maxval: without it ffmpeg's float downmix of equal channels is 3 dB too loud and clips
    form = ["-af", "aresample=rematrix_maxval=1.0", "-ac", "1", "-ar", str(limits.audio_rate_hz)]
    status, stdout, _ = _run(
        path,
        [*_read(path, stream.demuxer, limits), "-map", "0:a:0", "-t", str(limit_s), *form]
        + ["-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"],
        limits,
    )
    samples = np.frombuffer(stdout[: len(stdout) // 4 * 4], dtype="<f4").astype(np.float32)
    if status != 0:
        raise bad_media(path, "has sound that cannot be decoded", _RESAVE)
    if not np.isfinite(samples).all():
        raise bad_media(path, "has sound samples that are not numbers (NaN or infinite)", _RESAVE)
    peak = float(np.abs(samples).max(initial=0.0))
    if peak > 4.0:  # lossy codecs overshoot a little; this is another scale altogether
        raise bad_media(
            path, f"has sound samples up to {peak:.3g}; they must lie between -1 and 1", "Export it as 16-bit WAV."
        )
    return np.clip(samples, -1.0, 1.0)


def read_frames(path: Path, stream: Stream, limits: MediaLimits) -> tuple[np.ndarray, float]:
    """(uint8 [T, H, W, 3], fps): at most limits.video_frames, evenly in time, upright, reduced. Raises BadMedia."""
    # The measured end may miss the last frame's duration: where the header's rate agrees with it, take that instead.
    duration_s = max(stream.picture_s, 1e-3)
    steady = stream.fps is not None and 0 < stream.fps <= 1000
    if steady := steady and abs(stream.num_frames / stream.fps - duration_s) <= 2.5 / stream.fps:
        duration_s = stream.num_frames / stream.fps
    num_frames = min(stream.num_frames, limits.video_frames)
    fps = min(max(num_frames / duration_s, 1e-3), 1000.0)
    resample = (
        []
        if steady and stream.num_frames <= limits.video_frames
        else [f"fps={Fraction(fps).limit_denominator(100_000)}"]
    )
    side = limits.video_side_px
    filters = [
        *resample,
        "scale=trunc(max(1\\,iw*sar)):ih",  # to square pixels
        f"scale=min({side}\\,iw):min({side}\\,ih):force_original_aspect_ratio=decrease",
        "format=rgb24",
    ]
    limit_s = str(limits.max_video_s + 1)
    status, stdout, _ = _run(
        path,
        [*_read(path, stream.demuxer, limits), "-map", "0:V:0", "-t", limit_s, "-vf", ",".join(filters)]
        + ["-fps_mode", "passthrough", "-frames:v", str(num_frames), "-c:v", "ppm", "-f", "image2pipe", "pipe:1"],
        limits,
    )
    frames = _parse_ppm(stdout)
    if status != 0 or len(frames) < max(1, num_frames // 2):
        raise bad_media(path, "has pictures that cannot be decoded", _RESAVE)
    if any(frame.shape != frames[0].shape for frame in frames):
        raise bad_media(path, "changes its picture size along the way", _RESAVE)
    return np.stack(frames), fps


def _parse_ppm(data: bytes) -> list[np.ndarray]:
    """Binary PPM pictures, one after the other; they state their own size, so turning and scaling is ffmpeg's job."""
    frames, at = [], 0
    while header := _PPM.match(data, at):
        width, height = int(header[1]), int(header[2])
        at = header.end() + width * height * 3
        if at > len(data):
            break
        frames.append(np.frombuffer(data, np.uint8, width * height * 3, header.end()).reshape(height, width, 3))
    return frames


def write_clip(frames: np.ndarray, fps: float, wav: Path | None, comment: str, path: Path, limits: MediaLimits) -> None:
    """uint8 [T, H, W, 3] with even H and W to an H.264 MP4 every browser plays; `wav` is its sound. Raises BadMedia."""
    height, width = frames.shape[1:3]
    rate = Fraction(fps).limit_denominator(100_000)
    sound_in = ["-i", f"file:{wav}"] if wav else []
    sound_out = ["-map", "1:a", "-c:a", "aac", "-b:a", "128k", "-ar", "48000"] if wav else []
    status, _, log = _run(
        path,
        ["-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(rate)]
        + ["-i", "pipe:0", *sound_in, "-map", "0:v", *sound_out]
        # colours are converted to, and labelled as, BT.709: unlabelled clips change hue from player to player
        + ["-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709"]
        + ["-color_trc", "bt709", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"]
        + ["-threads", "2", "-metadata", f"comment={comment}", "-movflags", "+faststart", "-f", "mp4", f"file:{path}"],
        limits,
        stdin=memoryview(np.ascontiguousarray(frames)).cast("B"),
    )
    if status != 0:
        raise bad_media(path, "could not be written as MP4", f"ffmpeg said: {log.strip()[-200:]}.")


def read_comment(path: Path, demuxer: str, limits: MediaLimits) -> str:
    """The comment in a file's metadata, or an empty string."""
    _, stdout, _ = _run(path, [*_read(path, demuxer, limits), "-f", "ffmetadata", "pipe:1"], limits)
    text = stdout.decode("utf-8", "replace").split("\n[")[0]
    found = re.search(r"^comment=((?:\\.|[^\\\n])*)", text, re.MULTILINE | re.DOTALL)
    return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL) if found else ""


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02} h" if minutes >= 60 else f"{minutes}:{rest:02} min"
