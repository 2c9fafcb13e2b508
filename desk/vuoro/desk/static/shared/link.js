/** An event stream that finds back by itself, and says calmly when it is lost. */

const LOST_AFTER = 3_000;
const TRY_AGAIN_AFTER = 2_000;

/**
 * Listen to a stream. `frame` gets each message; `down` is called when nothing has come back for
 * three seconds, `up` when it is back. `ended` is asked when the server has refused the stream: it
 * resolves to true where trying again is of no use.
 */
export function listen(url, { frame, up, down, ended }) {
  let source, version = 0, lost = null, isDown = false;

  function open() {
    source = new EventSource(version ? `${url}?since=${version}` : url);
    source.onmessage = (event) => {
      version = Number(event.lastEventId);
      back();
      frame(JSON.parse(event.data));
    };
    source.onerror = () => {
      lost ??= setTimeout(fall, LOST_AFTER);
      // The browser reconnects by itself unless the server has answered with a refusal.
      if (source.readyState === EventSource.CLOSED) refused();
    };
  }

  function fall() {
    isDown = true;
    down();
  }

  function back() {
    clearTimeout(lost);
    lost = null;
    if (isDown) up();
    isDown = false;
  }

  async function refused() {
    if (await ended().catch(() => false)) return clearTimeout(lost);
    setTimeout(open, TRY_AGAIN_AFTER);
  }

  open();
}
