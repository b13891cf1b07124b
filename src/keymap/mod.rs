//! The action table, and the keymap files that bind keys to it. Floor 0: uses nothing of ours.
