// Follows what happens: when the farm says that something may have changed, the page is fetched again and what it shows is replaced.

const live = document.getElementById("live");
let isBusy = false;
let isDue = false;

async function refresh() {
    if (isBusy) {
        isDue = true;
        return;
    }
    isBusy = true;
    try {
        const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
        if (answer.ok) {
            replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
        }
    } finally {
        isBusy = false;
        if (isDue) {
            isDue = false;
            setTimeout(refresh, 500);
        }
    }
}

function replace(fresh) {
    for (const part of document.querySelectorAll("[data-fresh]")) {
        replacePart(part, fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`));
    }
}

// What has the focus, and how far somebody has read, stay as they are.
function replacePart(main, next) {
    if (!next || main.innerHTML === next.innerHTML || main.contains(document.activeElement) && ["BUTTON", "INPUT", "SELECT"].includes(document.activeElement.tagName)) {
        return;
    }
    const before = main.querySelector(".console");
    const isAtEnd = before && before.scrollTop + before.clientHeight >= before.scrollHeight - 8;
    const top = before?.scrollTop;
    main.replaceChildren(...next.childNodes);
    const after = main.querySelector(".console");
    if (after) {
        after.scrollTop = isAtEnd ? after.scrollHeight : top ?? 0;
    }
}

const events = new EventSource("/events");
events.onopen = () => { live.textContent = "live"; };
events.onerror = () => { live.textContent = "the farm does not answer; trying again"; };
events.onmessage = refresh;
