"""Wishes for a film in the middle of a conversation: the clip was silent, the picture stood still, the sound was alone.

Patterns of grammar.spelled_out with the gaps of film_requests.py. For training; words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

AFTER_CLIP = patterns("""
    Same clip, sound on[ please/ this time/]
    redo it, sound on
    The video is [lovely/nice] but silent, please make it again with audio
    Why is [it/this] mute? I want the clip with the sound in it
    again but [not silent/with sound] this time
    Hmm, I can't hear anything. [Send/Give] me the video again with its sound
    can u do the same vid but w sound [plz/pls]
    Turn the volume up in that clip, [I hear nothing/there's no sound at all]
    My speakers are on and still nothing. That clip needs [sound/audio]
    Beautiful! Now the very same clip, only this time with sound.
    Would it be possible to [add/include] the audio in this clip?
    I should be grateful if you would provide this clip once more, [accompanied by/together with] its sound.
    silent movie? lol no, gimme it with sound
    Please repeat the video, this time [not muted/with sound]
    Wait, was that supposed to be silent? [Try/Do] it again with sound, please
    No sound?? [Fix/Redo] the clip so I can hear it too
    Love how it moves! Can the clip have sound as well?
    unmute the clip[ please/ pls/]
    Sorry, I meant a clip with sound[, not a silent one/]
    You forgot the sound, please put it into the clip
    Is there a version of this video with [audio/sound]? I'd like that one.
    sound too plz, in the same vid
    Mummy says videos have sound, make this one have sound too
    Nice, but a bit dead without audio. [Once more/Again], picture and sound together?
    I see it, but I don't hear it. Make me the video also with the sound
    Let's have that one again, only audible this time
    One more time, the same clip [and/but] with sound
    Add sound to the clip[, please/]
    Could the clip be [made/done] again, but so that one hears it too?
    The motion is perfect. Keep it and [add/give it] sound
    That was only half of it, I'd like to watch and hear it in the same clip
    Everything is so silent in there... with audio, please, same clip
    Video [good/nice], but sound missing. You make again with sound?
    Now do the clip with sound.
    aw nice vid but its on mute, can it have sound
    I'd rather not have a silent clip; the same with sound would be [perfect/ideal]
    What I actually wanted was a video I can also hear
    where's the {noise}? [Show/Play] the clip again with it
    lovely, the same again with the {noise} in it
    put the {noise} into it[ please/ pls/]
    The clip is missing its {noise}, [could/would] you add it?
    Same clip plus the {noise}
    I was [waiting/hoping] for the {noise}. Again with it in the video, please
    Great footage, now [dub/mix] the {noise} in
    Without the {noise} it's only half a video, please [do it over/redo it]
    And the {noise}? I wanted it in the clip [as well/too]
    vid is sick but wheres the {noise}, run it again w that in
    Kindly render the clip anew, with its {noise} [included/on the soundtrack].
    Can the {bare} have its {noise} in the clip as well?
    But there's no {noise}! Make the video again with the {noise}!
    Please to make same video but with the {noise} inside
    Oh, how pretty! Now let me watch it with its {noise} too
    This clip would be so much [better/nicer] with the {noise}, can you add that?
    Give the clip its {noise}
    Sadly I don't hear any {noise} in this video, please [fix that/put it in]
    Try that clip again, but leave the {noise} in
    Not a silent {bare}, please! I want the clip with the {noise}
    So where did the {noise} go? [I'd like/I want] it in the video
    If you could add the {noise} to [that/this] clip, I'd be delighted
    u left out the {noise}, same vid again with it
    Do me the same footage with the {noise} over it
    Might I have this clip again with its {noise} [audible/on it]?
    Again, or no, rather: the same clip, but with the {noise}
    How come there is no {noise} in it? I need the clip with the {noise}
    Only the {noise} is missing now, please add it to the video
    Repeat the clip with the {noise} [turned on/switched on]
    Perfect picture, zero {noise}. Same video with the {noise} in, please
    Surely that clip should have its {noise} too? Please add it
    Keep the video as it is, just [lay/put] the {noise} under it
    The {bare} moves but I can't hear its {noise}, can I get both in one clip?
    It moves but I can't hear it {do}, [please redo/could you redo] the clip with that
    Make it {do} out loud in the [same/very same] clip
    Exactly that video, but {doing} so I can hear it
    Want to see it and hear it {do} in one clip
    it should go {goes} in the video!
    where's the {goes}? [Put/Mix] it in the clip
    Nice video. Why can't I hear it {doing}? [Once more/Again] with that, please
    daddy it has to go {goes}! same video again with the {goes}
    yo same clip but let me hear it {do}
    In the clip I don't hear how it {does}. Please make with sound.
    Also I would like to hear it {doing} while I watch it, same [clip/video]
    Let me hear it {do} in that clip[, too/]
    There it is, {doing} away in total silence! [Sound/Audio] on, please
    Who has ever seen that {doing} without sound? Again, with audio
    Please supply the clip once more, such that it can be heard {doing}.
    Just like that, but {doing} out loud in the clip
    You can see that it {does} but you can't hear it, can the video have [audio/sound]?
    No {goes}? Aww. Do the video again with {goes}
    Does it not {do}? I'd like that video with the sound [on/in].
    Personally I'd love that clip even more if I could hear it {doing} [too/as well]
    Show the clip again, {doing} for real this time, with audio
    When it {does}, I want to hear it: same clip with sound, please
    hmm it just moves. [can/could] it go {goes} in the vid as well?
    Let the {bare} go {goes} in the clip, not just move
    The {bare} looks great, but I'd [like/love] to hear it {do} in the video
    Would you mind doing that clip over, so it's also heard {doing}?
    Mute {bare}! It has to {do}, so same clip with sound
    Actually, what I'm after is the clip in which one hears it {do}
    what does it sound like when it {does}? [put/mix] that in the clip
    How I wish I could hear it {do} in this clip
    ok now w the {goes} in the vid
    So it {does}, but silently? Please [add/put] the sound in the clip
    Wow, look at it go! Now with {goes} as well, in the same clip
    It {does} so nicely, but I miss the {noise}, please put it into the clip
    Watched it {doing}, now I'd like the {noise} with the same video
    Without its {noise} I can't tell it's {doing}, please redo the video with it
    More, more! With the {noise}! It goes {goes}, put that in the clip!
""")
AFTER_PICTURE = patterns("""
    Can this picture [move/come alive] and have sound too? One clip, please
    bring the picture to life as a clip, w sound and all
    Nice photo, but I'd rather watch a [clip/video] of it with sound
    It's frozen! I want a video, moving and with sound
    now the moving version[ please/], with audio
    A picture is [fine/nice], a video with sound would be even better
    Turn this picture into a short clip with [sound/audio]
    I can see it, but it neither moves nor makes a sound. [Could/Can] I get a clip that has both?
    Not an image, a video, and [not a silent one/one with sound]
    Might this image be animated, and given its sound as well?
    good photo but i ask for video with sound, no photo
    its not moving :( i want it to move and make its sound
    Instead of the picture, [may/could] I have a clip with audio?
    Please replace this still with a short film, sound [included/and all].
    Make the picture move, with the {noise} [too/as well]
    Can you animate that one and add its {noise}?
    lovely picture! now a [video/clip] of it with the {noise}
    The photo has no {noise} and no motion, I'd like a clip with both
    Actually I asked for a video with the {noise}, this is just a picture
    pic is cool but i need it moving with the {noise}
    Pretty, but so still and silent. A [clip/video] with its {noise}, please
    From this picture, please produce a short video [including/with] its {noise}.
    What about the {noise}? I'd like it in motion and with that, not just a [photo/picture]
    Oh what a picture! Let it move now, {noise} and all
    Photo is ok, now I want same in video with the {noise}
    You've shown me the {bare} as a picture, now as a clip with its {noise}, please
    Let the picture [come alive/start moving] and {do} out loud
    it just sits there, make it move and go {goes}
    Can the {bare} in the picture move and {do}? As a clip with sound, please
    Looks [good/great] as a photo, but I want to watch it move and hear it {doing}
    In a picture one can't hear it {do}; a clip with sound, if you please.
    why doesnt it move and go {goes}? do a vid of that
    The still is [fine/nice], but can I have the clip where you hear it {doing}?
    Hm, no, I meant moving pictures, and hearing it {do} while I watch
    animate it pls n let me hear it {do}
    Great shot. Now in motion, audibly {doing}
    Pictures don't go {goes}! I want a video that does!
    Still pictures can't {do}. [Give/Get] me a clip with the {noise}
    Both please: a clip where I see it move and hear it {do}, {noise} and all
""")
AFTER_SOUND = patterns("""
    I can only hear it. [Show/Give] me a clip of it with that sound
    Sounds [great/good]! Now a video to go with it, sound kept
    Could I see it [as well as/and also] hear it? One clip with both
    Heard it, now I want to watch it too, [in one clip/as one video] with the sound
    Put moving pictures to that sound[, please/]
    Same audio, but as a video[, please/]
    don't just play it, show it moving while it sounds
    I'd like to see what makes that sound, in a clip that [still has/keeps] the sound
    Audio only is a bit little. A clip with [picture and sound/both], please
    and now w video, keep the sound
    The recording is fine, but I [meant/wanted] a film: moving picture and sound together
    May I request a video to accompany that sound, both in one clip?
    My eyes want something too! Make it a clip, with this sound in it
    i hear but i not see. please video with this sound
    Having heard the {noise}, I'd like the clip that goes with it, {noise} included
    Let me watch it while I hear the {noise}, as a [video/clip]
    The {noise} is lovely! [Could/Can] I watch it as a clip with that same {noise}?
    Now add a moving picture to the {noise}[, please/]
    With the {noise} alone I can't see a thing. Make a clip of it with the {noise}
    gimme a vid to that {noise}, both together
    Where does that {noise} come from? Show me in a clip with the sound on
    Please combine this {noise} with moving images in one short [clip/video].
    cool {noise}, now i wanna see it too, vid with sound
    You played me the {noise} of the {bare}, now film it with the same {noise}
    It's only the {noise}. I wanted the whole clip, [moving and with/motion and] the {noise}
    No picture to the {noise}? I'd like both, in [one/a single] video
    Good, I hear it {doing}, now I want to watch it {do} in a clip with sound
    So that's how it {does}! Now the same in a [video/clip], with sound
    Can I see it {doing} too? A [clip/video] with this sound, please
    Fine, it goes {goes}, but show it to me in a video with the {goes}
    it goes {goes} but i cant see it! make a video with both!
    Not only hearing it {do}, also seeing it: one clip, please
    Again, but let me see it {do} while I hear it, so as a video
    Whatever is {doing} there, I want to see it too. [Clip/Video] with sound, please
    Listening to it {do} is nice, watching it at the same time would be [nicer/better]: a video with sound?
    Haha, {goes}! Now let me see it going {goes} in a clip
    show me the {bare} {doing}, not just the audio, vid and sound in one
    Would you let me watch the {bare} while it {does}, in one clip with this sound?
    How does it look when it {does}? A video with the sound kept, please
    Hearing the {noise} makes me want to watch it {doing}: a clip with both, please
    After that {noise} I want to see it {do}, in a video with sound
""")
AFTER_ANY = patterns("""
    now a clip of it with [sound/audio]
    Film it, with sound[ please/]
    [Could/Can] you make a video of that, one with sound?
    I'd like to see it moving and hear it at the same time, in one [clip/video]
    Do you have it as a [film/video] with sound?
    vid of it pls, sound on
    Let me see and hear it, in one clip
    Please prepare a short video of this, with [accompanying/matching] audio.
    make a movie of it! with sound!
    Next I want to watch it and hear it, both together in a [clip/video]
    A short clip of this with audio would be [lovely/wonderful]
    It would help me to both see it move and hear it, in [a single/one] clip
    You can make for me video of this, with the sound also?
    Hmm, a clip of it would be nice... no, wait, a clip with sound
    clip plus sound of the same thing[, please/, thanks]
    now film it with its {noise}
    [Can/Could] I get a clip of it with the {noise}?
    Show it to me on video, {noise} included
    I want a [video/clip] of this with its {noise} in it
    video and {noise} of it pls, all in one
    Then a short film of it, complete with its {noise}
    Shoot me a clip of the {bare} with its {noise}[, will you/, please]
    lemme see it in a vid w the {noise}
    Moving, and with the {noise}, that's how I'd like it now
    If possible, one clip of it in which I [also hear/can also hear] the {noise}
    Give me that as a [movie/film] with its {noise}
    Film it while it {does}, with sound
    I want to watch it and hear it {do}, in [one/a single] clip
    make a video where it goes {goes}
    Are you able to show it moving and {doing}, with sound?
    now a vid of it {doing}, sound on
    Kindly furnish a clip of it {doing}, with [audible sound/audio].
    Have it {do} on video, so that I see and hear it
    oooh do a video where it moves and goes {goes}!
    Is there a way to see it move and hear it {do} in the same clip?
    How about a [clip/video] of it {doing}, sound and all?
    One clip, please, in which the {bare} moves and audibly {does}
    please video, it moves and I hear how it {does}
    Seeing it {doing} and hearing the {noise}, that's the clip I [want/would like]
    So, a little film of it {doing}, with the {noise} on it
""")
