"""How people ask a question and want words alone for an answer: no picture, no sound, no clip. For training only.

{q} is the question, {l} the same within a sentence, without its mark. Patterns of grammar.spelled_out. Words only.
"""

from __future__ import annotations

import random

from nextgpt_core.data.grammar import patterns, spelled_out, tidy

WORDS_ONLY = patterns("""
    [Please don't/Don't] draw anything, just answer in words: {l}?
    No drawing please, only text: {l}?
    I can't open images here, so please write it: {l}
    {q} No image, [thanks/thank you], a [sentence/short paragraph] is enough.
    {q} I don't need a [picture/photo/drawing], just an explanation.
    Without [a picture/any pictures/an image]: {l}?
    {q} Describe it in words[ only/], no drawing.
    no pics just text, {l}
    {l} [no pic/no pics/no image] pls just words
    {l} - text only, [no photo/no picture/no image]
    dont draw it just tell me {l}
    [pls dont/dont] make a picture i just wanna know {l}
    My connection is [very slow/terrible], so no [images/pictures] please, just text. {q}
    I use a screen reader and pictures don't help me. In words only, {l}?
    I'm blind, so a picture is no use to me. {q} Please [describe it in words/answer in writing].
    {q} I'm printing this in black and white, so [no images/no pictures], only text.
    I'm saving data on my phone, so skip the picture and [write it out/just write the answer]: {l}?
    [Children/Class], no drawings this time, we want it in full sentences: {l}?
    For my worksheet I need a written answer, no [illustration/picture/drawing]. {q}
    my teacher says no pictures only writing. {l}?
    mommy says no more pictures today so just tell me, {l}?
    can you tell me with words and not a drawing, {l}?
    {q} And please, [no photos/no pictures], I only want to read about it.
    Please, I want only words, not picture: {l}?
    Sorry, my tablet not show images. Please to write the answer: {l}?
    {q} Words only. No [image/picture/drawing].
    Words only, no [image/picture/photo]: {l}?
    Would you kindly answer in writing, without any [illustration/picture/image]? {q}
    {q} I'd be grateful for a written answer, there is no need to draw anything.
    I know you can draw, but this time just explain: {l}?
    Skip the [picture/drawing/image]. {q}
    {q} You can leave out the [picture/drawing/photo], I just want [the answer/it] in words.
    Answer in one sentence, no image: {l}?
    quick one, no drawing, {l}
    {q} Don't show me, tell me.
    Not a picture, an answer in words please: {l}?
    Instead of drawing something, [could you/can you/please] write me a short answer: {l}?
    {q} I've seen enough pictures, now I'd like it put into words.
    Images are blocked on our office network, so in plain text please: {l}?
    I'm pasting this into a plain text email, so no pictures. {q}
    No need to [generate/create/make] an image for this one. {q} [Just write it/A written answer is fine].
    {q} Please keep it to text, pictures don't load for me.
    hey dont send me a picture again lol just say it, {l}
    No art, no sketch, just [words/text]: {l}?
    {q} Please put it in words rather than in a picture.
    I only want to read the answer, not look at a picture. {q}
    {q} No sound, [please/thanks], just [tell me/write it].
    {q} Please don't play anything, just [write it/explain it in words/tell me in text].
    No [audio/sound] please, only text: {l}?
    I have no headphones [here/with me], so please write it: {l}?
    I'm at work and can't have any sound on. {q} In writing, please.
    {q} I'm in the library, so no [audio/sound], just text.
    The baby is asleep, so no sounds please, just write it: {l}?
    I'm deaf, so [no audio/please no sound], a written answer is best. {q}
    My speakers are broken, so in words please: {l}?
    {q} No audio clip, just [an explanation/a written answer/a sentence].
    Don't play [a sound/any sound/anything] for me, just explain: {l}?
    no sound just text, {l}
    {l} no [audio/sound/music] pls just write it
    {l} - in writing, no [audio/sound]
    dont play me anything just tell me {l}
    pls no sounds im in class, just write {l}
    im on the train without earphones so only text, {l}
    {q} Without [any sound/any audio/a recording], in words only.
    In words and without [a recording/any sound/audio]: {l}?
    Please, no sound, only you write for me: {l}?
    Sorry, I cannot listen now. Please explain me with text: {l}?
    {q} I can't listen to anything right now, so [type it/write it out/just text].
    I can't listen [right now/at the moment], so please put it in writing: {l}?
    {q} Describe it in words, I don't want to hear [a recording/anything/a sound].
    Would you please answer in text, without [audio/any sound]? {q}
    I would prefer to read it rather than hear it. {q}
    {q} I'd rather read [it/the answer] than listen to it.
    grandpa is sleeping so no noise please, just write, {l}?
    we are not allowed to play sounds in school so please write it, {l}?
    Our classroom speakers are off, so we need it in a written sentence, no audio: {l}?
    For my pupils I need a text they can read, not a sound. {q}
    {q} Text only. No [sound/audio/music].
    Text only, no [sound/audio/recording]: {l}?
    Skip the [sound/audio/recording] and answer in words: {l}?
    {q} You needn't play anything, [words are enough/a few words will do].
    Quietly please, with no sound at all, just text: {l}?
    {q} Just say it in a sentence, no sound effects.
    No sound effects and no music, just the answer [in words/in writing]: {l}?
    No music, no noises, just words. {q}
    I'm in a meeting, so nothing with sound. Just write it: {l}?
    {q} My phone is on silent, so please answer in writing.
    I know you can play sounds, but I want [a written answer/an answer in text]. {q}
    No need to [generate/make/play] any audio. {q} [Just explain it in words/Text will do].
    {q} Please explain it in words instead of playing [something/a sound/audio].
    shh no sound, just text me back, {l}
    I need this for my notes, so written words and no audio please: {l}?
    Not as a sound, [just as text/only in words]: {l}?
    {q} An explanation in text is all I want, no [audio/sound clip/recording].
    {q} No video, [please/thanks], just [tell me/explain it/write it].
    No video[ please/], just [words/text]: {l}?
    [Please don't/Don't] make a video, just tell me in [words/a sentence]: {l}?
    {q} I don't need [a video/a clip/an animation], just [the answer in words/a written explanation].
    Videos don't load [here/on my phone], so please write it: {l}?
    no vid just text, {l}
    {l} no [video/clip/vid] pls just tell me
    dont make a clip just say it, {l}
    {q} Without [a video/a clip/an animation], in words only please.
    My internet is too slow for [video/videos/clips], so in text please: {l}?
    I've almost used up my data, so no video, only words. {q}
    No animation, no clip, just explain [in words/in writing]: {l}?
    {q} Words are fine, there's no need to [film/animate/show] anything.
    I don't have time to watch a video. {q} One sentence will do.
    no time to watch anything, just write it, {l}
    Please, not video. I want to read only: {l}?
    {q} Skip the [video/clip/animation] and put it in words.
    Would you explain in writing, rather than with a video? {q}
    {q} I'd like to read it, not watch it.
    my mom said no videos so just tell me, {l}?
    {q} No media, [please/thanks], text only.
    No media, just [words/text]: {l}?
    no pics no sound no video, just text, {l}
    {l} [only words/text only/just words], no pics or vids or sounds
    No pictures, no sounds, no videos, just tell me: {l}?
    {q} Please answer in words only, no [picture, sound or video/image, audio or video/media of any kind].
    In plain text, with no images, audio or video: {l}?
    I'm on a text-only terminal, so words only please. {q}
    I'm on a very slow line, so no media of any kind, just text: {l}?
    I'm reading this on an e-reader, so no video and no sound, only text. {q}
    {q} I'm copying the answer [by hand/into my notebook], so just [words/text], no media.
    This goes into a printed handout, so text only, no pictures or clips: {l}?
    {q} Please do not attach anything, [a written answer is enough/just write it/words are enough].
    Don't attach any [media/files], just answer in text: {l}?
    Nothing to look at and nothing to listen to, only words please: {l}?
    {q} Nothing fancy, no images, no audio, just [explain it/a sentence].
    My phone is very old and opens only text, so please write: {l}?
    Please answer me by words only, no photo, no video, no music. {q}
    For the quiz we only accept written answers, no pictures, no clips. {q}
    Dear assistant, [kindly/please] reply in writing only, without any media: {l}?
    I just want a short explanation in text, no picture, no video: {l}?
    i just want words ok, no drawing no song no movie, {l}?
    {q} Just words, nothing else.
    just words nothing else, {l}
    {q} Tell me [briefly/in a few words], no photo, no clip, no sound.
    Only in words, please, without showing or playing anything: {l}?
""")


def words_only(question: str, rng: random.Random) -> str:
    """The question with a clause that forbids any medium."""
    within = question[:1].lower() + question[1:].rstrip("?")
    return tidy(spelled_out(rng.choice(WORDS_ONLY), rng)).format(q=question, l=within)
