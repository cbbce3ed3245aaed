"""Pictures one after the other in one SVG, which moves wherever SVG is shown; no script is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENING = re.compile(r"<svg[^>]*>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def animated(pictures: Sequence[str], seconds: Sequence[float]) -> str:
    """The pictures (SVG), each for its seconds, for ever; whoever wants no motion is shown the last one.

    Raises ValueError where there is no picture, or not a time for each.
    """
    if not pictures or len(pictures) != len(seconds):
        raise ValueError("an animation needs pictures, and a time for each")
    boxes = [_BOX.search(one) for one in pictures]
    width = max(float(box[1]) for box in boxes if box)
    height = max(float(box[2]) for box in boxes if box)
    frames = [_frame(place, one) for place, one in enumerate(pictures)]
    style = "\n".join(["<style>", *_rules(seconds), "</style>"])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width:g} {height:g}">'
    return "\n".join([head, style, *frames, "</svg>"]) + "\n"


def _frame(place: int, picture: str) -> str:
    return f'<g class="certblade-frame certblade-frame-{place}">\n{picture.strip()}\n</g>'


def _rules(seconds: Sequence[float]) -> list[str]:
    whole, passed = sum(seconds), 0.0
    rules = [".certblade-frame { visibility: hidden; }"]
    for place, time in enumerate(seconds):
        begins, ends = 100 * passed / whole, 100 * (passed + time) / whole
        passed += time
        before = f"0% {{ visibility: hidden; }} {begins:.3f}%" if place else "0%"
        after = f" {ends:.3f}% {{ visibility: hidden; }}" if place < len(seconds) - 1 else ""
        rules.append(f"@keyframes certblade-{place} {{ {before} {{ visibility: visible; }}{after} }}")
        rules.append(
            f".certblade-frame-{place} {{ animation: certblade-{place} {whole:g}s step-end infinite; }}"
        )
    rules.append(
        "@media (prefers-reduced-motion: reduce) { .certblade-frame { animation: none; } "
        f".certblade-frame-{len(seconds) - 1} {{ visibility: visible; }} }}"
    )
    return rules
