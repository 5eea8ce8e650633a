"""Opening and saving real files, all made here: every accepted format, every refusal, every round trip."""

import io
import struct
import subprocess
import wave
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image as PILImage

from nextgpt_core.errors import BadInput, BadMedia
from nextgpt_core.media import Audio, Image, MediaLimits, Text, Video
from nextgpt_core.media_files import open_media, read_recipe, save_media

LIMITS = MediaLimits()


def ffmpeg(*arguments) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-v", "error", *map(str, arguments)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def colour(width: int, height: int, rgb=(200, 30, 30)) -> PILImage.Image:
    return PILImage.new("RGB", (width, height), rgb)


def wav_bytes(samples: np.ndarray, rate_hz: int = 16_000, float_samples: bool = False) -> bytes:
    kind, bits = (3, 32) if float_samples else (1, 16)
    data = samples.astype("<f4" if float_samples else "<i2").tobytes()
    fmt = struct.pack("<HHIIHH", kind, 1, rate_hz, rate_hz * bits // 8, bits // 8, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tone(seconds: float = 1.0, rate_hz: int = 16_000) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def moving_square(num_frames: int = 12, height: int = 48, width: int = 64) -> np.ndarray:
    frames = np.full((num_frames, height, width, 3), 255, np.uint8)
    for index in range(num_frames):
        frames[index, 8:24, 2 * index : 2 * index + 16] = (220, 20, 20)
    return frames


@pytest.fixture(scope="module")
def clip_mp4(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return save_media(Video(moving_square(), 8.0, Audio(tone(1.5), 16_000)), path, {"seed": 7})


# ---- pictures


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "AVIF"])
def test_pictures_are_recognised_by_content(tmp_path, name):
    path = tmp_path / "mislabelled.mp3"
    colour(40, 20).save(path, format=name)
    image = open_media(path)
    assert isinstance(image, Image) and image.pixels.shape == (20, 40, 3)
    assert np.abs(image.pixels.astype(int) - (200, 30, 30)).max() < 12


def test_large_pictures_are_reduced_and_tiny_ones_enlarged(tmp_path):
    for size, want in {(3000, 1500): (512, 1024), (1, 1): (16, 16), (1, 40): (40, 16), (4000, 2): (16, 1024)}.items():
        path = tmp_path / "p.png"
        colour(*size).save(path)
        pixels = open_media(path).pixels
        assert pixels.shape == (*want, 3) and (pixels == (200, 30, 30)).all(), size


def test_photo_is_turned_upright(tmp_path):
    picture = colour(40, 20)
    picture.paste((0, 0, 255), (0, 0, 20, 20))
    exif = PILImage.Exif()
    exif[0x0112] = 6  # shown rotated by 90 degrees clockwise: the left half comes on top
    picture.save(tmp_path / "p.jpg", exif=exif, quality=95)
    pixels = open_media(tmp_path / "p.jpg").pixels
    assert pixels.shape == (40, 20, 3) and pixels[5, 10, 2] > 200 and pixels[35, 10, 0] > 150


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK", "I;16"])
def test_every_colour_mode_opens(tmp_path, mode):
    path = tmp_path / ("p.jpg" if mode == "CMYK" else "p.png")
    if mode == "I;16":
        PILImage.fromarray(np.full((20, 20), 32768, np.uint16)).save(path)
    else:
        colour(20, 20, (128, 128, 128)).convert(mode).save(path)
    assert 100 < open_media(path).pixels.mean() < 160


def test_transparency_becomes_white(tmp_path):
    PILImage.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "p.png")
    assert (open_media(tmp_path / "p.png").pixels == 255).all()
    palette = PILImage.new("P", (20, 20), 0)
    palette.save(tmp_path / "p.gif", transparency=0)
    assert (open_media(tmp_path / "p.gif").pixels == 255).all()


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_animated_pictures_become_clips(tmp_path, name):
    frames = [PILImage.fromarray(f) for f in moving_square(5)]
    path = tmp_path / "anim"
    frames[0].save(path, format=name, save_all=True, append_images=frames[1:], duration=100, loop=0)
    clip = open_media(path)
    assert isinstance(clip, Video) and clip.frames.shape == (5, 48, 64, 3) and clip.audio is None
    assert clip.fps == pytest.approx(10) and not np.array_equal(clip.frames[0], clip.frames[-1])


def test_long_and_uneven_animations_are_sampled_in_time(tmp_path):
    greys = [PILImage.new("L", (20, 20), 2 * i) for i in range(100)]
    greys[0].save(tmp_path / "long.gif", save_all=True, append_images=greys[1:], duration=50)
    clip = open_media(tmp_path / "long.gif")
    assert len(clip.frames) == 64 and clip.duration_s == pytest.approx(5.0)
    assert (np.diff(clip.frames[:, 0, 0, 0].astype(int)) > 0).all()
    greys[0].save(tmp_path / "slow.gif", save_all=True, append_images=[greys[50], greys[99]], duration=[100, 100, 800])
    assert open_media(tmp_path / "slow.gif").frames[:, 0, 0, 0].tolist() == [100, 198, 198]  # middles of thirds of 1 s
    with pytest.raises(BadMedia, match="too long an animation"):
        open_media(tmp_path / "long.gif", replace(LIMITS, max_video_s=3))
    with pytest.raises(BadMedia, match="million pixels over all frames"):
        open_media(tmp_path / "long.gif", replace(LIMITS, max_animation_px=10_000))


# ---- sounds


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.wav", ["pcm_s16le"]),
        ("a.wav", ["pcm_f32le"]),
        ("a.mp3", ["libmp3lame"]),
        ("a.ogg", ["libvorbis"]),
        ("a.opus", ["libopus"]),
        ("a.flac", ["flac"]),
        ("a.m4a", ["aac"]),
        ("a.aac", ["aac"]),
        ("a.aiff", ["pcm_s16be"]),
        ("a.webm", ["libopus", "-live", "1"]),  # as a browser's microphone records: no length in the header
        ("a.mp4", ["aac"]),
    ],
)
def test_sounds_become_16_khz_mono(tmp_path, name, codec):
    path = tmp_path / name
    stereo = "aevalsrc=0.9*sin(2*PI*440*t)|0.9*sin(2*PI*440*t):d=1:s=48000"
    ffmpeg("-f", "lavfi", "-i", stereo, "-c:a", *codec, path)
    path = path.rename(tmp_path / "noextension")
    audio = open_media(path)
    assert isinstance(audio, Audio) and audio.rate_hz == 16_000 and audio.duration_s == pytest.approx(1.0, abs=0.08)
    middle = audio.samples[4000:12000]
    assert 0.8 < np.abs(middle).max() < 1.0, "equal channels keep their level"
    assert np.abs(np.fft.rfft(middle)).argmax() * 2 == pytest.approx(440, abs=4)


def test_song_with_cover_picture_is_a_sound(tmp_path):
    colour(64, 64).save(tmp_path / "cover.png")
    (tmp_path / "t.wav").write_bytes(wav_bytes(tone() * 32767))
    ffmpeg("-i", tmp_path / "t.wav", "-i", tmp_path / "cover.png", "-map", 0, "-map", 1, "-c:v", "copy",
           "-disposition:v", "attached_pic", tmp_path / "song.mp3")  # fmt: skip
    assert isinstance(open_media(tmp_path / "song.mp3"), Audio)


# ---- clips


def test_clip_keeps_frames_rate_and_sound(clip_mp4):
    clip = open_media(clip_mp4)
    assert isinstance(clip, Video) and clip.frames.shape == (12, 48, 64, 3) and clip.fps == pytest.approx(8)
    assert np.abs(clip.frames.astype(int) - moving_square()).mean() < 6, "colours survive the round trip"
    assert clip.audio is not None and clip.audio.duration_s == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("c.webm", ["libvpx"]),
        ("c.webm", ["libvpx", "-live", "1"]),
        ("c.mov", ["libx264", "-pix_fmt", "yuv420p"]),
        ("c.mkv", ["libx264"]),
        ("c.avi", ["mpeg4"]),
        ("c.ogv", ["libtheora"]),
    ],
)
def test_other_containers_and_even_sampling(tmp_path, name, codec):
    path = tmp_path / name
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "color=black:s=640x32:d=5:r=20,geq=lum=min(2*N+20\\,235):cb=128:cr=128",
        "-c:v",
        *codec,
        path,
    )
    clip = open_media(path)
    assert clip.frames.shape[0] in (63, 64) and clip.frames.shape[2] == 512 and clip.audio is None
    assert clip.duration_s == pytest.approx(5.0, abs=0.3)
    greys = clip.frames.mean(axis=(1, 2, 3))
    assert greys[0] < 10 and greys[-1] > 215 and (np.diff(greys) > 0).mean() > 0.9


def test_turned_phone_clip_is_upright_and_names_are_only_names(tmp_path, clip_mp4):
    path = tmp_path / "concat:-y http.mp4"
    ffmpeg("-display_rotation", 90, "-i", clip_mp4, "-c", "copy", f"file:{path}")
    assert open_media(path).frames.shape == (12, 64, 48, 3)


@pytest.mark.parametrize(("picture_s", "sound_s"), [(1, 4), (3, 1)])
def test_pictures_and_sound_of_different_length(tmp_path, picture_s, sound_s):
    ffmpeg("-f", "lavfi", "-i", f"testsrc=d={picture_s}:s=64x48:r=8", "-f", "lavfi", "-i", f"sine=d={sound_s}",
           "-c:v", "libvpx", "-c:a", "libopus", "-live", "1", tmp_path / "c.webm")  # fmt: skip
    clip = open_media(tmp_path / "c.webm")
    assert clip.duration_s == pytest.approx(picture_s) and clip.audio.duration_s == pytest.approx(sound_s, abs=0.1)


def test_titles_cannot_imitate_what_was_measured(tmp_path, clip_mp4):
    fake = "x\n  Duration: 99:00:00.00\n  Stream #0:0: Video: h264, 99999x99999, 1 fps"
    ffmpeg(
        "-i", clip_mp4, "-c", "copy", "-metadata", f"title={fake}", "-metadata", f"comment={fake}", tmp_path / "c.mp4"
    )
    assert open_media(tmp_path / "c.mp4") == open_media(clip_mp4)


# ---- refusals


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def png_of(picture: PILImage.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def zip_bytes() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.png", png_of(colour(8, 8)))
    return buffer.getvalue()


NOISE_PNG = png_of(PILImage.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)))
REFUSED = {
    "empty": (b"", "is empty"),
    "text": (b"hello there, this is not a picture", "text file"),
    "utf16 text": ("hello there".encode("utf-16"), "text file"),
    "accented text": ("é".encode() * 600, "text file"),
    "zip": (zip_bytes(), "ZIP archive"),
    "pdf": (b"%PDF-1.7 \xff\xff", "PDF"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "html": (b"<!DOCTYPE html><html></html>", "web page"),
    "m3u playlist": (b"#EXTM3U\nhttp://127.0.0.1/secret", "playlist"),
    "ffmpeg playlist": (b"ffconcat version 1.0\nfile /etc/passwd", "playlist"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "tiff": (b"II*\0" + bytes(40), "TIFF"),
    "noise": (bytes(range(128, 256)) * 9, "not a picture, sound or clip"),
    "cut png": (NOISE_PNG[: len(NOISE_PNG) // 2], "damaged or cut short"),
    "flipped png": (NOISE_PNG[:2000] + b"\0\1\2\3" + NOISE_PNG[2004:], "damaged"),
    "bare jpeg mark": (b"\xff\xd8\xff\xe0" + bytes(30), "damaged"),
    "wide bomb": (png_claiming(13_000, 10), "too large a picture"),
    "area bomb": (png_claiming(9_000, 9_000), "9000 x 9000"),
    "giant bomb": (png_claiming(60_000, 60_000), "too large a picture"),
    "silent wav": (wav_bytes(np.zeros(0)), "no length"),
    "two samples": (wav_bytes(np.zeros(2)), "no length"),
    "nan wav": (wav_bytes(np.full(16_000, np.nan), float_samples=True), "not numbers"),
    "inf wav": (wav_bytes(np.full(44_100, np.inf), 44_100, float_samples=True), "not numbers"),
    "unscaled wav": (wav_bytes(tone() * 30_000, float_samples=True), "between -1 and 1"),
    "cut wav": (wav_bytes(tone(4) * 32767)[:40_000], "cut short"),
    "bare mp3 mark": (b"ID3\x04" + bytes(60), "damaged|neither"),
    "bare ogg mark": (b"OggS" + bytes(60), "damaged|neither"),
    "bare mp4 mark": (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "damaged|neither"),
    "bare webm mark": (b"\x1a\x45\xdf\xa3" + bytes(60), "damaged|neither"),
    "long sound": (wav_bytes(np.zeros(3700 * 1000), 1000), "1:01:40 h; a sound may last 10:00 min"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_say_what_was_wrong_and_what_is_accepted(tmp_path, case):
    content, says = REFUSED[case]
    path = tmp_path / "upload.png"
    path.write_bytes(content)
    with pytest.raises(BadMedia, match=says) as caught:
        open_media(path)
    message = str(caught.value)
    assert message.startswith("'upload.png' ") and "Accepted are pictures" in message
    assert str(tmp_path) not in message, "a message never shows where files lie on the server"


def test_missing_folder_and_too_large(tmp_path):
    with pytest.raises(BadMedia, match="does not exist"):
        open_media(tmp_path / "nothing.png")
    with pytest.raises(BadMedia, match="folder"):
        open_media(tmp_path)
    with pytest.raises(BadMedia, match="cannot be read|does not exist"):
        open_media("a\0b.png")
    with (tmp_path / "big.png").open("wb") as file:
        file.write(NOISE_PNG)
        file.truncate(51_000_000)
    with pytest.raises(BadMedia, match=r"51.0 MB; the limit is 50 MB"):
        open_media(tmp_path / "big.png")


def test_clip_refusals(tmp_path, clip_mp4):
    content = clip_mp4.read_bytes()
    bad = tmp_path / "bad.mp4"
    for part in (len(content) // 2, len(content) // 8):
        bad.write_bytes(content[:part])
        with pytest.raises(BadMedia, match="cut short|damaged"):
            open_media(bad)
    start = content.index(b"mdat") + 4
    noise = np.random.default_rng(0).integers(0, 255, len(content) - start, dtype=np.uint8).tobytes()
    bad.write_bytes(content[:start] + noise)
    with pytest.raises(BadMedia, match="cannot be decoded"):
        open_media(bad)
    with pytest.raises(BadMedia, match=r"lasts 1.5 s; a clip may last 0.9 s"):
        open_media(clip_mp4, replace(LIMITS, max_video_s=0.9))
    with pytest.raises(BadMedia, match="64 x 48 pixels"):
        open_media(clip_mp4, replace(LIMITS, max_side_px=50))
    with pytest.raises(BadMedia, match="took longer"):
        open_media(clip_mp4, replace(LIMITS, max_decode_s=1e-4))
    subtitles = tmp_path / "words.srt"
    subtitles.write_text("1\n00:00:00,000 --> 00:00:01,000\nhello\n")
    ffmpeg("-i", subtitles, "-c:s", "srt", tmp_path / "words.mkv")
    with pytest.raises(BadMedia, match="neither sound nor moving pictures"):
        open_media(tmp_path / "words.mkv")
    ffmpeg("-f", "lavfi", "-i", "color=s=32x32:d=1", "-frames:v", 0, "-c:v", "libvpx", tmp_path / "none.webm")
    with pytest.raises(BadMedia, match="without a single frame|damaged"):
        open_media(tmp_path / "none.webm")


# ---- saving

RECIPE = {"seed": 7, "prompt": 'a "red"; ball=\\ #1\nÄ 球', "steps": [1, 2.5, None]}
SAVED = {
    ".png": Image(np.random.default_rng(1).integers(0, 255, (33, 47, 3), dtype=np.uint8)),
    ".wav": Audio(tone(0.5, 24_000), 24_000),
    ".mp4": Video(moving_square(), 8.0),
}


@pytest.mark.parametrize("suffix", SAVED)
def test_recipes_travel_in_the_file(tmp_path, suffix):
    part = SAVED[suffix]
    path = save_media(part, tmp_path / "new folder" / "made", RECIPE)
    assert path.suffix == suffix and read_recipe(path) == RECIPE
    assert type(open_media(path)) is type(part)
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"
    assert read_recipe(save_media(part, path)) is None, "saving again replaces the file"


def test_saved_picture_and_sound_are_exact(tmp_path):
    assert open_media(save_media(SAVED[".png"], tmp_path / "a.png")) == SAVED[".png"]
    path = save_media(Audio(np.array([-1, 0, 1] * 400, np.float32), 16_000), tmp_path / "a.wav", RECIPE)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (
            1,
            2,
            16_000,
            1200,
        )
    samples = open_media(path).samples
    assert len(samples) == 1200 and np.abs(samples - np.array([-1, 0, 1] * 400)).max() < 1e-4


def test_saved_clip_plays_in_browsers(tmp_path):
    path = save_media(Video(moving_square(3, 35, 51), 7.5, Audio(tone(0.4), 16_000)), tmp_path / "odd.mp4")
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat"), "playback starts before the download ends"
    seen = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(path)], capture_output=True, text=True, check=False
    ).stderr
    for fact in ("h264", "yuv420p", "bt709", "52x36", "7.5", "aac", "48000 Hz"):
        assert fact in seen, fact
    assert open_media(save_media(Video(np.zeros((1, 1, 1, 3), np.uint8), 1.0), tmp_path / "dot.mp4")).frames.shape[
        1:
    ] == (16, 16, 3)


def test_saving_refusals(tmp_path):
    with pytest.raises(BadInput, match="cannot be saved"):
        save_media(Text("a"), tmp_path / "a")
    with pytest.raises(BadInput, match=r"saved as .png, not '.jpg'"):
        save_media(SAVED[".png"], tmp_path / "a.jpg")
    with pytest.raises(BadInput, match="as JSON"):
        save_media(SAVED[".png"], tmp_path / "a.png", {"when": object()})
    with pytest.raises(BadInput, match="characters long"):
        save_media(SAVED[".png"], tmp_path / "a.png", {"prompt": "x" * 20_000})
    assert list(tmp_path.iterdir()) == []


def test_recipes_of_other_files(tmp_path):
    colour(8, 8).save(tmp_path / "a.jpg")
    assert read_recipe(tmp_path / "a.jpg") is None
    ffmpeg("-f", "lavfi", "-i", "sine=d=0.2", "-metadata", "comment=[1, 2]", tmp_path / "a.m4a")
    assert read_recipe(tmp_path / "a.m4a") is None
    with pytest.raises(BadMedia, match="does not exist"):
        read_recipe(tmp_path / "none.png")
