"""A visitor who listens: how speech begins, moves, is tuned, waits and ends."""

import pytest

from tests.kiosk.listener import Listener
from vuoro.core.wire.kiosk import Outcome
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed
from vuoro.kiosk.flow.speech import LOUDEST, QUIETEST, Speech
from vuoro.kiosk.flow.speech_events import HeadsetChanged, Keyed, Say
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.speech.turn import length


@pytest.fixture
def listener() -> Listener:
    """Somebody who has plugged in and chosen Finnish."""
    visitor = Listener()
    visitor.plugs_in()
    visitor.chooses("language-fi")
    return visitor


def test_a_headset_that_is_plugged_in_begins_the_speech() -> None:
    visitor = Listener()

    visitor.plugs_in()

    assert visitor.heard[0] == "Puheopastus on päällä."
    assert visitor.here == "language-fi"
    assert isinstance(visitor.sees(), screens.Languages)


def test_a_headset_that_was_there_when_the_kiosk_began_begins_nothing() -> None:
    visitor = Listener()

    visitor.happens(HeadsetChanged(plugged=True, found=True))

    assert visitor.says == []
    assert visitor.state.speech.headset


@pytest.mark.parametrize("key", [key for key in NavKey if "headset" not in key])
def test_any_key_begins_the_speech_and_does_nothing_else(key: NavKey) -> None:
    visitor = Listener()

    visitor.keys(key)

    assert visitor.state.speech.on
    assert not visitor.state.speech.zones
    assert visitor.heard[0] == "Puheopastus on päällä."
    assert visitor.state.speech.volume == Speech().volume


def test_the_marked_corner_begins_the_speech_with_four_zones() -> None:
    visitor = Listener()

    visitor.touches(Button.SPEECH)

    assert visitor.state.speech.zones
    assert "Ylhäällä vasemmalla: Edellinen" in visitor.last


def test_in_a_language_from_the_right_the_zones_change_sides() -> None:
    visitor = Listener()
    visitor.touches(Button.LANGUAGE, "ar")

    visitor.touches(Button.SPEECH)

    words = visitor.reader.words("ar")
    right = words.text("speech.zones", top_left=words.text("speech.next"),
                       top_right=words.text("speech.back"),
                       bottom_left=words.text("speech.choose"),
                       bottom_right=words.text("speech.repeat"))  # fmt: skip
    assert right in visitor.last


def test_whoever_has_chosen_a_language_stays_where_they_are() -> None:
    visitor = Listener()
    visitor.touches(Button.LANGUAGE, "sv")
    visitor.touches(Button.NUMBER)

    visitor.plugs_in()

    assert isinstance(visitor.sees(), screens.Services)
    assert visitor.heard[0] == "Talguidningen är på."


def test_languages_are_said_by_their_own_voices() -> None:
    visitor = Listener()
    visitor.plugs_in()

    visitor.keys(NavKey.NEXT)

    assert visitor.says[-1].utterances[0].language == "sv"
    assert visitor.last == "Svenska. val."


def test_a_screen_is_told_up_to_the_first_thing_to_do(listener: Listener) -> None:
    assert listener.last.startswith("Tervetuloa. Mitä haluat tehdä?")
    assert listener.last.endswith("painike.")
    assert listener.here == "appointment"


def test_the_cursor_goes_round_in_both_directions(listener: Listener) -> None:
    places = [item.id for item in listener.teller.stops]
    seen = [listener.here]
    for _ in places[1:]:
        listener.keys(NavKey.NEXT)
        seen.append(listener.here)

    assert sorted(seen) == sorted(places)
    listener.keys(NavKey.NEXT)
    assert listener.here == seen[0]
    listener.keys(NavKey.BACK)
    assert listener.here == seen[-1]


def test_repeat_says_the_screen_again_until_the_cursor_moved(listener: Listener) -> None:
    whole = listener.last

    assert listener.keys(NavKey.REPEAT) == whole
    moved = listener.keys(NavKey.NEXT)
    assert listener.keys(NavKey.REPEAT) == moved


def test_help_explains_and_says_where_the_cursor_is(listener: Listener) -> None:
    said = listener.keys(NavKey.HELP)

    assert "Toista kertoo sen uudelleen" in said
    assert said.endswith("Minulla on aika. QR-koodi, henkilötunnus tai varauskoodi. painike.")


def test_a_key_pressed_twice_within_half_a_second_counts_once(listener: Listener) -> None:
    before = listener.here
    listener.keys(NavKey.NEXT)
    once = listener.here
    listener.now += 0.49
    listener.happens(Keyed(NavKey.NEXT))

    assert before != once
    assert listener.here == once
    listener.now += 0.02
    listener.happens(Keyed(NavKey.NEXT))
    assert listener.here != once


def test_every_key_interrupts_and_says_something(listener: Listener) -> None:
    for key in NavKey:
        if "headset" in key:
            continue
        says = len(listener.says)
        listener.keys(key)

        assert len(listener.says) > says, key
        assert not listener.says[-1].patient, key


def test_a_finger_interrupts_too(listener: Listener) -> None:
    said = len(listener.says)

    listener.touches(Button.STAY)

    assert listener.hushes + len(listener.says) > said


def test_volume_and_rate_change_within_limits(listener: Listener) -> None:
    assert listener.keys(NavKey.LOUDER) == "Voimakkuus 6, enintään 10."
    assert listener.says[-1].volume == 6
    listener.keys(*[NavKey.LOUDER] * 9)
    assert listener.state.speech.volume == LOUDEST
    listener.keys(*[NavKey.QUIETER] * 12)
    assert listener.state.speech.volume == QUIETEST
    assert listener.keys(NavKey.FASTER) == "Nopeus 160 sanaa minuutissa."
    assert listener.says[-1].rate == 160
    listener.keys(*[NavKey.SLOWER] * 9)
    assert listener.state.speech.rate == 80


def test_volume_and_rate_can_be_changed_without_keys_for_them(listener: Listener) -> None:
    listener.goes_to("speech-louder")

    assert listener.keys(NavKey.CHOOSE) == "Voimakkuus 6, enintään 10."
    assert listener.here == "speech-louder"


def test_the_next_visitor_gets_everything_as_it_was(listener: Listener) -> None:
    listener.keys(NavKey.LOUDER, NavKey.FASTER)
    listener.waits(400)

    assert not listener.state.speech.on
    assert listener.state.wishes == Wishes()
    listener.keys(NavKey.NEXT)
    assert listener.says[-1].volume == 5
    assert listener.says[-1].rate == 140


def test_a_walk_in_by_keys_alone(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    listener.gets(Outcome.ISSUED)

    said = listener.last
    for words in (
        "A, seitsemäntoista", "Edelläsi 3", "noin 10 viiva 20 minuuttia", "Odota aulassa",
        "Tampereen seudun työllisyysalue", "7 K 4 M, 0 9 2 1", "23.11.2026",
    ):  # fmt: skip
        assert words in said
    assert listener.here == "done"
    listener.keys(NavKey.CHOOSE)
    assert "Puheopastus päättyi" in listener.last
    assert isinstance(listener.sees(), screens.Home)


def test_news_waits_until_what_is_being_said_has_ended(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    listener.gets(Outcome.ISSUED)

    listener.happens(events.SlipPrinted("j1"))

    assert listener.last == "Ota lappu näytön alta."
    assert listener.says[-1].patient


def test_seconds_that_run_are_not_said_each_time(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    listener.gets(Outcome.ISSUED)
    said = len(listener.says)

    listener.waits(20)

    assert len(listener.says) == said


def test_an_error_is_said_when_it_comes(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    listener.gets(Outcome.FULL, None)

    assert listener.last.startswith("Päivän numerot on jaettu.")
    assert listener.here == "take-number"


def test_time_begins_when_the_words_have_ended(listener: Listener) -> None:
    long = listener.state.touched - listener.now

    assert long > 3
    listener.hears_the_end()
    assert listener.state.touched == listener.now


def test_the_end_of_time_is_told_with_twenty_seconds_left_and_any_key_adds_more(
    listener: Listener,
) -> None:
    listener.chooses("number")
    for _ in range(10):
        listener.hears_the_end()
        said = len(listener.says)
        while len(listener.says) == said:
            listener.waits(1)
        told, at = listener.says[-1], listener.now
        assert listener.state.warned
        assert "Jatka painamalla mitä tahansa näppäintä." in listener.last
        listener.waits(length(told.utterances, told.rate) + 19.5)
        assert listener.now > at + 20
        assert isinstance(listener.sees(), screens.Services)
        listener.keys(NavKey.BACK)
        assert not listener.state.warned
        assert isinstance(listener.sees(), screens.Services)


def test_nobody_is_left_waiting_after_the_warning(listener: Listener) -> None:
    listener.chooses("number")
    listener.waits(300)

    assert isinstance(listener.sees(), screens.Home)
    assert "Puheopastus päättyi" in listener.last


def test_a_number_is_shown_longer_and_its_end_is_told(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    listener.gets(Outcome.ISSUED)
    said = len(listener.says)
    while len(listener.says) == said:
        listener.waits(1)
    told = listener.says[-1]

    assert "Jatka painamalla" in listener.last
    screen = listener.sees()
    assert isinstance(screen, screens.Numbered)
    left = screen.until - listener.now
    assert left - length(told.utterances, told.rate) >= 20
    listener.keys(NavKey.REPEAT)
    listener.waits(left)
    assert isinstance(listener.sees(), screens.Numbered)


def test_a_headset_pulled_out_is_asked_about_before_anything_is_lost(listener: Listener) -> None:
    listener.chooses("number")

    listener.pulls_out()

    assert "Kuulokkeet irrotettiin." in listener.last
    assert listener.state.warned
    assert isinstance(listener.sees(), screens.Services)
    listener.waits(60)
    assert isinstance(listener.sees(), screens.Home)
    assert not listener.state.speech.on


def test_a_headset_that_comes_back_goes_on_where_it_was(listener: Listener) -> None:
    listener.chooses("number")
    listener.pulls_out()

    listener.plugs_in()

    assert not listener.state.warned
    assert isinstance(listener.sees(), screens.Services)
    assert "button" not in listener.last
    assert listener.last.startswith("Mitä asiasi koskee")


def test_start_again_keeps_the_listener_and_the_language() -> None:
    visitor = Listener()
    visitor.plugs_in()
    visitor.chooses("language-sv")
    visitor.chooses("number")

    visitor.chooses("start-again")

    assert visitor.state.speech.on
    assert visitor.state.wishes.language == "sv"
    assert visitor.last.startswith("Välkommen")


def test_the_speech_ends_when_it_is_told_to(listener: Listener) -> None:
    listener.chooses("speech-off")

    assert not listener.state.speech.on
    assert "Puheopastus päättyi" in listener.last


def test_a_language_without_a_voice_says_so_and_offers_those_that_have_one() -> None:
    visitor = Listener()
    visitor.can_speak("fi", "en")
    visitor.plugs_in()

    visitor.chooses("language-sv")

    said = visitor.says[-1].utterances
    assert [each.language for each in said] == ["en", "fi", "fi"]
    assert said[0].text == "There is no speech in this language. Choose another language."
    assert [item.id for item in visitor.teller.stops] == ["language-fi", "language-en"]
    visitor.chooses("language-en")
    assert visitor.last.startswith("Welcome.")


def test_where_nothing_can_speak_keys_do_nothing_and_the_tool_says_so() -> None:
    visitor = Listener()
    visitor.can_speak()

    visitor.happens(Keyed(NavKey.NEXT))
    visitor.plugs_in()
    visitor.touches(Button.SPEECH)

    assert visitor.says == []
    tool = visitor.teller.reading.find("speech")
    assert tool is not None
    assert tool.text == "Puhe ei toimi"
    assert not tool.enabled


def test_a_voice_that_fails_gives_the_glass_back_to_eyes() -> None:
    visitor = Listener()
    visitor.touches(Button.SPEECH)

    visitor.can_speak()

    assert not visitor.state.speech.zones
    visitor.can_speak("fi")
    visitor.touches(Button.SPEECH)
    assert visitor.state.speech.zones


def test_the_four_zones_are_keys() -> None:
    visitor = Listener()
    visitor.touches(Button.SPEECH)
    visitor.touches(Button.ZONE, "choose")
    assert visitor.here == "appointment"

    visitor.touches(Button.ZONE, "next")
    assert visitor.here == "number"
    visitor.touches(Button.ZONE, "choose")
    assert isinstance(visitor.sees(), screens.Services)


def test_what_comes_next_is_made_ready(listener: Listener) -> None:
    soon = listener.says[-1].soon

    assert soon
    assert listener.keys(NavKey.NEXT) == soon[0].text


def test_a_kiosk_that_nobody_listens_to_says_nothing() -> None:
    visitor = Listener()
    visitor.asks_for_info()
    visitor.gets(Outcome.ISSUED)
    visitor.waits(100)

    assert not any(isinstance(effect, Say) for effect in visitor.says)


def test_the_waiting_for_an_answer_is_not_silence_for_ever(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("service-info")
    hushed = listener.hushes

    listener.waits(1)

    assert hushed
    assert listener.last.startswith("Hetki. Käsittelemme")


def test_more_services_are_on_the_next_page(listener: Listener) -> None:
    listener.chooses("number")
    listener.chooses("next-page")

    assert listener.chooses("service-computer")
    assert isinstance(listener.sees(), screens.Asking)


def test_pressing_a_finger_on_the_glass_is_told_to_the_listener(listener: Listener) -> None:
    listener.now += 1
    listener.happens(Pressed(Button.NUMBER))

    assert listener.last.startswith("Mitä asiasi koskee")
