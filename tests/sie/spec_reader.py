"""Another reader, written from the specification alone: splits lines into fields and adds up the checksum."""

import zlib
from collections.abc import Iterator

BLANKS = " \t"


def split(line: str) -> list[str]:
    """The label and the fields of a line, braces as fields of their own (SIE 4C, section 5)."""
    found: list[str] = []
    place = 0
    while place < len(line):
        if line[place] in BLANKS:
            place += 1
        elif line[place] in "{}":
            found.append(line[place])
            place += 1
        elif line[place] == '"':
            text, place = _quoted(line, place + 1)
            found.append(f"={text}")
        else:
            end = place
            while end < len(line) and line[end] not in " \t{}":
                end += 1
            found.append(f"={line[place:end]}")
            place = end
    return found


def _quoted(line: str, place: int) -> tuple[str, int]:
    text = ""
    while line[place] != '"':
        if line.startswith('\\"', place):
            place += 1
        text += line[place]
        place += 1
    return text, place + 1


def records(content: bytes) -> Iterator[list[str]]:
    """The records of a file, each its label and its fields; an object list is its fields between braces."""
    assert content.endswith(b"\r\n")
    for line in content.decode("cp437").removesuffix("\r\n").split("\r\n"):
        assert not set(line) & {chr(code) for code in (*range(32), 127)}
        yield [part.removeprefix("=") if len(part) > 1 else part.replace("=", "") for part in split(line)]


def checksum(content: bytes) -> tuple[int, int]:
    """The checksum that the file states, and the one that its bytes give (SIE 4C, section 10)."""
    crc, stated, opened = 0, -1, False
    for line in content.decode("cp437").split("\r\n"):
        parts = [part[1:] for part in split(line) if part not in {"{", "}"}]
        if parts[:1] == ["#KSUMMA"]:
            opened = not opened
            stated = int(parts[1]) if len(parts) > 1 else stated
        elif opened:
            for part in parts:
                crc = zlib.crc32(part.encode("cp437"), crc)
    return stated, crc
