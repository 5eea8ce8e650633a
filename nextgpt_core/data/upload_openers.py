"""What people say of an upload before they ask about it, whatever it shows or plays. For training; words only."""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns

UPLOAD_OPENERS: Mapping[str, tuple[str, ...]] = {
    "image": patterns("""
        My daughter made this at school.
        My little brother drew this for me.
        I drew this myself!
        Here is a picture.
        Here's a picture for you.
        Here is an image I saved.
        I have a picture here.
        I've attached an image.
        Please find a picture attached.
        Please see the attached image.
        I am sending you a picture.
        I'd like to show you something.
        Good morning, I have attached a picture.
        Hello, here is a picture from my book.
        I found this in an old book.
        This was in my daughter's workbook.
        This is from my son's homework.
        This is on our worksheet.
        We got this picture in class today.
        Our teacher showed us this.
        My teacher put this on the board.
        Today's picture for the class:
        Class, here is our next picture.
        Look what I got!
        Look at this!
        Look at my picture!
        See this!
        I made a picture!
        I got this picture from my grandma!
        My friend gave me this picture.
        My friend sent me this.
        My aunt texted me this.
        A colleague forwarded this to me.
        Somebody posted this in our group chat.
        I got this in a message today.
        This popped up on my screen.
        I saw this in an app.
        I took a screenshot of this.
        Screenshot from my phone:
        Saw this online.
        Found this while scrolling.
        Found this on the internet.
        This was on a poster at the station.
        There was this on the packaging.
        This was printed on a T-shirt.
        Someone stuck this on my laptop.
        It was on a card I got.
        I got this on a flash card.
        This is from a memory game we have.
        This is the next card in our guessing game.
        Picture attached.
        Image attached.
        New picture:
        Next one:
        One more picture.
        Another one for you...
        OK, here it is.
        Got this from a friend...
        found this on my phone.
        found this in my gallery,
        ok so i got this pic,
        heres a pic,
        here is the pic.
        got sent this lol.
        saw this somewhere...
        my sis drew this.
        Sorry for the quality of the picture.
        It is a bit small, sorry.
        I send you here one picture.
        Please, I have here a picture.
        This picture I have found yesterday.
        I can't see very well, and this was sent to me.
        I am blind, and I was sent this image.
    """),
    "audio": patterns("""
        Recorded this on my balcony.
        I recorded this this morning.
        I recorded this on my phone.
        My phone picked this up last night.
        I heard this through the wall.
        This came in through my open window.
        I heard this on my way home.
        We heard this on holiday.
        I keep hearing this.
        I woke up to this.
        Heard this outside just now.
        Here is a recording.
        Here's a short recording for you.
        Here is something I recorded.
        I have a recording here.
        I've attached an audio file.
        Please find a recording attached.
        Please listen to the attached recording.
        Good evening, I am sending you a short recording.
        I'd like to play you something.
        Listen to this!
        Listen!
        Listen to what I recorded!
        I got this with my new microphone!
        My dad recorded this for me!
        My friend sent me this as a voice message.
        My cousin sent me this recording.
        Someone left this on my voicemail.
        This was playing on the radio.
        I heard this in a film.
        This is from a sound quiz.
        Next sound in our listening game:
        Our teacher played us this.
        Class, please listen carefully.
        Audio attached.
        Recording attached.
        Next recording:
        It's a bit quiet, sorry.
        Sorry about the background noise.
        Only got a few seconds of it...
        got this on my recorder.
        found this audio on my phone.
        heard this earlier,
        ok listen to this,
        I send you here one audio.
        This recording I have made yesterday.
        I don't hear so well, and this is what I recorded.
    """),
    "video": patterns("""
        My brother filmed this.
        I filmed this yesterday.
        I filmed this with my phone.
        My mom took this video!
        I made a video!
        Watch this!
        Look at my video!
        Here is a video.
        Here's a short clip for you.
        Here is a clip I saved.
        I have a video here.
        I've attached a video.
        Please find a short video attached.
        Please watch the attached clip.
        Good afternoon, I am sending you a short video.
        My friend sent me this clip.
        A neighbor sent me this video.
        Somebody shared this clip in our group.
        My grandson sent me this video.
        I came across this clip online.
        This is a scene I recorded.
        This is from a video we saw in class.
        Our teacher showed us this clip.
        Class, let's watch this short clip.
        Clip attached.
        Video attached.
        Next clip:
        It's only a few seconds long.
        It's a bit shaky, sorry.
        Sorry, the clip is very short...
        found this vid on my phone.
        ok so i got this clip,
        heres a vid,
        got sent this vid lol.
        I send you here one video.
        This video I have received today.
    """),
}
