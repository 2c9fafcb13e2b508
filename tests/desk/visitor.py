"""Somebody who looks at the pages with a browser."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.desk.house import House


@dataclass
class Visitor:
    """Opens pages as somebody, each in a browser profile of its own."""

    browser: Browser
    house: House
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(
        self,
        path: str = "/desk",
        *,
        staff: str = "",
        size: tuple[int, int] = (1366, 768),
        **more: str,
    ) -> Page:
        """A page; ``staff`` is signed in already."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if more.get("scheme") == "dark" else "light",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        cookies = {"vuoro_language": more.get("language", "fi")}
        if staff:
            name, _, value = self.house.desk(staff).cookie.partition("=")
            cookies[name] = value
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.house.url}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(more.get("through", self.house.url) + path)
        if staff and path == "/desk":
            expect(page.locator("#desk")).to_have_attribute("aria-busy", "false", timeout=10_000)
        return page

    def _listen(self, message: object) -> None:
        words = getattr(message, "text", "")
        if "Content Security Policy" in words or "Trusted" in words:
            self.complaints.append(words)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
