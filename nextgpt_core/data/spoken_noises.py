"""What sounds are called by somebody who imitates them: a cow "goes moo". Words only."""

from __future__ import annotations

from collections.abc import Mapping

SPOKEN: Mapping[str, tuple[str, ...]] = {
    label.strip(): tuple(said.strip() for said in spoken.split("/"))
    for label, spoken in (
        line.split(":")
        for line in """
            alarm clock: beep beep / ring ring / bip bip bip
            applause: clap clap clap
            baby cry: waah / wah wah
            bee buzz: bzzz / buzz / bzz bzz
            bicycle bell: ding ding / ring ring / dring
            birdsong: tweet tweet / chirp chirp
            bubbles: blub blub / pop pop
            camera: click / snap
            campfire: crackle crackle / snap crackle
            car brakes: screech / skreee
            car crash: crash / bang
            car engine: vroom / brum brum / vroom vroom
            car horn: beep beep / honk / tuut
            cat meow: meow / miaow / mew
            cat purr: purr / prrr
            church bell: ding dong / bong / bim bam
            clucking hen: cluck cluck / bawk bawk
            congas: boom tap tap / bongo bong
            cow moo: moo / mooo
            crickets: chirp chirp / cri cri
            crow: caw caw / kraa
            dog bark: woof / woof woof / ruff / bow-wow
            dolphin: click click / eek eek
            donkey bray: hee-haw / ee-aw
            door creak: creak / eeek
            door slam: bang / slam
            drum kit: boom / boom boom / ba dum tss
            drum roll: trrrum / rattattatt
            duck quack: quack / quack quack
            elephant trumpeting: toot / pawoo
            explosion: boom / kaboom / bang
            fireworks: bang / pop / fizz bang
            flying saucer: wee-oo / zwoop
            footsteps: tap tap / step step
            frog croak: ribbit / croak / quaak
            hammer: bang bang / knock knock
            hand bell: ding / ding-a-ling / tinkle
            hand clapping: clap clap
            heartbeat: thump thump / lub dub / boom boom
            helicopter: chop chop chop / flap flap
            horse gallop: clip-clop / clippety clop
            horse neigh: neigh / neeeigh
            jet plane: whoosh / roar / wheee
            knock on a door: knock knock / tock tock
            laughter: ha ha ha / hee hee
            lion roar: roar / grrr / raaar
            maracas: shake shake / chicka chicka
            monkey: ooh ooh ah ah / eek eek
            mosquito: bzzz / eeee
            mouse squeak: squeak / squeak squeak / peep
            ocean waves: swoosh / whoosh
            owl hoot: hoo hoo / hoot / tu-whit tu-whoo
            passing car: zoom / vroom
            pig grunt: oink / oink oink
            punch: pow / thwack / bam
            radio static: kshhh / crackle
            rain: pitter-patter / drip drop
            robot: beep boop / bleep bloop
            rooster crow: cock-a-doodle-doo / cockadoodledoo
            saw: zzz-zzz / ritsch ratsch
            scream: aaah / eeek
            sheep bleat: baa / baaa / meh
            ship horn: toot / honk / tuuut
            siren: wee-oo wee-oo / nee-naw
            snake hiss: hiss / sss
            snare drum: rat-a-tat / rattata
            snoring: zzz / chrr
            speech: blah blah / bla bla bla
            starship: whoosh / pew pew
            steam train: choo choo / chuff chuff / puff puff
            stream: splish splash / gurgle
            telephone: ring ring / brring
            thunder: boom / rumble / crash
            ticking clock: tick tock / tick tick
            train: choo choo / clickety-clack
            trumpet: toot / ta-da / tooot
            typing: clack clack / tap tap tap
            video game coin: pling / bling
            water drops: drip drop / plip plop
            wind: whoosh / whooo
            wind chimes: tinkle / ding ding
            wolf howl: awoo / aoooo / howl
        """.strip().splitlines()
    )
}
