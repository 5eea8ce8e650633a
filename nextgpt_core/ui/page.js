/* What the page does in the browser: buttons inside the chat, camera, dropping and pasting anywhere, the large view,
   and which chat this tab shows. Runs once; knows components by id only. `WORDS` is filled in by theme.py. */
() => {
  const WORDS = __WORDS__;
  const spoken = (navigator.language || "en").slice(0, 2);
  const words = WORDS[spoken] || WORDS.en;
  document.documentElement.lang = WORDS[spoken] ? spoken : "en";
  const find = (selector) => document.querySelector(selector);
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  /* the server acts: layout.py reads window.nextgptAct when one of the two hidden buttons is clicked */
  const ask = (act) => { window.nextgptAct = act; find("#act-ask").click(); };
  const tell = (act) => { window.nextgptAct = act; find("#act-quick").click(); };

  const say = (text) => {
    const note = make("div", { className: "toast-note", textContent: text });
    note.setAttribute("role", "status");
    document.body.append(note);
    setTimeout(() => note.remove(), 2500);
  };

  /* files enter through the message box's own chooser, so that Gradio uploads and shows them */
  const attach = (files) => {
    const input = find("#box input[type=file]");
    if (!input || !files.length) return;
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    find("#box textarea")?.focus();
  };

  const mediumOf = (button) => button.closest(".medium")?.querySelector("img, audio, video");
  const use = async (button) => {
    const address = mediumOf(button)?.src;
    const answer = address && await fetch(address).catch(() => null);
    if (!answer || !answer.ok) return say(words.gone);
    const blob = await answer.blob();
    attach([new File([blob], decodeURIComponent(address.split("/").pop()), { type: blob.type })]);
  };

  const dialog = (className, label, ...children) => {
    const close = make("button", { type: "button", className: "close", textContent: "×", title: words.close });
    const box = make("dialog", { className }, ...children, close);
    box.setAttribute("aria-label", label);
    close.onclick = () => box.close();
    box.onclick = (event) => { if (event.target === box) box.close(); };
    box.onclose = () => box.remove();
    document.body.append(box);
    box.showModal();
    return box;
  };

  const large = (button) => {
    const seen = mediumOf(button);
    if (!seen) return;
    const name = seen.alt || seen.title || "";
    const copy = seen.cloneNode();
    if (copy.tagName === "VIDEO") { copy.autoplay = true; seen.pause(); }
    const save = make("a", { href: seen.src, download: decodeURIComponent(seen.src.split("/").pop()),
                             textContent: words.download });
    dialog("large", name, copy, make("p", {}, make("span", { textContent: name }), save));
  };

  const copy = async (button) => {
    const said = [...button.closest(".message-row, .bot-row").querySelectorAll(".message-content")]
      .filter((node) => !node.querySelector(".medium, .acts, .making")).map((node) => node.innerText.trim());
    await navigator.clipboard?.writeText(said.join("\n\n"));
    say(words.copied);
  };

  const camera = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280 }, audio: false });
    } catch {
      return say(words.no_camera);
    }
    const view = make("video", { srcObject: stream, autoplay: true, muted: true, playsInline: true });
    const shot = make("button", { type: "button", className: "primary", textContent: words.picture });
    const record = make("button", { type: "button", textContent: words.record });
    const box = dialog("camera", words.camera, view, make("p", {}, shot, record));
    const off = () => stream.getTracks().forEach((track) => track.stop());
    box.addEventListener("close", off);
    shot.onclick = () => {
      const canvas = make("canvas", { width: view.videoWidth, height: view.videoHeight });
      canvas.getContext("2d").drawImage(view, 0, 0);
      canvas.toBlob((blob) => { attach([new File([blob], "camera.png", { type: "image/png" })]); box.close(); });
    };
    let recorder = null;
    record.onclick = async () => {
      if (recorder) return recorder.stop();
      const voice = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      voice?.getTracks().forEach((track) => stream.addTrack(track));
      const pieces = [];
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = (event) => pieces.push(event.data);
      recorder.onstop = () => {
        if (box.isConnected) attach([new File(pieces, "camera.webm", { type: "video/webm" })]);
        box.close();
      };
      recorder.start();
      shot.disabled = true;
      record.classList.add("recording");
      record.textContent = words.finish;
    };
  };

  const rename = (button) => {
    const name = window.prompt(words.name, button.dataset.title);
    if (name && name.trim()) tell(`rename-${button.dataset.id}-${name}`);
  };
  const onTheSpot = {
    use, large, copy, camera, rename,
    chats: () => find("#chats .toggle-button")?.click(),
    settings: () => find("#settings .toggle-button")?.click(),
    delete: (button) => { if (window.confirm(words.delete)) tell(`delete-${button.dataset.id}`); },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.do");
    if (!button) return;
    event.preventDefault();
    const act = [...button.classList].find((name) => name.startsWith("do-")).slice(3);
    const verb = act.split("-")[0];
    if (onTheSpot[verb]) onTheSpot[verb](button);
    else if (["retry", "again", "example"].includes(verb)) ask(act);
    else tell(act);
    if (verb === "open" && window.innerWidth < 900) onTheSpot.chats();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !find("dialog[open]")) find("#box .stop-button")?.click();
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(event.target.tagName)) {
      event.preventDefault();
      find("#box textarea")?.focus();
    }
  });

  /* sending while the microphone records: the recording ends and goes along */
  const send = () => find("#box .submit-button")?.click();
  const recordingEnds = () => {
    const stop = find("#box .microphone-button.recording") && find("#box .stop-button");
    if (!stop) return false;
    stop.click();
    const giveUp = Date.now() + 5000;
    const wait = setInterval(() => {
      const ready = find("#box .confirm-button");
      if (ready || Date.now() > giveUp) clearInterval(wait);
      if (ready) send();
    }, 50);
    return true;
  };
  const hold = (event) => { event.preventDefault(); event.stopPropagation(); };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#box .submit-button") && recordingEnds()) hold(event);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.("#box textarea")) return;
    if (event.isComposing) return event.stopPropagation(); // chooses a word of an input method
    if (event.ctrlKey || event.metaKey) { hold(event); send(); }
    else if (!event.shiftKey && recordingEnds()) hold(event);
  }, true);

  /* a file that is gone says so instead of showing a broken frame */
  document.addEventListener("error", (event) => {
    const medium = event.target.closest?.(".medium");
    if (medium && medium.contains(mediumOf(medium)) && !medium.querySelector(".gone")) {
      mediumOf(medium).hidden = true;
      medium.prepend(make("span", { className: "gone", textContent: words.gone }));
    }
  }, true);

  /* drop and paste anywhere */
  const inBox = (event) => event.target.closest?.("#box");
  const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    document.body.dataset.drop = words.drop;
    if (!inBox(event)) event.preventDefault();
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete document.body.dataset.drop; });
  document.addEventListener("drop", (event) => {
    delete document.body.dataset.drop;
    if (inBox(event) || !holdsFiles(event)) return;
    event.preventDefault();
    attach(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (!/INPUT|TEXTAREA/.test(event.target.tagName)) attach(event.clipboardData.files);
  });

  /* the list of chats says which one is open; the tab remembers it over a reload */
  const remember = () => {
    const list = find("#chat-list [data-current]");
    if (list) sessionStorage.setItem("nextgpt-chat", list.dataset.current);
  };
  /* the camera stands beside the microphone */
  const placeCamera = () => {
    const microphone = find("#box [data-testid=microphone-button]");
    if (!microphone || find("#box .do-camera")) return;
    const button = make("button", { type: "button", className: "do do-camera camera-button", title: words.camera });
    button.setAttribute("aria-label", words.camera);
    microphone.before(button);
  };
  /* a screen reader hears the answer once it is there, not every step of it */
  const hush = () => find("#chat [role=log]")?.setAttribute("aria-busy", Boolean(find("#box .stop-button")));
  /* Gradio calls attached files items of a list that it does not have: each is a group of its own */
  const group = () => document.querySelectorAll("#box [role=listitem]").forEach((node) => node.setAttribute("role", "group"));
  /* editing a question shows its words, not the page's own HTML of its media */
  const onlyWords = () => document.querySelectorAll("#chat .edit-textarea").forEach((node) => {
    if (node.value.startsWith('<div class="')) node.style.display = "none";
  });
  /* what Gradio says of files that cannot be added, in the page's own words */
  const REFUSALS = [[/^Invalid file type: (?<name>.+)\. Only/, words.wrong_kind],
                    [/^File\(s\) exceed .* size of (?<most>[\d.]+) .*?: "(?<name>.+)"/, words.too_large]];
  const translate = () => document.querySelectorAll(".toast-message-text, .toast-text").forEach((node) => {
    for (const [pattern, told] of REFUSALS) {
      const found = node.textContent.trim().match(pattern)?.groups;
      if (found) node.textContent = told.replace("{name}", found.name).replace("{most}", parseFloat(found.most));
    }
  });
  const refresh = () => { remember(); placeCamera(); hush(); group(); onlyWords(); translate(); };
  new MutationObserver(refresh).observe(document.body, { subtree: true, childList: true });
  refresh();
}
