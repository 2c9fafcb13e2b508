"""Draws every state of the board and measures it; then a call, picture by picture."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from vuoro.core.languages import ENDONYMS, FINNISH, SWEDISH
from vuoro.lobby.a11y.board.measuring import SCREENS, draw
from vuoro.lobby.a11y.filming import Film
from vuoro.lobby.a11y.finding import Notebook


def walk(folder: Path, say: Callable[[str], None], *, quick: bool = False) -> Notebook:
    """All of it. Pictures of faults go to the folder."""
    book = Notebook()
    pairs = [(FINNISH, SWEDISH), *((tag,) for tag in ENDONYMS if tag not in (FINNISH, SWEDISH))]
    jobs = [(screen, pair) for screen in SCREENS for pair in pairs]
    jobs = jobs[:: len(pairs) // 2] if quick else jobs
    film = Film("board")
    say(f"board: {len(jobs)} screens and languages, every state of each")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for number, notes in enumerate(pool.map(draw, jobs, [folder] * len(jobs)), start=1):
            book.add(notes)
            if number % len(pairs) == 0 or number == len(jobs):
                say(f"board: {number} of {len(jobs)}, {len(book.faults)} kinds of fault")
    film.judge(book)
    return book
