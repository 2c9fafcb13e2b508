"""Settings: what stands where, and what people are told when something is wrong."""

from pathlib import Path

import pytest

from vuoro.core.settings import BadSettings, Settings, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vuoro.toml"


def errors(file: Path | None, environment: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as caught:
        load_settings(file, environment or {})
    assert str(caught.value) == "\n".join(caught.value.errors)
    return caught.value.errors


def test_without_a_file_everything_has_a_default() -> None:
    assert load_settings(None, {}) == Settings()


def test_an_empty_file_means_the_same_beside_itself(file: Path) -> None:
    file.write_text("")

    settings = load_settings(file, {})

    assert settings.lobby.port == 8480
    assert settings.lobby.data == file.parent / "vuoro-data"


def test_the_file_says_and_the_environment_overrules(file: Path) -> None:
    file.write_text('[lobby]\nport = 9000\nhost = "0.0.0.0"\n[kiosk.printer]\npaper_mm = 58\n')

    settings = load_settings(file, {"VUORO_LOBBY_PORT": "9001", "VUORO_KIOSK_PRINTER_PORT": "9101"})

    assert settings.lobby.port == 9001
    assert settings.lobby.host == "0.0.0.0"
    assert settings.kiosk.printer.paper_mm == 58
    assert settings.kiosk.printer.port == 9101


def test_the_environment_understands_text() -> None:
    settings = load_settings(
        None,
        {
            "VUORO_LOBBY_SECURE_COOKIES": "true",
            "VUORO_LOBBY_THEME": "",
            "VUORO_LOBBY_DATA": "/srv/vuoro",
            "VUORO_KIOSK_PRINTER_PAPER_MM": "58",
            "VUORO_DISPLAY_DISTANCE_M": "6.5",
            "VUORO_DISPLAY_LANGUAGES": "sv, en",
        },
    )

    assert settings.lobby.secure_cookies is True
    assert settings.lobby.theme is None
    assert settings.lobby.data == Path("/srv/vuoro")
    assert settings.kiosk.printer.paper_mm == 58
    assert settings.display.distance_m == 6.5
    assert settings.display.languages == ("sv", "en")


def test_relative_paths_start_at_the_file_and_absolute_ones_stay(file: Path) -> None:
    file.write_text(
        '[lobby]\noffice = "tampere.toml"\ndata = "/srv/vuoro"\ntheme = "look/theme.toml"\n'
        '[kiosk.scanner]\nkind = "folder"\nsource = "pictures"\n'
        '[kiosk.printer]\nprofile = "ours.toml"\n'
    )

    settings = load_settings(file, {})

    assert settings.lobby.office == file.parent / "tampere.toml"
    assert settings.lobby.data == Path("/srv/vuoro")
    assert settings.lobby.theme == file.parent / "look/theme.toml"
    assert settings.kiosk.scanner.source == str(file.parent / "pictures")
    assert settings.kiosk.scanner.profile == "generic"
    assert settings.kiosk.printer.profile == str(file.parent / "ours.toml")


@pytest.mark.parametrize(
    "toml",
    [
        'kind = "usb"\ndevice = "usb:04b8:0e28"',
        'kind = "usb"',
        'kind = "serial"\ndevice = "usb:04B8:0E28:X 1"',
        'kind = "file"\ndevice = "/dev/usb/lp0"',
        'kind = "cups"\ndevice = "slips"',
    ],
)
def test_a_printer_is_named_as_its_kind_asks_for(file: Path, toml: str) -> None:
    file.write_text(f"[kiosk.printer]\n{toml}\n")

    assert load_settings(file, {}).kiosk.printer.kind in toml


@pytest.mark.parametrize(
    "toml",
    [
        'kind = "camera"\nsource = "usb:046D:0825"',
        'kind = "camera"\nsource = "/dev/video2"',
        'kind = "serial"\nsource = "usb:0c2e:0b6a:19059B0A3F"',
        'kind = "wedge"\nsource = "/dev/input/by-id/usb-scanner-event-kbd"',
    ],
)
def test_a_scanner_is_named_as_its_kind_asks_for(file: Path, toml: str) -> None:
    file.write_text(f"[kiosk.scanner]\n{toml}\n")

    assert load_settings(file, {}).kiosk.scanner.source in toml


def test_a_camera_number_is_no_path(file: Path) -> None:
    file.write_text('[kiosk.scanner]\nkind = "camera"\nsource = "2"\n')

    assert load_settings(file, {}).kiosk.scanner.source == "2"


def test_all_that_is_wrong_is_told_at_once(file: Path) -> None:
    file.write_text(
        '[lobby]\nport = 99999\npublic_url = "http://x/"\n'
        '[kiosk]\nidel_seconds = 30\npin = "12"\n'
        '[display]\nlanguages = ["fi", "fi"]\n'
    )

    assert errors(file, {"VUORO_LOBBY_SECURE_COOKIES": "yes"}) == (
        "lobby.port = 99999: must be a whole number from 1 to 65535. Port the service listens on.",
        "lobby.public_url = 'http://x/': must be text such as \"http://10.0.0.5:8480\". "
        "Where phones reach this service, for the QR code on the slip: "
        "http:// or https://, without a slash at the end.",
        "lobby.secure_cookies (from VUORO_LOBBY_SECURE_COOKIES) = 'yes': must be true or false. "
        "Send the sign-in cookie over HTTPS only; false only without TLS.",
        "kiosk.idel_seconds: there is no such setting. Did you mean idle_seconds?",
        'kiosk.pin: must be text such as "2580" or "". '
        "PIN of the staff menu, 4 to 8 digits in quotes; empty closes the menu.",
        "display.languages holds the same language twice. Name each once.",
    )


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("[lobby]\nport = '80'", "lobby.port = '80': must be a whole number from 1 to 65535."),
        ("[lobby]\nport = true", "lobby.port = True: must be a whole number from 1 to 65535."),
        ("[lobby]\ndata = 5", "lobby.data = 5: must be a path."),
        ("[lobby]\ndata = ''", "lobby.data = '': must be a path."),
        ("[lobby]\nhost = ''", "lobby.host = '': must be text that is not empty."),
        ("[kiosk]\nname = ''", "kiosk.name = '': must be text of length 1 to 40."),
        ("[kiosk]\nwarn_seconds = 19", "kiosk.warn_seconds = 19: must be a whole number from 20"),
        ("[kiosk]\nprinter = 5", "kiosk.printer = 5: must be a table. Write [kiosk.printer]"),
        (
            "[kiosk.printer]\nkind = 'lpt'",
            'one of "network", "usb", "serial", "file", "cups", "none".',
        ),
        ("[kiosk.printer]\nkind = 'usb'\ndevice = '/dev/usb/lp0'", "must be usb:VENDOR:PRODUCT,"),
        ("[kiosk.printer]\nkind = 'usb'\ndevice = 'usb:4b8:e28'", "must be usb:VENDOR:PRODUCT,"),
        ("[kiosk.printer]\nkind = 'serial'\ndevice = 'ttyS0'", "or a whole path, because kind"),
        ("[kiosk.printer]\npaper_mm = 57", "must be one of 58, 80."),
        ("[kiosk.scanner]\nkind = 'folder'", "source must name the folder to read"),
        ("[kiosk.scanner]\nkind = 'video'\nsource = ''", "source must name the video to read"),
        ("[kiosk.scanner]\nkind = 'camera'\nsource = 'x'", "must be a number, usb:VENDOR"),
        ("[kiosk.scanner]\nkind = 'serial'", "= '0': must be usb:VENDOR:PRODUCT or a /dev path"),
        ("[kiosk.scanner]\nkind = 'wedge'\nsource = 'usb:x'", "must be usb:VENDOR:PRODUCT or"),
        ("[display]\nlanguages = []", "must be a list of length 1 to 2."),
        ("[display]\nlanguages = ['fi', 'xx']", "holds 'xx', which has no words here."),
        ("[display]\nquiet_hours = '24:00-07:00'", 'text such as "20:00-07:00" or "".'),
        (
            "port = 80",
            "port: there is no such setting. Known: lobby, kiosk,",
        ),
        ("[loby]\nport = 80", "loby: there is no such setting. Did you mean lobby?"),
        ("[lobby\n", "is not TOML: "),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(file: Path, toml: str, complaint: str) -> None:
    file.write_text(toml)

    (told,) = errors(file)

    assert complaint in told


def test_a_missing_file_is_told_with_its_path(file: Path) -> None:
    assert errors(file) == (
        f"{file}: can't be read (No such file or directory). Check the path and permissions.",
    )


def test_a_file_in_another_encoding_is_told(file: Path) -> None:
    file.write_bytes("[kiosk]\nname = 'Itä'".encode("latin-1"))

    assert errors(file) == (f"{file}: is not UTF-8 text. Save it as UTF-8.",)


def test_a_misspelt_variable_is_told_and_a_foreign_one_is_not() -> None:
    environment = {"VUORO_KIOSK_PRNTER_HOST": "10.0.0.9", "VUORO_LIKE": "1", "PATH": "/bin"}

    assert errors(None, environment) == (
        "VUORO_KIOSK_PRNTER_HOST: there is no such setting. Did you mean VUORO_KIOSK_PRINTER_HOST?",
    )


def test_the_pin_shows_neither_in_complaints_nor_in_repr(file: Path) -> None:
    file.write_text('[kiosk]\npin = "258O"\n')
    assert "258O" not in errors(file)[0]

    file.write_text('[kiosk]\npin = "258000"\n')
    assert "258000" not in repr(load_settings(file, {}))


@pytest.mark.parametrize("pin", ["", "1234", "12345678"])
def test_a_pin_has_four_to_eight_digits_or_none(file: Path, pin: str) -> None:
    file.write_text(f'[kiosk]\npin = "{pin}"\n')

    assert load_settings(file, {}).kiosk.pin == pin


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "1234\\n", "\u0661\u0662\u0663\u0664"])
def test_another_pin_is_refused(file: Path, pin: str) -> None:
    file.write_text(f'[kiosk]\npin = "{pin}"\n', encoding="utf-8")

    assert len(errors(file)) == 1


def test_ways_into_the_lobby_service_fit_each_other(file: Path) -> None:
    file.write_text(
        '[lobby]\ntls_port = 8443\ndoor_port = 8443\ntls_key = "key.pem"\n'
        'office_networks = ["10.20.30.0/24", "10.20.30.7/24"]\nvisitor_networks = ["0.0.0.0/0"]\n'
    )

    assert errors(file) == (
        "lobby.tls_port must differ from port and from door_port.",
        "lobby.tls_key and tls_certificate go together. Set both or none.",
        "lobby.office_networks holds '10.20.30.7/24'. Write a network as 10.20.30.0/24.",
        "lobby.visitor_networks holds '0.0.0.0/0'. Write a network as 10.20.30.0/24.",
    )


def test_networks_are_written_in_both_families(file: Path) -> None:
    file.write_text('[lobby]\noffice_networks = ["10.20.30.0/24", "2001:db8:1::/64"]\n')

    networks = load_settings(file, {}).lobby.office_networks

    assert networks == ("10.20.30.0/24", "2001:db8:1::/64")


def test_lobbies_may_not_be_called_what_the_world_is_called(tmp_path: Path) -> None:
    file = tmp_path / "vuoro.toml"
    file.write_text(
        '[booking]\nlobby_names = ["internal", "aulat.example.fi", "fi", ".x.fi", "*.y.fi"]\n'
    )
    with pytest.raises(BadSettings) as caught:
        load_settings(file, {})
    assert caught.value.errors == (
        "booking.lobby_names holds 'fi', which is the world's. Write a domain of your own.",
    )
    file.write_text('[booking]\nlobby_names = ["*.y.fi"]\n')
    with pytest.raises(BadSettings, match="small letters"):
        load_settings(file, {})
    file.write_text("[booking]\nlobby_names = []\n")
    with pytest.raises(BadSettings, match=r"booking\.lobby_names"):
        load_settings(file, {})
