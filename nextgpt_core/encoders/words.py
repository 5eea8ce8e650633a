"""Word tables: probabilities over labels -> the expected input embeddings of a language model's words for them.

An encoder that speaks in word embeddings needs no learned alphabet: a sure prediction is (nearly) the embedding of the
label's own name, a doubtful one a blend. Knows tensors only; who fills the table decides which language model reads it.
"""

import torch
from torch import Tensor, nn

NUM_PIECES = 3


class Words(nn.Module):
    """`names` [num_labels, num_pieces, dim] (bfloat16): embeddings of the first pieces of each label, zero-padded."""

    names: Tensor

    def __init__(self, num_labels: int, dim: int, num_pieces: int = NUM_PIECES) -> None:
        super().__init__()
        self.register_buffer("names", torch.randn(num_labels, num_pieces, dim).bfloat16() * 0.1)

    @property
    def num_labels(self) -> int:
        return self.names.shape[0]

    def forward(self, probabilities: Tensor) -> Tensor:
        """probabilities [B, num_labels] -> expected embeddings [B, num_pieces, dim], float32."""
        return torch.einsum("bl,lpd->bpd", probabilities.float(), self.names.float())


def sharpened(logits: Tensor, temperature: float = 0.6) -> Tensor:
    """Softmax of logits [B, L] a little colder than trained, so that likely labels stand out of the blend."""
    return (logits.float() / temperature).softmax(-1)
