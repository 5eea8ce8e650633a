"""What people say in plain talk: questions whose answers come from the language model itself, and frames over topics.

Many are hard negatives: they speak about pictures, music, films or sounds and ask for none. Words only.
"""

QUESTIONS = """
I love paintings of cats. Who painted famous ones?
Who composed the Four Seasons?
What makes a good photo?
Explain how video compression works.
Who painted the Mona Lisa?
What is impressionism?
Why do people like sad music?
How does a camera work?
How do I take better pictures with my phone?
What is the rule of thirds in photography?
Who directed the film Jaws?
What is a soundtrack?
How are cartoons made?
What is the difference between a gif and a video?
How does a microphone turn sound into electricity?
What is the difference between a violin and a viola?
How many strings does a guitar have?
Is it hard to learn the piano?
Why does a siren change its pitch when it passes?
What is an echo?
Why is the sky blue?
What colours make green?
How do I mix purple paint?
Which brush is best for watercolours?
What is a still life?
Who was Vincent van Gogh?
Who was Mozart?
What did Beethoven write?
What is jazz?
What is the oldest film?
How do I edit a video?
How long should a good film be?
What is animation?
How does an mp3 file work?
What is a pixel?
What is the difference between PNG and JPEG?
My daughter likes drawing. How can I encourage her?
I took a lot of photos on holiday. How should I sort them?
I heard a strange noise in my car yesterday. What could it be?
My dog barks all night. What can I do?
I saw a beautiful sunset today.
I like listening to the rain.
I went to the cinema last night.
My brother plays the drums.
I'm learning to play the flute.
I watched a video about whales yesterday.
The picture on my wall is crooked. How do I hang it straight?
What should I draw today?
Can you recommend a good movie?
Which song should I learn first on the ukulele?
Do you like music?
What is your favourite painting?
Is photography art?
Why do films have trailers?
What does a film editor do?
What does a sound engineer do?
How do birds learn to sing?
Why do cats purr?
Why do dogs howl?
How do whales talk to each other?
Why do roosters crow in the morning?
How do crickets make their noise?
What is thunder?
How is glass made?
How do planes fly?
How does a rocket work?
What is the capital of France?
What is the capital of Japan?
What is the largest ocean?
Which planet is closest to the sun?
How many legs does a spider have?
How many continents are there?
How many minutes are in a day?
What is photosynthesis?
What is gravity?
Why is the sea salty?
How do bees make honey?
What do pandas eat?
How long do elephants live?
Where do penguins live?
How fast can a cheetah run?
What is a mammal?
What is the difference between a frog and a toad?
What is an atom?
What is DNA?
How do vaccines work?
Why do we sleep?
Why do we dream?
How does the heart work?
What is a volcano?
What causes earthquakes?
What causes the seasons?
What is a black hole?
How far away is the moon?
What is the speed of light?
Who invented the telephone?
Who was Albert Einstein?
Who was Marie Curie?
Who wrote Romeo and Juliet?
Who wrote Don Quixote?
When did the second world war end?
What was the Roman Empire?
What is democracy?
What is inflation?
What is a budget?
How do I save money?
What is the internet?
What is a computer program?
What is machine learning?
What is a neural network?
What is Python used for?
Write a Python function that adds two numbers.
How do I sort a list in Python?
What is a variable?
What does HTML stand for?
What is a spreadsheet?
How do I boil an egg?
How do I make pancakes?
How do I cook rice?
What can I make with potatoes and cheese?
What is a healthy breakfast?
Give me a simple soup recipe.
How do I bake bread?
What goes well with spaghetti?
How do I make good coffee?
What is the difference between tea and coffee?
Suggest a snack for children.
How do I start running?
How much water should I drink?
How can I sleep better?
I have a headache. What can I do?
How can I relax after work?
I feel a bit sad today.
I'm so happy, I passed my exam!
I am bored.
I'm nervous about my interview tomorrow.
My friend is angry with me. What should I do?
How do I apologise to a friend?
How do I make new friends?
Give me some advice for my first day at school.
How do I write a good letter?
Write a short thank-you note to my teacher.
Write a birthday greeting for my grandmother.
Write a short poem about the sea.
Write a haiku about autumn.
Write a two line poem about a cat.
Tell me a very short story about a brave mouse.
Tell me a joke.
Tell me a riddle.
Tell me something interesting.
Give me a fun fact.
What is a metaphor?
What is a synonym for happy?
What is the opposite of brave?
What is the plural of mouse?
Is it "who" or "whom"?
Correct this sentence: she go to school yesterday.
Make this more polite: give me the report.
Summarise in one sentence: the meeting was long, but we agreed on a plan.
Translate "good morning" into French.
How do you say thank you in Spanish?
What does "carpe diem" mean?
Spell the word necessary.
Give me three words that rhyme with light.
What is the past tense of swim?
What is an adjective?
What is 2 + 2?
What is 7 times 8?
What is 15 minus 6?
What is 100 divided by 4?
What is half of 50?
What is 10 percent of 200?
How many degrees are in a circle?
What is a prime number?
What is the area of a square with side 3?
What is a triangle?
If I have 3 apples and eat one, how many are left?
How do I find the average of numbers?
What is a fraction?
What is an even number?
What is the best way to learn a language?
How do I stay focused while studying?
How do I prepare for an exam?
How do I plan a birthday party?
How do I pack for a trip?
What should I see in London?
What is Rome famous for?
Is Australia a country?
Which language is spoken in Brazil?
Name three countries in Africa.
Name three rivers in Europe.
Name five fruits.
Name four musical instruments.
Name three famous painters.
Name some famous composers.
Name three animals that can swim.
Give me names for a puppy.
Give me a name for my cat.
Give me an idea for a weekend trip.
Give me an idea for a gift.
What can I plant in a small garden?
How often should I water a cactus?
Why do leaves fall in autumn?
How do trees drink?
What is compost?
What is recycling?
How can I save energy at home?
What is climate change?
What is wind power?
How does a battery work?
How does a fridge work?
How does a bicycle stay upright?
How do I change a flat tyre?
How do I remove a coffee stain?
How do I clean a window?
How do I tie a tie?
How do I fold a shirt?
What is chess?
How many players are in a soccer team?
What are the Olympic games?
How long is a marathon?
What is yoga?
What is basketball?
Why do people like horror films?
What is a documentary?
What is an opera?
What is a symphony?
What is a choir?
What is rhythm?
What is a melody?
What is the difference between major and minor?
How do speakers work?
How do headphones cancel noise?
What is a decibel?
Can loud music hurt my ears?
Why do fingernails on a board sound awful?
How do deaf people watch films?
What is a silent movie?
What is stop motion?
What is a frame rate?
How do I make a slideshow of my photos?
How do I frame a picture?
How do I draw a cat? Explain the steps.
How do I learn to draw faces?
What is perspective in drawing?
What is a portrait?
What is a sketch?
What is graffiti?
What is pop art?
What is a sculpture?
What is an emoji?
Who invented the camera?
Who invented the piano?
When was the first photograph taken?
What is the most famous photograph?
What is a hologram?
How do 3D glasses work?
What is virtual reality?
Why are flamingos pink?
What colour is a ripe banana?
What colour is an emerald?
Why is snow white?
Are zebras black or white?
Do fish sleep?
Can penguins fly?
Do bats see?
Which animal is the loudest?
Which bird can talk?
What is a group of lions called?
What is a baby dog called?
What is a baby cow called?
Is a tomato a fruit?
What is honey made of?
Where does chocolate come from?
What is cheese made of?
What is the tallest mountain?
What is the longest river?
What is a desert?
What is a rainbow made of?
How do clouds form?
What is fog?
What is a comet?
How many moons does Mars have?
What is a star?
What does a doctor do?
What does a firefighter do?
What does an astronaut eat?
What does a conductor do in an orchestra?
What is the job of an art director?
Should I buy a violin or a guitar?
I need a title for my painting of the sea.
I need a name for my music channel.
What is a good caption for a photo of my dog?
Give me a title for a film about robots.
Describe the sea in one sentence.
Describe a forest in words, no picture please.
Describe a thunderstorm in words.
What does the word "picture" mean?
What does the word "sound" mean?
What does "a picture is worth a thousand words" mean?
What does "music to my ears" mean?
What does "see you later, alligator" mean?
What does "sounds good" mean?
Sounds good, what is next?
I see. And why is that?
You paint a nice picture of the future.
I can picture it already.
Show me how to say hello in Italian.
Show me the way to be more patient.
Play along: you are a pirate. Say something.
Draw a conclusion: all cats are animals, Tom is a cat.
Make a list of three vegetables.
Make a plan for my Sunday.
Make up a new word for rain.
Create a password tip for me.
Create a slogan for a bakery.
Generate three names for a boat.
Generate a random number between 1 and 10.
Design a simple daily routine for me.
Compose a polite refusal.
Record keeping: why is it useful?
What is image recognition?
What is speech recognition?
How do computers make pictures?
How does a video game work?
What is the best picture book for children?
How do I describe a sound in a story?
How do I write a song?
What is a chorus in a song?
What is karaoke?
"""
