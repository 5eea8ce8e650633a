"""Every word of the page in English and Chinese, as one table. Labels go to the browser, which picks its language;
what the server writes into the chat is said in the language the browser asked for.

An error's own sentence (errors.py) stays English; telling.py puts a heading of this table above it.
"""

from __future__ import annotations

LANGUAGES = ("en", "zh")
TABLE = {
    # the frame
    "new_chat": ("New chat", "新对话"),
    "close": ("Close", "关闭"),
    "chats": ("Chats", "对话列表"),
    "settings": ("Settings", "设置"),
    "save_chat": ("Save this chat", "保存此对话"),
    "as_zip": ("Everything (zip)", "全部（zip）"),
    "as_html": ("Web page", "网页"),
    "as_markdown": ("Markdown", "Markdown"),
    "open_zip": ("Open a saved chat", "打开已保存的对话"),
    "chat": ("Chat", "对话"),
    "message": ("Message", "消息"),
    "ask": ("Ask for words, a picture, a sound or a clip", "想要文字、图片、声音还是短片？"),
    "answer_with": ("Answer with", "回答形式"),
    "auto": ("Auto", "自动"),
    "text": ("Text", "文字"),
    "image": ("Picture", "图片"),
    "audio": ("Sound", "声音"),
    "video": ("Clip", "短片"),
    "welcome": ("One chat for everything", "一个对话，万物皆可"),
    "welcome_line": ("Say it, show it or play it. The answer comes as words, pictures, sounds and clips.",
                     "用文字、图片、声音或短片提问，也用它们回答。"),
    "caps": ("Up to {files} files of {mb} MB: pictures, sounds up to {audio} min, clips up to {video} min. Answers by "
             "{model} can be wrong.",
             "每条最多 {files} 个文件，各 {mb} MB：图片、{audio} 分钟内的声音、{video} 分钟内的短片。"
             "{model} 的回答可能有误。"),
    # settings
    "quality": ("Quality", "质量"),
    "quality_hint": ("Sets steps and candidates of every medium.", "同时设定各种媒体的步数和候选数。"),
    "fast": ("Fast", "快速"),
    "balanced": ("Balanced", "均衡"),
    "best": ("Best", "最佳"),
    "never": ("Never answer with", "不要以此回答"),
    "never_hint": ("Under Auto, the model chooses among the rest.", "在“自动”下，模型从其余形式中选择。"),
    "seed_group": ("Seed", "随机种子"),
    "seed": ("Seed", "随机种子"),
    "seed_hint": ("The same seed, message and settings make the same answer.", "种子、消息和设置相同，回答就相同。"),
    "dice": ("⚄ Roll", "⚄ 随机"),
    "new_seed": ("New seed for every answer", "每次回答换新种子"),
    "words_group": ("Words", "文字"),
    "temperature": ("Temperature", "温度"),
    "temperature_hint": ("0 always says the likeliest word; more is livelier.", "0 总选最可能的词；越大越活泼。"),
    "top_p": ("Top-p", "Top-p"),
    "top_p_hint": ("Only the likeliest words that add up to this share.", "只用累计概率达到此值的词。"),
    "max_new_tokens": ("Length", "长度"),
    "max_new_tokens_hint": ("The longest answer, in tokens.", "回答最多多少个词元。"),
    "system_prompt": ("Instructions", "系统提示"),
    "system_prompt_hint": ("Told to the model before the chat begins.", "对话开始前告诉模型。"),
    "num_steps": ("Steps", "步数"),
    "num_steps_hint": ("More steps: finer, slower.", "越多越精细，也越慢。"),
    "guidance": ("Guidance", "引导强度"),
    "guidance_hint": ("How strictly it follows the words.", "多大程度遵循文字。"),
    "candidates": ("Candidates", "候选数"),
    "candidates_hint": ("So many are made; the one that fits best is kept.", "生成多个，保留最符合要求的一个。"),
    "size_px": ("Size", "尺寸"),
    "size_px_hint": ("Pixels a side.", "每边的像素数。"),
    "seconds": ("Length", "时长"),
    "seconds_hint": ("In seconds.", "以秒计。"),
    "num_frames": ("Frames", "帧数"),
    "num_frames_hint": ("More frames: a longer clip.", "帧数越多，短片越长。"),
    "negative_prompt": ("Leave out", "不要出现"),
    "negative_prompt_hint": ("What should not be in it.", "不希望出现的内容。"),
    # in the chat
    "thinking": ("Thinking", "思考中"),
    "waiting": ("Waiting in line", "排队中"),
    "making_image": ("Painting a picture", "正在作画"),
    "making_audio": ("Making a sound", "正在生成声音"),
    "making_video": ("Filming a clip", "正在生成短片"),
    "step": ("step {step} of {total}", "第 {step} 步，共 {total} 步"),
    "preview": ("preview", "预览"),
    "stopped": ("stopped", "已停止"),
    "in_seed": ("seed {seed}", "种子 {seed}"),
    "in_s": ("{seconds:.1f} s", "{seconds:.1f} 秒"),
    "per_s": ("{speed} tokens/s", "{speed} 词元/秒"),
    "use": ("Use as input", "作为输入"),
    "use_title": ("Put it into the message box", "放进消息框"),
    "large": ("Open large", "放大"),
    "download": ("Download", "下载"),
    "retry": ("Retry", "重试"),
    "retry_title": ("Answer again with a new seed", "换新种子再答一次"),
    "again": ("Same seed", "同一种子"),
    "again_title": ("Answer again with the same seed and the settings as they are now", "用同一种子和当前设置再答一次"),
    "undo": ("Undo", "撤回"),
    "undo_title": ("Take the question and its answer back", "撤回问题和回答"),
    "copy": ("Copy", "复制"),
    "copy_title": ("Copy the words", "复制文字"),
    "older": ("Earlier version", "上一版本"),
    "newer": ("Later version", "下一版本"),
    "expired": ("This file is no longer kept on the server.", "此文件已不在服务器上。"),
    # the list of chats
    "no_chats": ("Nothing here yet. Chats are kept on this server for this browser.",
                 "还没有对话。对话会保存在本服务器，仅此浏览器可见。"),
    "rename": ("Rename", "重命名"),
    "delete": ("Delete", "删除"),
    "untitled": ("Untitled", "无标题"),
    # told
    "empty": ("The message is empty: type something, or attach a picture, a sound or a clip.",
              "消息是空的：请输入文字，或添加图片、声音或短片。"),
    "empty_answer": ("The answer came out empty. Try again, or ask in other words.",
                     "没有得到回答。请重试，或换个说法。"),
    "busy": ("An answer is still being made; stop it first, or wait for it.", "正在回答中；请先停止，或稍等。"),
    "too_busy": ("Not answered: too many people are asking right now. Press retry in a moment.",
                 "未能回答：现在提问的人太多。请稍后重试。"),
    "too_many_at_once": ("{most} answers are being made for you already; wait for one of them, or stop it.",
                         "已有 {most} 个回答正在生成；请等待其中一个完成，或将其停止。"),
    "no_memory": ("The machine ran out of memory. Ask for fewer media at once, a smaller size or fewer steps, start a "
                  "new chat, or start the program with a smaller preset.",
                  "内存不足。请减少一次要求的媒体、尺寸或步数，开始新对话，或用较小的预设启动程序。"),
    "no_room": ("The server's disk is full. Delete old chats, or free some space, and press retry.",
                "服务器磁盘已满。请删除旧对话或清理空间，然后重试。"),
    "went_wrong": ("Something went wrong inside the program ({error}). The chat is intact: press retry.",
                   "程序内部出错（{error}）。对话完好：请重试。"),
    "too_many_words": ("The message is {count} characters long; at most {most} are accepted. Shorten it.",
                       "消息有 {count} 个字符，最多接受 {most} 个。请缩短。"),
    "too_many_files": ("{count} files are attached; at most {most} files go with one message. Remove some.",
                       "已添加 {count} 个文件，每条消息最多 {most} 个。请移除一些。"),
    "chat_full": ("This chat has {most} messages, as many as fit. Save it and start a new one.",
                  "此对话已有 {most} 条消息，达到上限。请保存后开始新对话。"),
    "cannot_read": ("This model cannot read this kind of file: {kind}. It reads: {able}. Remove that file.",
                    "此模型无法读取这种文件：{kind}。可读取：{able}。请移除该文件。"),
    "no_shelf": ("This page keeps no chats; reload it.", "此页面未保存对话；请刷新页面。"),
    # headings above an error's own sentence, which is English and says in detail what to do (telling.py)
    "err_unreadable": ("This file cannot be used",
                       "无法使用此文件。请另存为常见格式（PNG、JPEG、WAV、MP3、MP4）后重新添加。"),
    "err_too_large": ("Too large", "文件或画面过大。请缩小或压缩后重新添加。"),
    "err_too_long": ("Too long", "声音或短片过长。请只截取需要的部分。"),
    "err_chat_too_long": ("Longer than the model can hold",
                          "对话超出模型的容量。请缩短消息、减少回答长度，或开始新对话。"),
    "err_gone": ("This file is gone", "此文件已不在服务器上。请重新添加后再问一次。"),
    "err_cannot_read": ("The model cannot read this", "此模型无法读取这种媒体。请移除后重试。"),
    "err_cannot_make": ("The model cannot make this", "此模型无法生成这种形式。请换一种回答形式。"),
    "err_cannot": ("The model cannot do this", "此模型做不到。请换一种要求。"),
    "err_held_back": ("Held back", "图片未通过安全检查，未予显示。请换个要求。"),
    "err_missing_weights": ("Files of the model are missing", "缺少模型文件。请按下面的命令获取，然后重新启动程序。"),
    "err_bad_zip": ("This chat cannot be opened", "无法打开此对话文件。请选择从这里保存的 zip 文件。"),
    "err_bad_input": ("This does not fit", "设置或消息不合要求。请按下面的说明修改。"),
    "err_not_done": ("This could not be done", "未能完成。原因如下："),
    # the script's own dialogs (page.js)
    "js_camera": ("Camera", "相机"),
    "js_picture": ("Take a picture", "拍照"),
    "js_record": ("Record a clip", "录短片"),
    "js_finish": ("Finish", "完成"),
    "js_close": ("Close", "关闭"),
    "js_download": ("Download", "下载"),
    "js_no_camera": ("The camera cannot be used. Allow it in the browser's address bar, or choose a file.",
                     "无法使用相机。请在浏览器地址栏中允许，或选择文件。"),
    "js_gone": ("This file is no longer kept on the server.", "此文件已不在服务器上。"),
    "js_wrong_kind": ("{name} is no picture, sound or clip, and cannot be added.",
                      "{name} 不是图片、声音或短片，无法添加。"),
    "js_too_large": ("{name} is larger than {most} MB. Shorten it, make it smaller or compress it more.",
                     "{name} 超过 {most} MB。请缩短、缩小或压缩后再添加。"),
    "js_drop": ("Drop to attach", "松开即可添加"),
    "js_copied": ("Copied", "已复制"),
    "js_name": ("Name of this chat", "对话名称"),
    "js_delete": ("Delete this chat?", "删除此对话？"),
    # the example cards
    "ex_fox": ("A picture of a fox", "狐狸的图片"),
    "ex_violin": ("The sound of a violin", "小提琴的声音"),
    "ex_rocket": ("A clip of a rocket", "火箭的短片"),
    "ex_owl": ("What is in this picture?", "这张图里有什么？"),
    "ex_dog": ("Who makes this sound?", "这是谁的声音？"),
    "ex_cat": ("Hear and see this animal", "听听它，看看它"),
    "to": ("{reads} → {makes}", "{reads} → {makes}"),
    "ex_all": ("A drum in every way", "全方位的鼓"),
    "ex_turns": ("From picture to clip", "从图片到短片"),
}  # fmt: skip


def say(language: str, key: str, **values) -> str:
    """The words of `key`; an unknown language is English."""
    column = LANGUAGES.index(language) if language in LANGUAGES else 0
    return TABLE[key][column].format(**values) if values else TABLE[key][column]


def language_of(accepted: str | None) -> str:
    """The first language of an Accept-Language header that the page speaks, else English."""
    for entry in (accepted or "").split(","):
        language = entry.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def script_words() -> dict[str, dict[str, str]]:
    """language -> word, for page.js."""
    return {
        language: {key[3:]: words[i] for key, words in TABLE.items() if key.startswith("js_")}
        for i, language in enumerate(LANGUAGES)
    }
