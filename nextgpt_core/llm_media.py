"""How a Qwen-Omni thinker reads pictures, sounds and clips: pixels and log-mels in, soft tokens and positions out.

Its encoders are part of the published model; here is only what stands before them (sizes, patches, mels) and beside
them: every soft token has a position in time, height and width (TMRoPE, Qwen2.5-Omni technical report, section 2.2;
times are whole numbers there and fractions in Qwen3-Omni). Qwen3-Omni also adds what its visual encoder saw in earlier
layers to the first layers of the language model (DeepStack, Meng et al. 2024): further soft tokens for the same places.

Letters: Q soft tokens, D width of the language model; a grid (t, h, w) counts patches before 2 x 2 of them are merged.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from nextgpt_core.media import Audio, Image, Modality, Part, Video
from nextgpt_core.resampling import resampled

RATE_HZ = 16_000
CLIP_FPS = 2.0  # what the thinker was trained to watch
MIN_PX, IMAGE_MAX_PX, FRAME_MAX_PX = 56 * 56, 1280 * 28 * 28, 256 * 28 * 28


class ThinkerMedia:
    """Holds no weights; `config` is the thinker's, `source` where it was loaded from, if it was."""

    def __init__(self, config: Any, source: str = "") -> None:
        from transformers import WhisperFeatureExtractor
        from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

        vision = config.vision_config
        self.config, self.patch, self.merge = config, vision.patch_size, vision.spatial_merge_size
        self.together = vision.temporal_patch_size  # frames per temporal patch
        if source:
            self.cut = Qwen2VLImageProcessorPil.from_pretrained(source)
        else:
            sizes = {"patch_size": self.patch, "merge_size": self.merge, "temporal_patch_size": self.together}
            self.cut = Qwen2VLImageProcessorPil(**sizes)
        self.num_deep = len(getattr(vision, "deepstack_visual_indexes", ()))
        self.places_dtype = torch.float32 if self.num_deep else torch.long
        # Long sounds are not cut: what is opened is at most ten minutes.
        self.hear = WhisperFeatureExtractor(feature_size=config.audio_config.num_mel_bins, sampling_rate=RATE_HZ)

    def marks_around(self, modality: Modality) -> tuple[list[int], list[int]]:
        """Ids of the tokens that open and close a medium in the prompt."""
        c = self.config
        if modality == Modality.AUDIO:
            return [c.audio_start_token_id], [c.audio_end_token_id]
        return [c.vision_start_token_id], [c.vision_end_token_id]

    def read(self, thinker: nn.Module, part: Part) -> Tensor:
        """-> soft tokens [Q, D], or [Q, (1 + N) * D] with those for the first N layers after them."""
        device = thinker.get_input_embeddings().weight.device
        if isinstance(part, Audio):
            mel, mask = self.mel(part)
            return thinker.get_audio_features(mel.to(device), mask.to(device)).last_hidden_state
        patches, grid = self.patches(part)
        grid = torch.tensor([grid], device=device)
        look = thinker.get_image_features if isinstance(part, Image) else thinker.get_video_features
        seen = look(patches.to(device), grid)
        deep = [layer[0] for layer in seen.deepstack_features] if self.num_deep else []
        return torch.cat([seen.pooler_output[0], *deep], -1)

    def mel(self, part: Audio) -> tuple[Tensor, Tensor]:
        """-> log-mel [1, bands, frames], mask [1, frames]; 100 frames a second."""
        samples = resampled(part.samples, part.rate_hz, RATE_HZ)
        least = 4 * self.hear.hop_length  # four frames make one soft token
        samples = np.pad(samples, (0, max(0, least - len(samples))))
        heard = self.hear(
            samples, sampling_rate=RATE_HZ, padding="longest", truncation=False, return_attention_mask=True,
            return_tensors="pt",
        )  # fmt: skip
        return heard["input_features"], heard["attention_mask"]

    def patches(self, part: Image | Video) -> tuple[Tensor, tuple[int, int, int]]:
        """-> flattened patches [t * h * w, C * frames * P * P], grid."""
        if isinstance(part, Image):
            out = self.cut(images=[part.pixels], size=_sizes(IMAGE_MAX_PX), return_tensors="pt")
            return out["pixel_values"], tuple(out["image_grid_thw"][0].tolist())
        frames = self.watched(part)
        out = self.cut(images=list(frames), size=_sizes(FRAME_MAX_PX), return_tensors="pt")
        _, height, width = out["image_grid_thw"][0].tolist()
        # A still picture is repeated through its temporal patch; here each place in time gets its own frame.
        stills = out["pixel_values"].unflatten(-1, (3, self.together, -1))
        stills = stills.unflatten(0, (len(frames) // self.together, self.together, height * width))
        moving = torch.stack([stills[:, i, :, :, i] for i in range(self.together)], 3)
        return moving.flatten(2).flatten(0, 1), (len(frames) // self.together, height, width)

    def watched(self, part: Video) -> np.ndarray:
        """Frames at CLIP_FPS, at least one temporal patch, an even number."""
        count = max(1, round(part.duration_s * CLIP_FPS / self.together)) * self.together
        chosen = np.linspace(0, len(part.frames) - 1, min(count, max(self.together, len(part.frames) // 2 * 2)))
        return part.frames[chosen.round().astype(int)]

    def places(self, part: Part, count: int) -> Tensor:
        """Positions of the `count` soft tokens that were read, counted from zero, [3, Q]."""
        if isinstance(part, Audio):
            return torch.arange(count).expand(3, -1)
        from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

        still = isinstance(part, Image)
        height, width = (part.pixels if still else part.frames[0]).shape[:2]
        most = IMAGE_MAX_PX if still else FRAME_MAX_PX
        sides = smart_resize(height, width, self.patch * self.merge, MIN_PX, most)
        rows, columns = (side // (self.patch * self.merge) for side in sides)
        steps, step = 1, 0.0
        if not still:
            steps = len(self.watched(part)) // self.together
            step = self.config.position_id_per_seconds * part.duration_s / steps
        t = (torch.arange(steps) * step).to(self.places_dtype)
        across = (torch.arange(side, dtype=self.places_dtype) for side in (rows, columns))
        grid = torch.meshgrid(t, *across, indexing="ij")
        return torch.stack([axis.flatten() for axis in grid])


def _sizes(most_px: int) -> dict[str, int]:
    return {"shortest_edge": MIN_PX, "longest_edge": most_px}
