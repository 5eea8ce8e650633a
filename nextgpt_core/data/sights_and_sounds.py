"""Which sounds come from which visible things, and the words people use for a sound's source.

Tables only: sound label -> source as in "what does ... sound like", picture concept, and how it is said when heard.
Knows no pack and no template; where an instrument or noise has no honest picture it names none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sounding:
    """One row: `label` of the sound corpus; `source` with its article; `concept` seen, or None; `heard` as said."""

    label: str
    source: str
    concept: str | None
    heard: str | None = None


def _row(line: str) -> Sounding:
    label, source, concept, heard = ([part.strip() for part in line.split("|")] + [""])[:4]
    return Sounding(label, source, concept or None, heard or None)


_TABLE = """
dog bark | a dog | dog face | a dog barking
cat meow | a cat | cat face | a cat meowing
cat purr | a purring cat | cat face | a cat purring
cow moo | a cow | cow face | a cow mooing
sheep bleat | a sheep | sheep | a sheep bleating
duck quack | a duck | duck | a duck quacking
rooster crow | a rooster | rooster | a rooster crowing
clucking hen | a chicken | chicken | a hen clucking
pig grunt | a pig | pig face | a pig grunting
horse neigh | a horse | horse face | a horse neighing
horse gallop | a galloping horse | horse face | a horse galloping
donkey bray | a donkey | donkey | a donkey braying
lion roar | a lion | lion | a lion roaring
wolf howl | a wolf | wolf | a wolf howling
elephant trumpeting | an elephant | elephant | an elephant trumpeting
monkey | a monkey | monkey face | a monkey
owl hoot | an owl | owl | an owl hooting
birdsong | a bird | bird | birds singing
crow | a crow | black bird | a crow cawing
seagull | a seagull | | a seagull crying
cuckoo | a cuckoo | | a cuckoo calling
woodpecker | a woodpecker | | a woodpecker pecking
frog croak | a frog | frog | a frog croaking
crickets | a cricket | cricket insect | crickets chirping
bee buzz | a bee | bee | a bee buzzing
mosquito | a mosquito | mosquito | a mosquito buzzing
whale song | a whale | whale | a whale singing
dolphin | a dolphin | dolphin | a dolphin clicking and whistling
snake hiss | a snake | snake | a snake hissing
mouse squeak | a mouse | mouse face | a mouse squeaking
rain | rain | cloud with rain | rain falling
thunder | thunder | cloud with lightning | thunder
wind | the wind | wind blowing face | the wind blowing
ocean waves | the sea | ocean wave | ocean waves
stream | a stream | | a stream flowing
bubbles | bubbles | bubbles | bubbles
campfire | a campfire | fire | a fire crackling
water drops | dripping water | water drop | water dripping
hail | hail | | hail falling
telephone | a telephone | telephone | a telephone ringing
alarm clock | an alarm clock | alarm clock | an alarm clock beeping
ticking clock | a clock | mantelpiece clock | a clock ticking
typing | a computer keyboard | keyboard | someone typing
knock on a door | a knock on a door | door | a knock on a door
doorbell | a doorbell | |a doorbell ringing
door creak | a creaking door | door | a door creaking
door slam | a slamming door | door | a door slamming
car engine | a car | car | a car engine
car horn | a car horn | car | a car honking
passing car | a passing car | car | a car passing by
car brakes | car brakes | car | a car braking hard
car crash | a car crash | car | a car crash
siren | a siren | ambulance | a siren wailing
train | a train | train | a train passing
steam train | a steam train | locomotive | a steam train
jet plane | a jet plane | airplane | a jet plane
helicopter | a helicopter | helicopter | a helicopter
starship | a spaceship | rocket | a spaceship
flying saucer | a flying saucer | flying saucer | a flying saucer
ship horn | a ship's horn | ship | a ship's horn
bicycle bell | a bicycle bell | bicycle | a bicycle bell
lawn mower | a lawn mower | | a lawn mower
vacuum cleaner | a vacuum cleaner | | a vacuum cleaner
electric drill | an electric drill | | an electric drill
washing machine | a washing machine | | a washing machine
kettle | a kettle | | a kettle whistling
camera | a camera | camera | a camera clicking
hammer | a hammer | hammer | a hammer
saw | a saw | carpentry saw | someone sawing wood
cash register | a cash register | | a cash register
3d printer | a 3d printer | | a 3d printer
machine hall | a factory | factory | machines in a factory
choir | a choir | | a choir singing
geiger counter | a geiger counter | | a geiger counter clicking
modem | a modem | | a modem dialling in
morse code | morse code | | morse code
busy tone | a busy telephone line | | a busy tone
robot | a robot | robot | a robot
smoke alarm | a smoke alarm | | a smoke alarm
radio static | a radio | radio | radio static
laughter | laughter | face with tears of joy | someone laughing
scream | a scream | face screaming in fear | someone screaming
snoring | snoring | sleeping face | someone snoring
baby cry | a baby | baby | a baby crying
applause | applause | clapping hands | people applauding
hand clapping | clapping hands | clapping hands | hands clapping
heartbeat | a heartbeat | beating heart | a heart beating
footsteps | footsteps | footprints | footsteps
breath | breathing | | someone breathing
burp | a burp | | someone burping
punch | a punch | boxing glove | a punch
speech | a person talking | speaking head | a person talking
explosion | an explosion | explosion | an explosion
fireworks | fireworks | fireworks | fireworks
gunshot | a gunshot | | a gunshot
laser gun | a laser gun | | a laser gun
wind chimes | wind chimes | wind chime | wind chimes
church bell | a church bell | bell | a church bell ringing
hand bell | a hand bell | bell | a hand bell
spring | a spring | | a spring going boing
video game coin | a coin in a video game | coin |
piano | a piano | piano keyboard |
electric piano | an electric piano | |
violin | a violin | violin |
acoustic guitar | an acoustic guitar | |
electric guitar | an electric guitar | guitar |
banjo | a banjo | banjo |
accordion | an accordion | accordion |
trumpet | a trumpet | trumpet |
saxophone | a saxophone | saxophone |
flute | a flute | flute |
drum kit | drums | drum |
snare drum | a snare drum | drum |
drum roll | a drum roll | drum |
congas | congas | conga drum |
maracas | maracas | maracas |
chiptune | an old video game | game controller |
"""
SOUNDINGS: dict[str, Sounding] = {row.label: row for row in map(_row, _TABLE.strip().splitlines())}

# further pictures of a source: concept -> label; never the way back from a sound
ALSO_SEEN = {
    "guide dog": "dog bark",
    "service dog": "dog bark",
    "poodle": "dog bark",
    "black cat": "cat meow",
    "grinning cat": "cat meow",
    "ram": "sheep bleat",
    "fire engine": "siren",
    "police car": "siren",
    "police car light": "siren",
    "taxi": "car engine",
    "racing car": "car engine",
    "suv": "car engine",
    "pickup truck": "car engine",
    "oncoming automobile": "car horn",
    "high-speed train": "train",
    "bullet train": "train",
    "railway carriage": "train",
    "small airplane": "jet plane",
    "airplane departure": "jet plane",
    "mobile phone": "telephone",
    "telephone receiver": "telephone",
    "wall clock": "ticking clock",
    "watch": "ticking clock",
    "passenger ship": "ship horn",
    "ferry": "ship horn",
    "cloud with lightning and rain": "thunder",
    "umbrella with rain drops": "rain",
    "sun behind rain cloud": "rain",
    "lightning bolt": "thunder",
    "rolling on the floor laughing": "laughter",
    "sleeping zzz": "snoring",
    "loudly crying face": "baby cry",
    "anatomical heart": "heartbeat",
    "bomb": "explosion",
    "collision": "explosion",
    "spouting whale": "whale song",
    "front facing baby chick": "clucking hen",
    "fountain": "stream",
    "mountain bike": "bicycle bell",
    "dove": "birdsong",
    "parrot": "birdsong",
    "wolf": "wolf howl",
    "boar": "pig grunt",
    "lion": "lion roar",
    "laptop": "typing",
    "church": "church bell",
    "bellhop bell": "hand bell",
    "person running": "footsteps",
    "person walking": "footsteps",
    "horse racing": "horse gallop",
    "orangutan": "monkey",
    "person biking": "bicycle bell",
    "camera with flash": "camera",
    "ox": "cow moo",
    "water buffalo": "cow moo",
    "rat": "mouse squeak",
}

# photographs: ImageNet class name -> (picture concept or "", sound label or "")
_PHOTOS = """
rooster | rooster | rooster crow
hen | chicken | clucking hen
duck | duck | duck quack
American bullfrog | frog | frog croak
tree frog | frog | frog croak
tailed frog | frog | frog croak
great grey owl | owl | owl hoot
bald eagle | eagle |
king penguin | penguin |
grey parrot | parrot |
macaw | parrot |
black swan | swan |
grey whale | whale | whale song
killer whale | whale | whale song
tabby cat | cat face | cat meow
tiger cat | cat face | cat meow
Persian cat | cat face | cat meow
Siamese cat | cat face | cat meow
Egyptian Mau | cat face | cat meow
grey wolf | wolf | wolf howl
red wolf | wolf | wolf howl
Alaskan tundra wolf | wolf | wolf howl
red fox | fox |
Arctic fox | fox |
lion | lion | lion roar
tiger | tiger face |
brown bear | bear |
giant panda | panda |
Asian elephant | elephant | elephant trumpeting
African bush elephant | elephant | elephant trumpeting
sheep | sheep | sheep bleat
horse | horse face | horse neigh
pig | pig face | pig grunt
wild boar | boar | pig grunt
ox | ox | cow moo
water buffalo | water buffalo | cow moo
cottontail rabbit | rabbit face |
gorilla | gorilla |
chimpanzee | | monkey
bee | bee | bee buzz
cricket | cricket insect | crickets
monarch butterfly | butterfly |
goldfish | fish |
great white shark | shark |
scorpion | scorpion |
ladybug | ladybug |
airliner | airplane | jet plane
ambulance | ambulance | siren
fire truck | fire engine | siren
police van | | siren
sports car | car | car engine
convertible | car | car engine
station wagon | car | car engine
taxi | taxi | car horn
race car | racing car | car engine
high-speed train | high-speed train | train
steam locomotive | locomotive | steam train
ocean liner | passenger ship | ship horn
container ship | ship | ship horn
mountain bike | bicycle | bicycle bell
accordion | accordion | accordion
acoustic guitar | guitar | acoustic guitar
electric guitar | guitar | electric guitar
banjo | banjo | banjo
cello | | cello
drum | drum | snare drum
flute | flute | flute
French horn | | french horn
grand piano | piano keyboard | piano
upright piano | piano keyboard | piano
harmonica | | harmonica
harp | | harp
oboe | | oboe
bassoon | | bassoon
ocarina | | ocarina
pan flute | | pan flute
pipe organ | | church organ
saxophone | saxophone | saxophone
steel drum | | steel drum
trombone | | trombone
trumpet | trumpet | trumpet
violin | violin | violin
xylophone | | xylophone
wind chime | wind chime | wind chimes
wall clock | wall clock | ticking clock
analog clock | wall clock | ticking clock
rotary dial telephone | telephone | telephone
computer keyboard | keyboard | typing
vacuum cleaner | | vacuum cleaner
washing machine | | washing machine
lawn mower | | lawn mower
power drill | | electric drill
hammer | hammer | hammer
reflex camera | camera | camera
bell tower | | church bell
teapot | teapot |
pizza | pizza |
banana | banana |
strawberry | strawberry |
lemon | lemon |
pineapple | pineapple |
green apple | green apple |
hot dog | hot dog |
cheeseburger | hamburger |
ice cream | ice cream |
broccoli | broccoli |
mushroom | mushroom |
umbrella | umbrella |
backpack | backpack |
balloon | balloon |
sailboat | sailboat |
volcano | volcano |
castle | castle |
tractor | tractor |
teddy bear | teddy bear |
laptop computer | laptop |
soccer ball | soccer ball |
basketball | basketball |
candle | candle |
sunglasses | sunglasses |
"""
PHOTO_KIN: dict[str, tuple[str, str]] = {}
for _line in _PHOTOS.strip().splitlines():
    _name, _concept, _label = (part.strip() for part in _line.split("|"))
    PHOTO_KIN[_name] = (_concept, _label)
DOG_CLASSES = range(151, 269)  # the 118 breeds of ImageNet, Chihuahua to Mexican hairless dog
DOG_KIN = ("dog face", "dog bark")
