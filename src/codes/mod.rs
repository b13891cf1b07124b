//! Check digits, GTIN, SSCC, GS1 element strings, symbology identifiers. Floor 0: uses nothing of ours.
