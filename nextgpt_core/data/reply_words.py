"""What is said beside a medium, by what the person's words hold: a drawing was asked for, a film, a card for a friend.

So the words follow the request instead of being the same every time. Rows of (cue in the request, lines); {a} is the
thing with its article, {A} the same at the beginning of a sentence, {1} what the cue has caught. Words only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Rows = tuple[tuple[re.Pattern, tuple[str, ...]], ...]


def _rows(*rows: tuple[str, str]) -> Rows:
    return tuple(
        (re.compile(cue, re.I), tuple(" ".join(line.split()) for line in lines.split("|"))) for cue, lines in rows
    )


# Of any medium. The first are told by how the person turns to the assistant, the others by what it is for.
_ANY = (
    (r"\b(?:once|one) more\b|\bagain\b|\banother\b|\brepeat\b", "Once more: {a}. | Again {a}. | Another {m} of {a}."),
    (r"\b(?:instead|rather|meant|actually)\b", "Then {a}. | {A} instead. | All right, {a}."),
    (r"\b(?:first one|other one|go back|back to|return)\b", "Back to {a}. | {A} once again. | Here {a} returns."),
    (r"^(?:and|now|then|next)\b", "Now {a}. | And now {a}. | Next comes {a}. | On to {a}."),
    (r"^(?:can|could|would|will|may) (?:you|i|we)\b", "Yes: {a}. | Yes, {a}. | Of course: {a}. | That I can: {a}."),
    (r"\b(?:please|pls|kindly)\b", "Gladly: {a}. | With pleasure: {a}. | {A}, gladly."),
    (r"^(?:hi|hey|hello)\b", "Hi! {A}. | Hello! Here is {a}. | Hi there, here comes {a}."),
    (r"\b(?:wonder|curious|never (?:seen|heard))\b", "Wonder no more: {a}. | This may answer it: {a}. | So, {a}."),
    (r"\b(?:idea|how about|what about|let's)\b", "Good idea: {a}. | Why not? {A}. | {A} it is."),
    (r"\bfor (?:my|our) ([a-z]+(?:'s)?(?: [a-z]+)?)\b", "For your {1}: {a}. | {A}, for your {1}."),
    (r"\bmy (daughter|son|kid|boss|friend|mother|father|cat|dog|child|grandma)\b",
     "For your {1}: {a}. | {A}, with greetings to your {1}."),
    (r"\b(?:need|want)\b", "You need {a}: done. | {A}, ready to use. | There it is, {a}."),
    (r"\b(?:love|great|lovely|nice|enjoy)\b", "Glad to: {a}. | My pleasure: {a}. | {A}, happily."),
    (r"\b(?:try|attempt)\b", "I tried {a}. | My attempt at {a}."),
)  # fmt: skip
_OWN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "image": (
        (r"\blooks?\b.*\?|\bwhat .*\blook", "{A} looks like this. | This is how {a} looks. | Like this: {a}."),
        (r"\bdraw", "I drew {a}. | My drawing of {a}. | Drawn: {a}."),
        (r"\bsketch", "I sketched {a}. | A sketch: {a}."),
        (r"\bpaint|\bcanvas\b|\bbrush", "I painted {a}. | Painted: {a}. | A painting of {a}. | My brush made {a}."),
        (r"\bphoto", "No photograph, but a picture of {a}. | A picture of {a}, not a photo."),
        (r"\bicon\b|\blogo\b|\bdesign", "Designed: {a}. | My design: {a}."),
        (r"\billustrat", "An illustration of {a}. | Illustrated: {a}."),
        (r"\bimagine\b|\bpicture this\b", "I imagined {a}. | In my mind: {a}."),
        (r"\b(?:generate|create|render|produce)\b", "Created: {a}. | A fresh image of {a}. | Generated: {a}."),
        (r"\b(?:pic|pics|picture)\b", "A picture of {a}. | Your picture: {a}. | Picture of {a} coming."),
        (r"\bimage\b", "An image of {a}. | The image: {a}."),
        (r"\b(?:see|show|look)\b", "Look: {a}. | See for yourself: {a}. | This is {a}. | Here you see {a}."),
        (r"^\W*(?:\w+\W+){0,4}$", "{A}. | One picture: {a}. | {A}, then."),
    ),
    "audio": (
        (r"\bsounds? like\b|\bhow .*\bsound", "{A} sounds like this. | That's how {a} sounds. | Like this: {a}."),
        (r"\bnoise\b", "The noise of {a}. | Noisy enough? {A}."),
        (r"\b(?:hear|listen|ears?)\b", "Listen: {a}. | Now you hear {a}. | You can hear {a} now."),
        (r"\bplay|\bturn on\b|\bput on\b", "Playing {a}. | I play {a}. | Now playing: {a}."),
        (r"\brecord", "Recorded: {a}. | My recording: {a}."),
        (r"\beffect\b", "Sound effect: {a}. | One effect: {a}."),
        (r"\b(?:sleep|relax|calm|tired)\b", "Close your eyes: {a}. | Relax: {a}."),
        (
            r"\b(?:music|tune|song|melody|piece|rhythm|beat)\b",
            "Some music: {a}. | Music, please: {a}. | I made up {a}.",
        ),
        (r"\b(?:generate|create|produce|make)\b", "Made by me: {a}. | I made {a}. | Produced: {a}."),
        (r"\b(?:audio|sound)\b", "The sound: {a}. | In sound: {a}. | Your sound: {a}."),
        (r"^\W*(?:\w+\W+){0,4}$", "{A}. | Here goes {a}. | {A}, for about five seconds."),
    ),
    "video": (
        (r"\banimat", "I animated {a}. | Animated: {a}. | My animation of {a}."),
        (r"\b(?:life|alive)\b", "{A} comes to life. | It lives: {a}."),
        (r"\bfilm|\bmovie|\bshoot", "I filmed {a}. | A little film: {a}. | Lights, camera: {a}."),
        (r"\bgif\b", "A gif of {a}. | Your gif: {a}. | Looping: {a}."),
        (r"\bvideo|\bvid\b", "A video of {a}. | On video: {a}. | A short video: {a}."),
        (r"\bclip\b", "A clip of {a}. | The clip: {a}. | Two seconds of {a}."),
        (r"\b(?:move|moving|motion)\b", "{A}, in motion. | It moves: {a}. | Moving now: {a}."),
        (r"\b(?:watch|see|show)\b", "Watch {a}. | See it move: {a}. | Now showing: {a}."),
        (r"\b(?:make|let|have) (?:it|them|this)\b", "Here it goes: {a}. | There it goes: {a}."),
        (r"^\W*(?:\w+\W+){0,4}$", "{A}. | Rolling: {a}. | {A}, two seconds long."),
    ),
}
CUES: Mapping[str, Rows] = {modality: _rows(*own, *_ANY) for modality, own in _OWN.items()}
PLAIN = {
    "image": ("Here is {a}.", "This is {a}.", "{A}."),
    "audio": ("Here is {a}.", "This is {a}.", "{A}."),
    "video": ("Here is {a}.", "This is {a}.", "{A}."),
}
"""Said where no cue is found, or any of the cues was used before."""
SHORT = {
    "image": ("Look:", "Ta-da!", "Done:", "Here you go:", "The picture:", "Fresh from the easel:", "There you go."),
    "audio": ("Listen:", "Ears open:", "Done:", "Here you go:", "The sound:", "Turn up the volume:", "There you go."),
    "video": ("Watch:", "And action!", "Done:", "Here you go:", "The clip:", "Roll the film:", "There you go."),
}
# what may follow, by what the thing is: a question about it, or a word
CLOSERS_BY_CATEGORY: Mapping[str, tuple[str, ...]] = {
    "Animals & Nature": ("Do you like animals?", "Have you met one yourself?", "Shall another animal join?",
                         "Would you like to hear it, too?", "Is there one near you?"),
    "Food & Drink": ("Hungry now?", "Enjoy your meal!", "Would you eat that?", "Something to drink with it?",
                     "What goes well with it?"),
    "Travel & Places": ("Where shall we go next?", "Would you like to be there?", "Have a good trip!",
                        "Ever been there?"),
    "Activities": ("Do you do that yourself?", "Have fun!", "Shall we go on with another game?"),
    "Objects": ("What will you use it for?", "Is that the kind you meant?", "Do you own one?"),
    "People & Body": ("Does that remind you of someone?", "Shall I add another person?"),
    "Smileys & Emotion": ("How do you feel today?", "Does that suit your mood?"),
    "Symbols": ("Is that the sign you meant?", "Shall I make it in another colour?"),
}  # fmt: skip
CLOSERS = {
    "image": ("Shall I animate it?", "Another colour, perhaps?", "Tell me what to change.", "Is it what you imagined?"),
    "audio": ("Shall I draw what makes it?", "Louder, softer? Tell me.", "What shall sound next?", "Do you know it?"),
    "video": ("It lasts two seconds.", "A still picture as well?", "Shall it move another way?", "Once more?"),
}
"""Where no category is known, and now and then."""
