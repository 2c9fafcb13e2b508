// What a page is like, as plain values: targets, what is cut off, its language.
(() => {
    const seen = (element) => {
        const box = element.getBoundingClientRect();
        const sheet = document.querySelector("dialog:modal");
        return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true })
            && !element.closest("[inert]") && (!sheet || sheet.contains(element));
    };
    const said = (element) => (element.getAttribute("aria-label") || element.innerText || element.value || element.name || element.tagName).trim().slice(0, 50);
    const SELECTOR = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
    const tabbable = () => [...document.querySelectorAll(SELECTOR)].filter((e) => seen(e) && !e.disabled && e.tabIndex >= 0);

    window.a11y = {
        tabbable: () => tabbable().map((e) => [said(e), e.type === "radio" ? "radio " + e.name : ""]),
        positive: () => [...document.querySelectorAll("[tabindex]")].filter((e) => e.tabIndex > 0).map(said),
        where: () => {
            const e = document.activeElement;
            return !e || e === document.body ? -1 : tabbable().indexOf(e);
        },
        parts: () => ["date", "time", "week", "month", "datetime-local"].includes(document.activeElement.type),
        kind: () => document.activeElement.tagName + "." + document.activeElement.className,
        place: () => {
            const box = document.activeElement.getBoundingClientRect();
            return [box.x, box.y, box.width, box.height];
        },
        small: () => {
            const all = tabbable().filter((e) => e.matches("a, button, input, select, textarea, summary"));
            const boxes = all.map((e) => {
                const label = e.matches("input[type=radio], input[type=checkbox]") ? e.closest("label") : null;
                return (label || e).getBoundingClientRect();
            });
            const found = [];
            all.forEach((e, at) => {
                const box = boxes[at];
                const inline = getComputedStyle(e).display === "inline" && e.parentElement.innerText.trim() !== e.innerText.trim();
                if (e.matches(".skip, .visually-hidden") || inline || (box.width >= 24 && box.height >= 24))
                    return;
                const x = box.x + box.width / 2, y = box.y + box.height / 2;
                const near = boxes.some((other, which) => which !== at && all[which] !== e
                    && Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < 12);
                if (near)
                    found.push([said(e), box.width, box.height]);
            });
            return found;
        },
        targets: () => tabbable().length,
        beside: () => document.documentElement.scrollWidth - innerWidth,
        // What is shortened with an ellipsis inside a link or a button is there as a whole behind it.
        cut: () => [...document.querySelectorAll("main *, header *, footer *, body > *")].filter((e) => {
            const style = getComputedStyle(e);
            const hides = ["hidden", "clip"];
            if (style.textOverflow === "ellipsis" && e.closest("a, button, [title]"))
                return false;
            if (e.matches(".visually-hidden, .visually-hidden *, svg, svg *, canvas, video, option") || !e.innerText || !seen(e))
                return false;
            return (hides.includes(style.overflowX) && e.scrollWidth > e.clientWidth + 2)
                || (hides.includes(style.overflowY) && e.scrollHeight > e.clientHeight + 2);
        }).map(said),
        page: () => ({ lang: document.documentElement.lang, dir: document.documentElement.dir || "ltr", title: document.title.trim() }),
    };
})();
