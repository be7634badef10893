"""Make the bundled fonts out of Inter's originals: python3 subset.py FOLDER_WITH_OTF_FILES (needs fonttools)."""

import sys
from fontTools import subset
from fontTools.ttLib import TTFont

# Latin, Latin Extended, Greek, Cyrillic, punctuation, currencies, arrows, a few signs.
RANGES = """20-7E A0-148 14A-17F 18F 192 1A0-1A1 1AF-1B0 1CD-1DC 1E6-1E7 1EA-1EB 1FA-21B 259 2BB-2BC 2C6-2C7 2D8-2DD
300-304 306-308 30A-30C 323 327-328 384-386 388-38A 38C 38E-3A1 3A3-3CE 400-45F 490-491 4AE-4B3 1E80-1E85 1E9E
1EA0-1EF9 2000-200B 2010-2027 202F-203A 2044 2070-2071 2074-208E 20A0-20BF 2116 2122 2126 215B-215E 2190-2199 21A9-21AA
21B5 21E7 2202 2206 220F 2211-2212 221A 221E 222B 2248 2260 2264-2265 2318 2325 232B 23CE 25A0-25A1 25B2-25B3
25B6-25B7 25BC-25BD 25C0-25C1 25C6-25C7 25CA-25CB 25CF 2605-2606 2713 2717 26A0"""

# Characters that egui's own widgets write (submenus, names of keys), and signs near enough to share a glyph.
ALIASES = {0x23F4: 0x25C0, 0x23F5: 0x25B6, 0x23F6: 0x25B2, 0x23F7: 0x25BC, 0x2714: 0x2713, 0x2215: 0x2044, 0x2219: 0xB7}


def code_points():
    for part in RANGES.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def tabular(font):
    """Which glyph the feature `tnum` puts in the place of which."""
    table, found = font["GSUB"].table, {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    found.update(getattr(sub, "ExtSubTable", sub).mapping)
    return found


def make(source, target):
    font = TTFont(source, recalcTimestamp=False)
    swaps = tabular(font)
    for table in font["cmap"].tables:  # these may share one dictionary, so every step can come twice
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = swaps.get(table.cmap[code], table.cmap[code])
        for code, like in ALIASES.items():
            if like in table.cmap:
                table.cmap[code] = table.cmap[like]
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*code_points(), *ALIASES])
    subsetter.subset(font)
    font.save(target)


for weight in ["Regular", "SemiBold", "Bold"]:
    make(f"{sys.argv[1]}/Inter-{weight}.otf", f"Inter-{weight}.otf")
