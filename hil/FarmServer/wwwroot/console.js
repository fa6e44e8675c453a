// A run's console, live: bytes over a WebSocket, which goes on where it stopped when the line was lost. Nothing that a machine sends may
// do more than move letters: no links, no title, no clipboard.

const section = document.getElementById("terminal");
const button = section.querySelector("button");
const said = section.querySelector("[role=status]");
const shortest = 500;
const longest = 10000;
const ignored = [0, 1, 2, 4, 7, 8, 9, 52, 133, 777, 1337];
let terminal = null;
let offset = 0;
let pause = shortest;

section.hidden = false;
button.addEventListener("click", open);
if (section.dataset.ended === "") {
    open();
}

async function open() {
    if (terminal) {
        return;
    }
    button.hidden = true;
    const { Terminal } = await import("/lib/xterm-6.0.0/xterm.mjs");
    const place = section.querySelector(".screen");
    const style = getComputedStyle(place);
    terminal = new Terminal({
        cols: columns(place, style),
        rows: 24,
        scrollback: 10000,
        disableStdin: true,
        fontFamily: style.fontFamily,
        fontSize: parseFloat(style.fontSize),
        minimumContrastRatio: 4.5,
        theme: { background: style.backgroundColor, foreground: style.color, cursor: style.color, selectionBackground: "#3399ff66" },
    });
    for (const number of ignored) {
        terminal.parser.registerOscHandler(number, () => true);
    }
    // Tab and Escape lead out: no one is caught in here.
    terminal.attachCustomKeyEventHandler(key => key.key !== "Tab" && key.key !== "Escape");
    withStyles(() => terminal.open(place));
    connect();
}

// As many as there is room for. Measured while the probe is in it: an empty place is not shown, and has no width.
function columns(place, style) {
    const probe = document.createElement("span");
    probe.textContent = "0".repeat(100);
    place.append(probe);
    const width = probe.getBoundingClientRect().width / 100;
    const room = place.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
    probe.remove();
    return Math.max(20, Math.min(200, Math.floor(room / width)));
}

// The terminal makes style elements, which the page's policy allows to those alone that have its word; and it sets style attributes as
// text, which the policy allows to no one: they are set as properties.
function withStyles(action) {
    const create = document.createElement;
    document.createElement = function (name, options) {
        const element = create.call(document, name, options);
        if (name === "style") {
            element.nonce = section.dataset.nonce;
        }
        return element;
    };
    const set = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
        if (name === "style") {
            this.style.cssText = value;
        } else {
            set.call(this, name, value);
        }
    };
    action();
    document.createElement = create;
}

function connect() {
    const address = new URL(`/runs/${section.dataset.run}/console?from=${offset}`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    let shown = 0;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
        pause = shortest;
        say("live");
    };
    socket.onmessage = message => {
        const bytes = new Uint8Array(message.data, 8);
        offset = Number(new DataView(message.data).getBigUint64(0));
        terminal.write(bytes, () => {
            shown += bytes.length;
            if (socket.readyState === WebSocket.OPEN) {
                socket.send(String(shown));
            }
        });
    };
    socket.onclose = event => {
        if (event.code === 1000) {
            say(`the run has ended: ${event.reason || "no verdict"}`);
            return;
        }
        say("the line is lost; trying again");
        setTimeout(connect, pause);
        pause = Math.min(longest, pause * 2);
    };
}

function say(text) {
    if (said.textContent !== text) {
        said.textContent = text;
    }
}
